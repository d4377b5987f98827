"""No case asks for, or expects, a number that is not finite."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.exercises import CATALOGUE
from autograder.exercises.gradient_checking.network import random_network
from autograder.proof import finite
from autograder.proof.finite import not_finite
from autograder.proof.prove import Kind, prove
from autograder.terminal import cli
from helpers.checks.cases import Case
from helpers.gradients import forward_propagation_n

EXERCISE = CATALOGUE["gradient_checking"]["forward_propagation"]
SEEDS = 60  # thousands by `autograder prove --cases`
EXERCISES = [one for exercises in CATALOGUE.values() for one in exercises.values()]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_cases_of_an_exercise_are_finite(exercise):
    assert not_finite(exercise, range(SEEDS)) == []


@pytest.mark.parametrize("seed", [5021, 12306, 20188, 21169])
def test_a_network_that_is_sure_of_itself_is_not_among_the_cases(seed):
    X, Y, parameters = random_network(np.random.default_rng(seed), examples=5)  # logits beyond 36

    cost, _ = forward_propagation_n(X, Y, parameters)

    assert np.isfinite(cost)


@pytest.mark.parametrize(
    "number", [np.nan, np.inf, -np.inf, [1.0, np.nan], {"W": np.array(np.inf)}]
)
def test_an_input_that_is_not_finite_is_told(number):
    bad = replace(
        EXERCISE,
        cases=lambda rng: [Case("any", {"x": 1, "theta": number})],
        reference=lambda x, theta: x,
    )

    assert not_finite(bad, [7]) == ["forward_propagation, seed 7: any"]


def test_an_expected_answer_that_is_not_finite_is_told():
    def reference(x, theta):
        return {"J": [x * theta, np.float64("nan")]}

    bad = replace(EXERCISE, reference=reference, misconceptions=[], alternatives=[])

    proof = prove({"gradient_checking": {EXERCISE.name: bad}}, [0])

    assert Kind.NOT_FINITE in {fault.kind for fault in proof.faults}


def test_a_reference_that_raises_is_told():
    def reference(x, theta):
        raise ZeroDivisionError

    bad = replace(EXERCISE, reference=reference)

    assert "seed 0: The reference of forward_propagation raised" in not_finite(bad, [0])[0]


def test_the_command_tries_so_many_seeds(capsys):
    code = cli.main(["prove", "--cases", "3"])

    assert code == 0
    assert "0 cases of 3 seeds are not finite" in capsys.readouterr().out


def test_the_command_fails_where_one_is_not_finite(monkeypatch, capsys):
    monkeypatch.setattr(finite, "all_not_finite", lambda seeds: ["f, seed 1: [any]"])

    code = cli.main(["prove", "--cases", "3"])

    assert code == 1
    assert "a case holds or expects NaN or infinity: f, seed 1: [any]" in capsys.readouterr().out
