"""Whether a name that a wrong answer goes by is true: it holds of other inputs as well."""

import re
from functools import cache, partial

from autograder.exercise import Exercise
from helpers.checks.cases import Answer
from helpers.checks.parts import PARTITIONS, divided
from helpers.checks.source import identifiers, signs
from helpers.checks.traces import ORDER, alike, fits, same, trace

OTHER_SEEDS = range(101, 106)
LABELLED = re.compile(r"(?P<label>(?:in|before|after) [^:]{1,60}): (?P<name>.+)", re.DOTALL)


@cache
def rubric(exercise_name: str, seed: int):
    """The rubric of an exercise for a seed; its mistakes are made as they are asked for."""
    from classroom import EXERCISES  # noqa: PLC0415

    exercise = EXERCISES[exercise_name]
    return exercise.rubric(exercise.cases_for(seed))


@cache
def known(exercise_name: str, seed: int):
    """The mistakes and edits that have a name, by it."""
    made = {}
    here = rubric(exercise_name, seed)
    for each in [*here.mistakes, *here.edits]:
        made.setdefault(frozenset(each.names), []).append(_Traced(each))
    return made


class _Traced:
    """A mistake whose trace is made once, when it is asked for."""

    def __init__(self, mistake) -> None:
        self.mistake, self.made = mistake, None

    @property
    def trace(self):
        if self.made is None:
            self.made = list(self.mistake.trace)
        return self.made


def false_names(exercise: Exercise, source: str, function, names: tuple[str, ...]) -> list[str]:
    """Which of the names that a wrong function goes by are not true of it."""
    used = identifiers(source, exercise.name)
    shown = {sign.name for sign in signs(source, exercise.name, exercise.uses)}
    left = [name for name in names if name not in shown]
    if not left:
        return []
    if all(LABELLED.fullmatch(name) for name in left):
        return [name for name in left if not _holds_in_its_part(exercise, function, name, used)]
    return [] if _hold_together(exercise, function, left, used) else left


def _seen(exercise: Exercise, function, seed: int):
    here = rubric(exercise.name, seed)
    answers = [Answer.from_json(a.to_json()) for a in exercise.answers(function, here.cases)]
    return list(trace(here.comparison, here.cases, here.expected, answers))


def _hold_together(exercise: Exercise, function, names: list[str], used) -> bool:
    """Whether one choice of the alternatives, all names together, gives the same answers."""
    choices = [set(_alternatives(exercise, name)) for name in names]
    fitting = None
    for seed in OTHER_SEEDS:
        seen, match = _seen(exercise, function, seed), _match(exercise)
        now = {
            together
            for together, mistakes in known(exercise.name, seed).items()
            if len(together) == len(names)
            and _chosen(together, choices)
            and any(
                m.mistake.possible(used) and fits(seen, m.trace, match, {ORDER}) for m in mistakes
            )
        }
        fitting = now if fitting is None else fitting & now
    return bool(fitting)


def _chosen(together, choices) -> bool:
    return all(together & choice for choice in choices) and together <= set().union(*choices)


def _holds_in_its_part(exercise: Exercise, function, name: str, used) -> bool:
    label, name = LABELLED.fullmatch(name).groups()
    fitting = set(_alternatives(exercise, name))
    for seed in OTHER_SEEDS:
        here, seen = rubric(exercise.name, seed), _seen(exercise, function, seed)
        match = _match(exercise)
        places = []
        for partition in PARTITIONS:
            places = divided(seen, here.reference, partition, here.order).get(label, [])
            if places:
                break
        fitting = {
            one
            for one in fitting
            if any(
                m.mistake.possible(used)
                and all(
                    match((seen[case] or {}).get(part), (m.trace[case] or {}).get(part))
                    for case, part in places
                )
                for m in known(exercise.name, seed).get(frozenset([one]), [])
            )
        }
    return bool(fitting)


def _alternatives(exercise: Exercise, name: str) -> list[str]:
    """The names that one name says it is one of; a name may hold the words that join them."""
    singles = [next(iter(each)) for each in known(exercise.name, OTHER_SEEDS[0]) if len(each) == 1]
    return [each for each in singles if each == name or f", or {each}" in f", or {name}"]


def _match(exercise: Exercise):
    """How looks are compared: random numbers may be drawn by another generator."""
    exact = partial(same, tolerance=exercise.tolerance)
    if exercise.comparison != "initialization":
        return exact
    return lambda one, other: exact(one, other) or alike(one, other)
