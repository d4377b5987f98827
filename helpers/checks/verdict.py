"""From answers to a verdict in words: the same for a student at work and for the grader."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from helpers.checks.cases import ENDED, Answer, Case
from helpers.checks.comparison import (
    COMPARISONS,
    Tolerance,
    difference,
    part_at_fault,
    sharing,
    without_extras,
)
from helpers.checks.errors import explained
from helpers.checks.rubric import Rubric
from helpers.checks.search import Diagnosis, diagnosis
from helpers.checks.source import identifiers, signs

ANY_VALUES = Tolerance(relative=0, absolute=1e300)


class State(Enum):
    """How an exercise stands."""

    CORRECT = "correct"
    WRONG = "wrong"
    NOT_ATTEMPTED = "not attempted"
    NO_ANSWER = "no answer"
    UNSEEN = "not run yet"


@dataclass(frozen=True)
class Verdict:
    """What is said of one exercise.

    Attributes
    ----------
    exercise
        Name of the student's function.
    state
        How it stands.
    message
        What differs first, in one sentence; empty if nothing does.
    share
        Share of the points earned, from 0 to 1.
    mistakes
        Names of the known mistake that the answers match, or of two made together.
    questions, hints
        For each of them the first hint, a question, and the second, explicit one.
    right, wrong
        Names of the cases with right and with wrong answers.
    expected, got
        The part that differs first; both None where there is nothing to show.
    """

    exercise: str
    state: State
    message: str = ""
    share: float = 0.0
    mistakes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    expected: Any = None
    got: Any = None

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each mistake with its hint; with all of them where one name stands for several."""
        if len(self.mistakes) == len(self.hints):
            return list(zip(self.mistakes, self.hints, strict=True))
        return [(name, " ".join(self.hints)) for name in self.mistakes]

    def __str__(self) -> str:
        mark = {State.CORRECT: "✓", State.WRONG: "✗"}.get(self.state, "○")
        known = f": {', and '.join(self.mistakes)}" if self.mistakes else ""
        message = f" {self.message}" if self.message else ""
        return f"{mark} {self.exercise}: {self.state.value}{known}.{message}"


def verdict(rubric: Rubric, answers: Sequence[Answer], source: str | None = None) -> Verdict:
    """Judge the answers to one exercise.

    Parameters
    ----------
    rubric
        What is known of the exercise.
    answers
        What came back, one answer a case.
    source
        The text that defines the student's function, if it can be had. It decides nothing: it
        tells mistakes apart that give the same answers, and says what it shows if none is found.
    """
    if not all(answer.attempted for answer in answers):
        message = "Write your code between the markers."
        return Verdict(rubric.exercise, State.NOT_ATTEMPTED, message)
    findings = _findings(rubric, answers)
    if not any(findings):
        right = tuple(case.name for case in rubric.cases)
        return Verdict(rubric.exercise, State.CORRECT, share=1.0, right=right)
    first = next(i for i, finding in enumerate(findings) if finding)
    case, answer = rubric.cases[first], answers[first]
    expected, got = rubric.expected[first], answer.value
    if not answer.error:
        got = without_extras(expected, got)
        expected, got = _named_in(findings[first] or "", expected, got) or part_at_fault(
            expected, got, rubric.tolerance, rubric.order
        )
    names_in_source = identifiers(source, rubric.exercise)
    mistake = diagnosis(rubric, answers, names_in_source) or _shown_by_the_source(rubric, source)
    said = f"Case “{case.name}”: {findings[first]}."
    return Verdict(
        exercise=rubric.exercise,
        state=State.WRONG,
        message=" ".join(filter(None, (said, explained(answer.error or "")))),
        share=_share(rubric, answers, findings),
        mistakes=mistake.names if mistake else (),
        questions=mistake.questions if mistake else (),
        hints=mistake.hints if mistake else (),
        right=tuple(c.name for c, f in zip(rubric.cases, findings, strict=True) if not f),
        wrong=tuple(c.name for c, f in zip(rubric.cases, findings, strict=True) if f),
        expected=None if answer.error else expected,
        got=None if answer.error else got,
    )


def _named_in(finding: str, expected: Any, got: Any) -> tuple[Any, Any] | None:
    """Find the entry that a finding begins with, so that what is said and what is shown agree.

    >>> _named_in("W3 holds NaN", {"W2": 0, "W3": 1}, {"W2": 5, "W3": 6})
    (1, 6)
    """
    name = re.match(r"\w*", finding)[0]  # type: ignore[index]  # it fits everywhere
    if not isinstance(expected, dict) or not isinstance(got, dict):
        return None
    return (expected[name], got[name]) if name in expected and name in got else None


def _shown_by_the_source(rubric: Rubric, source: str | None) -> Diagnosis | None:
    """Say what the source shows, where no mistake is known that gives the answers."""
    seen = signs(source, rubric.exercise, rubric.uses)
    if not seen:
        return None
    return Diagnosis(
        names=tuple(sign.name for sign in seen),
        questions=tuple(sign.question for sign in seen),
        hints=tuple(sign.hint for sign in seen),
    )


def _findings(rubric: Rubric, answers: Sequence[Answer]) -> list[str | None]:
    """For each case what is wrong, or None; cases that raised are left out of the comparison."""
    answered = [i for i, answer in enumerate(answers) if not answer.error]
    compared = COMPARISONS[rubric.comparison](
        [rubric.cases[i] for i in answered],
        [rubric.expected[i] for i in answered],
        [answers[i].value for i in answered],
        rubric.tolerance,
        rubric.order,
    )
    found = dict(zip(answered, compared, strict=True))
    return [
        _raised(answer.error)
        if answer.error
        else found[i] or sharing(rubric.expected[i], answer.shared, rubric.order)
        for i, answer in enumerate(answers)
    ]


def _raised(error: str) -> str:
    """Say what a function ended with: to have been ended by the check is nothing it raised."""
    return error.removeprefix(ENDED) if error.startswith(f"{ENDED}it ") else f"it raised {error}"


def _share(rubric: Rubric, answers: Sequence[Answer], findings: Sequence[str | None]) -> float:
    """Partial credit: for the form, for ordinary cases, and then for edge cases."""
    ordinary = [f for c, f in zip(rubric.cases, findings, strict=True) if not c.edge]
    edge = [f for c, f in zip(rubric.cases, findings, strict=True) if c.edge]
    share = 0.0
    parts = zip(rubric.cases, rubric.expected, answers, strict=True)
    if all(part[0].edge or _has_form(*part, rubric.tolerance) for part in parts):
        share += rubric.shares.form
    if ordinary and not any(ordinary):
        share += rubric.shares.ordinary
        if not any(edge):
            share += rubric.shares.edge
    return round(share, 6)


def _has_form(case: Case, expected: Any, answer: Answer, tolerance: Tolerance) -> bool:
    """Tell whether names and shapes are right, and more was done than to hand inputs back."""
    got = without_extras(expected, answer.value)
    if answer.error or difference(expected, got, ANY_VALUES) is not None:
        return False
    inputs = [*case.inputs.values()]
    given = [*_arrays(inputs, inputs)]
    return not all(
        any(difference(one, part, tolerance) is None for one in given)
        for part in _arrays(expected, got)
    )


def _arrays(expected: Any, got: Any) -> Iterator[Any]:
    """Find what stands in place of each expected array or number, where the form is right."""
    match expected:
        case dict():
            for key in expected:
                yield from _arrays(expected[key], got[key])
        case list() | tuple():
            for one, other in zip(expected, got, strict=False):
                yield from _arrays(one, other)
        case _:
            yield got
