"""What a notebook is given counts, whatever was written over it."""

import pytest
from classroom import EXERCISES
from test_diagnosis import at_work, graded

import helpers
from autograder.exercise import source_of
from helpers.checks.verdict import State

NAME = "gradient_check_n"
REFERENCE = source_of(EXERCISES[NAME].reference, NAME)

ANOTHER_ORDER = """
def forward_propagation_n(X, Y, parameters):
    from helpers import gradients
    cost, cache = gradients.forward_propagation_n(X, Y, parameters)
    return cost * 3 / X.shape[1] * X.shape[1] / 3, cache
"""
BROKEN = "def forward_propagation_n(X, Y, parameters):\n    return 1 / 0\n"
OF_ITS_OWN_KIND = """
def dictionary_to_vector(parameters):
    from helpers import gradients
    return gradients.dictionary_to_vector(parameters)[0]
"""


def defined(*sources):
    """Run cells of a notebook, the library's names among them, and take the function out."""
    scope = dict(EXERCISES[NAME].reference.__globals__)
    for source in sources:
        exec(source, scope)
    return scope[NAME]


@pytest.mark.parametrize("judged", [at_work, graded])
@pytest.mark.parametrize(
    "cells",
    [
        (REFERENCE, ANOTHER_ORDER),
        (BROKEN, REFERENCE),
        (OF_ITS_OWN_KIND, REFERENCE.replace("theta, _ = dict", "theta = dict")),
    ],
    ids=["other last digits", "broken", "all that go together"],
)
def test_a_given_function_that_was_written_over_costs_no_points(judged, cells):
    assert judged(NAME, defined(*cells)).state is State.CORRECT


def test_a_mistake_keeps_its_name_beside_a_function_of_one_s_own():
    known = EXERCISES[NAME].misconceptions[0]

    assert graded(NAME, defined(ANOTHER_ORDER, known.source)).mistakes == (known.name,)


def test_what_was_written_over_is_there_again_afterwards():
    function = defined(BROKEN, REFERENCE)
    own = function.__globals__["forward_propagation_n"]

    graded(NAME, function)

    assert function.__globals__["forward_propagation_n"] is own


@pytest.mark.parametrize("name", EXERCISES)
def test_every_function_of_the_library_that_a_reference_uses_is_given(name):
    exercise = EXERCISES[name]
    used = [each for each in exercise.reference.__code__.co_names if each in helpers.__all__]

    assert all({*used} <= {*case.given} for case in exercise.cases_for(0))
