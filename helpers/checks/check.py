"""``check(f)``, ``hint(f)``, ``progress()``: verdicts at work, and answers for the grader."""

import inspect
import json
import os
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from helpers.checks import ANSWERS_TYPE, CASES_VARIABLE
from helpers.checks.card import Card, Table
from helpers.checks.cases import Case, answers
from helpers.checks.rubric import Rubric
from helpers.checks.verdict import State, Verdict, verdict
from helpers.errors import CheckFailed, CourseError, NotAttempted


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
    scope = _scope_of_caller()
    handed_over = os.environ.get(CASES_VARIABLE)
    if handed_over:
        _report(function, scope, json.loads(Path(handed_over).read_text()))
        return
    result = _verdict(function, _name(function, scope, public_exercises()))
    _display(Card(result, footer=f"hint({result.exercise}) tells more." if result.hints else ""))
    if result.state is State.NOT_ATTEMPTED:
        raise NotAttempted(f"{result.exercise}. {result.message}")
    if result.state is not State.CORRECT:
        raise CheckFailed(str(result))


def hint(function: Callable[..., Any]) -> None:
    """Show the verdict of ``check`` again, with the second and explicit hint.

    Parameters
    ----------
    function
        The function of an exercise, under its own name.
    """
    result = _verdict(function, _name(function, _scope_of_caller(), public_exercises()))
    footer = ""
    if result.state is State.WRONG and not result.hints:
        footer = (
            "This is none of the mistakes that the course knows. Take the first case that is not "
            "right, work it out by hand for one entry, and see which of your lines departs from it."
        )
    _display(Card(result, hints=True, footer=footer))


def progress() -> None:
    """Show a table of this notebook's exercises: how each one stands, and its points."""
    scope, exercises = _scope_of_caller(), public_exercises()
    defined = [data["notebook"] for name, data in exercises.items() if callable(scope.get(name))]
    if not defined:
        raise CourseError("There is nothing to show yet: run the cells of the exercises first.")
    notebook = max(defined, key=defined.count)
    rows = []
    for name, data in exercises.items():
        if data["notebook"] == notebook:
            function = scope.get(name)
            result = _verdict(function, name) if callable(function) else Verdict(name, State.UNSEEN)
            rows.append((result, float(data["points"])))
    _display(Table(rows))


def _scope_of_caller() -> dict[str, Any]:
    """Names of the notebook from which a function of this module was called."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return frame.f_globals if frame else {}


def _display(shown: object, **how: Any) -> None:
    from IPython.display import display  # noqa: PLC0415  # it takes long to load

    display(shown, **how)


def _verdict(function: Callable[..., Any], name: str) -> Verdict:
    rubric = Rubric.from_json(name, public_exercises()[name])
    return verdict(rubric, answers(function, rubric.cases))


def _report(
    function: Callable[..., Any], scope: dict[str, Any], handed_over: dict[str, Any]
) -> None:
    name = _name(function, scope, handed_over)
    cases = [Case.from_json(case) for case in handed_over[name]]
    report = {
        "exercise": name,
        "answers": [answer.to_json() for answer in answers(function, cases)],
    }
    _display({ANSWERS_TYPE: report, "text/plain": f"Answers of {name} for the grader."}, raw=True)


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
