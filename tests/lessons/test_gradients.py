"""What the n-dimensional part of the gradient checking notebook is given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as npst

from autograder.exercises.gradient_checking import (
    backward_propagation_leaky,
    gradient_check_n,
)
from autograder.exercises.gradient_checking.network import correct_gradients, faulty_gradients
from helpers import (
    cost_near,
    dictionary_to_vector,
    differing,
    forward,
    forward_propagation_leaky,
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    vector_to_dictionary,
    with_forward,
)
from helpers.gradients import SHAPES, one_sided_gradient

X, Y, PARAMETERS = gradient_check_case()


@given(npst.arrays(float, (47, 1)))
def test_a_vector_comes_back_from_its_dictionary(vector):
    back, _ = dictionary_to_vector(vector_to_dictionary(vector))

    np.testing.assert_array_equal(back, vector)


def test_a_dictionary_comes_back_from_its_vector():
    vector, _ = dictionary_to_vector(PARAMETERS)

    np.testing.assert_equal(vector_to_dictionary(vector), PARAMETERS)


def test_the_keys_say_where_each_entry_comes_from():
    vector, keys = dictionary_to_vector(PARAMETERS)

    assert len(keys) == len(vector) == 47
    assert [keys.count(name) for name in SHAPES] == [20, 5, 15, 3, 3, 1]
    assert sorted(keys, key=list(SHAPES).index) == keys


def test_gradients_lie_in_the_order_of_the_parameters_whatever_order_they_come_in():
    gradients = {f"d{name}": PARAMETERS[name] for name in reversed(SHAPES)}

    np.testing.assert_array_equal(
        gradients_to_vector(gradients), dictionary_to_vector(PARAMETERS)[0]
    )


def test_moving_an_entry_of_the_vector_leaves_the_parameters_as_they_are():
    _, _, parameters = gradient_check_case()

    vector, _ = dictionary_to_vector(parameters)
    vector += 1

    np.testing.assert_equal(parameters, PARAMETERS)


def test_the_cache_holds_every_step_of_the_forward_pass():
    _, cache = forward_propagation_n(X, Y, PARAMETERS)

    first = [(5, 3), (5, 3), (5, 4), (5, 1)]
    second = [(3, 3), (3, 3), (3, 5), (3, 1)]
    third = [(1, 3), (1, 3), (1, 3), (1, 1)]
    assert [entry.shape for entry in cache] == [*first, *second, *third]


def test_the_forward_pass_is_that_of_the_network():
    Z, (_, A1, A2) = forward(X, PARAMETERS)

    _, cache = forward_propagation_n(X, Y, PARAMETERS)

    np.testing.assert_allclose(cache[8], Z)
    np.testing.assert_allclose(cache[1], A1)
    np.testing.assert_allclose(cache[5], A2)


@pytest.mark.parametrize("epsilon", [1e-4, 1e-6])
def test_a_one_sided_difference_is_near_the_gradient_and_gets_nearer(epsilon):
    right = gradients_to_vector(correct_gradients(X, Y, PARAMETERS))

    found = gradients_to_vector(one_sided_gradient(X, Y, PARAMETERS, epsilon))

    assert 0 < np.linalg.norm(found - right) / np.linalg.norm(right) < epsilon


check_leaky = with_forward(gradient_check_n.reference, forward_propagation_leaky)


def checked_with_leaky_units(backward, seed):
    """Relative difference of a backward pass, by the check of the lesson."""
    X, Y, parameters = gradient_check_case(seed)
    _, cache = forward_propagation_leaky(X, Y, parameters)
    return check_leaky(parameters, backward(X, Y, cache), X, Y, 1e-5)


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_check_of_another_forward_pass_confirms_its_backward_pass(seed):
    assert checked_with_leaky_units(backward_propagation_leaky.reference, seed) < 1e-8


def test_the_given_leaky_pass_passes_with_seed_8_alone():
    [given] = [
        known.function
        for known in backward_propagation_leaky.misconceptions
        if known.name == "one slope for all examples"
    ]

    differences = {seed: checked_with_leaky_units(given, seed) for seed in range(1, 9)}

    assert [seed for seed, found in differences.items() if found < 1e-7] == [8]
    assert min(found for seed, found in differences.items() if seed != 8) > 1e-2


def test_a_check_stays_as_it_was_when_another_is_made_of_it():
    right = correct_gradients(X, Y, PARAMETERS)

    assert gradient_check_n.reference(PARAMETERS, right, X, Y, 1e-6) < 1e-7
    assert check_leaky(PARAMETERS, right, X, Y, 1e-6) > 1e-2


@pytest.mark.parametrize(
    ("gradients", "names"), [(faulty_gradients, "db1 and dW2"), (correct_gradients, "none")]
)
def test_the_gradients_that_differ_from_their_approximations_are_named(gradients, names):
    assert differing(PARAMETERS, gradients(X, Y, PARAMETERS), X, Y) == names


@pytest.mark.parametrize(
    ("exponent", "shape"),
    [(-1, "a parabola"), (-4, "a parabola"), (-8, "a cloud"), (-13, "a cloud")],
)
def test_the_cost_near_a_weight_is_a_parabola_until_it_is_a_cloud(exponent, shape):
    draw = cost_near(PARAMETERS, correct_gradients(X, Y, PARAMETERS), X, Y)

    figure, _ = draw(exponent)

    dots = figure.axes[0].get_lines()[0].get_ydata()
    plt.close(figure)
    bends_upwards = np.mean(np.diff(dots, 2) > 0)
    assert (bends_upwards > 0.99) == (shape == "a parabola")
