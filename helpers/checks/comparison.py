"""Compare a student's answers with the expected ones and say in words what differs.

Each comparison takes all cases of an exercise, because some promises hold between calls ("the
same seed gives the same shuffle"), and returns for each case what is wrong, or None.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.cases import Case
from helpers.checks.encoding import Unknown
from helpers.checks.randomness import drawn, is_sorted, order_of, pattern, related, reused

ALONE = "return it alone, or first"
Findings = list[str | None]
Order = Mapping[str, int]  # names of the returned values and their places, as they are computed
Comparison = Callable[[Sequence[Case], Sequence[Any], Sequence[Any], "Tolerance", Order], Findings]
NATURAL: Order = {}  # as they are returned


@dataclass(frozen=True)
class Tolerance:
    """How far an answer may be off: ``relative`` times the expected size, plus ``absolute``.

    Numbers in float32 may be off by what they cannot hold. Shorter ones are not asked for: what
    they cannot hold is as large as many a mistake.
    """

    relative: float = 1e-7
    absolute: float = 1e-10

    def for_dtype(self, dtype: np.dtype[Any]) -> "Tolerance":
        """Widen the tolerance to what numbers of this type can hold.

        >>> Tolerance().for_dtype(np.dtype("float32")).relative > 1e-6
        True
        """
        if dtype != np.float32:
            return self
        precision = float(np.finfo(dtype).eps)
        return Tolerance(max(self.relative, 32 * precision), max(self.absolute, 32 * precision))


def values(
    cases: Sequence[Case],
    expected: Sequence[Any],
    got: Sequence[Any],
    tolerance: Tolerance,
    order: Order = NATURAL,
) -> Findings:
    """Same keys, shapes and values within the tolerance."""
    findings = []
    for e, g in zip(expected, got, strict=True):
        found = difference(e, without_extras(e, g), tolerance, order=order)
        findings.append(found and (_elsewhere(e, g, tolerance) or found))
    return findings


def initialization(
    cases: Sequence[Case],
    expected: Sequence[Any],
    got: Sequence[Any],
    tolerance: Tolerance,
    order: Order = NATURAL,
) -> Findings:
    """The expected numbers, or other random numbers of the same distribution.

    Shapes and biases are compared as they are. A weight matrix may hold other numbers that are
    drawn as well: different from one another, no unit a multiple of another, no layer made of
    another's numbers, and where there are many, of the expected distribution.
    """
    return [
        _initialization(e, without_extras(e, g), tolerance)
        for e, g in zip(expected, got, strict=True)
    ]


def mini_batches(
    cases: Sequence[Case],
    expected: Sequence[Any],
    got: Sequence[Any],
    tolerance: Tolerance,
    order: Order = NATURAL,
) -> Findings:
    """What mini-batches promise, whatever generator shuffled them.

    Sizes as asked, every column once, X and Y together, shuffled, the same again for the same
    seed and an order of its own for another seed.
    """
    got = [batches_alone(answer) for answer in got]
    findings = [_mini_batches(c, e, g) for c, e, g in zip(cases, expected, got, strict=True)]
    for i, case in enumerate(cases):
        for j in range(i):
            if findings[i] is None and findings[j] is None and same_data(case, cases[j]):
                findings[i] = _seeds(case, cases[j], got[i], got[j])
    return findings


COMPARISONS: Mapping[str, Comparison] = {
    "values": values,
    "initialization": initialization,
    "mini_batches": mini_batches,
}


def difference(
    expected: Any,
    got: Any,
    tolerance: Tolerance,
    entry: str = "the answer",
    place: str = "",
    order: Order = NATURAL,
) -> str | None:
    """Say what differs first between two values, in the order in which they are computed, or None.

    >>> zeros = {"W1": np.zeros((4, 2))}
    >>> difference(zeros, {"W1": np.zeros((2, 4))}, Tolerance())
    'W1 has shape (2, 4), expected (4, 2)'
    >>> difference(zeros, {}, Tolerance())
    'W1 is missing'
    >>> difference((1, zeros), (1, {"W1": np.eye(4, 2)}), Tolerance())
    'W1[0, 0] of returned value 2 is 1, expected 0'
    >>> difference((1, zeros), (2, {}), Tolerance(), order={"v": 1, "the cost": 0})
    'W1 of v is missing'
    """
    match expected:
        case dict():
            return _dict_difference(expected, got, tolerance, entry)
        case list() | tuple():
            return _sequence_difference(expected, got, tolerance, entry, order)
        case np.ndarray() | np.generic() | int() | float():
            wanted = np.asarray(expected)
            return _form_difference(wanted, got, f"{entry}{place}") or _values_difference(
                wanted, np.asarray(got), tolerance, entry, place
            )
    return None if expected == got else f"{entry}{place} is {kind(got)}"


def without_extras(expected: Any, got: Any) -> Any:
    """Leave out what a function returned after the one value that it was asked for."""
    more = isinstance(got, tuple) and len(got) > 1 and not isinstance(expected, list | tuple)
    return got[0] if more else got


def _elsewhere(expected: Any, got: Any, tolerance: Tolerance) -> str | None:
    """Say where among several returned values the one is that was asked for alone."""
    if isinstance(expected, list | tuple) or not isinstance(got, list | tuple) or len(got) < 2:
        return None
    for i, each in enumerate(got[1:], start=2):
        if difference(expected, each, tolerance) is None:
            return f"what was asked for is number {i} of the {len(got)} that you return: {ALONE}"
    fractions = [isinstance(each, float | np.ndarray) for each in got]
    if isinstance(expected, dict) or fractions[0] or not any(fractions):
        return None
    first = str(got[0]) if isinstance(got[0], int) else kind(got[0])
    return f"the first of the {len(got)} values that you return is {first}, no fraction: {ALONE}"


def part_at_fault(
    expected: Any, got: Any, tolerance: Tolerance, order: Order = NATURAL
) -> tuple[Any, Any]:
    """Find the entry of a dict, or value of several, that differs first: expected, and got."""
    match expected:
        case dict() if isinstance(got, dict):
            pairs = [(expected[key], got.get(key)) for key in expected]
        case list() | tuple() if isinstance(got, list | tuple) and len(got) >= len(expected):
            pairs = [(expected[i], got[i]) for i in _named(expected, order).values()]
        case _:
            return expected, got
    for wanted, found in pairs:
        if difference(wanted, found, tolerance):
            return part_at_fault(wanted, found, tolerance)
    return expected, got


def _dict_difference(
    expected: dict[str, Any], got: Any, tolerance: Tolerance, entry: str
) -> str | None:
    if not isinstance(got, dict):
        return f"{entry} is {kind(got)}, expected a dict"
    place = "" if entry == "the answer" else f" of {entry}"
    for key, value in expected.items():
        if key not in got:
            return f"{key}{place} is missing"
        found = difference(value, got[key], tolerance, key, place)
        if found:
            return found
    return None


def _sequence_difference(
    expected: Sequence[Any], got: Any, tolerance: Tolerance, entry: str, order: Order
) -> str | None:
    if not isinstance(got, list | tuple):
        return f"{entry} is {kind(got)}, expected {len(expected)} values"
    if len(got) < len(expected):
        return f"{entry} has {_counted(len(got), 'value')}, expected {len(expected)}"
    for name, i in _named(expected, order).items():
        found = difference(expected[i], got[i], tolerance, name)
        if found:
            return found
    return None


def _named(expected: Sequence[Any], order: Order) -> Order:
    return order or {f"returned value {i + 1}": i for i in range(len(expected))}


def _counted(number: int, what: str) -> str:
    """Write a number of things: 1 value, 2 values."""
    plural = f"{what}es" if what.endswith("ch") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def _form_difference(expected: np.ndarray[Any, Any], got: Any, name: str) -> str | None:
    """Compare kind and shape, and find NaN and infinity."""
    array = as_array(got)
    if array is None or (isinstance(got, list | tuple) and expected.ndim):
        return f"{name} is {kind(got)}, expected {kind(expected)}"
    if array.shape != expected.shape and not (expected.ndim == 0 and array.size == 1):
        return f"{name} has shape {array.shape}, expected {expected.shape}"
    if not np.isfinite(array).all() and np.isfinite(expected).all():
        return f"{name} holds {'NaN' if np.isnan(array).any() else 'infinity'}"
    return None


def _values_difference(
    expected: np.ndarray[Any, Any],
    got: np.ndarray[Any, Any],
    tolerance: Tolerance,
    entry: str,
    place: str,
) -> str | None:
    got = got.reshape(expected.shape)
    allowed = tolerance.for_dtype(got.dtype)
    with np.errstate(over="ignore"):
        close = np.isclose(
            got, expected, rtol=allowed.relative, atol=allowed.absolute, equal_nan=True
        )
    if close.all():
        return None
    where = tuple(int(i) for i in np.argwhere(~close)[0]) if expected.ndim else ()
    index = f"[{', '.join(map(str, where))}]" if where else ""
    shown, wanted = (_shown(array[where], allowed) for array in (got, expected))
    found = f"{entry}{index}{place} is {shown}, expected {wanted}"
    ratio = _constant_ratio(expected, got)
    times = "1" if ratio is None else f"{ratio:.6g}"
    if times == "1":  # of no help to a reader
        return found
    return f"{found}; all of {entry} is {times} times what is expected"


def _shown(value: Any, allowed: Tolerance) -> str:
    """Write a number with the digits that count: what is below the tolerance is the processor's."""
    size = float(np.abs(np.complex128(value)))
    if not np.isfinite(size) or not size:
        return f"{value:.8g}"
    unit = allowed.absolute + allowed.relative * size
    digits = 1 + math.floor(math.log10(size)) - math.floor(math.log10(unit))
    return f"{value:.{min(max(digits, 2), 8)}g}"


def _constant_ratio(expected: np.ndarray[Any, Any], got: np.ndarray[Any, Any]) -> float | None:
    """By which factor an array is off, if it is the same in all places."""
    if expected.size < 2 or not expected.all() or np.iscomplexobj(got):
        return None
    with np.errstate(all="ignore"):
        ratios = got / expected
        ratio = float(np.median(ratios))
        constant = np.allclose(ratios, ratio, rtol=1e-6, atol=0)
    return ratio if constant and ratio != 0 else None


def _initialization(expected: Any, got: Any, tolerance: Tolerance) -> str | None:
    if difference(expected, got, tolerance) is None:
        return None
    random = [key for key, value in expected.items() if key.startswith("W") and value.any()]
    for key, value in expected.items():
        if key not in random or not isinstance(got, dict) or key not in got:
            found = difference({key: value}, got, tolerance)
        else:
            found = _form_difference(value, got[key], key) or _drawn(value, got[key], key)
        if found:
            return found
    with np.errstate(all="ignore"):
        return reused(got, random)


def _drawn(expected: np.ndarray[Any, Any], got: Any, name: str) -> str | None:
    if np.iscomplexobj(got):
        return f"{name} holds complex numbers"
    with np.errstate(all="ignore"):
        return drawn(np.asarray(got), expected, name)


def _mini_batches(case: Case, expected: Any, got: Any) -> str | None:
    X, Y = np.asarray(case.inputs["X"]), np.asarray(case.inputs["Y"])
    batches = as_pairs(got)
    if batches is None:
        return f"the answer is {kind(got)}, expected a list of pairs (X_batch, Y_batch)"
    if len(batches) != len(expected):
        are = "is" if len(batches) == 1 else "are"
        return f"there {are} {_counted(len(batches), 'mini-batch')}, expected {len(expected)}"
    for i, ((X_batch, Y_batch), (wanted_X, wanted_Y)) in enumerate(
        zip(batches, expected, strict=True)
    ):
        if X_batch.shape != wanted_X.shape:
            return f"X of mini-batch {i + 1} has shape {X_batch.shape}, expected {wanted_X.shape}"
        if Y_batch.shape != wanted_Y.shape:
            return f"Y of mini-batch {i + 1} has shape {Y_batch.shape}, expected {wanted_Y.shape}"
    X_all = np.hstack([batch[0] for batch in batches])
    Y_all = np.hstack([batch[1] for batch in batches])
    if X_all.dtype == np.float32:
        X = X.astype(np.float32)
    if not np.array_equal(sorted_columns(X_all), sorted_columns(X)):
        return "the columns of X are not each there exactly once"
    if not np.array_equal(sorted_columns(X_all, Y_all), sorted_columns(X, Y)):
        return "X and Y are not shuffled together: labels stand beside other examples"
    if X.shape[1] > 10 and np.array_equal(X_all, X):
        return "the examples are not shuffled"
    if np.array_equal(X_all, np.hstack([batch[0] for batch in expected])):
        return None
    found = pattern(order_of(X_all, X))
    if not found and is_sorted(X_all, Y_all):
        found = "the order follows from their numbers"
    return f"the examples are not shuffled well: {found}" if found else None


def _seeds(case: Case, other: Case, got: Any, before: Any) -> str | None:
    seed, other_seed = case.inputs.get("seed", 0), other.inputs.get("seed", 0)
    X, X_before = (np.hstack([batch[0] for batch in batches]) for batches in (got, before))
    same = np.array_equal(X, X_before)
    if seed == other_seed:
        return None if same else f"seed {seed} gives another order when it is used again"
    seeds = f"seeds {other_seed} and {seed} give"
    if same:
        return f"{seeds} the same order"
    order, order_before = (order_of(each, case.inputs["X"]) for each in (X, X_before))
    return f"{seeds} orders that follow from one another" if related(order, order_before) else None


def same_data(case: Case, other: Case) -> bool:
    """Tell whether two cases of mini-batches are about the same examples."""
    return case.inputs["X"].shape[1] > 10 and np.array_equal(case.inputs["X"], other.inputs["X"])


def batches_alone(got: Any) -> Any:
    """Leave out what a function returned after its mini-batches."""
    return got[0] if isinstance(got, tuple) and got and as_pairs(got[0]) else got


def as_pairs(got: Any) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] | None:
    """Read mini-batches, or None if the value is no list of pairs of arrays."""
    if not isinstance(got, list | tuple):
        return None
    pairs = []
    for batch in got:
        if not isinstance(batch, list | tuple) or len(batch) < 2:
            return None
        X, Y = as_array(batch[0]), as_array(batch[1])
        if X is None or Y is None:
            return None
        pairs.append((X, Y))
    return pairs


def sorted_columns(*rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Put the columns of arrays that stand below one another into one certain order."""
    table = np.vstack(rows)
    return np.asarray(table[:, np.lexsort(table)])


def as_array(value: Any) -> np.ndarray[Any, Any] | None:
    """Read a number, an array or nested lists of numbers; None if the value is nothing of these."""
    if isinstance(value, dict | str | Unknown) or value is None:
        return None
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biufc" else None


def kind(value: Any) -> str:
    """Name the kind of a value, as a verdict says it."""
    match value:
        case None:
            return "None"
        case np.ndarray() if value.ndim:
            return f"an array of shape {value.shape}"
        case np.ndarray() | int() | float():
            return "a number"
        case str():
            return "a text"
        case Unknown():
            name = value.name
            article = "an" if name[:1].lower() in "aeiou" else "a"
            return name if " " in name else f"{article} {name}"
    return f"a {type(value).__name__}"


def sharing(expected: Any, shared: Sequence[tuple[str, str]], order: Order = NATURAL) -> str | None:
    """Say which parts that were asked for share their memory, or None.

    >>> sharing({"W1": 0, "W2": 0}, [("0 W1", "0 W2"), ("0 W1", "0 Z1")])
    'W1 and W2 are one and the same array: writing into one changes the other'
    """
    several = isinstance(expected, list | tuple)
    whole = {f"{i}": name for name, i in _named(expected, order).items()} if several else {}
    names = dict(whole)
    for i, value in enumerate(expected if several else [expected]):
        of = f" of {whole[f'{i}']}" if several else ""
        names |= {f"{i} {key}": f"{key}{of}" for key in value} if isinstance(value, dict) else {}
    for first, second in shared:
        if first in names and second in names:
            what = "dict" if first in whole else "array"
            said = f"{names[first]} and {names[second]} are one and the same {what}"
            return f"{said}: writing into one changes the other"
    return None
