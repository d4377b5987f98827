"""The one concept of the catalogue: an exercise is a function that the student writes."""

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from textwrap import dedent
from typing import Any

import numpy as np

from autograder.edits import EXCHANGES, Edit, edits
from helpers.checks.cases import Answer, Case, answer, answers
from helpers.checks.comparison import COMPARISONS, NATURAL, Order, Tolerance
from helpers.checks.rubric import Mistake, Rubric, Shares
from helpers.checks.traces import Entry, trace
from helpers.errors import CourseError

Function = Callable[..., Any]
TOLERANCE, SHARES = Tolerance(), Shares()
MOST_KNOWN = 100  # answers of a reference
UNASKED = Answer()  # nobody looks at it


@dataclass(frozen=True)
class Misconception:
    """A known wrong implementation.

    Attributes
    ----------
    name
        The mistake in words.
    question
        The first hint: a question that leads to the mistake.
    hint
        The second hint: what is seen and where to look, in a teacher's voice.
    source
        The whole wrong implementation, as a student would hand it in.
    function
        The same, to be called.
    changes
        For a slip, what was replaced in the reference; empty if it was written out whole.
    unless, only_with
        Names, attributes and called functions by which the source tells this mistake from another
        one with the same answers: it is not this one where any of ``unless`` stands in it, and only
        where all of ``only_with`` do.
    alone
        Whether it is not tried together with another one.
    """

    name: str
    question: str
    hint: str
    source: str
    function: Function
    changes: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Pair:
    """Two slips made together.

    Attributes
    ----------
    parts
        The two.
    source, function
        The whole implementation, as for a misconception.
    """

    parts: tuple[Misconception, Misconception]
    source: str
    function: Function

    @property
    def names(self) -> tuple[str, str]:
        """Names of the two."""
        return self.parts[0].name, self.parts[1].name


@dataclass(frozen=True)
class Exercise:
    """All that is known of one exercise.

    Attributes
    ----------
    name
        Name of the student's function.
    notebook
        The notebook that asks for it, which is the assignment as well.
    reference
        A correct implementation.
    cases
        From a random generator to the inputs of some calls, small ordinary ones and edge ones.
    comparison, tolerance
        How an answer is compared with the reference's: a key of ``COMPARISONS``, and how far off
        is still right.
    shares
        How the points are shared out.
    order
        Where several values are returned: what each is called and its place among them, in the
        order in which they are computed, so that the first cause is told and not the last symptom.
    misconceptions
        Known wrong implementations.
    alternatives
        Correct implementations that are written unlike the reference.
    optional
        Whether it is for those who want more: it gives no points, and nobody has to solve it.
    known
        What the reference answered to some cases: several are the same for every student.
    """

    name: str
    notebook: str
    reference: Function
    cases: Callable[[np.random.Generator], Sequence[Case]]
    comparison: str
    tolerance: Tolerance
    shares: Shares = SHARES
    order: Order = field(default_factory=dict)
    misconceptions: list[Misconception] = field(default_factory=list)
    alternatives: list[Function] = field(default_factory=list)
    optional: bool = False
    known: dict[str, Answer] = field(default_factory=dict, init=False, repr=False, compare=False)

    def slip(
        self,
        name: str,
        question: str,
        hint: str,
        changes: Mapping[str, str],
        *,
        unless: tuple[str, ...] = (),
        only_with: tuple[str, ...] = (),
        alone: bool = False,
    ) -> None:
        """Add a wrong implementation that is the reference with some text replaced.

        The arguments are the attributes of :class:`Misconception`.

        Raises
        ------
        ValueError
            When a text to be replaced does not stand in the reference.
        """
        source = changed(source_of(self.reference, self.name), changes)
        function = self.compiled(source)
        words = (name, question, hint)
        self._add(Misconception(*words, source, function, changes, unless, only_with, alone))

    def misconception(
        self,
        name: str,
        question: str,
        hint: str,
        *,
        unless: tuple[str, ...] = (),
        only_with: tuple[str, ...] = (),
    ) -> Callable[[Function], Misconception]:
        """Add a wrong implementation that is written out whole: a decorator."""

        def add(function: Function) -> Misconception:
            source = source_of(function, self.name)
            words, made = (name, question, hint), self.compiled(source)
            return self._add(Misconception(*words, source, made, {}, unless, only_with))

        return add

    def _add(self, new: Misconception) -> Misconception:
        if any(new.name == known.name for known in self.misconceptions):
            raise ValueError(f"{self.name} has two misconceptions by the name “{new.name}”")
        self.misconceptions.append(new)
        return new

    def compiled(self, source: str) -> Function:
        """Make a function of a source that defines it, among the names that the reference sees."""
        scope = dict(self.reference.__globals__)
        exec(compile(source, f"<{self.name}>", "exec"), scope)
        function: Function = scope[self.name]
        return function

    def alternative(self, function: Function) -> Function:
        """Add a correct implementation that is written unlike the reference: a decorator."""
        self.alternatives.append(function)
        return function

    def cases_for(self, seed: int) -> list[Case]:
        """Make the cases that belong to a seed, always the same."""
        return list(self.cases(np.random.default_rng(seed)))

    def answers(self, function: Function, cases: Sequence[Case]) -> list[Answer]:
        """Call ``function`` on each case, as ``check`` calls a student's."""
        return answers(function, cases)

    @cached_property
    def uses(self) -> tuple[str, ...]:
        """The arguments that the reference reads, and the other exercises' functions."""
        given = {name for case in self.cases_for(0) for name in case.given}
        read = [
            node.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        arguments = inspect.signature(self.reference).parameters
        return tuple(dict.fromkeys(name for name in read if name in arguments or name in given))

    @cached_property
    def tree(self) -> Any:
        """Syntax tree of the reference."""
        return ast.parse(source_of(self.reference, self.name)).body[0]

    @cached_property
    def edits(self) -> list[tuple[Edit, Function]]:
        """The small edits of the reference that have a name, each with the function it makes.

        An optional exercise has none, and no pairs: the data that ship to students stay small.
        """
        if self.optional:
            return []
        made = edits(source_of(self.reference, self.name))
        taken = {"", *(known.name for known in self.misconceptions)}
        return [(edit, self.compiled(edit.source)) for edit in made if edit.name not in taken]

    def expected(self, cases: Sequence[Case]) -> list[Any]:
        """Values that the reference returns.

        Raises
        ------
        CourseError
            When it does not return: then no answer may be called wrong.
        """
        keys = [json.dumps(case.to_json()) for case in cases]
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        new = {key: case for key, case in zip(keys, cases, strict=True) if key not in self.known}
        self.known.update(zip(new, self.answers(self.reference, [*new.values()]), strict=True))
        for key, case in zip(keys, cases, strict=True):
            error = self.known[key].error
            if error:
                raise CourseError(f"The reference of {self.name} raised {error}: {case.name}")
        return [self.known[key].value for key in keys]

    def pairs(self) -> list[Pair]:
        """Make two slips at once, wherever it does not matter which of them comes first."""
        return self._pairs

    @cached_property
    def _pairs(self) -> list[Pair]:
        reference = source_of(self.reference, self.name)
        if self.optional:
            return []
        slips = [known for known in self.misconceptions if known.changes and not known.alone]
        pairs = []
        for first, second in combinations(slips, 2):
            source, other_way = _both(first, second), _both(second, first)
            # a line that is left out is left out first: changed, it would not be found
            if source is None and "" in second.changes.values():
                source = other_way
            if other_way is None and "" in first.changes.values():
                other_way = source
            if source == other_way and source not in (None, reference, first.source, second.source):
                pairs.append(Pair((first, second), source, self.compiled(source)))
        return pairs

    def rubric(self, cases: Sequence[Case]) -> Rubric:
        """Gather what a verdict on these cases needs."""
        expected = self.expected(cases)
        return Rubric(
            exercise=self.name,
            cases=cases,
            expected=expected,
            comparison=self.comparison,
            tolerance=self.tolerance,
            shares=self.shares,
            order=self.order,
            mistakes=KnownMistakes(self, cases, expected),
            edits=KnownEdits(self, cases, expected),
            uses=self.uses,
        )


@dataclass(frozen=True)
class KnownMistakes:
    """The misconceptions of an exercise, then their pairs; each is tried only when asked for."""

    exercise: Exercise
    cases: Sequence[Case]
    expected: Sequence[Any]

    def __iter__(self) -> Iterator[Mistake]:
        for known in self.exercise.misconceptions:
            yield self._mistake((known,), known.function)
        for pair in self.exercise.pairs():
            yield self._mistake(pair.parts, pair.function)

    def _mistake(self, parts: tuple[Misconception, ...], function: Function) -> Mistake:
        return Mistake(
            names=tuple(part.name for part in parts),
            questions=tuple(part.question for part in parts),
            hints=tuple(part.hint for part in parts),
            trace=_TraceOf(self.exercise.comparison, self.cases, self.expected, function),
            unless=tuple(name for part in parts for name in part.unless),
            only_with=tuple(name for part in parts for name in part.only_with),
        )


@dataclass(frozen=True)
class KnownEdits:
    """The small edits of an exercise's reference that have a name."""

    exercise: Exercise
    cases: Sequence[Case]
    expected: Sequence[Any]

    def __iter__(self) -> Iterator[Mistake]:
        for edit, function in self.exercise.edits:
            trace = _TraceOf(self.exercise.comparison, self.cases, self.expected, function)
            whole = edit.kind in EXCHANGES
            yield Mistake((edit.name,), (edit.question,), (edit.hint,), trace, whole=whole)


@dataclass(frozen=True)
class _TraceOf:
    """What a function's answers look like; it is called only for as many cases as are asked for."""

    comparison: str
    cases: Sequence[Case]
    expected: Sequence[Any]
    function: Function

    def __iter__(self) -> Iterator[Entry]:
        answers = (answer(self.function, case) if case.steady else UNASKED for case in self.cases)
        return trace(self.comparison, self.cases, self.expected, answers)


ENTERED: dict[str, dict[str, Exercise]] = {}  # by notebook and name; read it as ``CATALOGUE``


def exercise(
    cases: Callable[[np.random.Generator], Sequence[Case]],
    comparison: str = "values",
    tolerance: Tolerance = TOLERANCE,
    shares: Shares = SHARES,
    order: Order = NATURAL,
    optional: bool = False,
) -> Callable[[Function], Exercise]:
    """Enter the decorated reference into the catalogue, under its own name.

    The notebook is the module or the package of ``autograder.exercises`` that the reference
    stands in.
    """
    if comparison not in COMPARISONS:
        raise ValueError(f"{comparison!r} is none of {', '.join(COMPARISONS)}")

    def register(reference: Function) -> Exercise:
        notebook = reference.__module__.removeprefix("autograder.exercises.").split(".")[0]
        entry = Exercise(
            name=reference.__name__,
            notebook=notebook,
            reference=reference,
            cases=cases,
            comparison=comparison,
            tolerance=tolerance,
            shares=shares,
            order=order,
            optional=optional,
        )
        ENTERED.setdefault(notebook, {})[entry.name] = entry
        return entry

    return register


def with_edges(cases: Sequence[Case], *endings: str) -> list[Case]:
    """Mark the cases whose names end in one of ``endings`` as edge cases."""
    return [replace(case, edge=case.name.endswith(endings)) for case in cases]


def unsteady(cases: Sequence[Case], *endings: str) -> list[Case]:
    """Mark those where what a wrong function returns may be nothing but rounding."""
    return [replace(case, steady=not case.name.endswith(endings)) for case in cases]


def change_fractions(value: Any, change: Callable[[np.ndarray[Any, Any]], Any]) -> Any:
    """Change all numbers of some inputs that are no integers.

    >>> change_fractions({"rate": 0.5, "layers": [2, 4]}, lambda numbers: 3 * numbers)
    {'rate': 1.5, 'layers': [2, 4]}
    """
    match value:
        case Mapping():
            return {key: change_fractions(each, change) for key, each in value.items()}
        case list() | tuple():
            return type(value)(change_fractions(each, change) for each in value)
        case float():
            return float(change(np.asarray(value)))
        case np.ndarray() if value.dtype.kind == "f":
            return change(value)
    return value


def source_of(function: Function, name: str) -> str:
    """Source of ``function`` as a student would hand it in: under ``name``, without decorators."""
    source = dedent(inspect.getsource(function))
    definition = re.search(r"^def \w+", source, flags=re.MULTILINE)
    if definition is None:
        raise ValueError(f"{function!r} is not made by def")
    return f"def {name}{source[definition.end() :]}".rstrip()


def _both(first: Misconception, second: Misconception) -> str | None:
    """Make the second slip after the first, or None if the first took away what it changes."""
    try:
        return changed(first.source, second.changes)
    except ValueError:
        return None


def changed(source: str, changes: Mapping[str, str]) -> str:
    """Replace each text of ``changes`` wherever it stands in the source.

    >>> changed("return 2 * x", {"2": "3"})
    'return 3 * x'

    Raises
    ------
    ValueError
        When one of them stands nowhere.
    """
    for old, new in changes.items():
        if old not in source:
            raise ValueError(f"{old!r} does not stand in the reference:\n{source}")
        source = source.replace(old, new)
    return source
