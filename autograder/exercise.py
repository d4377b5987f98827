"""The one concept of the catalogue: an exercise is a function that the student writes."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

import numpy as np

from helpers.cases import Answer, Case, answer
from helpers.comparison import COMPARISONS, Tolerance
from helpers.errors import CourseError

Function = Callable[..., Any]


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
    """

    name: str
    question: str
    hint: str
    source: str
    function: Function
    changes: Mapping[str, str] = field(default_factory=dict)


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
    misconceptions
        Known wrong implementations.
    alternatives
        Correct implementations that are written unlike the reference.
    """

    name: str
    notebook: str
    reference: Function
    cases: Callable[[np.random.Generator], Sequence[Case]]
    comparison: str
    tolerance: Tolerance
    misconceptions: list[Misconception] = field(default_factory=list)
    alternatives: list[Function] = field(default_factory=list)

    def slip(self, name: str, question: str, hint: str, changes: Mapping[str, str]) -> None:
        """Add a wrong implementation that is the reference with some text replaced.

        Raises
        ------
        ValueError
            When a text to be replaced does not stand in the reference.
        """
        source = changed(source_of(self.reference, self.name), changes)
        self._add(Misconception(name, question, hint, source, self.compiled(source), changes))

    def misconception(
        self, name: str, question: str, hint: str
    ) -> Callable[[Function], Misconception]:
        """Add a wrong implementation that is written out whole: a decorator."""

        def add(function: Function) -> Misconception:
            source = source_of(function, self.name)
            return self._add(Misconception(name, question, hint, source, self.compiled(source)))

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
        return [answer(function, case) for case in cases]

    def expected(self, cases: Sequence[Case]) -> list[Any]:
        """Values that the reference returns.

        Raises
        ------
        CourseError
            When it does not return: then no answer may be called wrong.
        """
        answers = self.answers(self.reference, cases)
        for case, found in zip(cases, answers, strict=True):
            if found.error:
                raise CourseError(f"The reference of {self.name} raised {found.error}: {case.name}")
        return [found.value for found in answers]


CATALOGUE: dict[str, dict[str, Exercise]] = {}


def exercise(
    cases: Callable[[np.random.Generator], Sequence[Case]],
    comparison: str = "values",
    tolerance: Tolerance | None = None,
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
            tolerance=tolerance or Tolerance(),
        )
        CATALOGUE.setdefault(notebook, {})[entry.name] = entry
        return entry

    return register


def source_of(function: Function, name: str) -> str:
    """Source of ``function`` as a student would hand it in: under ``name``, without decorators."""
    source = dedent(inspect.getsource(function))
    definition = re.search(r"^def \w+", source, flags=re.MULTILINE)
    if definition is None:
        raise ValueError(f"{function!r} is not made by def")
    return f"def {name}{source[definition.end() :]}".rstrip()


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
