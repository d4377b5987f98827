"""Right implementations of the optional exercises on gradient checking."""

import numpy as np

from autograder.exercises.gradient_checking.direction import gradient_check_direction
from autograder.exercises.gradient_checking.leaky import backward_propagation_leaky
from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradients_to_vector,
    vector_to_dictionary,
)


@gradient_check_direction.alternative
def direction_by_matrix_product(parameters, gradients, X, Y, direction, epsilon=1e-5):
    theta = dictionary_to_vector(parameters)[0]
    step = epsilon * direction
    up = forward_propagation_n(X, Y, vector_to_dictionary(theta + step))[0]
    down = forward_propagation_n(X, Y, vector_to_dictionary(theta - step))[0]
    pair = np.array([[(up - down) / 2 / epsilon]]), direction.T @ gradients_to_vector(gradients)
    return np.linalg.norm(pair[0] - pair[1]) / sum(np.linalg.norm(one) for one in pair)


@gradient_check_direction.alternative
def direction_by_dictionary(parameters, gradients, X, Y, direction, epsilon=1e-5):
    v = vector_to_dictionary(direction)

    def cost(t):
        moved = {name: parameters[name] + t * v[name] for name in parameters}
        return forward_propagation_n(X, Y, moved)[0]

    approx = (cost(epsilon) - cost(-epsilon)) / (2 * epsilon)
    slope = sum((gradients[f"d{name}"] * v[name]).sum() for name in v)
    return abs(slope - approx) / (abs(slope) + abs(approx))


@gradient_check_direction.alternative
def direction_in_place(parameters, gradients, X, Y, direction, epsilon=1e-5, print_msg=False):
    theta, _ = dictionary_to_vector(parameters)
    theta += epsilon * direction
    J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta))
    theta -= 2 * epsilon * direction
    J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta))
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    grad = np.dot(direction.ravel(), gradients_to_vector(gradients).ravel())
    difference = np.sqrt((grad - gradapprox) ** 2) / (np.fabs(grad) + np.fabs(gradapprox))
    if print_msg:
        print(difference)
    return difference


@gradient_check_direction.alternative
def direction_by_loop_over_entries(parameters, gradients, X, Y, direction, epsilon=1e-5):
    theta, keys = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    costs, slope = [], 0.0
    for sign in (1, -1):
        moved = np.copy(theta)
        for i in range(len(keys)):
            moved[i] += sign * epsilon * direction[i]
        costs.append(forward_propagation_n(X, Y, vector_to_dictionary(moved))[0])
    for i in range(len(keys)):
        slope += float(gradient[i, 0] * direction[i, 0])
    approximation = (costs[0] - costs[1]) / (2 * epsilon)
    return np.array([[abs(slope - approximation) / (abs(slope) + abs(approximation))]])


@backward_propagation_leaky.alternative
def leaky_by_masks(X, Y, cache):
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = X.shape[1]
    dZ3 = (A3 - Y) / m
    dZ2 = W3.T @ dZ3
    dZ2[Z2 <= 0] *= 0.1
    dZ1 = W2.T @ dZ2
    dZ1[Z1 <= 0] *= 0.1
    pairs = {"1": (dZ1, X), "2": (dZ2, A1), "3": (dZ3, A2)}
    weights = {f"dW{l}": dZ @ A.T for l, (dZ, A) in pairs.items()}
    return weights | {f"db{l}": dZ.sum(axis=1, keepdims=True) for l, (dZ, _) in pairs.items()}


@backward_propagation_leaky.alternative
def leaky_by_quotients(X, Y, cache):
    (Z1, A1, W1, _, Z2, A2, W2, _, _, A3, W3, _) = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dZ2 = np.multiply(np.matmul(W3.T, dZ3), A2 / Z2)
    dZ1 = np.multiply(np.matmul(W2.T, dZ2), A1 / Z1)
    ones = np.ones((m, 1))
    return {
        "dW3": dZ3 @ A2.T / m,
        "db3": dZ3 @ ones / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": dZ2 @ ones / m,
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1 @ ones / m,
    }


@backward_propagation_leaky.alternative
def leaky_example_by_example(X, Y, cache):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    slope = lambda z: np.array([1.0 if each > 0 else 0.1 for each in z])  # noqa: E731
    pairs = zip(("dW1", "db1", "dW2", "db2", "dW3", "db3"), (W1, b1, W2, b2, W3, b3))
    grads = {name: np.zeros_like(array) for name, array in pairs}
    m = X.shape[1]
    for i in range(m):
        delta3 = A3[:, i] - Y[:, i]
        delta2 = W3.T.dot(delta3) * slope(Z2[:, i])
        delta1 = W2.T.dot(delta2) * slope(Z1[:, i])
        for l, delta, before in ((3, delta3, A2), (2, delta2, A1), (1, delta1, X)):
            grads[f"dW{l}"] += np.outer(delta, before[:, i]) / m
            grads[f"db{l}"] += delta[:, None] / m
    return grads


@backward_propagation_leaky.alternative
def leaky_by_loop_over_layers(X, Y, cache):
    A, W = [X, cache[1], cache[5]], [cache[2], cache[6], cache[10]]
    dZ = (cache[9] - Y) / Y.shape[1]
    grads = {}
    for l in (3, 2, 1):
        grads[f"dW{l}"] = np.einsum("ik,jk->ij", dZ, A[l - 1])
        grads[f"db{l}"] = np.mean(dZ, axis=1).reshape(-1, 1) * dZ.shape[1]
        if l > 1:
            dZ = np.einsum("ij,ik->jk", W[l - 1], dZ) * (0.1 + 0.9 * (A[l - 1] > 0))
    return grads
