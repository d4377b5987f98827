"""Which mistake gives these answers: a search in circles, from what is known to what is likely.

Each circle is tried only where the ones before it found nothing, and each asks for one cause
before it asks for two: a known mistake; one that was made in one part only; a small edit of a right
solution, whole or in one part; two known mistakes together; one in each of two parts. A name holds
for whoever gave the same answers; where several do, all are said.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count

import numpy as np

from helpers.checks.cases import Answer
from helpers.checks.parts import PARTITIONS, Place, divided
from helpers.checks.rubric import Mistake, Rubric
from helpers.checks.traces import ORDER, Entry, Look, Match, Trace, alike, fits, same, trace

MOST_NAMES = 3  # that one answer may go by


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong, as far as the answers tell.

    Attributes
    ----------
    names
        The mistake, or two that were made together; one name may say that it is one of several.
    questions, hints
        The first hints, and the second ones.
    """

    names: tuple[str, ...]
    questions: tuple[str, ...]
    hints: tuple[str, ...]


def diagnosis(
    rubric: Rubric, answers: Sequence[Answer], names_in_source: Collection[str] = ()
) -> Diagnosis | None:
    """Find the mistake that gives these answers in every case.

    Parameters
    ----------
    rubric
        What is known of the exercise.
    answers
        What came back, one answer a case.
    names_in_source
        The names that stand in the student's function; empty if it cannot be read.
    """
    if all(answer.error for answer in answers):
        return None  # many mistakes end in an error, and the error itself says more
    return _Search(rubric, answers, names_in_source).found()


@dataclass
class _Known:
    """A mistake, and as much of its trace as was asked for."""

    mistake: Mistake
    coming: Iterator[Entry] = field(init=False)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.coming = iter(self.mistake.trace)

    def entry(self, case: int) -> Entry:
        """What is seen of it in one case."""
        while len(self.entries) <= case:
            self.entries.append(next(self.coming))
        return self.entries[case]

    def trace(self) -> Iterator[Entry]:
        """What is seen of it, case by case; no case is made that nobody asks for."""
        return map(self.entry, count())


class _Search:
    def __init__(
        self, rubric: Rubric, answers: Sequence[Answer], names_in_source: Collection[str]
    ) -> None:
        self.rubric = rubric
        self.exact: Match = partial(same, tolerance=rubric.tolerance)
        self.seen = list(trace(rubric.comparison, rubric.cases, rubric.expected, answers))
        possible = [each for each in rubric.mistakes if each.possible(names_in_source)]
        self.single = [_Known(each) for each in possible if len(each.names) == 1]
        self.pairs = [_Known(each) for each in possible if len(each.names) > 1]
        self.edits = [_Known(each) for each in rubric.edits]

    def found(self) -> Diagnosis | None:
        """Go from circle to circle, unless the answers look right: then nothing tells."""
        if fits(self.seen, self.rubric.reference, self.exact):
            return None
        circles: list[Callable[[], Diagnosis | None]] = [
            lambda: _one_of(self._whole(self.single, self.exact)),
            lambda: self._in_parts(1, self.single),
            lambda: _one_of(self._whole(self.edits, self.exact)),
            lambda: self._in_parts(1, self.single, self.edits),
            lambda: _together(self._whole(self.pairs, self.exact)),
            lambda: self._in_parts(2, self.single),
            lambda: self._in_parts(2, self.single, self.edits),
            self._drawn_otherwise,
        ]
        return next((found for circle in circles if (found := circle())), None)

    def _whole(
        self, among: Iterable[_Known], match: Match, ignored: Collection[str] = ()
    ) -> list[Mistake]:
        return [known.mistake for known in among if fits(self.seen, known.trace(), match, ignored)]

    def _drawn_otherwise(self) -> Diagnosis | None:
        """Compare what does not hang on the random numbers; if that is right, nothing is told."""
        ways: dict[str, tuple[Match, Collection[str]]] = {
            "initialization": (alike, ()),
            "mini_batches": (self.exact, {ORDER}),
        }
        if self.rubric.comparison not in ways:
            return None
        match, ignored = ways[self.rubric.comparison]
        if fits(self.seen, self.rubric.reference, match, ignored):
            return None
        return _one_of(self._whole(self.single, match, ignored)) or _together(
            self._whole(self.pairs, match, ignored)
        )

    @cached_property
    def wrong_parts(self) -> list[Mapping[str, Sequence[Place]]]:
        """The parts that are wrong, for each way to divide the answers of which they say more."""
        found: list[Mapping[str, Sequence[Place]]] = []
        for partition in PARTITIONS:
            parts = divided(self.seen, self.rubric.reference, partition, self.rubric.order)
            wrong = {label: places for label, places in parts.items() if not self._right(places)}
            if "" not in wrong and len(parts) > 1:
                found.append(wrong)
        return found

    def _in_parts(self, number: int, *among: Sequence[_Known]) -> Diagnosis | None:
        """Find a mistake for each of the parts that are wrong, if they are so many."""
        for wrong in self.wrong_parts:
            if len(wrong) != number:
                continue
            found = [self._explained(places, among) for places in wrong.values()]
            if all(found):
                return _joined(
                    _within(label, each)
                    for label, each in zip(wrong, found, strict=True)
                    if each is not None
                )
        return None

    def _right(self, places: Iterable[Place]) -> bool:
        return all(
            self.exact(_look(self.seen[case], part), _look(self.rubric.reference[case], part))
            for case, part in places
        )

    def _explained(
        self, places: Sequence[Place], among: Iterable[Sequence[_Known]]
    ) -> Diagnosis | None:
        """Find what gives the answers in some places, by the first that does."""
        fitting = (
            [one.mistake for one in each if not one.mistake.whole and self._gives(one, places)]
            for each in among
        )
        return _one_of(next(filter(None, fitting), []))

    def _gives(self, known: _Known, places: Iterable[Place]) -> bool:
        return all(
            self.exact(_look(self.seen[case], part), _look(known.entry(case), part))
            for case, part in places
        )


def telling(edits: Iterable[Mistake], rubric: Rubric) -> list[Mistake]:
    """Leave out what is never named: right answers, those of a known mistake, and of too many.

    What is left keeps the trace that it was told by.
    """
    exact: Match = partial(same, tolerance=rubric.tolerance)
    known = [list(each.trace) for each in rubric.mistakes if len(each.names) == 1]
    known.append(list(rubric.reference))
    groups: list[tuple[Trace, list[Mistake]]] = []
    for made_anew in edits:
        edit = made_anew.with_trace_made()
        seen = edit.trace
        np.random.random()  # the next numbers are others
        if rubric.comparison != "values" and not fits(seen, made_anew.trace, exact):
            continue  # it sets no seed
        if any(fits(seen, other, exact) for other in known):
            continue
        group = next((among for first, among in groups if fits(seen, first, exact)), None)
        if group is None:
            groups.append((seen, [edit]))
        elif all(edit.names != other.names for other in group):
            group.append(edit)
    return [edit for _, group in groups if len(group) <= MOST_NAMES for edit in group]


def _look(entry: Entry, part: str) -> Look:
    return None if entry is None else entry.get(part)


def _one_of(mistakes: Sequence[Mistake]) -> Diagnosis | None:
    """Say what it is, or that it is one of a few."""
    several = list({each.names: each for each in mistakes}.values())
    if not 0 < len(several) <= MOST_NAMES:
        return None
    return Diagnosis(
        names=(", or ".join(name for each in several for name in each.names),),
        questions=tuple(question for each in several for question in each.questions),
        hints=tuple(hint for each in several for hint in each.hints),
    )


def _together(pairs: Sequence[Mistake]) -> Diagnosis | None:
    """Say which two were made together; where several pairs fit, the one in all of them is sure."""
    several = list({each.names: each for each in pairs}.values())
    if not 0 < len(several) <= MOST_NAMES:
        return None
    told = {n: (q, h) for each in several for n, q, h in zip(*each.told, strict=True)}
    sure = [name for name in told if all(name in each.names for each in several)]
    if not sure:
        return None
    others = [name for name in told if name not in sure]
    return Diagnosis(
        names=(*sure, *([", or ".join(others)] if others else [])),
        questions=tuple(question for question, _ in told.values()),
        hints=tuple(hint for _, hint in told.values()),
    )


def _within(label: str, found: Diagnosis) -> Diagnosis:
    return Diagnosis(
        names=tuple(f"{label}: {name}" for name in found.names),
        questions=found.questions,
        hints=tuple(f"This is so {label}. {hint}" for hint in found.hints),
    )


def _joined(several: Iterable[Diagnosis]) -> Diagnosis:
    several = list(several)
    return Diagnosis(
        names=tuple(name for each in several for name in each.names),
        questions=tuple(dict.fromkeys(q for each in several for q in each.questions)),
        hints=tuple(hint for each in several for hint in each.hints),
    )
