"""The references agree with oracles that nobody here wrote, and with laws of mathematics."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.polynomial import Polynomial
from scipy.optimize import approx_fprime
from scipy.optimize._numdiff import approx_derivative
from scipy.stats import kstest
from sklearn.metrics import log_loss
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from autograder.exercises import gradient_checking, initialization, optimization
from autograder.exercises.gradient_checking.network import correct_gradients, random_network
from helpers import (
    dictionary_to_vector,
    forward_propagation_leaky,
    forward_propagation_n,
    gradients_to_vector,
    vector_to_dictionary,
)
from helpers.checks.cases import Case, answer
from helpers.given.backward_propagation_n import backward
from helpers.gradients import SHAPES
from helpers.network import cross_entropy, forward, sigmoid

STEPS = 5
RATE, BETA1, BETA2, EPSILON = 0.05, 0.8, 0.95, 1e-3


def random_steps():
    """Parameters of a network, and gradients for some steps."""
    rng = np.random.default_rng(0)
    shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    grads = [{f"d{n}": rng.normal(size=s) for n, s in shapes.items()} for _ in range(STEPS)]
    return parameters, grads


def scikit_learn_s(optimizer_class, **settings):
    """Where an optimizer of scikit-learn arrives after these steps."""
    parameters, grads = random_steps()
    values = [value.copy() for value in parameters.values()]
    optimizer = optimizer_class(values, **settings)
    for gradient in grads:
        optimizer.update_params(values, [gradient[f"d{name}"] for name in parameters])
    return values


def assert_same(parameters, values):
    np.testing.assert_allclose(
        np.concatenate([value.ravel() for value in parameters.values()]),
        np.concatenate([value.ravel() for value in values]),
        rtol=1e-12,
    )


def test_gradient_descent_takes_the_steps_of_scikit_learn():
    parameters, grads = random_steps()
    values = scikit_learn_s(SGDOptimizer, learning_rate_init=RATE, momentum=0, nesterov=False)

    for gradient in grads:
        parameters = optimization.update_parameters_with_gd.reference(parameters, gradient, RATE)

    assert_same(parameters, values)


def test_momentum_takes_the_steps_of_scikit_learn():
    # There the velocity is β·v − rate·g and is added. It is our velocity times −rate when its
    # learning rate is (1 − β) times ours.
    parameters, grads = random_steps()
    values = scikit_learn_s(
        SGDOptimizer, learning_rate_init=RATE * (1 - BETA1), momentum=BETA1, nesterov=False
    )
    v = optimization.initialize_velocity.reference(parameters)

    for gradient in grads:
        parameters, v = optimization.update_parameters_with_momentum.reference(
            parameters, gradient, v, BETA1, RATE
        )

    assert_same(parameters, values)


def test_the_velocity_is_the_weighted_sum_of_all_gradients():
    parameters, grads = random_steps()
    weights = (1 - BETA1) * BETA1 ** np.arange(STEPS)[::-1]
    v = optimization.initialize_velocity.reference(parameters)

    for gradient in grads:
        parameters, v = optimization.update_parameters_with_momentum.reference(
            parameters, gradient, v, BETA1, RATE
        )

    np.testing.assert_allclose(v["dW1"], np.tensordot(weights, [g["dW1"] for g in grads], axes=1))


def test_adam_takes_the_steps_of_scikit_learn():
    # There both bias corrections are moved into the learning rate, so that epsilon stands beside
    # √s and not beside √(s / (1 − β2^t)). Ours is the same when epsilon is divided by √(1 − β2^t).
    parameters, grads = random_steps()
    values = scikit_learn_s(
        AdamOptimizer, learning_rate_init=RATE, beta_1=BETA1, beta_2=BETA2, epsilon=EPSILON
    )
    v, s = optimization.initialize_adam.reference(parameters)

    for t, gradient in enumerate(grads, start=1):
        epsilon = EPSILON / np.sqrt(1 - BETA2**t)
        parameters, v, s = optimization.update_parameters_with_adam.reference(
            parameters, gradient, v, s, t, RATE, BETA1, BETA2, epsilon
        )

    assert_same(parameters, values)


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate():
    parameters, (grads, *_) = random_steps()
    v, s = optimization.initialize_adam.reference(parameters)

    updated, _, _ = optimization.update_parameters_with_adam.reference(
        dict(parameters), grads, v, s, t=1, learning_rate=RATE
    )

    np.testing.assert_allclose(parameters["W1"] - updated["W1"], RATE * np.sign(grads["dW1"]))


@pytest.mark.parametrize("seed", range(3))
def test_backward_propagation_n_agrees_with_scipy_s_finite_differences(seed):
    X, Y, parameters = random_network(np.random.default_rng(seed), examples=6)
    theta, _ = dictionary_to_vector(parameters)

    gradients = gradients_to_vector(correct_gradients(X, Y, parameters)).ravel()

    slopes = approx_fprime(
        theta.ravel(), lambda t: forward_propagation_n(X, Y, vector_to_dictionary(t))[0]
    )
    np.testing.assert_allclose(gradients, slopes, rtol=1e-5, atol=1e-6)


def test_backward_propagation_leaky_agrees_with_scipy_s_finite_differences():
    X, Y, parameters = random_network(np.random.default_rng(3), examples=6)
    _, cache = forward_propagation_leaky(X, Y, parameters)
    theta, _ = dictionary_to_vector(parameters)

    gradients = gradient_checking.backward_propagation_leaky.reference(X, Y, cache)

    slopes = approx_fprime(
        theta.ravel(), lambda t: forward_propagation_leaky(X, Y, vector_to_dictionary(t))[0]
    )
    np.testing.assert_allclose(gradients_to_vector(gradients).ravel(), slopes, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("layers", [[2, 1], [3, 4, 1], [2, 10, 5, 1], [4, 3, 3, 3, 1]])
def test_the_backward_pass_agrees_with_scipy_s_finite_differences(layers):
    rng = np.random.default_rng(2)
    shapes = {}
    for l, n in enumerate(layers[1:], start=1):
        shapes |= {f"W{l}": (n, layers[l - 1]), f"b{l}": (n, 1)}
    X, Y = rng.normal(size=(layers[0], 7)), rng.integers(0, 2, size=(1, 7))
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}

    def cost(vector):
        cut = np.split(vector, np.cumsum([p.size for p in parameters.values()])[:-1])
        moved = {name: part.reshape(shapes[name]) for name, part in zip(shapes, cut, strict=True)}
        return cross_entropy(forward(X, moved)[0], Y)

    grads = backward(*forward(X, parameters), Y, parameters)

    slopes = approx_fprime(np.concatenate([p.ravel() for p in parameters.values()]), cost)
    found = np.concatenate([grads[f"d{name}"].ravel() for name in parameters])
    np.testing.assert_allclose(found, slopes, rtol=1e-5, atol=1e-6)


def test_both_costs_are_scikit_learn_s_log_loss():
    X, Y, parameters = random_network(np.random.default_rng(4), examples=20)
    Z, _ = forward(X, parameters)
    wanted = log_loss(Y.ravel(), sigmoid(Z).ravel())

    assert cross_entropy(Z, Y) == pytest.approx(wanted)
    assert forward_propagation_n(X, Y, parameters)[0] == pytest.approx(wanted)


@pytest.mark.parametrize(("name", "n_before"), [("W1", 1000), ("W2", 600), ("W3", 400)])
def test_he_s_weights_are_normal_with_a_variance_of_2_by_the_previous_layer(name, n_before):
    W = initialization.initialize_parameters_he.reference([1000, 600, 400, 500])[name]

    assert W.shape[1] == n_before
    assert W.std() == pytest.approx(np.sqrt(2 / n_before), rel=0.01)
    assert kstest(W.ravel(), "norm", args=(0, np.sqrt(2 / n_before))).pvalue > 1e-3


def test_he_s_weights_keep_the_signal_through_a_deep_network():
    layers = [500] * 12 + [1]
    X = np.random.default_rng(0).normal(size=(500, 200))

    _, activations = forward(X, initialization.initialize_parameters_he.reference(layers))

    # a scale of √(1/n) would leave one part in two thousand
    mean_squares = [np.mean(A**2) for A in activations]
    assert min(mean_squares) > 0.5
    assert max(mean_squares) < 2


def test_random_weights_are_normal_with_a_spread_of_10():
    parameters = initialization.initialize_parameters_random.reference([300, 200, 100])

    assert kstest(parameters["W1"].ravel(), "norm", args=(0, 10)).pvalue > 1e-3
    assert kstest(parameters["W2"].ravel(), "norm", args=(0, 10)).pvalue > 1e-3


small_integers = st.integers(-9, 9)


def gradient_check(x, theta, J, slope, epsilon):
    given = {"forward_propagation": J, "backward_propagation": slope}
    case = Case("a polynomial", {"x": x, "theta": theta, "epsilon": epsilon}, given)
    return answer(gradient_checking.gradient_check.reference, case).value


@given(
    J=st.lists(small_integers, min_size=1, max_size=6),
    theta=st.floats(-2, 2),
    x=st.integers(1, 9),
)
def test_a_gradient_check_of_a_right_gradient_passes_for_any_polynomial(J, theta, x):
    slope = Polynomial(J).deriv()
    assume(abs(slope(theta)) > 0.5)

    difference = gradient_check(x, theta, J, list(slope.coef), epsilon=1e-5)

    assert difference < 1e-7


@given(
    J=st.lists(small_integers, min_size=3, max_size=3),
    theta=small_integers,
    x=st.integers(1, 9),
    power=st.integers(0, 8),
)
def test_a_centred_difference_is_exact_for_parabolas_whatever_the_step(J, theta, x, power):
    slope = Polynomial(J).deriv()
    assume(slope(theta) != 0)

    # integers and powers of two: nothing is rounded
    difference = gradient_check(x, theta, J, list(slope.coef), epsilon=2.0**-power)

    assert difference == 0


@given(factor=st.floats(-5, 5).filter(lambda f: abs(f - 1) > 0.01))
def test_a_gradient_off_by_a_factor_fails_the_check(factor):
    difference = gradient_check(3, 2, [0, 1], [factor], epsilon=1e-7)

    assert difference == pytest.approx(abs(factor - 1) / (abs(factor) + 1), abs=1e-7)


@pytest.mark.parametrize("epsilon", [1e-1, 1e-3, 1e-5])
def test_gradient_check_n_agrees_with_scipy_s_centred_differences(epsilon):
    rng = np.random.default_rng(5)
    X, Y, parameters = random_network(rng, examples=4)
    gradients = {f"d{name}": rng.normal(size=shape) for name, shape in SHAPES.items()}
    theta, _ = dictionary_to_vector(parameters)

    difference = gradient_checking.gradient_check_n.reference(parameters, gradients, X, Y, epsilon)

    slopes = approx_derivative(
        lambda t: forward_propagation_n(X, Y, vector_to_dictionary(t))[0],
        theta.ravel(),
        method="3-point",
        abs_step=epsilon,
    )
    claimed = gradients_to_vector(gradients).ravel()
    norms = np.linalg.norm(claimed) + np.linalg.norm(slopes)
    assert difference == pytest.approx(np.linalg.norm(claimed - slopes) / norms)


def test_a_check_along_a_direction_compares_scipy_s_slope_of_the_cost_along_it():
    rng = np.random.default_rng(6)
    X, Y, parameters = random_network(rng, examples=4)
    gradients = {f"d{name}": rng.normal(size=shape) for name, shape in SHAPES.items()}
    theta, _ = dictionary_to_vector(parameters)
    direction = rng.normal(size=theta.shape)

    difference = gradient_checking.gradient_check_direction.reference(
        parameters, gradients, X, Y, direction, 1e-4
    )

    slope = approx_derivative(
        lambda t: forward_propagation_n(X, Y, vector_to_dictionary(theta + t * direction))[0],
        0.0,
        method="3-point",
        abs_step=1e-4,
    )
    claimed = np.vdot(gradients_to_vector(gradients), direction)
    assert difference == pytest.approx(abs(claimed - slope) / (abs(claimed) + abs(slope)))


mini_batches = {
    "m": st.integers(1, 200),
    "size": st.integers(1, 70),
    "seed": st.integers(0, 2**32 - 1),
}


def cut(m, size, seed):
    X = np.vstack([np.arange(m), np.arange(m) ** 2])
    return optimization.random_mini_batches.reference(X, X[:1] % 2, size, seed)


@given(**mini_batches)
def test_mini_batches_hold_every_example_once(m, size, seed):
    columns = np.hstack([X for X, _ in cut(m, size, seed)])

    assert sorted(columns[0]) == list(range(m))


@given(**mini_batches)
def test_mini_batches_keep_examples_whole_and_beside_their_labels(m, size, seed):
    batches = cut(m, size, seed)

    assert all(np.array_equal(X[1], X[0] ** 2) for X, _ in batches)
    assert all(np.array_equal(Y, X[:1] % 2) for X, Y in batches)


@given(**mini_batches)
def test_all_mini_batches_are_full_but_the_last_which_is_not_empty(m, size, seed):
    sizes = [X.shape[1] for X, _ in cut(m, size, seed)]

    assert sizes[:-1] == [size] * (len(sizes) - 1)
    assert 1 <= sizes[-1] <= size


@given(**mini_batches)
def test_a_seed_gives_the_same_mini_batches_again(m, size, seed):
    first, second = (np.hstack([X for X, _ in cut(m, size, seed)]) for _ in range(2))

    assert np.array_equal(first, second)


@given(seed=st.integers(0, 10_000))
def test_another_seed_gives_other_mini_batches(seed):
    first, second = (np.hstack([X for X, _ in cut(150, 64, seed + i)]) for i in range(2))

    assert not np.array_equal(first, second)
