"""What differs between an answer and the expected one, in words."""

import copy
from functools import cache

import numpy as np
import pytest
from classroom import EXERCISES
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.cases import Answer, Case
from helpers.checks.check import public_exercises
from helpers.checks.comparison import Tolerance, difference, initialization, mini_batches, values
from helpers.checks.encoding import Unknown
from helpers.checks.rubric import Rubric
from helpers.checks.verdict import verdict

EXACT = Tolerance()


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        (None, "the answer is None, expected a dict"),
        ([np.zeros((2, 1))], "the answer is a list, expected a dict"),
        ({}, "b1 is missing"),
        ({"b1": None}, "b1 is None, expected an array of shape (2, 1)"),
        ({"b1": "zeros"}, "b1 is a text, expected an array of shape (2, 1)"),
        ({"b1": [[0.0], [0.0]]}, "b1 is a list, expected an array of shape (2, 1)"),
        ({"b1": 0.0}, "b1 has shape (), expected (2, 1)"),
        ({"b1": np.zeros(2)}, "b1 has shape (2,), expected (2, 1)"),
        ({"b1": np.array([[0.0], [np.nan]])}, "b1 holds NaN"),
        ({"b1": np.array([[0.0], [-np.inf]])}, "b1 holds infinity"),
        ({"b1": np.array([[0.0], [0.5]])}, "b1[1, 0] is 0.5, expected 0"),
        ({"b1": np.array([[False], [True]])}, "b1[1, 0] is 1, expected 0"),
        ({"b1": np.array([[0], [1j]])}, "b1[1, 0] is 0+1j, expected 0"),
        ({"b1": Unknown("Tensor")}, "b1 is a Tensor, expected an array of shape (2, 1)"),
    ],
)
def test_a_wrong_array_in_a_dict_is_described(got, finding):
    assert difference({"b1": np.zeros((2, 1))}, got, EXACT) == finding


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        ({}, "the answer is a dict, expected 2 values"),
        (({"a": 1.0},), "the answer has 1 value, expected 2"),
        (({"a": 1.0}, {}), "b of returned value 2 is missing"),
        (({"a": 1.0}, {"b": 3.0}), "b of returned value 2 is 3, expected 2"),
        (({"a": 1.0}, 2.0), "returned value 2 is a number, expected a dict"),
    ],
)
def test_a_wrong_pair_is_described(got, finding):
    assert difference(({"a": 1.0}, {"b": 2.0}), got, EXACT) == finding


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        (None, "the answer is None, expected a number"),
        ("8", "the answer is a text, expected a number"),
        ([[1, 2], [3]], "the answer is a list, expected a number"),
        (np.array([8.0, 8.0]), "the answer has shape (2,), expected ()"),
        (float("nan"), "the answer holds NaN"),
        (7, "the answer is 7, expected 8"),
        (np.bool_(True), "the answer is 1, expected 8"),
    ],
)
def test_a_wrong_number_is_described(got, finding):
    assert difference(8, got, EXACT) == finding


@pytest.mark.parametrize("got", [8, 8.0, np.float32(8), np.array([[8.0]]), np.int8(8), [8]])
def test_a_number_may_come_in_any_wrapping(got):
    assert difference(8, got, EXACT) is None


@pytest.mark.parametrize(("expected", "got"), [("a name", 1), (None, 1), ("a name", "another")])
def test_what_is_no_number_must_be_the_same(expected, got):
    assert difference(expected, expected, EXACT) is None
    assert difference(expected, got, EXACT).startswith("the answer is a")


def test_entries_that_nobody_asked_for_are_no_difference():
    assert difference({"W1": np.eye(2)}, {"W1": np.eye(2), "Z1": None}, EXACT) is None


@pytest.mark.parametrize(
    ("off", "differs"), [(0.9e-7, False), (1.2e-7, True), (-0.9e-7, False), (-1.2e-7, True)]
)
def test_the_tolerance_is_relative_to_the_expected_size(off, differs):
    found = difference(np.array([1e6]), np.array([1e6 * (1 + off)]), Tolerance(1e-7, 0))

    assert bool(found) == differs


@pytest.mark.parametrize(
    ("dtype", "widened"),
    [("float32", True), ("float64", False), ("longdouble", False), ("float16", False)],
)
def test_only_float32_widens_the_tolerance(dtype, widened):
    assert (EXACT.for_dtype(np.dtype(dtype)) != EXACT) == widened


@pytest.mark.parametrize(("off", "differs"), [(1e-6, False), (1e-4, True)])
def test_float32_is_compared_within_its_precision_and_no_further(off, differs):
    found = difference(np.array([1.0]), np.array([1 + off], dtype=np.float32), EXACT)

    assert bool(found) == differs


def test_extras_count_only_after_a_value_in_a_tuple():
    case = Case("one number", {})

    findings = [values([case], [8.0], [got], EXACT)[0] for got in [(8.0, "extra"), ("extra", 7.0)]]

    assert findings == [
        None,
        "the first of the 2 values that you return is a text, no fraction: return it alone, or "
        "first",
    ]


@pytest.mark.parametrize("got", [(True, 0.25), [True, 0.25], (1, 2, 0.25), ("wrong", 0.25)])
def test_a_number_that_is_not_returned_first_is_met_with_what_helps(got):
    (finding,) = values([Case("one number", {})], [0.25], [got], EXACT)

    place = f"number {len(got)} of the {len(got)} that you return"
    assert finding == f"what was asked for is {place}: return it alone, or first"


def test_a_flag_before_a_wrong_number_is_told_as_well():
    (finding,) = values([Case("one number", {})], [0.25], [(1, 0.5)], EXACT)

    assert finding.startswith("the first of the 2 values that you return is 1, no fraction")


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        (({"W1": 5.0}, {"dW1": 2.0}), "W1 of the parameters is 5, expected 1"),
        (({"W1": 5.0}, {"dW1": 5.0}), "dW1 of v is 5, expected 2"),
        (({}, {}), "dW1 of v is missing"),
        (({"W1": 1.0}, 2), "v is a number, expected a dict"),
    ],
)
def test_what_is_computed_first_is_told_first_and_by_its_name(got, finding):
    order = {"v": 1, "the parameters": 0}

    assert difference(({"W1": 1.0}, {"dW1": 2.0}), got, EXACT, order=order) == finding


def test_a_factor_that_is_shown_as_1_is_not_told():
    expected = np.array([1.0, 2.0])

    found = difference({"W2": expected}, {"W2": expected * (1 + 2e-7)}, EXACT)

    assert found.startswith("W2[0] is 1.0000002, expected 1")
    assert "times" not in found


@given(shape=st.tuples(st.integers(1, 4), st.integers(1, 4)), data=st.data())
def test_one_changed_entry_is_found_and_named(shape, data):
    expected = np.arange(np.prod(shape), dtype=float).reshape(shape)
    where = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    got = expected.copy()
    got[where] += 0.5

    found = difference({"W1": expected}, {"W1": got}, EXACT)

    assert found.startswith(f"W1[{where[0]}, {where[1]}] is ")


LARGE = Case("large layers", {"layers_dims": [100, 50, 40]})


def normal(scale=1.0, seed=0):
    rng = np.random.default_rng(seed)
    W = {"W1": rng.normal(size=(50, 100)) * scale, "W2": rng.normal(size=(40, 50)) * scale}
    return {**W, "b1": np.zeros((50, 1)), "b2": np.zeros((40, 1))}


def judged(W1=None, **others):
    got = {**normal(seed=1), **({} if W1 is None else {"W1": W1}), **others}
    return initialization([LARGE], [normal()], [got], EXACT)[0]


def test_other_random_numbers_of_the_same_distribution_are_right():
    assert judged() is None


uniform = np.random.default_rng(2).uniform(-1, 1, size=(50, 100))


@pytest.mark.parametrize(
    ("W1", "finding"),
    [
        (normal(seed=1)["W1"] * 0.7, "W1 has a standard deviation of"),
        (normal(seed=1)["W1"] * 1.2, "W1 has a standard deviation of"),
        (normal(seed=1)["W1"] + 0.2, "W1 has a mean of"),
        (uniform * np.sqrt(3), "W1 is not drawn from a normal distribution"),
        (np.sign(uniform), "W1 is not drawn from a normal distribution"),
        (np.zeros((50, 100)), "W1 has a standard deviation of 0"),
        (np.ones((50, 100)), "W1 has a mean of 1"),
        (np.full((50, 100), 1e308), "W1 holds 1e+308, far too large a number"),
        (normal(seed=1)["W1"] + 1j, "W1 holds complex numbers"),
        (np.full((50, 100), np.nan), "W1 holds NaN"),
        (normal(seed=1)["W1"].T, "W1 has shape (100, 50), expected (50, 100)"),
        (normal(seed=1)["W1"].tolist(), "W1 is a list"),
    ],
)
def test_random_numbers_of_another_distribution_are_wrong(W1, finding):
    assert judged(W1).startswith(finding)


def test_a_normal_sample_with_a_long_tail_is_right():
    # of some hundred thousand seeds the first whose kurtosis is six standard errors too high
    W1 = np.random.default_rng(147_437).normal(size=(30, 60))
    expected = np.random.default_rng(0).normal(size=(30, 60))

    (finding,) = initialization([LARGE], [{"W1": expected}], [{"W1": W1}], EXACT)

    assert finding is None


def test_biases_are_compared_as_they_are():
    assert judged(b2=np.full((40, 1), 0.1)) == "b2[0, 0] is 0.1, expected 0"


def test_layers_that_repeat_the_same_random_numbers_are_wrong():
    W1 = normal(seed=1)["W1"]

    assert judged(W2=W1.ravel()[:2000].reshape(40, 50)) == "W2 repeats the random numbers of W1"


X = np.random.default_rng(0).normal(size=(2, 30))
Y = (X[:1] > 0).astype(int)


def batch_case(seed):
    return Case(f"seed {seed}", {"X": X, "Y": Y, "mini_batch_size": 16, "seed": seed})


def cut(order, order_of_Y=None):
    order_of_Y = order if order_of_Y is None else order_of_Y
    return [(X[:, order[i : i + 16]], Y[:, order_of_Y[i : i + 16]]) for i in (0, 16)]


ORDERS = [np.random.default_rng(seed).permutation(30) for seed in range(3)]


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        (cut(ORDERS[1]), None),
        ((cut(ORDERS[1]), ORDERS[1]), None),
        (None, "the answer is None, expected a list of pairs (X_batch, Y_batch)"),
        ([], "there are 0 mini-batches, expected 2"),
        ([X, Y], "the answer is a list, expected a list of pairs (X_batch, Y_batch)"),
        (cut(ORDERS[1])[:1], "there is 1 mini-batch, expected 2"),
        (cut(ORDERS[1])[::-1], "X of mini-batch 1 has shape (2, 14), expected (2, 16)"),
        ([(a, b.ravel()) for a, b in cut(ORDERS[1])], "Y of mini-batch 1 has shape (16,)"),
        (cut(np.arange(30)), "the examples are not shuffled"),
        (cut(ORDERS[1], ORDERS[2]), "X and Y are not shuffled together"),
        (cut(np.maximum(ORDERS[1], 1)), "the columns of X are not each there exactly once"),
    ],
)
def test_what_mini_batches_promise_is_checked(got, finding):
    expected = cut(ORDERS[0])

    (found,) = mini_batches([batch_case(0)], [expected], [got], EXACT)

    assert found == finding if finding is None else found.startswith(finding)


@pytest.mark.parametrize(
    ("seeds", "orders", "finding"),
    [
        ((0, 0), (1, 1), None),
        ((0, 5), (1, 2), None),
        ((0, 0), (1, 2), "seed 0 gives another order when it is used again"),
        ((0, 5), (1, 1), "seeds 0 and 5 give the same order"),
    ],
)
def test_the_shuffle_must_follow_the_seed(seeds, orders, finding):
    cases = [batch_case(seed) for seed in seeds]
    expected = [cut(ORDERS[0])] * 2

    _, found = mini_batches(cases, expected, [cut(ORDERS[order]) for order in orders], EXACT)

    assert found == finding


STRANGE = [
    None,
    "text",
    True,
    10**400,
    float("nan"),
    Unknown("Tensor"),
    {},
    [],
    (),
    [1.0, "a"],
    [[1, 2], [3]],
    np.zeros(0),
    np.array(1e308),
    np.full((3, 3), 1e308),
    np.full((3, 3), np.nan),
    np.array([[True, False]]),
    np.array([[1j]]),
    np.zeros((1,) * 40),
    np.array([2**63], dtype=np.uint64),
    np.array([-(2**63)]),
]


def leaves(value, path=()):
    """Paths to all that an answer holds, itself first."""
    yield path
    items = value.items() if isinstance(value, dict) else []
    items = enumerate(value) if isinstance(value, list | tuple) else items
    for key, inner in items:
        yield from leaves(inner, (*path, key))


def replaced(value, path, strange):
    if not path:
        return strange
    changed = list(value) if isinstance(value, tuple) else copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], strange)
    return type(value)(changed)


def like(value, strange):
    """The strange value, sometimes in the shape that was asked for."""
    if isinstance(value, np.ndarray) and isinstance(strange, np.ndarray) and strange.size:
        return np.resize(strange, value.shape)
    return strange


@cache
def rubric_of(name):
    """What ships of an exercise, read once."""
    return Rubric.from_json(name, public_exercises()[name])


@pytest.mark.parametrize("name", EXERCISES)
@given(data=st.data())
def test_whatever_a_function_returns_there_is_a_verdict(name, data):
    rubric = rubric_of(name)
    expected = rubric.expected
    number = data.draw(st.integers(0, len(expected) - 1))
    path = data.draw(st.sampled_from(list(leaves(expected[number]))))
    strange = data.draw(st.sampled_from(STRANGE))
    if data.draw(st.booleans()):
        place = expected[number]
        for key in path:
            place = place[key]
        strange = like(place, strange)
    got = [*expected]
    got[number] = replaced(expected[number], path, strange)

    said = verdict(rubric, [Answer(value) for value in got])

    assert 0 <= said.share <= 1
    assert bool(said.message) == (said.share < 1)


def test_a_number_below_the_tolerance_is_shown_without_the_digits_that_a_processor_chose():
    tolerance = Tolerance(relative=1e-6, absolute=1e-7)

    (said,) = {difference(expected, 0.25, tolerance) for expected in (8.2646649e-09, 8.2658823e-09)}

    assert said == "the answer is 0.25, expected 8.3e-09"


def test_two_numbers_that_are_told_apart_are_never_shown_alike():
    expected, got = np.array([0.12345678]), np.array([0.12345702])

    assert "0.123457, expected 0.1234568" in difference(expected, got, Tolerance(1e-6, 1e-7))
