"""The cases of an exercise tell apart what must be, for points and not only at an edge."""

from functools import partial
from itertools import combinations

import pytest
from classroom import EXERCISES

from autograder.exercise import changed, source_of
from helpers.checks.comparison import Tolerance
from helpers.checks.traces import fits, same, trace
from helpers.checks.verdict import State, verdict


def ordinary_case_that_differs(name, changes):
    """Name the first ordinary case that tells a changed reference from the right one."""
    exercise = EXERCISES[name]
    function = exercise.compiled(changed(source_of(exercise.reference, name), changes))
    cases = exercise.cases_for(0)
    said = verdict(exercise.rubric(cases), exercise.answers(function, cases))
    return next((case.name for case in cases if not case.edge and case.name in said.wrong), None)


@pytest.mark.parametrize("exponent", ["2", "l", "(t - 1)", "(t + 1)", "1", "3"])
def test_an_ordinary_case_of_adam_tells_every_other_exponent_from_t(exponent):
    changes = {"beta1**t": f"beta1**{exponent}", "beta2**t": f"beta2**{exponent}"}

    assert ordinary_case_that_differs("update_parameters_with_adam", changes)


@pytest.mark.parametrize(
    "start",
    ["min(2, full) * size", "(full - 1) * full * size", "2 * size", "full * full * size // 2"],
)
def test_an_ordinary_case_tells_where_the_last_mini_batch_begins(start):
    changes = {
        "range(0, m, mini_batch_size)": "[*range(0, m - m % mini_batch_size, mini_batch_size)] + "
        "[-1] * (m % mini_batch_size > 0)",
        "        last =": "        full, size = divmod(m, mini_batch_size)[0], mini_batch_size\n"
        f"        first = {start} if first < 0 else first\n        last =",
    }

    assert ordinary_case_that_differs("random_mini_batches", changes)


@pytest.mark.parametrize(
    "own",
    [
        "def forward_propagation_n(X, Y, parameters):\n    raise NameError('relu')",
        "def forward_propagation_n(X, Y, parameters):\n    return 1.0, ()",
        "del forward_propagation_n",
    ],
    ids=["raising", "wrong", "missing"],
)
def test_an_own_forward_pass_does_not_spoil_the_gradient_check_of_a_network(own):
    exercise = EXERCISES["gradient_check_n"]
    notebook = dict(exercise.reference.__globals__)
    exec(f"{own}\n{source_of(exercise.reference, exercise.name)}", notebook)
    cases = exercise.cases_for(0)

    said = verdict(exercise.rubric(cases), exercise.answers(notebook[exercise.name], cases))

    assert (said.state, said.share) == (State.CORRECT, 1.0)


@pytest.mark.parametrize("name", ["gradient_check_n", "backward_propagation_n"])
def test_the_examples_of_a_case_have_labels_of_both_kinds(name):
    labels = [case.inputs["Y"] for seed in range(60) for case in EXERCISES[name].cases_for(seed)]

    # with nothing but zeros, A3 is as good as A3 − Y
    assert {bool(Y.max() == 1 and (Y.size == 1 or Y.min() == 0)) for Y in labels} == {True}


@pytest.mark.parametrize("name", ["gradient_check", "gradient_check_n"])
def test_the_costs_taken_at_other_places_give_answers_far_apart_with_every_seed(name):
    exercise = EXERCISES[name]
    elsewhere = {"ε fixed", "one-sided difference", "one-sided difference to the left"}
    known = [m.function for m in exercise.misconceptions if m.name in elsewhere]
    most = exercise.tolerance
    alike = partial(same, tolerance=Tolerance(20 * most.relative, 20 * most.absolute))

    def looks(seed):
        cases = [case for case in exercise.cases_for(seed) if "step" in case.name or case.edge]
        expected = exercise.expected(cases)
        answers = (exercise.answers(function, cases) for function in (exercise.reference, *known))
        return [list(trace(exercise.comparison, cases, expected, each)) for each in answers]

    near = [s for s in range(30) for a, b in combinations(looks(s), 2) if fits(a, b, alike)]

    assert len(known) == 3
    assert near == []
