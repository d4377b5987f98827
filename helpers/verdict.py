"""From answers to a verdict in words: the same for a student at work and for the grader."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from helpers.cases import Answer, Case
from helpers.comparison import COMPARISONS, Tolerance


class State(Enum):
    """How an exercise stands."""

    CORRECT = "correct"
    WRONG = "wrong"
    NOT_ATTEMPTED = "not attempted"
    NO_ANSWER = "no answer"


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
        What is wrong, in one or two sentences; empty if nothing is.
    share
        Share of the points earned, from 0 to 1.
    """

    exercise: str
    state: State
    message: str = ""
    share: float = 0.0

    def __str__(self) -> str:
        mark = {State.CORRECT: "✓", State.WRONG: "✗"}.get(self.state, "○")
        return f"{mark} {self.exercise}: {self.state.value}" + (
            f". {self.message}" if self.message else "."
        )


def verdict(
    exercise: str,
    cases: Sequence[Case],
    expected: Sequence[Any],
    answers: Sequence[Answer],
    comparison: str,
    tolerance: Tolerance,
) -> Verdict:
    """Judge the answers of one exercise.

    Parameters
    ----------
    exercise
        Name of the function.
    cases
        What it was called with.
    expected
        What it should have returned, one value a case.
    answers
        What came back, one answer a case.
    comparison, tolerance
        How the two are compared: a key of ``COMPARISONS``, and how far off is right.
    """
    if not all(answer.attempted for answer in answers):
        return Verdict(exercise, State.NOT_ATTEMPTED, "Write your code between the markers.")
    for case, answer in zip(cases, answers, strict=True):
        if answer.error:
            return Verdict(exercise, State.WRONG, f"Case “{case.name}”: it raised {answer.error}.")
    got = [answer.value for answer in answers]
    findings = COMPARISONS[comparison](cases, expected, got, tolerance)
    for case, finding in zip(cases, findings, strict=True):
        if finding:
            return Verdict(exercise, State.WRONG, f"Case “{case.name}”: {finding}.")
    return Verdict(exercise, State.CORRECT, share=1.0)
