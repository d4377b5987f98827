"""Exercises of the notebook on gradient checking."""

import numpy as np

from autograder.exercise import exercise
from helpers.cases import Case
from helpers.comparison import Tolerance
from helpers.gradients import (
    SHAPES,
    dictionary_to_vector,
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    vector_to_dictionary,
)

# two correct gradient checks differ by round-off, which a small step divides by itself
ROUND_OFF = Tolerance(relative=1e-4, absolute=1e-6)


def scalars(rng):
    x, theta = rng.uniform(1, 5, size=2).round(2)
    return [
        Case("x = 2, θ = 4", {"x": 2, "theta": 4}),
        Case("fractions", {"x": float(x), "theta": float(theta)}),
        Case("θ negative", {"x": float(theta), "theta": -float(x) - 1}),
        Case("x negative", {"x": -float(x) - 6, "theta": float(theta)}),
        Case("θ zero", {"x": float(x), "theta": 0}),
    ]


@exercise(cases=scalars)
def forward_propagation(x, theta):
    return theta * x


@forward_propagation.misconception(
    "sum instead of product",
    "You add x and θ. Read the formula of J once more: what joins θ and x there?",
)
def forward_sum(x, theta):
    return theta + x


@forward_propagation.alternative
def forward_dot(x, theta):
    J = np.dot(theta, x)
    return J


@exercise(cases=scalars)
def backward_propagation(x, theta):
    return x


@backward_propagation.misconception(
    "θ instead of x",
    "You return θ. J is a function of θ here, and x a constant: what is its slope?",
)
def backward_theta(x, theta):
    return theta


@backward_propagation.alternative
def backward_difference(x, theta):
    return np.array([(theta + 1) * x - theta * x])


def polynomials(rng):
    x, theta = (float(n) for n in rng.uniform(1.5, 3, size=2).round(2))
    wrong = round(float(rng.uniform(1.5, 3)), 2)
    cubic, slope = [1, 0, 0, 1], [0, 0, 3]
    return [
        _check("J = θx at x = 2, θ = 4, the gradient right", 2, 4, [0, 1], [1]),
        _check("J = θx, the gradient too large", x, theta, [0, 1], [wrong]),
        _check("J = θx, the gradient too small and negative", -x, theta, [0, 1], [1 / wrong]),
        _check("J = (1 + θ³)x, a large step", x, theta, cubic, slope, epsilon=0.5),
        _check("J = (1 + θ³)x, another step", x, -theta, cubic, slope, epsilon=0.2),
        _check("J = (1 + θ³)x, the gradient of the wrong sign", x, theta, cubic, [0, 0, -3]),
    ]


def _check(name, x, theta, J, gradient, **epsilon):
    given = {"forward_propagation": J, "backward_propagation": gradient}
    return Case(name, {"x": x, "theta": theta, **epsilon}, given)


@exercise(cases=polynomials, tolerance=Tolerance(relative=1e-5, absolute=1e-7))
def gradient_check(x, theta, epsilon=1e-7):
    # the cases supply these two functions
    J_plus = forward_propagation(x, theta + epsilon)
    J_minus = forward_propagation(x, theta - epsilon)
    approximation = (J_plus - J_minus) / (2 * epsilon)
    gradient = backward_propagation(x, theta)
    return abs(gradient - approximation) / (abs(gradient) + abs(approximation))


@gradient_check.misconception(
    "one-sided difference",
    "You compare J(θ + ε) with J(θ). Which other point gives a slope that is right at θ itself?",
)
def check_one_sided(x, theta, epsilon=1e-7):
    gradapprox = (forward_propagation(x, theta + epsilon) - forward_propagation(x, theta)) / epsilon
    grad = backward_propagation(x, theta)
    return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))


@gradient_check.alternative
def check_by_array(x, theta, epsilon=1e-7, print_msg=False):
    theta_both = np.array([theta + epsilon, theta - epsilon])
    J = np.array([forward_propagation(x, t) for t in theta_both])
    pair = np.array([backward_propagation(x, theta), -np.diff(J)[0] / (2 * epsilon)])
    difference = np.abs(np.diff(pair)) / np.sum(np.abs(pair))
    if print_msg:
        print("correct" if difference < 1e-7 else "a mistake")
    return difference


def faulty_gradients(X, Y, parameters):
    """The gradients of the notebook's given backward pass, with its two mistakes."""
    gradients = correct_gradients(X, Y, parameters)
    return {**gradients, "dW2": 2 * gradients["dW2"], "db1": 4 * gradients["db1"]}


def correct_gradients(X, Y, parameters):
    _, cache = forward_propagation_n(X, Y, parameters)
    return backward_propagation_n.reference(X, Y, cache)


def random_network(rng, examples):
    X = rng.normal(size=(4, examples))
    Y = (rng.uniform(size=(1, examples)) < 0.5).astype(int)
    return X, Y, {name: 0.8 * rng.normal(size=shape) for name, shape in SHAPES.items()}


def networks_to_check(rng):
    X, Y, parameters = gradient_check_case()
    X_2, Y_2, parameters_2 = random_network(rng, examples=5)
    right, right_2 = correct_gradients(X, Y, parameters), correct_gradients(X_2, Y_2, parameters_2)
    noisy = {name: g + 0.1 * rng.normal(size=g.shape) for name, g in right_2.items()}
    return [
        _check_n("the faulty gradients", parameters, faulty_gradients(X, Y, parameters), X, Y),
        _check_n("the right gradients", parameters, right, X, Y, epsilon=1e-6),
        _check_n("the right gradients, a large step", parameters_2, right_2, X_2, Y_2, epsilon=0.2),
        _check_n("all gradients a little off", parameters_2, noisy, X_2, Y_2, epsilon=1e-5),
    ]


def _check_n(name, parameters, gradients, X, Y, **epsilon):
    inputs = {"parameters": parameters, "gradients": gradients, "X": X, "Y": Y, **epsilon}
    return Case(name, inputs)


@exercise(cases=networks_to_check, tolerance=ROUND_OFF)
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    approximation = np.zeros_like(theta)
    for i, step in enumerate(epsilon * np.eye(len(theta))):
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta + step[:, None]))
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta - step[:, None]))
        approximation[i] = (J_plus - J_minus) / (2 * epsilon)
    gradient = gradients_to_vector(gradients)
    return np.linalg.norm(gradient - approximation) / (
        np.linalg.norm(gradient) + np.linalg.norm(approximation)
    )


@gradient_check_n.misconception(
    "an alias, not a copy",
    "Entries that were moved by ε stay moved. `thetaplus = theta` gives the same array a second "
    "name; what gives you an array of your own?",
)
def check_n_alias(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    gradapprox = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        thetaplus = theta
        thetaplus[i] = thetaplus[i] + epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(thetaplus))
        thetaminus = theta
        thetaminus[i] = thetaminus[i] - epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(thetaminus))
        gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
    return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))


@gradient_check_n.alternative
def check_n_in_place(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    theta = dictionary_to_vector(parameters)[0]
    slopes = []
    for i in range(theta.size):
        old = theta[i, 0]
        costs = []
        for sign in (1, -1):
            theta[i, 0] = old + sign * epsilon
            costs.append(forward_propagation_n(X, Y, vector_to_dictionary(theta))[0])
        theta[i, 0] = old
        slopes.append((costs[0] - costs[1]) / 2 / epsilon)
    grad = gradients_to_vector(gradients).ravel()
    gradapprox = np.array(slopes)
    root = lambda a: np.sqrt(a @ a)  # noqa: E731
    return float(root(grad - gradapprox) / (root(grad) + root(gradapprox)))


def caches(rng):
    cases = []
    for name, examples in (("three examples", 3), ("seven examples", 7), ("one example", 1)):
        X, Y, parameters = random_network(rng, examples)
        _, cache = forward_propagation_n(X, Y, parameters)
        cases.append(Case(name, {"X": X, "Y": Y, "cache": cache}))
    return cases


@exercise(cases=caches)
def backward_propagation_n(X, Y, cache):
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = (A3 - Y) / X.shape[1]
    dZ2 = W3.T @ dZ3 * (Z2 > 0)
    dZ1 = W2.T @ dZ2 * (Z1 > 0)
    gradients = {}
    for l, (dZ, A_before) in enumerate([(dZ1, X), (dZ2, A1), (dZ3, A2)], start=1):
        gradients[f"dW{l}"] = dZ @ A_before.T
        gradients[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
    return gradients


@backward_propagation_n.misconception(
    "only dW2 mended",
    "dW2 is right now, but the check still finds a mistake. "
    "Which other gradient stood out in the picture?",
)
def backward_n_db1_left(X, Y, cache):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dZ2 = np.multiply(np.dot(W3.T, dZ3), np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 4.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}


@backward_propagation_n.alternative
def backward_n_einsum(X, Y, cache):
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = Y.size
    grads = {"dZ3": A3 - Y}
    grads["dZ2"] = np.einsum("ij,ik->jk", W3, grads["dZ3"])
    grads["dZ2"][A2 <= 0] = 0
    grads["dZ1"] = np.where(A1 > 0, np.einsum("ij,ik->jk", W2, grads["dZ2"]), 0)
    for number, inputs in (("1", X), ("2", A1), ("3", A2)):
        dZ = grads["dZ" + number]
        grads["dW" + number] = np.einsum("ik,jk->ij", dZ, inputs) / m
        grads["db" + number] = np.mean(dZ, axis=1).reshape(-1, 1)
    return grads
