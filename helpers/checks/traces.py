"""What answers look like, in a few numbers: enough to recognise a known mistake by.

A student's answers are compared with those that known mistakes give. These ship as traces: for
each named part its kind, shape and two sums, from which no answer can be read back.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from helpers.checks.cases import Answer, Case
from helpers.checks.comparison import (
    Tolerance,
    as_array,
    as_pairs,
    batches_alone,
    kind,
    same_data,
    sharing,
    sorted_columns,
    without_extras,
)
from helpers.checks.randomness import MANY, SIGMAS

Look = Any  # of one part: JSON data
Entry = Mapping[str, Look] | None  # of one case: the looks of its parts; None where unsteady
Trace = Iterable[Entry]
Match = Callable[[Look, Look], bool]
ERROR, SHARED, ORDER, KEYS = "error", "shared", "order", "keys"  # parts that are no values


def trace(
    comparison: str, cases: Sequence[Case], expected: Sequence[Any], answers: Iterable[Answer]
) -> Iterator[Entry]:
    """Sum up the answers of one exercise, one entry a case, as JSON data.

    Parameters
    ----------
    comparison
        How the exercise is compared, a key of ``COMPARISONS``.
    cases, expected, answers
        What the function was called with, what was asked for, and what came back. What was
        returned beyond it is left out. The answers are asked for one by one where that is
        possible, so that nobody need give the rest when the first one tells.
    """
    if comparison == "mini_batches":
        answers = list(answers)
        values = [answer.value for answer in answers]
        for i, answer in enumerate(answers):
            yield _failed(answer) or _look_at_batches(cases, values, i)
        return
    for case, wanted, answer in zip(cases, expected, answers, strict=True):
        yield (_failed(answer) or _parts(wanted, answer)) if case.steady else None


def fits(seen: Trace, known: Trace, match: Match, ignored: Collection[str] = ()) -> bool:
    """Tell whether two traces agree in every case, but for some parts; the first that differs ends.

    Parameters
    ----------
    seen, known
        The two; of the second no more is asked for than is needed.
    match
        Tells whether two looks agree.
    ignored
        The parts that do not count.
    """
    return all(_fits(one, other, match, ignored) for one, other in zip(seen, known, strict=False))


def _fits(one: Entry, other: Entry, match: Match, ignored: Collection[str]) -> bool:
    if one is None or other is None:
        return one is other
    parts = one.keys() - ignored
    return parts == other.keys() - ignored and all(match(one[part], other[part]) for part in parts)


def without(entry: Entry, reference: Entry, match: Match) -> Entry:
    """Leave out of a case what looks as the reference's, to be stored; None where a part is gone.

    >>> without({"W1": 1, "b1": 0}, {"W1": 2, "b1": 0, "b2": 0}, lambda a, b: a == b)
    {'b2': None, 'W1': 1}
    """
    if entry is None or reference is None:
        return entry
    gone = {part: None for part in reference if part not in entry}
    return gone | {
        part: _less(look, reference.get(part))
        for part, look in entry.items()
        if part not in reference or not match(look, reference[part])
    }


def restored(stored: Entry, reference: Entry) -> Entry:
    """Give back what :func:`without` took."""
    if stored is None or reference is None:
        return stored
    more = {part: _whole(look, reference.get(part)) for part, look in stored.items()}
    return {part: look for part, look in {**reference, **more}.items() if look is not None}


def _less(look: Look, reference: Look) -> Look:
    if not (isinstance(look, dict) and isinstance(reference, dict)):
        return look
    less = {key: None for key in reference if key not in look} | {
        key: value for key, value in look.items() if reference.get(key) != value
    }
    return less["sums"] if less.keys() == {"sums"} else less  # as nearly all have


def _whole(look: Look, reference: Look) -> Look:
    if not isinstance(reference, dict):
        return look
    if isinstance(look, list):
        look = {"sums": look}
    if not isinstance(look, dict):
        return look
    return {key: value for key, value in {**reference, **look}.items() if value is not None}


def same(first: Look, second: Look, tolerance: Tolerance) -> bool:
    """Tell whether two looks are of the same answer, within the tolerance."""
    match first, second:
        case {"sums": [scale, *sums]}, {"sums": [other_scale, *others]}:
            if not _same_form(first, second):
                return False
            size = max(1, math.prod(first["shape"]))
            # of the scales themselves few digits are kept
            allowed = tolerance.relative * max(scale, other_scale) + tolerance.absolute * size
            return all(abs(a - b) <= 2 * allowed for a, b in zip(sums, others, strict=True))
    return bool(first == second)


def alike(first: Look, second: Look) -> bool:
    """Tell whether two looks may be of random numbers of one distribution.

    Large arrays have the same mean, spread and kurtosis, within six standard errors; small ones
    the same shape, and hold one and the same number in all places or not.
    """
    match first, second:
        case {"sums": [scale, *_]}, {"sums": [other_scale, *_]}:
            return _same_form(first, second) and (
                _same_moments(first, second)
                if "moments" in first and "moments" in second
                else first.get("all") == second.get("all") and (scale == 0) == (other_scale == 0)
            )
    return bool(first == second)


def _same_form(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    odd = "NaN, infinite"
    return first.get("shape") == second.get("shape") and first.get(odd) == second.get(odd)


def _same_moments(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    (mean, spread, kurtosis), (mean_2, spread_2, kurtosis_2) = first["moments"], second["moments"]
    error = SIGMAS / math.sqrt(math.prod(first["shape"]))
    widest = max(spread, spread_2)
    return bool(
        abs(mean - mean_2) <= 1.5 * error * widest
        and abs(spread - spread_2) <= error * widest
        and abs(kurtosis - kurtosis_2) <= 2 * math.sqrt(24) * error
    )


def _failed(answer: Answer) -> dict[str, Look] | None:
    return {ERROR: answer.error.split(":")[0].split(" ")[0]} if answer.error else None


def _parts(expected: Any, answer: Answer) -> dict[str, Look]:
    parts = dict(_looks(expected, without_extras(expected, answer.value), ""))
    return parts | {SHARED: True} if sharing(expected, answer.shared) else parts


def _looks(expected: Any, got: Any, path: str) -> Iterator[tuple[str, Look]]:
    """The parts of an answer that were asked for: ``W1``, or ``0.W1`` of the first of several."""
    match expected, got:
        case dict(), dict():
            for key in expected:
                if key in got:
                    yield from _looks(expected[key], got[key], f"{path}{key}")
            if not expected.keys() <= got.keys():
                yield f"{path}{KEYS}", sorted(map(str, got))[:20]
        case list() | tuple(), list() | tuple() if len(got) >= len(expected):
            for i, wanted in enumerate(expected):
                yield from _looks(wanted, got[i], f"{path}{i}.")
        case _:
            array = None if isinstance(expected, dict | list | tuple) else as_array(got)
            yield path.rstrip("."), {"kind": kind(got)} if array is None else _sums(array)


def _sums(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    flat = np.ravel(np.abs(array) if np.iscomplexobj(array) else array).astype(float)
    odd = [int(np.isnan(flat).sum()), int(np.isinf(flat).sum())]
    if any(odd):
        flat = np.nan_to_num(flat, posinf=0, neginf=0)
    flat = np.clip(flat, -1e100, 1e100)
    look: dict[str, Any] = {
        "shape": list(array.shape),
        "sums": [
            _short(np.abs(flat).sum(), 3),
            *(_short(flat @ weights) for weights in _weights(flat.size)),
        ],
    }
    if any(odd):
        look["NaN, infinite"] = odd
    if flat.size > 1 and (flat == flat[0]).all():
        look["all"] = _short(flat[0])
    if flat.size >= MANY and "all" not in look and np.abs(flat).max() < 1e50:
        spread = flat.std()
        kurtosis = np.mean(((flat - flat.mean()) / spread) ** 4)
        look["moments"] = [_short(each) for each in (flat.mean(), spread, kurtosis)]
    return look


@lru_cache(maxsize=64)  # most arrays of an exercise have one of a few sizes
def _weights(size: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """By which the numbers of an array are weighted in its two sums."""
    places = np.arange(size)
    return np.cos(places), np.sin(1 + 2 * places)


def _short(number: Any, digits: int = 8) -> float:
    return float(f"{number:.{digits}g}")


def _look_at_batches(cases: Sequence[Case], values: Sequence[Any], i: int) -> dict[str, Look]:
    """Tell which promises mini-batches keep, and apart from them the order that was drawn."""
    pairs = as_pairs(batches_alone(values[i]))
    if pairs is None:
        return {"": {"kind": kind(values[i])}}
    shapes = str([(X.shape, Y.shape) for X, Y in pairs])
    look: dict[str, Any] = {"shapes": crc32(shapes.encode())}  # they are compared, and never told
    X, Y = (np.asarray(cases[i].inputs[name]) for name in ("X", "Y"))
    joined = _joined(pairs)
    if joined is None or joined[0].shape[0] != X.shape[0] or joined[1].shape[0] != Y.shape[0]:
        return {"": look}
    X_all, Y_all = joined
    several = X.shape[1] > 10
    look["each once"] = bool(np.array_equal(sorted_columns(X_all), sorted_columns(X)))
    look["of X"] = _columns(X_all, X_all) <= _columns(X, X)
    look["together"] = _columns(X_all, Y_all) <= _columns(X, Y)
    look["in order"] = [several and np.array_equal(X_all, X), several and np.array_equal(Y_all, Y)]
    look["order of"] = [
        j
        for j in range(i)
        if several
        and same_data(cases[i], cases[j])
        and (other := _joined(as_pairs(batches_alone(values[j])) or [])) is not None
        and np.array_equal(X_all, other[0])
    ]
    return {"": look, ORDER: _sums(np.vstack(joined)) if X_all.shape[1:] == Y_all.shape[1:] else {}}


def _joined(pairs: Sequence[tuple[Any, Any]]) -> tuple[Any, Any] | None:
    try:
        X, Y = np.hstack([X for X, _ in pairs]), np.hstack([Y for _, Y in pairs])
    except ValueError:  # none at all, or of different heights
        return None
    real = not (np.iscomplexobj(X) or np.iscomplexobj(Y))
    return (X, Y) if real and X.ndim == Y.ndim == 2 else None


def _columns(X: np.ndarray[Any, Any], Y: np.ndarray[Any, Any]) -> set[tuple[float, ...]]:
    if X.shape[1] != Y.shape[1]:
        return {()}
    with np.errstate(over="ignore"):
        columns = np.vstack([X, Y]).T.astype(np.float32)
    return {tuple(column) for column in columns.tolist()}
