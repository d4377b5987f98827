"""What is needed to judge answers to one exercise on certain cases: data, and no code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.checks.cases import Case
from helpers.checks.comparison import Order, Tolerance
from helpers.checks.encoding import decode, encode
from helpers.checks.traces import Trace


@dataclass(frozen=True)
class Shares:
    """Shares of the points, from 0 to 1, adding up to 1.

    Attributes
    ----------
    form
        For the right names and shapes in all ordinary cases.
    ordinary
        For right values in all ordinary cases.
    edge
        For right values in all edge cases as well.
    """

    form: float = 0.2
    ordinary: float = 0.5
    edge: float = 0.3


@dataclass(frozen=True)
class Mistake:
    """A known mistake, or two made together, and what its answers look like.

    Attributes
    ----------
    names
        One name or two, in words.
    questions, hints
        For each name the first hint, a question, and the second, explicit one.
    trace
        What :func:`helpers.checks.traces.trace` makes of its answers.
    """

    names: tuple[str, ...]
    questions: tuple[str, ...]
    hints: tuple[str, ...]
    trace: Trace


@dataclass(frozen=True)
class Rubric:
    """All that a verdict on one exercise needs.

    Attributes
    ----------
    exercise
        Name of the student's function.
    cases
        What it is called with.
    expected
        What it should return, one value a case.
    comparison, tolerance
        How answers are compared: a key of ``COMPARISONS``, and how far off is right.
    shares
        How the points are shared out.
    mistakes
        The known mistakes, single ones before pairs.
    order
        Where several values are returned, their names and places, in the order of computing.
    """

    exercise: str
    cases: Sequence[Case]
    expected: Sequence[Any]
    comparison: str
    tolerance: Tolerance
    shares: Shares
    mistakes: Iterable[Mistake] = ()
    order: Order = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Encode as JSON data."""
        mistakes = list(self.mistakes)
        hints = {
            name: [question, hint]
            for mistake in mistakes
            for name, question, hint in zip(
                mistake.names, mistake.questions, mistake.hints, strict=True
            )
        }
        return {
            "cases": [case.to_json() for case in self.cases],
            "expected": [encode(value) for value in self.expected],
            "comparison": self.comparison,
            "tolerance": [self.tolerance.relative, self.tolerance.absolute],
            "shares": [self.shares.form, self.shares.ordinary, self.shares.edge],
            "order": dict(self.order),
            "hints": hints,
            "mistakes": [[list(mistake.names), list(mistake.trace)] for mistake in mistakes],
        }

    @classmethod
    def from_json(cls, exercise: str, data: Mapping[str, Any]) -> "Rubric":
        """Give back what :meth:`to_json` took."""
        hints = data["hints"]
        return cls(
            exercise=exercise,
            cases=[Case.from_json(case) for case in data["cases"]],
            expected=[decode(value) for value in data["expected"]],
            comparison=data["comparison"],
            tolerance=Tolerance(*data["tolerance"]),
            shares=Shares(*data["shares"]),
            order=data["order"],
            mistakes=[
                Mistake(
                    names=tuple(names),
                    questions=tuple(hints[name][0] for name in names),
                    hints=tuple(hints[name][1] for name in names),
                    trace=trace,
                )
                for names, trace in data["mistakes"]
            ],
        )
