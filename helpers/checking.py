"""``check(f)``: a verdict for a student at work, and a report of answers for the grader."""

import inspect
import json
import os
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from IPython.display import display

from helpers.cases import Case, answer
from helpers.comparison import Tolerance
from helpers.encoding import decode
from helpers.errors import CheckFailed, CourseError, NotAttempted
from helpers.verdict import State, verdict

CASES_VARIABLE = "COURSE_CASES"
ANSWERS_TYPE = "application/vnd.course.answers+json"


def check(function: Callable[..., Any]) -> None:
    """Try ``function`` on the cases of its exercise and say how it stands.

    While a student works, the answers are compared with the expected ones that ship with the
    course. When the course is graded, nothing is decided here: the function is called on the
    inputs that the grader handed over, and its answers leave as data.

    Parameters
    ----------
    function
        The function of an exercise, under its own name.

    Raises
    ------
    NotAttempted
        When the function is still the stub.
    CheckFailed
        When an answer is not right; the message says what differs.
    """
    caller = inspect.currentframe()
    scope = caller.f_back.f_globals if caller and caller.f_back else {}
    handed_over = os.environ.get(CASES_VARIABLE)
    if handed_over:
        _report(function, scope, json.loads(Path(handed_over).read_text()))
    else:
        _judge(function, scope)


def _judge(function: Callable[..., Any], scope: dict[str, Any]) -> None:
    exercises = public_exercises()
    name = _name(function, scope, exercises)
    exercise = exercises[name]
    cases = [Case.from_json(case) for case in exercise["cases"]]
    result = verdict(
        exercise=name,
        cases=cases,
        expected=[decode(value) for value in exercise["expected"]],
        answers=[answer(function, case) for case in cases],
        comparison=exercise["comparison"],
        tolerance=Tolerance(*exercise["tolerance"]),
    )
    if result.state is State.NOT_ATTEMPTED:
        raise NotAttempted(f"{name}. {result.message}")
    if result.state is not State.CORRECT:
        raise CheckFailed(str(result))
    print(result)


def _report(
    function: Callable[..., Any], scope: dict[str, Any], handed_over: dict[str, Any]
) -> None:
    name = _name(function, scope, handed_over)
    cases = [Case.from_json(case) for case in handed_over[name]]
    report = {"exercise": name, "answers": [answer(function, c).to_json() for c in cases]}
    display({ANSWERS_TYPE: report, "text/plain": f"Answers of {name} for the grader."}, raw=True)


def _name(function: Callable[..., Any], scope: dict[str, Any], exercises: dict[str, Any]) -> str:
    """Find the exercise: by the function's own name, else by the name it is bound to."""
    own = getattr(function, "__name__", None)
    if own in exercises:
        return str(own)
    bound = [name for name in exercises if name in scope and scope[name] is function]
    if not bound:
        raise CourseError(
            f"check does not know {own or function!r}. Give it the function of an exercise, "
            f"under its own name: {', '.join(exercises)}."
        )
    return bound[0]


@cache
def public_exercises() -> dict[str, Any]:
    """Read the cases and expected answers that ship with the course, by name of the exercise."""
    exercises: dict[str, Any] = {}
    for path in sorted(files("helpers").joinpath("public").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".json"):
            exercises |= json.loads(path.read_text(encoding="utf-8"))
    return exercises
