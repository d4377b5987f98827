"""Answers without the idea earn no more than the form, and what only looks random is told."""

from dataclasses import replace

import pytest
from classroom import EXERCISES

from autograder.proof import lazy, prove
from autograder.proof.patterns import ORDERS, SORTED_BY, WEIGHTS
from autograder.proof.prove import Kind
from helpers.checks.rubric import Shares

SEEDS = range(5)
# where what needs no idea is what the exercise asks for
ASKED_FOR = {
    "initialize_parameters_zeros": {"zeros"},
    "initialize_velocity": {"zeros"},
    "initialize_adam": {"zeros"},
    "backward_propagation": {
        "an input handed back",
        "an input moved by rounding",
        "an input in float32",
    },
}


def rubrics(exercise):
    """What a verdict needs, on the cases of several seeds, but for the known mistakes."""
    cases = (exercise.cases_for(seed) for seed in SEEDS)
    return [replace(exercise.rubric(some), mistakes=(), edits=()) for some in cases]


def most(way, exercise):
    """The largest share of the points that a way to answer earns."""
    return max(lazy._share(way, rubric) for rubric in rubrics(exercise))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_without_the_idea_earns_more_than_the_form(name):
    exercise = EXERCISES[name]

    found = lazy.most_without_the_idea(exercise, rubrics(exercise))

    assert found.share <= exercise.shares.form, found
    assert set(found.solutions) == ASKED_FOR.get(name, set())


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("exercise", ["initialize_parameters_random", "initialize_parameters_he"])
def test_weights_made_by_a_rule_earn_the_form_alone(exercise, name):
    way = lazy.WAYS["initialization"][name]

    assert most(way, EXERCISES[exercise]) == EXERCISES[exercise].shares.form


@pytest.mark.parametrize("name", [*ORDERS, *(f"sorted by {name}" for name in SORTED_BY)])
def test_orders_made_by_a_rule_earn_the_form_alone(name):
    way = lazy.WAYS["mini_batches"][name]

    assert most(way, EXERCISES["random_mini_batches"]) == Shares().form


@pytest.mark.parametrize("what", ["handed back", "moved by rounding", "in float32"])
@pytest.mark.parametrize("which", ["an input", "another input"])
@pytest.mark.parametrize(
    "name",
    [
        "update_parameters_with_gd",
        "update_parameters_with_momentum",
        "update_parameters_with_adam",
        "initialize_velocity",
    ],
)
def test_inputs_that_are_handed_back_have_not_even_the_form(name, which, what):
    way = lazy.EVERYWHERE[f"{which} {what}"]

    assert most(way, EXERCISES[name]) == 0


def test_the_proof_does_not_hold_where_a_lazy_answer_earns_more():
    exercise = EXERCISES["forward_propagation"]
    weak = replace(exercise, cases=lambda rng: exercise.cases(rng)[:1], misconceptions=[])

    faults = prove.prove({"gradient_checking": {weak.name: weak}}, [0]).faults

    said = f"{weak.name}: what is right in the first case earns 100%"
    assert said in [fault.what for fault in faults if fault.kind is Kind.LAZY]
