"""What was drawn is never refused: measured over honest draws from many generators.

How seldom chance alone reaches each bound is measured as well. ``make test-long`` draws more.
"""

import os
import random
from statistics import NormalDist

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from autograder.exercises import CATALOGUE
from helpers.checks import randomness
from helpers.checks.cases import Case
from helpers.checks.comparison import Tolerance, initialization
from helpers.checks.randomness import is_sorted, order_of, pattern, related

LAYERS = [2, 30, 34, 3]  # one layer is large enough to tell its distribution
CASE = Case("layers", {"layers_dims": LAYERS})
LONG = os.environ.get("DRAWS") == "many"
DRAWS = 10_000 if LONG else 2000  # of each generator: 20,000 of all, or 100,000
ALARMS = 1e-6  # how often an honest draw may be refused


def by_polar_coordinates(seed):
    rng = np.random.default_rng(seed)
    return lambda *shape: (
        np.sqrt(-2 * np.log(1 - rng.random(shape))) * np.cos(2 * np.pi * rng.random(shape))
    )


def by_gauss(seed):
    rng = random.Random(seed)
    return lambda *shape: np.reshape([rng.gauss(0, 1) for _ in range(np.prod(shape))], shape)


def by_samples(seed):
    drawn = iter(NormalDist().samples(2000, seed=seed))
    return lambda *shape: np.reshape([next(drawn) for _ in range(np.prod(shape))], shape)


def in_float32(seed):
    rng = np.random.default_rng(seed)
    return lambda *shape: rng.standard_normal(shape, dtype=np.float32)


def by_quantiles(seed):
    rng = np.random.default_rng(seed)
    return lambda *shape: ndtri(rng.uniform(1e-300, 1, shape))


def by_global_seed(seed):
    np.random.seed(seed)
    return np.random.randn


GENERATORS = {
    "randn": by_global_seed,
    "RandomState": lambda seed: np.random.RandomState(seed).standard_normal,
    "default_rng": lambda seed: np.random.default_rng(seed).standard_normal,
    "Philox": lambda seed: np.random.Generator(np.random.Philox(seed)).standard_normal,
    "Mersenne twister": lambda seed: np.random.Generator(np.random.MT19937(seed)).standard_normal,
    "quantiles": by_quantiles,
    "scipy": lambda seed: lambda *shape: norm.rvs(size=shape, random_state=seed + sum(shape)),
    "polar coordinates": by_polar_coordinates,
    "gauss": by_gauss,
    "samples": by_samples,
    "float32": in_float32,
}
ONE_SHAPE = ("RandomState", "default_rng", "Philox", "Mersenne twister")  # else rows and columns
SHUFFLES = {
    "permutation": lambda m, seed: np.random.RandomState(seed).permutation(m),
    "default_rng": lambda m, seed: np.random.default_rng(seed).permutation(m),
    "keys": lambda m, seed: np.argsort(np.random.default_rng(seed).random(m)),
    "random.sample": lambda m, seed: np.array(random.Random(seed).sample(range(m), m)),
}
CASES = CATALOGUE["optimization"]["random_mini_batches"].cases_for(0)
SIZES = sorted({case.inputs["X"].shape[1] for case in CASES})


def drawn(generator, seed):
    """Draw the weights of all layers."""
    draw = GENERATORS[generator](seed)
    shapes = zip(LAYERS[1:], LAYERS, strict=False)
    weights = (draw(shape) if generator in ONE_SHAPE else draw(*shape) for shape in shapes)
    return {f"W{l}": W for l, W in enumerate(weights, 1)}


def chance(values, bound):
    """Estimate how often a value lies beyond a bound that none of many values reached.

    The logarithm of how often a value is exceeded falls at least as fast as a straight line
    through what is exceeded once in a hundred and once in a thousand.
    """
    often, seldom = np.quantile(values, [1 - 1e-2, 1 - 1e-3])
    return 1e-3 * 10 ** (-(bound - seldom) / (seldom - often))


@pytest.mark.slow
@pytest.mark.parametrize("generator", GENERATORS)
def test_honest_draws_are_never_refused(generator):
    expected = [drawn("randn", seed) for seed in range(100)]

    refused = [
        (seed, finding)
        for seed in range(DRAWS)
        for finding in initialization(
            [CASE], [expected[seed % 100]], [drawn(generator, seed)], Tolerance()
        )
        if finding
    ]

    assert refused == []


@pytest.fixture(scope="module")
def matrices():
    """Many matrices of the smallest size whose distribution is judged."""
    rng = np.random.default_rng(0)
    return [rng.normal(size=(25, 40)) for _ in range(20_000)]


@pytest.mark.slow
def test_chance_alone_reaches_the_bounds_of_a_distribution_less_than_once_in_a_million(matrices):
    far = [randomness.distance_from_normal(W) for W in matrices]
    singular = [
        randomness.largest_singular_value(each) for W in matrices for each in (W, np.abs(W))
    ]

    assert chance(far, randomness.FARTHEST) < ALARMS / 10
    # how near to even numbers: a small distance is exceeded by its inverse
    assert chance(1 / np.square(far), randomness.EVENEST**-2) < ALARMS / 10
    assert chance(singular, randomness.LARGEST_VALUE) < ALARMS / 10


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(2, 50), (9, 9), (25, 40)])
def test_chance_alone_makes_an_echo_less_than_once_in_a_million(shape, monkeypatch):
    rng, found = np.random.default_rng(0), []
    correlation = randomness.correlation
    monkeypatch.setattr(
        randomness, "correlation", lambda *pair: found.append(correlation(*pair)) or 0
    )

    echoes = [randomness.has_echo(rng.normal(size=shape)) for _ in range(3000)]

    # nearly normal: it is the square that falls as a straight line does; twenty of each matrix
    assert chance(np.square(found), randomness.ECHO**2) < ALARMS / 20
    assert not any(echoes)


@pytest.mark.slow
@pytest.mark.parametrize("shuffle", SHUFFLES)
def test_honest_orders_are_never_refused(shuffle):
    orders = [SHUFFLES[shuffle](SIZES[seed % len(SIZES)], seed) for seed in range(4 * DRAWS)]

    refused = [seed for seed, order in enumerate(orders) if pattern(order)]
    hang_together = [
        seed
        for seed, (one, other) in enumerate(zip(orders, orders[len(SIZES) :], strict=False))
        if related(one, other)
    ]

    assert (refused, hang_together) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("m", SIZES)
def test_chance_alone_reaches_the_bounds_of_an_order_less_than_once_in_a_million(m):
    rng, places = np.random.default_rng(m), np.arange(m)
    orders = [rng.permutation(m) for _ in range(100_000)]
    alike = [np.bincount((order - places) % m).max() for order in orders]
    side_by_side = [np.sum(np.abs(np.diff(order)) == 1) for order in orders]
    far = np.abs([np.abs(order - places).sum() for order in orders] - np.float64(m * m - 1) / 3)

    spread = np.sqrt((m + 1) * (2 * m * m + 7) / 45)
    assert chance(alike + rng.random(len(alike)), randomness.ALIKE) < ALARMS / 10
    assert chance(side_by_side + rng.random(len(alike)), randomness.NEIGHBOURS) < ALARMS / 10
    # nearly normal: it is the square that falls as a straight line does
    assert chance(np.square(far / spread), randomness.SIGMAS**2) < ALARMS / 10


def examples(m, rows, labels):
    """Draw examples with so many rows, and so many labels of which one is seldom."""
    rng = np.random.default_rng(m + rows)
    return rng.normal(size=(rows, m)), np.minimum(rng.integers(2 * labels, size=(1, m)), labels)


@pytest.mark.slow
@pytest.mark.parametrize("shuffle", SHUFFLES)
@pytest.mark.parametrize(("rows", "labels"), [(1, 1), (3, 1), (3, 4), (30, 2)])
def test_honest_orders_never_follow_from_the_examples(rows, labels, shuffle):
    sizes = (randomness.FEW, *SIZES, 300)
    examples_of = {m: examples(m, rows, labels) for m in sizes}

    refused = [
        seed
        for seed in range(DRAWS // 4)
        for X, Y in [examples_of[sizes[seed % len(sizes)]]]
        for order in [SHUFFLES[shuffle](X.shape[1], seed)]
        if is_sorted(X[:, order], Y[:, order])
    ]

    assert refused == []


@pytest.mark.slow
@pytest.mark.parametrize("m", [randomness.FEW, *SIZES, 1000])
@pytest.mark.parametrize(("rows", "labels"), [(1, 1), (3, 4)])
def test_chance_alone_follows_from_the_examples_less_than_once_in_a_million(m, rows, labels):
    rng, numbers = np.random.default_rng(m), randomness.numbers_of(*examples(m, rows, labels))
    orders = [numbers[rng.permutation(m)] for _ in range(10_000)]
    bound = randomness.SORTED / np.sqrt(m)

    # nearly normal: it is the square that falls as a straight line does
    for follows in (randomness.follows_places, randomness.follows_neighbours):
        found = np.maximum(0, [follows(order) for order in orders])
        assert chance(np.square(found), bound**2) < ALARMS / 10


@pytest.mark.parametrize("m", [2, 10, 29, 60])
def test_examples_that_are_all_alike_or_few_follow_from_nothing(m):
    few = min(m, 29)

    assert not is_sorted(np.ones((3, m)), np.zeros((1, m)))
    assert not is_sorted(np.arange(3.0 * few).reshape(3, few), np.zeros((1, few)))


def test_the_orders_of_the_reference_are_never_refused():
    first = {m: np.random.RandomState(0).permutation(m) for m in SIZES}

    refused = [
        (seed, m)
        for seed in range(1, 1000)
        for m in SIZES
        for order in [np.random.RandomState(seed).permutation(m)]
        if pattern(order) or related(order, first[m])
    ]

    assert refused == []


def test_the_order_of_shuffled_columns_is_read_back():
    X = np.random.default_rng(0).normal(size=(3, 50))
    order = np.random.default_rng(1).permutation(50)

    assert (order_of(X[:, order], X) == order).all()
