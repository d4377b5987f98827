"""What the student-side ``check`` needs, as data: public cases, answers, traces of mistakes.

It is made from the catalogue. Some numbers are computed, and their last digits are the processor's:
so texts and structure are compared exactly, numbers within the tolerance of the exercise.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import helpers
from autograder.exercise import Exercise
from autograder.exercises import CATALOGUE
from helpers.checks.comparison import Tolerance
from helpers.checks.encoding import decode
from helpers.checks.rubric import Rubric
from helpers.checks.search import telling
from helpers.checks.traces import ORDER, Trace, fits, same
from helpers.errors import CourseError

SEED = 2026
ROUNDING = Tolerance(relative=1e-9, absolute=1e-13)  # of inputs; an ε is 1e-8 at least
FOLDER = Path(helpers.__file__).parent / "public"


def path(notebook: str) -> Path:
    """Where the data of a notebook lie."""
    return FOLDER / f"{notebook}.json"


def current(notebook: str, points: Mapping[str, float]) -> str:
    """Make the data of a notebook; an exercise whose stored data are current keeps them.

    Parameters
    ----------
    notebook
        Its name.
    points
        Those of each exercise.
    """
    stored = _stored(notebook)
    data = {
        exercise.name: _newest(exercise, stored, points[exercise.name])
        for exercise in CATALOGUE[notebook].values()
    }
    return f"{_lines(data)}\n"


def check(notebook: str, points: Mapping[str, float]) -> None:
    """Fail unless the stored data are what the catalogue gives.

    Raises
    ------
    CourseError
        When those of an exercise are not.
    """
    stored = _stored(notebook)
    if more := stored.keys() - CATALOGUE[notebook].keys():
        raise CourseError(
            f"helpers/public/{notebook}.json has {', '.join(sorted(more))}, which the catalogue "
            "has not: run `autograder build`."
        )
    for exercise in CATALOGUE[notebook].values():
        there = stored.get(exercise.name)
        if there is None or _newest(exercise, stored, points[exercise.name]) is not there:
            raise CourseError(
                f"helpers/public/{notebook}.json is not what the catalogue gives for "
                f"{exercise.name}: run `autograder build`."
            )


def read(notebook: str) -> str:
    """Read the stored data of a notebook as text; empty if there are none."""
    file = path(notebook)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _stored(notebook: str) -> dict[str, Any]:
    try:
        stored = json.loads(read(notebook) or "{}")
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}


def _newest(exercise: Exercise, stored: Mapping[str, Any], points: float) -> dict[str, Any]:
    """Give the stored data of an exercise if they are current, else new ones."""
    rubric = exercise.rubric(exercise.cases_for(SEED))
    rubric = replace(rubric, mistakes=[each.with_trace_made() for each in rubric.mistakes])
    rubric = replace(rubric, edits=telling(rubric.edits, rubric))
    optional = {"optional": True} if exercise.optional else {}
    new = {"notebook": exercise.notebook, "points": points, **optional, **rubric.to_json()}
    there: dict[str, Any] = stored.get(exercise.name, {})
    return there if _equal(there, new, exercise) else new


def _equal(stored: dict[str, Any], new: dict[str, Any], exercise: Exercise) -> bool:
    """Tell whether two are equal but for rounding."""
    try:
        if _without_numbers(stored) != _without_numbers(new):
            return False
        return (
            all(
                _alike(one["inputs"], other["inputs"], ROUNDING)
                for one, other in zip(stored["cases"], new["cases"], strict=True)
            )
            and _alike(stored["expected"], new["expected"], exercise.tolerance)
            # an order is drawn anew each time by who sets no seed
            and all(
                fits(one, other, partial(same, tolerance=exercise.tolerance), {ORDER})
                for one, other in zip(*map(_traces, (stored, new)), strict=True)
            )
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _traces(data: dict[str, Any]) -> list[Trace]:
    rubric = Rubric.from_json("", data)
    return [mistake.trace for mistake in (*rubric.mistakes, *rubric.edits)]


def _alike(first: Any, second: Any, tolerance: Tolerance) -> bool:
    """Tell whether two encoded values are equal, types as well, and fractions in a tolerance."""
    match first, second:
        case {"float": _}, {"float": _}:
            pass
        case {"dtype": str(kind)}, {"dtype": str()} if kind.startswith("float"):
            if (first["dtype"], first["shape"]) != (second["dtype"], second["shape"]):
                return False
        case dict(), dict():
            return first.keys() == second.keys() and all(
                _alike(first[key], second[key], tolerance) for key in first
            )
        case list(), list():
            return len(first) == len(second) and all(
                _alike(one, other, tolerance) for one, other in zip(first, second, strict=True)
            )
        case _:
            return bool(first == second)
    got, wanted = decode(first), decode(second)
    allowed = {"rtol": tolerance.relative, "atol": tolerance.absolute}
    return np.allclose(got, wanted, equal_nan=True, **allowed)


def _without_numbers(data: dict[str, Any]) -> dict[str, Any]:
    return {
        **data,
        "cases": [{**case, "inputs": None} for case in data["cases"]],
        "expected": None,
        **{
            kind: [[names, *source] for names, _, *source in data[kind]]
            for kind in ("mistakes", "edits")
        },
    }


def _lines(data: Any, depth: int = 3) -> str:
    """Write JSON with a line for each case and each mistake, so that a difference can be read."""
    compact = (",", ":")
    if depth == 0 or not isinstance(data, dict | list) or not data:
        return json.dumps(data, ensure_ascii=False, separators=compact)
    if isinstance(data, list):
        return "[\n" + ",\n".join(_lines(each, depth - 1) for each in data) + "\n]"
    entries = (f"{json.dumps(key)}: {_lines(value, depth - 1)}" for key, value in data.items())
    return "{\n" + ",\n".join(entries) + "\n}"
