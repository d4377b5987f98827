"""Cases are finite: no NaN and no infinity is asked for or expected, whatever the seed.

Where one were expected, a right answer could be called wrong, and a wrong one right.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.exercises import CATALOGUE
from helpers.errors import CourseError

SEEDS_AT_ONCE = 250


def not_finite(exercise: Exercise, seeds: Iterable[int]) -> list[str]:
    """Name the cases of these seeds that hold a number, or expect one, that is not finite."""
    found = []
    for seed in seeds:
        cases = exercise.cases_for(seed)
        try:
            expected = exercise.expected(cases)
        except CourseError as error:
            found.append(f"{exercise.name}, seed {seed}: {error}")
            continue
        for case, value in zip(cases, expected, strict=True):
            if not (is_finite(case.inputs) and is_finite(case.given) and is_finite(value)):
                found.append(f"{exercise.name}, seed {seed}: {case.name}")
    return found


def is_finite(value: Any) -> bool:
    """Tell whether all numbers in a value are finite.

    >>> is_finite({"W1": np.array([1.0, np.nan])}), is_finite([2, "text", None])
    (False, True)
    """
    match value:
        case Mapping():
            return all(map(is_finite, value.values()))
        case list() | tuple():
            return all(map(is_finite, value))
        case np.ndarray() if value.dtype == object:
            return all(map(is_finite, value.flat))
        case np.ndarray() | np.number() | float() | complex():
            kind = np.asarray(value).dtype.kind
            return kind not in "fc" or bool(np.isfinite(value).all())
    return True


def all_not_finite(seeds: int) -> list[str]:
    """Try the whole catalogue on the cases of so many seeds, on all cores."""
    tasks = [
        (notebook, name, range(first, min(first + SEEDS_AT_ONCE, seeds)))
        for notebook, exercises in CATALOGUE.items()
        for name in exercises
        for first in range(0, seeds, SEEDS_AT_ONCE)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [what for found in pool.map(_of_one, tasks) for what in found]


def _of_one(task: tuple[str, str, Sequence[int]]) -> list[str]:
    notebook, name, seeds = task
    return not_finite(CATALOGUE[notebook][name], seeds)
