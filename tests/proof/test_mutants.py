"""Mutants of the references: one change each, always the same, and none that is the reference."""

import ast

import pytest
from classroom import EXERCISES

from autograder.exercise import source_of
from autograder.grading.judge import judge
from autograder.proof.equivalent import EQUIVALENT
from autograder.proof.mutants import mutants
from helpers.checks.verdict import State

MUTANTS = {name: mutants(exercise) for name, exercise in EXERCISES.items()}

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def mutant_of(name, description):
    return next(mutant for mutant in MUTANTS[name] if mutant.description == description)


def test_there_are_several_hundred():
    assert sum(map(len, MUTANTS.values())) > 1000


@every_exercise
def test_they_are_the_same_every_time(exercise):
    assert mutants(exercise) == MUTANTS[exercise.name]


@every_exercise
def test_none_is_the_reference_or_another_mutant(exercise):
    sources = [source_of(exercise.reference, exercise.name)]
    sources += [mutant.source for mutant in MUTANTS[exercise.name]]

    trees = {ast.dump(ast.parse(source)) for source in sources}

    assert len(trees) == len(sources)


@every_exercise
def test_each_one_defines_the_function(exercise):
    functions = [exercise.compiled(mutant.source) for mutant in MUTANTS[exercise.name]]

    assert {function.__name__ for function in functions} == {exercise.name}


@every_exercise
def test_no_two_have_the_same_description(exercise):
    descriptions = [mutant.description for mutant in MUTANTS[exercise.name]]

    assert len(set(descriptions)) == len(descriptions)


def test_the_descriptions_of_a_short_function_are_all_its_changes():
    changes = [mutant.description for mutant in MUTANTS["forward_propagation"]]

    assert changes == [
        "line 2: J = theta * x → pass",
        "line 2: theta * x → theta / x",
        "line 2: theta * x → theta + x",
        "line 2: theta * x → theta",
        "line 2: theta * x → x",
        "line 2: theta * x → -(theta * x)",
        "line 2: theta * x → x * x",
        "line 2: theta * x → theta * theta",
        "line 3: return J → return",
        "line 3: return J → return theta",
        "line 2: theta * x → theta * (theta * x)",
        "line 2: theta * x → theta * x * x",
    ]


@pytest.mark.parametrize(
    ("name", "description", "code"),
    [
        ("update_parameters_with_momentum", "line 4: 1 - beta → 1 + beta", "(1 + beta)"),
        ("update_parameters_with_adam", "line 1: 0.9 → 0", "beta1=0,"),
        ("backward_propagation_n", "line 8: Z2 > 0 → Z2 < 0", "(Z2 < 0)"),
        ("backward_propagation_n", "line 5: A2.T → A2", "np.dot(dZ3, A2)"),
        (
            "backward_propagation_n",
            "line 6: np.sum(dZ3, axis=1, keepdims=True) → np.sum(dZ3, axis=1)",
            "np.sum(dZ3, axis=1)",
        ),
        ("random_mini_batches", "line 5: (:, order) → (order, :)", "X[order, :]"),
        ("random_mini_batches", "line 10: first:last → first + 1:last", "[:, first + 1:last]"),
        (
            "initialize_parameters_he",
            "line 5: np.sqrt(2 / layers_dims[l - 1]) → 2 / layers_dims[l - 1]",
            "scale = 2 / layers_dims[l - 1]",
        ),
        ("initialize_velocity", "line 5: v[f'dW{l}'] → v[f'W{l}']", "v[f'W{l}'] ="),
        ("gradient_check_n", "line 6: np.copy(theta) → theta", "theta_plus = theta\n"),
        ("gradient_check_n", "line 7: theta_plus[i] += epsilon → pass", "pass"),
        ("initialize_adam", "line 10: (v, s) → (s, v)", "return (s, v)"),
    ],
)
def test_a_mutant_has_the_change_that_it_names(name, description, code):
    mutant = mutant_of(name, description)

    assert code in mutant.source


@pytest.mark.parametrize(("name", "description"), EQUIVALENT)
def test_a_mutant_that_is_listed_as_equivalent_is_accepted(name, description):
    exercise, mutant = EXERCISES[name], mutant_of(name, description)
    cases = exercise.cases_for(5)

    verdict = judge(exercise, cases, exercise.answers(exercise.compiled(mutant.source), cases))

    assert verdict.state is State.CORRECT
