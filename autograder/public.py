"""What the student-side ``check`` needs, as data: public cases, answers, traces of mistakes.

It is made from the catalogue. Some numbers are computed, and their last digits are the processor's:
so texts and structure are compared exactly, numbers within the tolerance of the exercise.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import helpers
from autograder.exercise import Exercise
from autograder.exercises import CATALOGUE
from helpers.comparison import values
from helpers.errors import CourseError
from helpers.rubric import Rubric
from helpers.traces import fits, same

SEED = 2026
FOLDER = Path(helpers.__file__).parent / "public"


def write(notebook: str, points: Mapping[str, float]) -> None:
    """Write the data of a notebook; an exercise whose data are current keeps them as they are.

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
    (FOLDER / f"{notebook}.json").write_text(_lines(data) + "\n", encoding="utf-8")


def check(notebook: str, points: Mapping[str, float]) -> None:
    """Fail unless the stored data are what the catalogue gives.

    Raises
    ------
    CourseError
        When those of an exercise are not.
    """
    stored = _stored(notebook)
    for exercise in CATALOGUE[notebook].values():
        there = stored.get(exercise.name)
        if there is None or _newest(exercise, stored, points[exercise.name]) is not there:
            raise CourseError(
                f"helpers/public/{notebook}.json is not what the catalogue gives for "
                f"{exercise.name}: run `autograder build`."
            )


def read(notebook: str) -> str:
    """Read the stored data of a notebook as text; empty if there are none."""
    path = FOLDER / f"{notebook}.json"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _stored(notebook: str) -> dict[str, Any]:
    try:
        stored = json.loads(read(notebook) or "{}")
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}


def _newest(exercise: Exercise, stored: Mapping[str, Any], points: float) -> dict[str, Any]:
    """Give the stored data of an exercise if they are current, else new ones."""
    rubric = exercise.rubric(exercise.cases_for(SEED))
    new = {"notebook": exercise.notebook, "points": points, **rubric.to_json()}
    there: dict[str, Any] = stored.get(exercise.name, {})
    return there if _equal(there, new, exercise) else new


def _equal(stored: dict[str, Any], new: dict[str, Any], exercise: Exercise) -> bool:
    """Tell whether two are equal but for rounding."""
    try:
        if _without_numbers(stored) != _without_numbers(new):
            return False
        there, here = (Rubric.from_json(exercise.name, data) for data in (stored, new))
        first, second = ([[dict(c.inputs) for c in r.cases], r.expected] for r in (there, here))
        allowed = exercise.tolerance
        return not any(
            # both ways, so that neither has more than the other
            [*values((), first, second, allowed), *values((), second, first, allowed)]
        ) and all(
            fits(one.trace, other.trace, lambda a, b: same(a, b, allowed))
            for one, other in zip(there.mistakes, here.mistakes, strict=True)
        )
    except (KeyError, TypeError, ValueError):
        return False


def _without_numbers(data: dict[str, Any]) -> dict[str, Any]:
    return {
        **data,
        "cases": [{**case, "inputs": None} for case in data["cases"]],
        "expected": None,
        "mistakes": [names for names, _ in data["mistakes"]],
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
