"""Random means random: what drawn numbers and shuffled orders have, and patterns have not.

Each bound is such that of a million honest draws none is refused; the tests measure it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
# a distribution is judged by at least so many numbers, and this many standard errors off is wrong
MANY, SIGMAS = 1000, 6
# distance of the empirical from the normal distribution function, times the root of n, after
# Kolmogorov, Smirnov and Lilliefors: chance keeps it between these two
EVENEST, FARTHEST = 0.2, 2.1
LARGEST_VALUE = 4  # by how much a singular value may exceed those of independent numbers
ECHO = 6  # standard errors by which independent numbers hardly ever correlate
SAME = 1e-6  # relative: as equal as float32 can tell
PROBES = 8  # numbers of one layer that are looked for in another
FEW = 30  # in an order of fewer examples than these, patterns come by chance
ALIKE, NEIGHBOURS = 15, 16  # examples that move alike, and that stay side by side
SORTED = 5  # by how much chance hardly ever exceeds what it gives on average, over √m


def drawn(W: Array, expected: Array, name: str) -> str | None:
    """Say what tells a weight matrix from numbers drawn from a normal distribution, or None.

    Parameters
    ----------
    W
        The weights, real and finite.
    expected
        Others that were drawn as asked, of the same shape.
    name
        What the matrix is called.
    """
    many = W.size >= MANY
    return (
        (_moments(W, expected, name) if many else None)
        or _repeats(W, name)
        or (f"one half of {name} repeats the other" if has_echo(W) else None)
        or (_shape(W, name) if many else None)
    )


def reused(parameters: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Find two layers that hold the same random numbers.

    In any order and up to a factor, or nearly, one after another or row beside row.
    """
    for first, second in combinations(names, 2):
        one, other = parameters[first], parameters[second]
        rows, columns = np.minimum(one.shape, other.shape)
        size = min(one.size, other.size)
        beside = one[:rows, :columns], other[:rows, :columns]
        after = np.ravel(one)[:size], np.ravel(other)[:size]
        if _has_all_of(np.ravel(one), np.ravel(other)) or any(
            correlation(_unit(one), _unit(other)) > ECHO for one, other in (beside, after)
        ):
            return f"{second} repeats the random numbers of {first}"
    return None


def has_echo(W: Array) -> bool:
    """Tell whether half of a matrix has the numbers of the other.

    In any order and up to a factor, or nearly, in their order or mirrored.
    """
    for one, other in _halves(W):
        unit = _unit(one)
        if _has_all_of(np.ravel(one), np.ravel(other)) or any(
            correlation(unit, turned) > ECHO for turned in _turned(_unit(other))
        ):
            return True
    return False


def correlation(one: Array, other: Array) -> float:
    """Size of the correlation of numbers around zero, times the root of how many there are.

    Parameters
    ----------
    one, other
        The numbers, of length 1 as vectors.
    """
    if one.size < 3:
        return 0
    return abs(float(np.sum(one * other))) * math.sqrt(one.size)


def _unit(numbers: Array) -> Array:
    """Bring numbers to length 1 as a vector, whose squares may overflow."""
    numbers = numbers.astype(float) / np.abs(numbers).max(initial=0)
    return numbers / math.sqrt(np.sum(numbers * numbers))


def _halves(W: Array) -> Iterator[tuple[Array, Array]]:
    """Part a matrix in two by units, by inputs, and by its diagonal."""
    for rows in (W, W.T):
        half = len(rows) // 2
        if half:
            yield rows[:half], rows[-half:]
            yield rows[: 2 * half : 2], rows[1::2]
    square = W[: min(W.shape), : min(W.shape)]
    below = np.tril_indices(len(square), -1)
    yield square[below], square.T[below]


def _turned(half: Array) -> Iterator[Array]:
    yield from (half, half[::-1], half[..., ::-1], np.flip(half))


def pattern(order: Array) -> str | None:
    """Say what tells an order from a random one, or None.

    Parameters
    ----------
    order
        A permutation of 0, …, m − 1.
    """
    m = len(order)
    places, steps = np.arange(m), np.diff(order)
    if m < FEW:
        return None
    stay = int(np.sum(order == places))
    if stay >= ALIKE:
        return f"{stay} of {m} examples stay in their places"
    side_by_side = int(np.sum(np.abs(steps) == 1))
    if side_by_side >= NEIGHBOURS:
        return f"{side_by_side} of {m} examples keep their neighbour"
    for moved in (order - places, order + places, steps):
        if np.bincount(moved % m).max() >= ALIKE:
            return "the examples are moved by a fixed rule"
    # Spearman's footrule: its mean and variance over all orders, by Diaconis and Graham
    far, mean, variance = np.abs(order - places).sum(), (m * m - 1) / 3, (m + 1) * (2 * m * m + 7)
    if abs(far - mean) > SIGMAS * math.sqrt(variance / 45):
        return "the examples stay near their places" if far < mean else "the order is reversed"
    return None


def is_sorted(X: Array, Y: Array) -> bool:
    """Tell whether the order of examples follows from their own numbers.

    By a row, by a sum of rows with any weights, by size, by length or by label; as it is,
    backwards, rotated, or in turn.

    Parameters
    ----------
    X, Y
        Examples in their order, one a column.
    """
    m = X.shape[1]
    if m < FEW:
        return False
    numbers = numbers_of(X, Y)
    return max(follows_places(numbers), follows_neighbours(numbers)) > SORTED / math.sqrt(m)


def numbers_of(X: Array, Y: Array) -> Array:
    """Span the ranks that examples have by their numbers, by orthonormal columns.

    The mean is taken off, and ties have one rank.
    """
    rows = np.vstack([X, Y, np.abs(X), X.max(axis=0), np.linalg.norm(X, axis=0)])
    ranks = np.array([np.unique(row, return_inverse=True)[1] for row in rows], float)
    left, singular, _ = np.linalg.svd((ranks - ranks.mean(axis=1, keepdims=True)).T, False)
    return np.asarray(left[:, singular > 1e-9 * singular[0]])


def follows_places(numbers: Array) -> float:
    """By how much places correlate with the best sum of columns more than chance lets them.

    In an order that was drawn, √m times the correlation is the length of a vector of d nearly
    independent standard normal numbers: √d or less on average.
    """
    m, d = numbers.shape
    places = np.arange(m) - (m - 1) / 2
    return float(np.linalg.norm(places @ numbers) / np.linalg.norm(places) - math.sqrt(d / m))


def follows_neighbours(numbers: Array) -> float:
    """By how much the best sum of columns correlates with itself one place on, more than chance.

    In an order that was drawn, √m times the symmetric matrix of these correlations has nearly
    independent normal entries: its largest eigenvalue is √(2d) or less on average.
    """
    m, d = numbers.shape
    correlations = numbers.T @ np.roll(numbers, 1, axis=0)
    values = np.linalg.eigvalsh((correlations + correlations.T) / 2)
    return float(np.abs(values).max(initial=0) - math.sqrt(2 * d / m))


def related(order: Array, other: Array) -> bool:
    """Tell whether one order follows from another by a pattern.

    Of the places that each example has in both, or of the examples that each place has.
    """
    places, examples = np.empty_like(order), np.empty_like(order)
    places[np.argsort(order)] = np.argsort(other)
    examples[order] = other
    return bool(pattern(places) or pattern(examples))


def order_of(shuffled: Array, columns: Array) -> Array:
    """Number, for each column of a shuffled array, of the place that it had."""
    order = np.empty(columns.shape[1], dtype=int)
    order[np.lexsort(shuffled)] = np.lexsort(columns)
    return order


def _repeats(W: Array, name: str) -> str | None:
    different = len(np.unique(np.abs(W[W != 0])))  # in float32 a draw may be 0, once in a while
    if different < W.size - 1 - W.size // 100:
        few = f"only {different} of {W.size} numbers"
        return f"{few} in {name} differ from the others and from 0: they are not drawn"
    for whose, rows in (("units", W), ("inputs", W.T)):
        if _has_multiples(rows):
            return f"two {whose} have the same weights in {name}, or multiples of them"
    return None


def _has_multiples(rows: Array) -> bool:
    """Tell whether two rows are the same up to a factor, nearer than chance brings any two."""
    if min(rows.shape) < 2:
        return False
    rows = rows / np.abs(rows).max(axis=1, keepdims=True)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    i, j = np.nonzero(np.triu(np.abs(cosines) > 0.9, k=1))
    apart = np.linalg.norm(rows[i] - np.sign(cosines[i, j])[:, None] * rows[j], axis=1)
    nearest = min(0.3, 1e-10 ** (1 / (rows.shape[1] - 1)))
    return bool((apart < nearest).any())


def _moments(W: Array, expected: Array, name: str) -> str | None:
    n, largest = W.size, np.abs(W).max()
    if largest > SIGMAS * np.abs(expected).max():  # their squares may overflow
        return f"{name} holds {largest:.3g}, far too large a number"
    W = W.astype(float)
    spread, wanted = W.std(), expected.std()
    if abs(W.mean()) > SIGMAS * max(spread, wanted) / np.sqrt(n):
        return f"{name} has a mean of {W.mean():.3g}, expected 0"
    if abs(spread / wanted - 1) > SIGMAS / np.sqrt(n):  # both are samples: 1/(2n) + 1/(2n)
        return f"{name} has a standard deviation of {spread:.3g}, expected about {wanted:.2g}"
    excess = (np.mean((W / spread) ** 4) - 3) / np.sqrt(24 / n)
    if not -SIGMAS < excess < 2 * SIGMAS:  # a sample's kurtosis has a long tail above
        return f"{name} is not drawn from a normal distribution"
    return None


def _shape(W: Array, name: str) -> str | None:
    far = distance_from_normal(W)
    if far > FARTHEST:
        return f"{name} is not drawn from a normal distribution"
    if far < EVENEST:
        return f"{name} holds evenly spaced numbers of a normal distribution, not drawn ones"
    if max(largest_singular_value(each) for each in (W, np.abs(W))) > LARGEST_VALUE:
        return f"the numbers in {name} depend on where they stand"
    return None


def distance_from_normal(W: Array) -> float:
    """Largest distance of the distribution function from a normal one, times the root of n.

    From the normal one that has the same mean and spread, so it is smaller than if these were
    given.
    """
    n, ordered = W.size, np.sort(W.astype(float), axis=None)
    ordered = (ordered - ordered.mean()) / (ordered.std() * math.sqrt(2))
    normal = (1 + np.fromiter(map(math.erf, ordered.tolist()), float, n)) / 2
    steps = np.arange(n + 1) / n
    return float(max(np.max(steps[1:] - normal), np.max(normal - steps[:-1])) * math.sqrt(n))


def largest_singular_value(W: Array) -> float:
    """By how much it exceeds √rows + √columns, its bound for independent numbers.

    It is large where rows, columns or blocks hang together, as where the numbers are sorted.
    """
    W = W.astype(float)
    W = (W - W.mean()) / W.std()
    rows, columns = W.shape
    return float(np.linalg.norm(W, 2) - math.sqrt(rows) - math.sqrt(columns))


def _has_all_of(numbers: Array, others: Array) -> bool:
    """Tell whether the smaller of two sets of numbers lies in the larger, times some factor.

    Where the first number is taken for each of the larger set, which makes the factor, chance
    hardly brings the second into the set as well, let alone the others.
    """
    large, small = sorted((np.log(np.abs(each)) for each in (numbers, others)), key=len)[::-1]
    probes = small[np.linspace(0, small.size - 1, min(PROBES, small.size)).astype(int)]
    if probes.size < 3:
        return False
    large = np.sort(large)
    factors = large - probes[0]
    for probe in probes[1:]:
        places = np.minimum(np.searchsorted(large, probe + factors - SAME), large.size - 1)
        factors = factors[np.abs(large[places] - probe - factors) <= SAME]
        if not factors.size:
            return False
    return True
