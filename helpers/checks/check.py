"""``check(f)``, ``hint(f)``, ``progress()``: verdicts at work, and answers for the grader."""

import inspect
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from helpers.checks import ANSWERS_TYPE, CASES_VARIABLE
from helpers.checks.card import Card, Row, Table
from helpers.checks.cases import Answer, Case, answers
from helpers.checks.encoding import plain
from helpers.checks.latest import cells_run, not_run
from helpers.checks.raised import in_words
from helpers.checks.rubric import Rubric
from helpers.checks.source import source_of
from helpers.checks.verdict import State, Verdict, verdict
from helpers.errors import CheckFailed, CourseError, NotAttempted
from helpers.places import UNLOCKED, editor_without_locks

SECONDS = 10  # for a call, while a student works; the grader has clocks of its own


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
    result, heard = _verdict(function, _name(function, scope, public_exercises()))
    footer = f"hint({result.exercise}) tells more." if result.hints else ""
    if result.state is State.NOT_ATTEMPTED:
        footer = f"If you wrote {result.exercise} in another cell, run that cell first."
    _tell_once(editor_without_locks(scope))
    note = not_run(result.exercise, cells_run()) or ""
    _display(Card(result, note=note, heard=heard, footer=footer))
    failed: CourseError
    if result.state is State.NOT_ATTEMPTED:
        failed = NotAttempted(f"{result.exercise}. {result.message}")
    elif result.state is not State.CORRECT:
        failed = CheckFailed(str(result))
    else:
        return
    failed.shown = "What is still to do is said above."
    raise failed


def hint(function: Callable[..., Any]) -> None:
    """Show the verdict of ``check`` again, with the second and explicit hint.

    Parameters
    ----------
    function
        The function of an exercise, under its own name.
    """
    result, _ = _verdict(function, _name(function, _scope_of_caller(), public_exercises()))
    footer = ""
    if result.state is State.WRONG and not result.hints:
        footer = (
            "This is not one of the mistakes that the course knows. Take the first case that is "
            "not right, work it out by hand for one entry, and see which of your lines departs "
            "from it."
        )
    _display(Card(result, hints=True, brief=bool(result.hints), footer=footer))


def progress() -> None:
    """Show a table of this notebook's exercises: how each one stands, and its points."""
    scope, exercises = _scope_of_caller(), public_exercises()
    notebook = lesson_of(scope)
    if not notebook:
        raise CourseError("There is nothing to show yet: run the cells of the exercises first.")
    rows = []
    for name, data in exercises.items():
        if data["notebook"] == notebook:
            function = scope.get(name)
            unseen = Verdict(name, State.UNSEEN)
            result = _verdict(function, name)[0] if callable(function) else unseen
            rows.append(Row(result, float(data["points"]), data.get("optional", False)))
    _display(Table(rows))


def lesson_of(scope: Mapping[str, Any]) -> str:
    """Tell by the exercises in a notebook which lesson it is; nothing if there are none."""
    exercises = public_exercises().items()
    defined = [data["notebook"] for name, data in exercises if callable(scope.get(name))]
    return max(defined, key=defined.count, default="")


@cache
def _tell_once(editor: str) -> None:
    if editor:
        print(UNLOCKED.format(editor=editor))


def _scope_of_caller() -> dict[str, Any]:
    """Names of the notebook from which a function of this module was called."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return frame.f_globals if frame else {}


def _display(shown: object, **how: Any) -> None:
    from IPython.display import display  # noqa: PLC0415  # it takes long to load

    display(shown, **how)


def _verdict(function: Callable[..., Any], name: str) -> tuple[Verdict, Answer]:
    """Judge a function; tell as well what was heard in the first case that is not right."""
    rubric = Rubric.from_json(name, public_exercises()[name])
    try:
        raw = answers(function, rubric.cases, SECONDS)
    except KeyboardInterrupt as stop:
        where = in_words(stop, function, ()).removeprefix("KeyboardInterrupt").strip()
        raise CourseError(f"{name} was stopped before it returned {where}".rstrip() + ".") from None
    got = [replace(one, value=plain(one.value)) for one in raw]
    result = verdict(rubric, got, source_of(function))
    wrong = [one for case, one in zip(rubric.cases, got, strict=True) if case.name in result.wrong]
    return result, wrong[0] if wrong else Answer()


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
    if isinstance(own, str) and own in exercises:
        return own
    bound = [name for name in exercises if name in scope and scope[name] is function]
    if not bound:
        raise CourseError(_unknown(function, exercises))
    return bound[0]


def _unknown(function: object, exercises: dict[str, Any]) -> str:
    own = getattr(function, "__name__", None)
    own = own if isinstance(own, str) else type(function).__name__
    if not callable(function):
        kind = type(function).__name__
        return (
            f"check takes the function itself and was given what is none, of the type {kind}: "
            "write the name of the function alone, without parentheses behind it."
        )
    near = get_close_matches(own, exercises, n=1)
    return f"check does not know {own!r}. " + (
        f"Did you mean {near[0]}? A function keeps the name that its exercise gives it."
        if near
        else f"Give it the function of an exercise, under its own name: {', '.join(exercises)}."
    )


@cache
def public_exercises() -> dict[str, Any]:
    """Read the cases and expected answers that ship with the course, by name of the exercise."""
    exercises: dict[str, Any] = {}
    for path in sorted(files("helpers").joinpath("public").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".json"):
            exercises |= json.loads(path.read_text(encoding="utf-8"))
    return exercises
