"""The network: its shapes, its sound numbers, and what it says of points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy.optimize import approx_fprime
from scipy.special import expit

from helpers import accuracy, cross_entropy, forward, output, predict, sigmoid
from helpers.given.backward_propagation_n import backward


def network(*layers, scale=1.0):
    rng = np.random.default_rng(0)
    parameters = {}
    for l in range(1, len(layers)):
        parameters[f"W{l}"] = rng.normal(size=(layers[l], layers[l - 1])) * scale
        parameters[f"b{l}"] = rng.normal(size=(layers[l], 1))
    return parameters


X = np.random.default_rng(1).normal(size=(2, 6))
Y = np.array([[0, 1, 1, 0, 1, 0]])


def test_the_forward_pass_gives_the_last_linear_step_and_all_activations():
    Z, activations = forward(X, network(2, 5, 3, 1))

    assert Z.shape == (1, 6)
    assert [A.shape for A in activations] == [(2, 6), (5, 6), (3, 6)]
    assert min(A.min() for A in activations[1:]) == 0


def test_a_single_layer_is_a_linear_step():
    parameters = network(2, 1)

    Z, _ = forward(X, parameters)

    np.testing.assert_allclose(Z, parameters["W1"] @ X + parameters["b1"])


def test_relu_is_applied_between_the_layers_and_not_after_the_last():
    parameters = network(2, 5, 1)
    hidden = np.maximum(0, parameters["W1"] @ X + parameters["b1"])

    Z, _ = forward(X, parameters)

    np.testing.assert_allclose(Z, parameters["W2"] @ hidden + parameters["b2"])


def test_neither_pass_changes_its_inputs():
    parameters, before = network(2, 5, 3, 1), network(2, 5, 3, 1)
    points = X.copy()

    Z, activations = forward(points, parameters)
    kept = [A.copy() for A in (Z, *activations)]
    backward(Z, activations, Y, parameters)

    np.testing.assert_array_equal(points, X)
    np.testing.assert_equal(parameters, before)
    np.testing.assert_equal([Z, *activations], kept)


def test_gradients_have_the_names_and_shapes_of_the_parameters():
    parameters = network(2, 5, 3, 1)

    grads = backward(*forward(X, parameters), Y, parameters)

    shapes = {f"d{name}": values.shape for name, values in parameters.items()}
    assert {name: values.shape for name, values in grads.items()} == shapes


def test_the_gradient_is_a_mean_over_the_examples():
    parameters = network(2, 4, 1)

    once = backward(*forward(X, parameters), Y, parameters)
    twice = backward(*forward(np.tile(X, 2), parameters), np.tile(Y, 2), parameters)

    np.testing.assert_allclose(twice["dW1"], once["dW1"])


@given(npst.arrays(float, (1, 5), elements=st.floats(-15, 15)))
def test_the_cost_is_the_cross_entropy_of_the_sigmoid(Z):
    labels = np.array([[0, 1, 0, 1, 1]])
    A = expit(Z)

    wanted = np.mean(-labels * np.log(A) - (1 - labels) * np.log1p(-A))

    assert cross_entropy(Z, labels) == pytest.approx(wanted, rel=1e-8)


@pytest.mark.parametrize(("Z", "label", "cost"), [(800, 0, 800), (-800, 1, 800), (800, 1, 0)])
def test_the_cost_is_exact_where_the_prediction_rounds_to_0_or_1(Z, label, cost):
    assert cross_entropy(np.array([[float(Z)]]), np.array([[label]])) == cost


@pytest.mark.parametrize(("z", "a"), [(0, 0.5), (1e4, 1), (-1e4, 0)])
def test_the_sigmoid_does_not_overflow(z, a):
    assert sigmoid(np.array([[float(z)]])) == a


def test_several_outputs_are_probabilities_and_each_column_adds_up_to_one():
    Z = np.array([[0.0, 1e4], [np.log(3), 0.0]])

    np.testing.assert_allclose(output(Z), [[0.25, 1], [0.75, 0]])


def test_gradients_of_a_softmax_network_are_those_that_differences_measure():
    parameters, labels = network(2, 4, 3), np.eye(3)[:, [0, 1, 2, 2, 1, 0]]

    grads = backward(*forward(X, parameters), labels, parameters)

    def cost(w):
        moved = {**parameters, "W1": w.reshape(4, 2)}
        return cross_entropy(forward(X, moved)[0], labels)

    measured = approx_fprime(parameters["W1"].ravel(), cost)
    np.testing.assert_allclose(grads["dW1"].ravel(), measured, atol=1e-6)


def test_huge_weights_raise_no_warning():
    parameters = network(2, 10, 5, 1, scale=1000)

    Z, activations = forward(X, parameters)
    grads = backward(Z, activations, Y, parameters)

    assert np.isfinite(cross_entropy(Z, Y))
    assert all(np.isfinite(values).all() for values in grads.values())


def test_predictions_are_true_where_the_sigmoid_is_above_one_half():
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}

    predictions = predict(np.array([[-2.0, 0.0, 3.0]]), parameters)

    np.testing.assert_array_equal(predictions, [[False, False, True]])


def test_of_several_classes_the_one_with_the_largest_output_is_predicted():
    parameters, labels = {"W1": np.eye(3), "b1": np.zeros((3, 1))}, np.eye(3)
    points = np.array([[5.0, 1.0, 4.0], [2.0, 3.0, 0.0], [1.0, 2.0, 3.0]])

    assert predict(points, parameters).T.tolist() == np.eye(3)[[0, 1, 0]].astype(bool).tolist()
    assert accuracy(points, labels, parameters) == pytest.approx(2 / 3)


def test_accuracy_is_the_share_of_points_predicted_right():
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}

    share = accuracy(np.array([[-1.0, -1.0, 1.0, 1.0]]), np.array([[0, 1, 1, 1]]), parameters)

    assert share == 0.75
