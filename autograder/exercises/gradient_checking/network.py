"""Gradient checking of a network: the check, and the backward pass that it mends."""

import numpy as np

from autograder.exercise import exercise, unsteady, with_edges
from autograder.exercises.gradient_checking.slips import A_NUMBER
from helpers.checks.cases import Case
from helpers.checks.comparison import Tolerance
from helpers.gradients import (
    SHAPES,
    dictionary_to_vector,
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    vector_to_dictionary,
)

# the library's, also in a notebook that has functions of its own by these names
GIVEN = dict.fromkeys(
    [
        "dictionary_to_vector",
        "forward_propagation_n",
        "gradients_to_vector",
        "vector_to_dictionary",
    ]
)
LARGEST_LOGIT = 15
NEAR_THE_KINK, LEAST_FELT = 2.0**-36, 0.05
# two correct gradient checks differ by round-off, which a small step divides by itself: with 1e-7
# by up to 2e-8 from processor to processor, and not by more, lest known mistakes look alike
ROUND_OFF = Tolerance(relative=1e-6, absolute=1e-7)


def faulty_gradients(X, Y, parameters):
    """The gradients of the notebook's given backward pass, with its two mistakes."""
    gradients = correct_gradients(X, Y, parameters)
    return {**gradients, "dW2": 2 * gradients["dW2"], "db1": 4 * gradients["db1"]}


def correct_gradients(X, Y, parameters):
    _, cache = forward_propagation_n(X, Y, parameters)
    return backward_propagation_n.reference(X, Y, cache)


def random_network(rng, examples):
    """Make a network whose cost is a number, also a step away: at 37 the sigmoid rounds to 1.

    The examples have labels of both kinds, a single one has a 1: from zeros nobody sees that Y is
    subtracted.
    """
    while True:
        X = rng.normal(size=(4, examples))
        Y = (rng.uniform(size=(1, examples)) < 0.5).astype(int)
        parameters = {name: 0.8 * rng.normal(size=shape) for name, shape in SHAPES.items()}
        with np.errstate(divide="ignore", invalid="ignore"):
            _, (_, A1, _, _, _, A2, _, _, Z3, *_) = forward_propagation_n(X, Y, parameters)
        some_rest = all(0 < (A > 0).mean() < 1 for A in (A1, A2))  # of the units, not all
        both = Y.max() == 1 and (examples == 1 or Y.min() == 0)
        if both and some_rest and np.abs(Z3).max() < LARGEST_LOGIT:
            return X, Y, parameters


def networks_to_check(rng):
    """Make two fixed cases, and two with a step so large that it tells where the costs are taken.

    With the step 1e-7 one-sided and centred slopes are the same to many digits. With a large one
    two mistakes may still come near one another by chance, but not in two networks at once.
    """
    X, Y, parameters = gradient_check_case()
    right = correct_gradients(X, Y, parameters)
    cases = [
        _check_n("the faulty gradients", parameters, faulty_gradients(X, Y, parameters), X, Y),
        _check_n("the right gradients", parameters, right, X, Y, epsilon=1e-6),
        _a_little_off("gradients a little off, a large step", rng, 0.3),
        _a_little_off("all gradients a little off", rng, 0.6),
    ]
    # a small step magnifies rounding, and a sum in place of a norm or of right gradients even more
    small_steps = "the faulty gradients", "the right gradients"
    return with_edges(unsteady(cases, *small_steps), "a little off")


def _a_little_off(name, rng, epsilon):
    X, Y, parameters = random_network(rng, examples=5)
    right = correct_gradients(X, Y, parameters)
    noisy = {name: g + 0.1 * rng.normal(size=g.shape) for name, g in right.items()}
    return _check_n(name, parameters, noisy, X, Y, epsilon=epsilon)


def _check_n(name, parameters, gradients, X, Y, **epsilon):
    inputs = {"parameters": parameters, "gradients": gradients, "X": X, "Y": Y, **epsilon}
    return Case(name, inputs, GIVEN)


@exercise(cases=networks_to_check, tolerance=ROUND_OFF, shares=A_NUMBER)
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)
    for i in range(len(theta)):
        theta_plus = np.copy(theta)
        theta_plus[i] += epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(theta)
        theta_minus[i] -= epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        approximation[i] = (J_plus - J_minus) / (2 * epsilon)
    numerator = np.linalg.norm(gradient - approximation)
    denominator = np.linalg.norm(gradient) + np.linalg.norm(approximation)
    difference = numerator / denominator
    return difference


def network_at_its_kinks(rng, examples):
    """Make a network with two units so near their kinks that no finite step sees the slope there.

    So gradients that are measured, by costs on both sides, are not taken for derived ones. One
    unit is just on in the first example, another just off in the last. Their inputs and weights
    are short binary fractions, so that these sums come out exactly on each processor.
    """
    while True:
        X, Y, parameters = random_network(rng, examples)
        X, parameters["W1"] = (np.round(64 * each) / 64 for each in (X, parameters["W1"]))
        for unit, example, Z in ((0, 0, NEAR_THE_KINK), (1, -1, -NEAR_THE_KINK)):
            parameters["b1"][unit] = Z - parameters["W1"][unit] @ X[:, example]
        _, cache = forward_propagation_n(X, Y, parameters)
        _, A1, _, _, Z2, _, W2, _, Z3, A3, W3, _ = cache
        dA1 = W2.T @ (W3.T @ (A3 - Y) * (Z2 > 0))  # what a slope of 1 or 0 there makes of it
        felt = min(abs(dA1[0, 0]), abs(dA1[1, -1])) > LEAST_FELT
        if felt and np.abs(Z3).max() < LARGEST_LOGIT and (A1[2:] > 0).any():
            return X, Y, cache


def caches(rng, make=network_at_its_kinks):
    cases = []
    for name, examples in (("three examples", 3), ("seven examples", 7), ("one example", 1)):
        X, Y, cache = make(rng, examples)
        cases.append(Case(name, {"X": X, "Y": Y, "cache": cache}))
    return with_edges(cases, "one example")


@exercise(cases=caches)
def backward_propagation_n(X, Y, cache):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (Z2 > 0)
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}
