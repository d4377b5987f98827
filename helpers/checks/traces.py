"""What answers look like, in a few numbers: enough to recognise a known mistake by.

A student's answers are compared with those that known mistakes give. These ship as traces: kind,
names, shapes and three sums an array, from which no answer can be read back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from helpers.checks.cases import Answer, Case
from helpers.checks.comparison import (
    Tolerance,
    as_array,
    as_pairs,
    batches_alone,
    kind,
    same_data,
    sorted_columns,
)
from helpers.checks.randomness import MANY, SIGMAS

Trace = Iterable[Any]


def trace(comparison: str, cases: Sequence[Case], answers: Iterable[Answer]) -> Iterator[Any]:
    """Sum up the answers of one exercise, one entry a case, as JSON data; None where unsteady.

    Parameters
    ----------
    comparison
        How the exercise is compared, a key of ``COMPARISONS``.
    cases, answers
        What the function was called with and what came back. The answers are asked for one by
        one where that is possible, so that nobody need give the rest when the first one tells.
    """
    if comparison == "mini_batches":
        answers = list(answers)
        values = [answer.value for answer in answers]
        looks = (_look_at_batches(cases, values, i) for i in range(len(cases)))
        yield from map(_entry, answers, looks)
    else:
        for case, answer in zip(cases, answers, strict=True):
            if case.steady:
                yield _entry(answer, None if answer.error else _sum_up(answer.value))
            else:
                yield None


def _entry(answer: Answer, look: Any) -> dict[str, Any]:
    if answer.error:
        return {"error": answer.error.split(":")[0].split(" ")[0]}
    return {"look": look, "shared": bool(answer.shared)}


def fits(seen: Trace, known: Trace, same_entry: Callable[[Any, Any], bool]) -> bool:
    """Tell whether two traces agree in every case; the first case that differs is the last seen."""
    return all(same_entry(a, b) for a, b in zip(seen, known, strict=True))


def same(first: Any, second: Any, tolerance: Tolerance) -> bool:
    """Tell whether two traces are of the same answers, within the tolerance."""
    match first, second:
        case {"sums": [scale, *sums]}, {"sums": [other_scale, *others]}:
            if not _same_form(first, second):
                return False
            size = max(1, int(np.prod(first["shape"])))
            allowed = tolerance.relative * max(scale, other_scale) + tolerance.absolute * size
            pairs = zip([scale, *sums], [other_scale, *others], strict=True)
            return all(abs(a - b) <= 2 * allowed for a, b in pairs)
        case dict(), dict():
            return first.keys() == second.keys() and all(
                same(first[key], second[key], tolerance) for key in first
            )
        case list(), list():
            return len(first) == len(second) and all(
                same(a, b, tolerance) for a, b in zip(first, second, strict=True)
            )
    return bool(first == second)


def alike(first: Any, second: Any) -> bool:
    """Tell whether two traces may be of random numbers of one distribution.

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
        case dict(), dict():
            return first.keys() == second.keys() and all(
                alike(first[key], second[key]) for key in first
            )
        case list(), list():
            return len(first) == len(second) and all(map(alike, first, second))
    return bool(first == second)


def _same_form(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return all(first.get(key) == second.get(key) for key in ("shape", "NaN, infinite"))


def _same_moments(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    (mean, spread, kurtosis), (mean_2, spread_2, kurtosis_2) = first["moments"], second["moments"]
    error = SIGMAS / np.sqrt(np.prod(first["shape"]))
    widest = max(spread, spread_2)
    return bool(
        abs(mean - mean_2) <= 1.5 * error * widest
        and abs(spread - spread_2) <= error * widest
        and abs(kurtosis - kurtosis_2) <= 2 * np.sqrt(24) * error
    )


def _sum_up(value: Any) -> Any:
    match value:
        case dict():
            return {"names": {str(key): _sum_up(value[key]) for key in sorted(value, key=str)}}
        case list() | tuple():
            return {"values": [_sum_up(each) for each in value[:20]]}
    array = as_array(value)
    return {"kind": kind(value)} if array is None else _sums(array)


def _sums(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    flat = np.ravel(np.abs(array) if np.iscomplexobj(array) else array).astype(float)
    odd = [int(np.isnan(flat).sum()), int(np.isinf(flat).sum())]
    flat = np.clip(np.nan_to_num(flat, posinf=0, neginf=0), -1e100, 1e100)
    places = np.arange(flat.size)
    weights = [np.cos(places), np.sin(1 + 2 * places)]
    sums = [np.abs(flat).sum(), *(flat @ weight for weight in weights)]
    look: dict[str, Any] = {"shape": list(array.shape), "sums": [_short(each) for each in sums]}
    if any(odd):
        look["NaN, infinite"] = odd
    if flat.size > 1 and (flat == flat[0]).all():
        look["all"] = _short(flat[0])
    if flat.size >= MANY and "all" not in look and np.abs(flat).max() < 1e50:
        spread = flat.std()
        kurtosis = np.mean(((flat - flat.mean()) / spread) ** 4)
        look["moments"] = [_short(each) for each in (flat.mean(), spread, kurtosis)]
    return look


def _short(number: Any) -> float:
    return float(f"{number:.9g}")


def _look_at_batches(cases: Sequence[Case], values: Sequence[Any], i: int) -> Any:
    """Tell which promises mini-batches keep; the order itself does not count."""
    pairs = as_pairs(batches_alone(values[i]))
    if pairs is None:
        return {"kind": kind(values[i])}
    look: dict[str, Any] = {"shapes": [[list(X.shape), list(Y.shape)] for X, Y in pairs]}
    X, Y = (np.asarray(cases[i].inputs[name]) for name in ("X", "Y"))
    joined = _joined(pairs)
    if joined is None or joined[0].shape[0] != X.shape[0] or joined[1].shape[0] != Y.shape[0]:
        return look
    X_all, Y_all = joined
    several = X.shape[1] > 10
    look["each once"] = bool(np.array_equal(sorted_columns(X_all), sorted_columns(X)))
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
    return look


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
