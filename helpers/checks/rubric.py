"""What is needed to judge answers to one exercise on certain cases: data, and no code."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from helpers.checks.cases import Answer, Case
from helpers.checks.comparison import Order, Tolerance
from helpers.checks.encoding import decode, encode
from helpers.checks.traces import Entry, Trace, restored, same, trace, without


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
    unless, only_with
        Names that must not, or that must, stand in the source: by them causes are told apart that
        give the same answers.
    whole
        Whether it is about several parts of an answer, as an exchange is, and not told of one.
    """

    names: tuple[str, ...]
    questions: tuple[str, ...]
    hints: tuple[str, ...]
    trace: Trace
    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    whole: bool = False

    @property
    def told(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Names, questions and hints."""
        return self.names, self.questions, self.hints

    def with_trace_made(self) -> "Mistake":
        """Have its trace made now and once; else each who reads it makes it."""
        return replace(self, trace=list(self.trace))

    def possible(self, names_in_source: Collection[str]) -> bool:
        """Tell whether the source allows it; one that could not be read, without names, does."""
        return not names_in_source or (
            not any(name in names_in_source for name in self.unless)
            and all(name in names_in_source for name in self.only_with)
        )


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
    edits
        Small edits of a right solution, which name what nobody foresaw.
    uses
        The arguments and the exercise's functions that a right solution reads.
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
    edits: Iterable[Mistake] = ()
    uses: tuple[str, ...] = ()
    order: Order = field(default_factory=dict)

    @cached_property
    def reference(self) -> list[Entry]:
        """What the answers that are expected look like."""
        right = map(Answer, self.expected)
        return list(trace(self.comparison, self.cases, self.expected, right))

    def to_json(self) -> dict[str, Any]:
        """Encode as JSON data; of a trace only what differs from that of right answers."""
        mistakes, edits = list(self.mistakes), list(self.edits)
        told = {
            name: [question, hint]
            for mistake in (*mistakes, *edits)
            for name, question, hint in zip(*mistake.told, strict=True)
        }
        return {
            "cases": [case.to_json() for case in self.cases],
            "expected": [encode(value) for value in self.expected],
            "comparison": self.comparison,
            "tolerance": [self.tolerance.relative, self.tolerance.absolute],
            "shares": [self.shares.form, self.shares.ordinary, self.shares.edge],
            "uses": list(self.uses),
            "order": dict(self.order),
            "hints": told,
            "mistakes": [self._stored(mistake) for mistake in mistakes],
            "edits": [self._stored(edit) for edit in edits],
        }

    @classmethod
    def from_json(cls, exercise: str, data: Mapping[str, Any]) -> "Rubric":
        """Give back what :meth:`to_json` took."""
        bare = cls(
            exercise=exercise,
            cases=[Case.from_json(case) for case in data["cases"]],
            expected=[decode(value) for value in data["expected"]],
            comparison=data["comparison"],
            tolerance=Tolerance(*data["tolerance"]),
            shares=Shares(*data["shares"]),
            uses=tuple(data["uses"]),
            order=data["order"],
        )
        mistakes, edits = (
            [bare._restored(stored, data["hints"]) for stored in data[kind]]
            for kind in ("mistakes", "edits")
        )
        return replace(bare, mistakes=mistakes, edits=edits)

    def _stored(self, mistake: Mistake) -> list[Any]:
        alike = partial(same, tolerance=self.tolerance)
        entries = [
            without(entry, right, alike)
            for entry, right in zip(mistake.trace, self.reference, strict=True)
        ]
        more = [list(mistake.unless), list(mistake.only_with), mistake.whole]
        return [list(mistake.names), entries, *(more if any(more) else [])]

    def _restored(self, stored: Sequence[Any], told: Mapping[str, Sequence[str]]) -> Mistake:
        names, entries, *more = stored
        unless, only_with, whole = more or ((), (), False)
        return Mistake(
            tuple(names),
            tuple(told[name][0] for name in names),
            tuple(told[name][1] for name in names),
            [restored(*pair) for pair in zip(entries, self.reference, strict=True)],
            tuple(unless),
            tuple(only_with),
            whole,
        )
