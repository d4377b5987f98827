"""Arrays that share their memory are told, and what only looks like it is not."""

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.grading.judge import judge
from helpers.checks.cases import Answer, Case, answer
from helpers.checks.verdict import State

CASE = Case("any", {"x": 1.0})
ZEROS = np.zeros((2, 3))


def graded(name, function, seed=0):
    """Grade a function as a student's is graded: its answers leave its process as data."""
    exercise = EXERCISES[name]
    cases = exercise.cases_for(seed)
    sent = [each.to_json() for each in exercise.answers(function, cases)]
    return judge(exercise, cases, [Answer.from_json(data) for data in sent])


def one_array_under_two_names(parameters):
    v, s = {}, {}
    for name, value in parameters.items():
        v[f"d{name}"] = s[f"d{name}"] = np.zeros_like(value)
    return v, s


def shallow_copy(parameters):
    v = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
    return v, v.copy()


def a_view_of_the_other(parameters):
    v = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
    return v, {name: value[:] for name, value in v.items()}


@pytest.mark.parametrize("wrong", [one_array_under_two_names, shallow_copy, a_view_of_the_other])
def test_averages_of_adam_that_share_arrays_are_refused_with_a_sentence(wrong):
    said = graded("initialize_adam", wrong)

    assert said.state is State.WRONG
    assert said.mistakes == ("v and s share their arrays",)
    assert "dW1 of v and dW1 of s are one and the same array" in said.message


def test_one_dict_for_both_averages_is_refused_with_a_sentence():
    def same(parameters):
        v = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
        return v, v

    assert "v and s are one and the same dict" in graded("initialize_adam", same).message


def test_layers_that_share_an_array_are_refused_with_a_sentence():
    def same(layers_dims):
        start = np.zeros((max(layers_dims), max(layers_dims)))
        shapes = {f"W{l}": (layers_dims[l], layers_dims[l - 1]) for l in range(1, len(layers_dims))}
        shapes |= {f"b{l}": (layers_dims[l], 1) for l in range(1, len(layers_dims))}
        return {name: start[:rows, :columns] for name, (rows, columns) in shapes.items()}

    assert "one and the same array" in graded("initialize_parameters_zeros", same).message


def views_of_one_vector(parameters):
    v, s = {}, {}
    for name, value in parameters.items():
        both = np.zeros((value.size, 2))  # entry by entry beside one another
        v[f"d{name}"], s[f"d{name}"] = (column.reshape(value.shape) for column in both.T)
    return v, s


def averages_and_more(parameters):
    v, s = ({f"d{name}": np.zeros_like(a) for name, a in parameters.items()} for _ in range(2))
    return v, s, v, s


def zeros_that_nobody_can_write_into(parameters):
    zero = np.zeros(())
    made = {f"d{name}": np.broadcast_to(zero, a.shape) for name, a in parameters.items()}
    return made, dict(made)


@pytest.mark.parametrize(
    "right", [views_of_one_vector, averages_and_more, zeros_that_nobody_can_write_into]
)
def test_arrays_that_share_no_entry_that_was_asked_for_are_right(right):
    assert graded("initialize_adam", right).state is State.CORRECT


def momentum_in_place(parameters, grads, v, beta, learning_rate):
    for name in parameters:
        v[f"d{name}"] *= beta
        v[f"d{name}"] += (1 - beta) * grads[f"d{name}"]
        parameters[name] -= learning_rate * v[f"d{name}"]
    return parameters, v


def test_inputs_that_are_changed_in_place_and_given_back_are_right():
    assert graded("update_parameters_with_momentum", momentum_in_place).state is State.CORRECT


@pytest.mark.parametrize(
    ("value", "shared"),
    [
        (({"a": ZEROS}, {"a": ZEROS}), (("0 a", "1 a"),)),
        ({"a": ZEROS, "b": ZEROS[:, 1:]}, (("0 a", "0 b"),)),
        ({"a": ZEROS[:, :2], "b": ZEROS[:, 2:]}, ()),
        ([(ZEROS, ZEROS)], ()),
        (({}, {}), ()),
        (({"a": 1.0}, {"a": 1.0}), ()),
    ],
)
def test_places_that_share_their_memory_are_seen_and_survive_the_boundary(value, shared):
    got = answer(lambda x: value, CASE)

    assert got.shared == shared
    assert Answer.from_json(got.to_json()).shared == shared


@pytest.mark.parametrize("shared", [True, [1], [["0"]], [["0", 1]], "01"])
def test_what_a_student_s_process_makes_up_is_not_taken(shared):
    with pytest.raises(ValueError, match="not a"):
        Answer.from_json(Answer(1).to_json() | {"shared": shared})


def test_so_many_arrays_are_looked_at_and_no_more():
    many = {f"{i}": ZEROS for i in range(10_000)}

    assert len(Answer.from_json(answer(lambda x: many, CASE).to_json()).shared) <= 60
