"""A wrong answer is told by the name of its mistake, at work and in grading alike."""

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.authoring import public
from autograder.authoring.outputs import same_text
from autograder.grading.judge import judge
from helpers.checks.cases import answers
from helpers.checks.check import public_exercises
from helpers.checks.rubric import Rubric
from helpers.checks.traces import fits, same, trace
from helpers.checks.verdict import State, verdict

every_exercise = pytest.mark.parametrize("name", EXERCISES)
every_misconception = pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param(name, known, id=f"{name}: {known.name}")
        for name, exercise in EXERCISES.items()
        for known in exercise.misconceptions
    ],
)


def graded(name, function, seed=0):
    """Judge a function as the grader does."""
    exercise = EXERCISES[name]
    cases = exercise.cases_for(seed)
    return judge(exercise, cases, exercise.answers(function, cases))


def at_work(name, function):
    """Judge a function as `check` does for a student at work."""
    rubric = Rubric.from_json(name, public_exercises()[name])
    return verdict(rubric, answers(function, rubric.cases))


@every_misconception
def test_every_known_mistake_is_refused_in_words_and_named(name, known):
    said = graded(name, known.function)

    assert (said.state, said.mistakes) == (State.WRONG, (known.name,))
    assert said.share <= 0.7
    assert said.message.startswith("Case “")
    assert (said.questions, said.hints) == ((known.question,), (known.hint,))


@every_misconception
def test_the_same_answer_gets_the_same_verdict_at_work_and_in_grading(name, known):
    in_grading = graded(name, known.function, public.SEED)

    here = at_work(name, known.function)

    assert same_text(str(here), str(in_grading))
    assert here.share == in_grading.share
    assert (here.questions, here.hints) == (in_grading.questions, in_grading.hints)
    assert (here.right, here.wrong) == (in_grading.right, in_grading.wrong)


@every_exercise
def test_any_two_known_mistakes_are_told_apart_by_some_case(name):
    exercise = EXERCISES[name]
    cases = exercise.cases_for(0)
    expected = exercise.expected(cases)
    traces = {
        known.name: list(
            trace(exercise.comparison, cases, expected, exercise.answers(known.function, cases))
        )
        for known in exercise.misconceptions
    }

    alike = [
        (first, second)
        for first in traces
        for second in traces
        if first < second
        and fits(traces[first], traces[second], lambda a, b: same(a, b, exercise.tolerance))
    ]

    assert alike == []


def defined(name, source):
    """Run a source as a student's cell and take the function out of it."""
    notebook = {"np": np}
    exec(source, notebook)
    return notebook[name]


HE = "initialize_parameters_he"
HE_BY_GENERATOR = """
def initialize_parameters_he(layers_dims):
    rng = np.random.default_rng()
    parameters = {{}}
    for l in range(1, len(layers_dims)):
        shape = (layers_dims[l], layers_dims[l - 1])
        parameters[f"W{{l}}"] = rng.normal(size=shape) * {scale}
        parameters[f"b{{l}}"] = np.zeros((layers_dims[l], 1))
    return parameters
"""


@pytest.mark.parametrize(
    ("scale", "mistake"),
    [
        ("(2 / layers_dims[l]) ** 0.5", "scaled by the current layer"),
        ("(1 / layers_dims[l - 1]) ** 0.5", "sqrt(1 / n) instead of sqrt(2 / n)"),
        ("10 * (2 / layers_dims[l - 1]) ** 0.5", "factor 10 left in"),
    ],
)
def test_a_wrong_scale_is_named_whatever_generator_drew_the_numbers(scale, mistake):
    said = graded(HE, defined(HE, HE_BY_GENERATOR.format(scale=scale)))

    assert said.mistakes == (mistake,)


GD = "update_parameters_with_gd"


def test_two_mistakes_made_together_are_both_named():
    source = f"""
def {GD}(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{{l}}"] += learning_rate * grads[f"dW{{l}}"]
    return parameters
"""

    said = graded(GD, defined(GD, source))

    assert set(said.mistakes) == {"plus instead of minus", "biases left out"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return {}", "W1 is missing"),
        ("return {k: v.T for k, v in parameters.items()}", "W1 has shape (3, 2), expected (2, 3)"),
        ("return {k: v * np.nan for k, v in parameters.items()}", "W1 holds NaN"),
        ("return {k: v * 7 for k, v in parameters.items()}", "W1[0, 0] is 11.37"),
        ("return parameters['W3']", "it raised KeyError: 'W3'"),
    ],
)
def test_an_unknown_mistake_is_told_by_what_differs_first(body, message):
    function = defined(GD, f"def {GD}(parameters, grads, learning_rate):\n    {body}")

    said = graded(GD, function)

    assert (said.state, said.mistakes) == (State.WRONG, ())
    assert message in said.message


@pytest.mark.parametrize(
    ("body", "times"),
    [
        ("return {k: v * 3 for k, v in right.items()}", "3 times"),
        ("return {k: -v for k, v in right.items()}", "-1 times"),
    ],
)
def test_a_constant_ratio_to_the_expected_values_is_told(body, times):
    source = f"""
def {GD}(parameters, grads, learning_rate):
    right = {{k: v - learning_rate * grads["d" + k] for k, v in parameters.items()}}
    {body}
"""

    said = graded(GD, defined(GD, source))

    assert f"; all of W1 is {times} what is expected" in said.message


class TestPartialCredit:
    def share(self, body):
        function = defined(GD, f"def {GD}(parameters, grads, learning_rate):\n    {body}")
        return graded(GD, function).share

    def test_right_names_and_shapes_alone_earn_a_fifth(self):
        assert self.share("return {k: v + 1 for k, v in parameters.items()}") == 0.2

    def test_inputs_that_are_only_handed_back_earn_nothing(self):
        assert self.share("return parameters") == 0

    def test_a_wrong_edge_case_costs_its_share_alone(self):
        right = "{k: v - learning_rate * grads['d' + k] for k, v in parameters.items()}"

        assert self.share(f"return {{}} if len(parameters) == 2 else {right}") == 0.7

    def test_wrong_ordinary_cases_cost_the_edge_cases_as_well(self):
        right = "{k: v - learning_rate * grads['d' + k] for k, v in parameters.items()}"

        assert self.share(f"return {{}} if len(parameters) > 2 else {right}") == 0

    @every_exercise
    def test_the_shares_of_every_exercise_add_up_to_the_points(self, name):
        shares = EXERCISES[name].shares

        assert shares.form + shares.ordinary + shares.edge == pytest.approx(1)

    @every_exercise
    def test_every_exercise_has_ordinary_and_edge_cases(self, name):
        assert {case.edge for case in EXERCISES[name].cases_for(0)} == {False, True}
