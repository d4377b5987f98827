"""Proof that the checks are right: they accept what is right, refuse what is not, and name it."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import Any

import numpy as np

from autograder.edits import Edit
from autograder.exercise import Exercise, Function, change_fractions, source_of
from autograder.proof.equivalent import EQUIVALENT
from autograder.proof.finite import not_finite
from autograder.proof.lazy import Lazy, most_without_the_idea
from autograder.proof.mutants import mutants
from helpers.checks.cases import Answer
from helpers.checks.rubric import Mistake, Rubric
from helpers.checks.traces import fits, same
from helpers.checks.verdict import State, Verdict, verdict

ACCEPTED = (State.CORRECT, 1.0)
Catalogue = Mapping[str, Mapping[str, Exercise]]
_Task = tuple[str, str]  # a notebook, and the name of an exercise in it
_HANDED_DOWN: dict[str, Mapping[str, Exercise]] = {}  # to the processes that are forked from here


class Kind(Enum):
    """What can be wrong with the checks of an exercise."""

    REFERENCE = "a reference is refused"
    ALTERNATIVE = "a correct solution is refused"
    NOT_CAUGHT = "a mistake is not caught"
    NOT_NAMED = "a mistake is not named"
    NOT_SEPARATED = "two mistakes give the same answers"
    SPREADS = "a mistake fails another exercise as well"
    NOT_FINITE = "a case holds or expects NaN or infinity"
    UNSTEADY = "a verdict hangs on the last digits"
    SURVIVOR = "a mutant survives for no known reason"
    STALE = "a listed mutant does not survive"
    LAZY = "an answer without the idea earns more than the share for the form"


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it should be."""

    kind: Kind
    what: str


@dataclass(frozen=True)
class Survivor:
    """A mutant that is accepted, and why that is right."""

    description: str
    why: str


@dataclass(frozen=True)
class Part:
    """What was found of one exercise.

    Attributes
    ----------
    exercise
        Its name.
    alternatives
        Number of correct solutions that were tried.
    misconceptions, pairs
        Number of known mistakes, and of two made together.
    alike
        How many of the pairs give the answers of another mistake, and may go by its name.
    mutants, raising
        Number of mutants, and of those that were killed because they raised an exception.
    survivors
        The mutants that were accepted for a known reason.
    form
        Share of the points for the form alone.
    lazy
        The most that answers without the idea earn.
    faults
        What is not as it should be.
    """

    exercise: str
    alternatives: int
    misconceptions: int
    pairs: int
    alike: int
    mutants: int
    raising: int
    survivors: tuple[Survivor, ...]
    form: float
    lazy: Lazy
    faults: tuple[Fault, ...]

    def count(self, kind: Kind) -> int:
        """How many faults are of this kind."""
        return sum(fault.kind is kind for fault in self.faults)

    @property
    def mistakes(self) -> int:
        """Number of known mistakes, single ones and pairs."""
        return self.misconceptions + self.pairs

    @property
    def caught(self) -> int:
        """How many of them are refused."""
        return self.mistakes - self.count(Kind.NOT_CAUGHT)

    @property
    def named(self) -> int:
        """How many of them are refused by their names."""
        return self.caught - self.count(Kind.NOT_NAMED)

    @property
    def killed(self) -> int:
        """Number of mutants that are refused."""
        return self.mutants - len(self.survivors) - self.count(Kind.SURVIVOR)


@dataclass(frozen=True)
class Proof:
    """What was found of a catalogue.

    Attributes
    ----------
    parts
        One an exercise, in the order of the catalogue.
    seeds
        Number of seeds, hence of sets of cases, that everything was judged on.
    seconds
        How long it took.
    """

    parts: tuple[Part, ...]
    seeds: int
    seconds: float

    def count(self, kind: Kind) -> int:
        """How many faults are of this kind."""
        return sum(part.count(kind) for part in self.parts)

    def total(self, figure: Callable[[Part], int]) -> int:
        """Add up a figure of all parts."""
        return sum(map(figure, self.parts))

    @property
    def faults(self) -> list[Fault]:
        """All that is not as it should be."""
        return [fault for part in self.parts for fault in part.faults]

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return not self.faults


@dataclass(frozen=True)
class _Tried:
    """A function of the catalogue's, the mistakes in it, and what is said of it for each seed."""

    function: Function
    names: tuple[str, ...]
    said: list[Verdict]


def prove(
    catalogue: Catalogue,
    seeds: Sequence[int],
    processes: int = 1,
    proved: Callable[[str], None] = lambda name: None,
) -> Proof:
    """Try all that is known of the exercises on the cases of these seeds.

    Parameters
    ----------
    catalogue
        Notebooks, and their exercises by name.
    seeds
        Each makes one set of cases.
    processes
        How many exercises are proved at once.
    proved
        Called with the name of each exercise when it is.
    """
    begin = time.perf_counter()
    tasks = [(notebook, name) for notebook in catalogue for name in catalogue[notebook]]
    parts = {}
    for task, part in _parts(catalogue, seeds, tasks, min(processes, len(tasks))):
        proved(part.exercise)
        parts[task] = part
    return Proof(tuple(parts[task] for task in tasks), len(seeds), time.perf_counter() - begin)


def _parts(
    catalogue: Catalogue, seeds: Sequence[int], tasks: Sequence[_Task], processes: int
) -> Iterator[tuple[_Task, Part]]:
    """Prove exercises as they come; in several processes those with most mistakes first."""
    _HANDED_DOWN.clear()
    _HANDED_DOWN.update(catalogue)
    if processes == 1:
        yield from ((task, _part_of(task, seeds)) for task in tasks)
        return

    def mistakes(task: _Task) -> int:
        return len(catalogue[task[0]][task[1]].misconceptions)

    fork = multiprocessing.get_context("fork")  # a catalogue holds functions, which cannot be sent
    with ProcessPoolExecutor(processes, fork) as pool:
        ordered = sorted(tasks, key=mistakes, reverse=True)
        futures = {pool.submit(_part_of, task, seeds): task for task in ordered}
        yield from ((futures[future], future.result()) for future in as_completed(futures))


def _part_of(task: _Task, seeds: Sequence[int]) -> Part:
    notebook, name = task
    exercises = _HANDED_DOWN[notebook]
    return _part(exercises[name], list(exercises.values()), seeds)


def _part(exercise: Exercise, exercises: Sequence[Exercise], seeds: Sequence[int]) -> Part:
    rubrics = [_rubric(exercise, seed) for seed in seeds]
    tried = _tried(exercise, rubrics)
    made = mutants(exercise)
    raising, survivors, unexplained = _mutants(exercise, made, rubrics)
    lazy = most_without_the_idea(exercise, [_bare(rubric) for rubric in rubrics])
    pairs = [one.names for one in tried if len(one.names) > 1]
    return Part(
        exercise=exercise.name,
        alternatives=len(exercise.alternatives),
        misconceptions=len(exercise.misconceptions),
        pairs=len(pairs),
        alike=sum(any(_alike(names, rubric) for rubric in rubrics) for names in pairs),
        mutants=len(made),
        raising=raising,
        survivors=survivors,
        form=exercise.shares.form,
        lazy=lazy,
        faults=(
            *(Fault(Kind.NOT_FINITE, what) for what in not_finite(exercise, seeds)),
            *_refused(exercise, tried),
            *_unknown(exercise, tried, rubrics),
            *_not_separated(exercise, rubrics),
            *_spreading(exercise, exercises, seeds[0]),
            *_unsteady(exercise, tried, rubrics),
            *unexplained,
            *_too_much(exercise, lazy),
        ),
    )


def _tried(exercise: Exercise, rubrics: Sequence[Rubric]) -> list[_Tried]:
    """Judge right functions, known mistakes and pairs of these with every seed."""
    functions: list[tuple[Function, tuple[str, ...]]] = []
    functions += [(function, ()) for function in (exercise.reference, *exercise.alternatives)]
    functions += [(known.function, (known.name,)) for known in exercise.misconceptions]
    functions += [(pair.function, pair.names) for pair in exercise.pairs()]
    return [
        _Tried(function, names, [_graded(function, exercise, rubric) for rubric in rubrics])
        for function, names in functions
    ]


def _rubric(exercise: Exercise, seed: int) -> Rubric:
    """Gather what a verdict needs, with the answers of all known mistakes computed once."""
    rubric = exercise.rubric(exercise.cases_for(seed))
    mistakes, edits = (
        [each.with_trace_made() for each in among] for among in (rubric.mistakes, rubric.edits)
    )
    return replace(rubric, mistakes=mistakes, edits=edits)


def _bare(rubric: Rubric) -> Rubric:
    """Where no name is asked for, none need be searched."""
    return replace(rubric, mistakes=(), edits=())


def _graded(function: Function, exercise: Exercise, rubric: Rubric) -> Verdict:
    """Judge a function as a student's is judged: its answers leave its process as data."""
    answers = exercise.answers(function, rubric.cases)
    return verdict(rubric, [Answer.from_json(answer.to_json()) for answer in answers])


def _refused(exercise: Exercise, tried: Sequence[_Tried]) -> Iterable[Fault]:
    """Correct implementations that are not accepted with every seed."""
    for one in tried:
        refusals = [each.message for each in one.said if (each.state, each.share) != ACCEPTED]
        if not one.names and refusals:
            is_reference = one.function is exercise.reference
            kind = Kind.REFERENCE if is_reference else Kind.ALTERNATIVE
            yield Fault(kind, f"{exercise.name}: {one.function.__name__}: {refusals[0]}")


def _unknown(
    exercise: Exercise, tried: Sequence[_Tried], rubrics: Sequence[Rubric]
) -> Iterable[Fault]:
    """Mistakes, and two together, that are not caught and named with every seed."""
    for one in tried:
        if not one.names:
            continue
        what = f"{exercise.name}: {' and '.join(one.names)}"
        if any(each.state is not State.WRONG for each in one.said):
            yield Fault(Kind.NOT_CAUGHT, what)
            continue
        for each, rubric in zip(one.said, rubrics, strict=True):
            if not _named(one.names, each, rubric):
                called = " and ".join(each.mistakes) or "nothing known"
                yield Fault(Kind.NOT_NAMED, f"{what} goes by {called}")
                break


def _named(names: tuple[str, ...], said: Verdict, rubric: Rubric) -> bool:
    """Tell whether a mistake goes by its name; a pair, by any name that gives its answers."""
    if len(names) == 1 or said.mistakes == names:
        return said.mistakes == names
    return bool(said.mistakes) or _alike(names, rubric)


def _alike(names: tuple[str, ...], rubric: Rubric) -> bool:
    """Tell whether other known mistakes give the answers of these."""
    mistake = _mistake(names, rubric)
    others = (each for each in rubric.mistakes if each.names != names)
    return any(_same_answers(mistake, each, rubric) for each in others)


def _same_answers(first: Mistake, second: Mistake, rubric: Rubric) -> bool:
    return fits(first.trace, second.trace, lambda a, b: same(a, b, rubric.tolerance))


def _mistake(names: tuple[str, ...], rubric: Rubric) -> Mistake:
    return next(mistake for mistake in rubric.mistakes if mistake.names == names)


def _not_separated(exercise: Exercise, rubrics: Sequence[Rubric]) -> Iterable[Fault]:
    """Mistakes that some seed's cases do not tell apart."""
    for first, second in combinations(exercise.misconceptions, 2):
        for rubric in rubrics:
            one, other = (_mistake((each.name,), rubric) for each in (first, second))
            if _same_answers(one, other, rubric):
                what = f"{exercise.name}: {first.name} and {second.name}"
                yield Fault(Kind.NOT_SEPARATED, what)
                break


def _unsteady(
    exercise: Exercise, tried: Sequence[_Tried], rubrics: Sequence[Rubric]
) -> Iterable[Fault]:
    """Functions that are judged otherwise where all inputs are off by rounding, with any seed.

    So they would be on another processor, which rounds otherwise on the way. What only moves its
    inputs, as mini-batches do, rounds nowhere.
    """
    if exercise.comparison != "values":
        return
    nudged = [
        [replace(case, inputs=change_fractions(case.inputs, nudge)) for case in rubric.cases]
        for rubric in rubrics
    ]
    for one in tried:
        for here, rubric, cases in zip(one.said, rubrics, nudged, strict=True):
            there = verdict(rubric, exercise.answers(one.function, cases))
            if _outcome(here) != _outcome(there):
                yield Fault(Kind.UNSTEADY, f"{exercise.name}: {here} Nudged: {there}")
                break


def _outcome(said: Verdict) -> tuple[State, float, tuple[str, ...]]:
    return said.state, said.share, said.mistakes


def nudge(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Move numbers by one unit in their last place, by turns up and down.

    A zero stays: it was set, by a ReLU for example, and is the same wherever it is computed.

    >>> nudge(np.array([0.5, 0.0])).tolist()
    [0.5000000000000001, 0.0]
    """
    towards = np.where(np.arange(numbers.size) % 2, -np.inf, np.inf).reshape(numbers.shape)
    return np.where(numbers, np.nextafter(numbers, towards), numbers)


def _spreading(exercise: Exercise, exercises: Sequence[Exercise], seed: int) -> Iterable[Fault]:
    """Mistakes that fail another exercise of the same notebook."""
    rubrics = {other.name: _bare(other.rubric(other.cases_for(seed))) for other in exercises}
    for known in exercise.misconceptions:
        scope = _notebook(exercises)
        exec(known.source, scope)
        exercise.answers(scope[exercise.name], rubrics[exercise.name].cases)
        for other in exercises:
            if other is exercise:
                continue
            said = _graded(scope[other.name], other, rubrics[other.name])
            if said.state is not State.CORRECT:
                yield Fault(Kind.SPREADS, f"{exercise.name}: {known.name} fails {other.name}")


def _notebook(exercises: Sequence[Exercise]) -> dict[str, Any]:
    """Make a namespace in which all exercises are solved."""
    scope: dict[str, Any] = {}
    for exercise in exercises:
        scope |= exercise.reference.__globals__
    for exercise in exercises:
        exec(source_of(exercise.reference, exercise.name), scope)
    return scope


def _too_much(exercise: Exercise, lazy: Lazy) -> Iterable[Fault]:
    if lazy.share > exercise.shares.form:
        yield Fault(Kind.LAZY, f"{exercise.name}: {lazy.by} earns {lazy.share:.0%}")


def _mutants(
    exercise: Exercise, made: Sequence[Edit], rubrics: Sequence[Rubric]
) -> tuple[int, tuple[Survivor, ...], list[Fault]]:
    """Count the mutants that raise, and find those that any seed's cases accept."""
    bare = [_bare(rubric) for rubric in rubrics]
    listed = {what: why for (name, what), why in EQUIVALENT.items() if name == exercise.name}
    raising, survivors = 0, []
    for mutant in made:
        function = exercise.compiled(mutant.source)
        said = [_graded(function, exercise, rubric) for rubric in bare]
        if any(each.state is State.CORRECT for each in said):
            survivors.append(mutant.description)
        raising += any("it raised" in each.message for each in said)
    faults = [
        *(
            Fault(Kind.SURVIVOR, f"{exercise.name}, {each}")
            for each in survivors
            if each not in listed
        ),
        *(
            Fault(Kind.STALE, f"{exercise.name}, {each}")
            for each in listed
            if each not in survivors
        ),
    ]
    explained = tuple(Survivor(each, listed[each]) for each in survivors if each in listed)
    return raising, explained, faults
