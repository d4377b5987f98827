"""Whatever a beginner does to a right function, no card names a cause that is not there.

Truth is decided by what the functions do: a named mistake gives the same answers on other seeds.
"""

import os
import random

import numpy as np
import pytest
from beginners import beginners_edits
from classroom import EXERCISES
from truth import false_names, rubric

from autograder.exercise import source_of
from helpers import gradients
from helpers.checks.cases import Answer
from helpers.checks.verdict import State, verdict

pytestmark = pytest.mark.slow

ALL = os.environ.get("BEGINNERS") == "all"
LEAST, TRIED = 40, 60  # edits of a reference: so many there are, and so many are tried
SEED = 0
GIVEN = [name for name in dir(gradients) if name.endswith(("_n", "_vector", "_dictionary"))]


def ways(exercise):
    """The reference, and what is written unlike it and may be run without waiting for its end."""
    written = [exercise.reference, *(exercise.alternatives if ALL else exercise.alternatives[:1])]
    sources = [source_of(function, exercise.name) for function in written]
    # in float32 an answer is too far off to be compared with what a mistake gives in float64
    return [source for source in sources if "while" not in source and "float32" not in source]


def edited(exercise):
    """Edits of an exercise: all of them, or always the same few."""
    found = [
        (f"way {i}, {what}", text)
        for i, source in enumerate(ways(exercise))
        for what, text in beginners_edits(source).items()
    ]
    chance = random.Random(exercise.name)
    return found if ALL else chance.sample(found, min(TRIED, len(found)))


def defined(exercise, source):
    """Run a source as a student's cell and take the function out of it, or None if it fails."""
    scope = {**exercise.reference.__globals__, "np": np}
    scope |= {name: getattr(gradients, name) for name in GIVEN}
    exec(compile(source, "<edited>", "exec"), scope)
    return scope.get(exercise.name)


def judged(exercise, source):
    here = rubric(exercise.name, SEED)
    function = defined(exercise, source)
    answers = [Answer.from_json(a.to_json()) for a in exercise.answers(function, here.cases)]
    return function, verdict(here, answers, source)


@pytest.mark.parametrize("name", EXERCISES)
def test_each_exercise_is_edited_in_very_many_ways(name):
    exercise = EXERCISES[name]

    assert sum(len(beginners_edits(source)) for source in ways(exercise)) >= LEAST


@pytest.mark.parametrize("name", EXERCISES)
def test_no_card_names_a_cause_that_is_not_there(name):
    exercise = EXERCISES[name]

    false = []
    for what, source in edited(exercise):
        function, said = judged(exercise, source)
        if said.state is State.WRONG and said.mistakes:
            names = false_names(exercise, source, function, said.mistakes)
            false += [f"{what}: {' and '.join(names)}"] if names else []

    assert false == []
