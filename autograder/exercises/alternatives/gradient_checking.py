"""Right implementations of the exercises on gradient checking."""

import numpy as np

from autograder.exercises.alternatives import gradient_checking_optional  # noqa: F401
from autograder.exercises.gradient_checking.network import (
    backward_propagation_n,
    gradient_check_n,
)
from autograder.exercises.gradient_checking.one_number import (
    backward_propagation,
    forward_propagation,
    gradient_check,
)
from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradients_to_vector,
    vector_to_dictionary,
)


@forward_propagation.alternative
def forward_dot(x, theta):
    J = np.dot(theta, x)
    return J


@forward_propagation.alternative
def forward_as_array(x, theta):
    J = np.asarray(theta, dtype=float) * np.asarray(x, dtype=float)
    return np.array([[float(J)]])


@forward_propagation.alternative
def forward_by_math(x, theta, print_msg=False):
    import math  # noqa: PLC0415

    J = math.prod((theta, x))
    if print_msg:
        print("J =", J)
    return J


@forward_propagation.alternative
def forward_by_lambda(x, theta):
    line = lambda slope: lambda t: slope * t  # noqa: E731
    return line(x)(theta)


@forward_propagation.alternative
def forward_by_matmul(x, theta):
    weights = np.array([theta, 0.0])
    features = np.array([x, 1.0])
    J = weights @ features
    return J, weights


@forward_propagation.alternative
def forward_by_polyval(x, theta):
    return np.polyval([x, 0], theta)


@forward_propagation.alternative
def forward_in_float32(x, theta):
    J = np.float32(theta)
    J *= np.float32(x)
    return J


@backward_propagation.alternative
def backward_difference(x, theta):
    return np.array([(theta + 1) * x - theta * x])


@backward_propagation.alternative
def backward_is_x(x, _):
    return x


@backward_propagation.alternative
def backward_by_product_rule(x, theta):
    dtheta_dtheta, dx_dtheta = 1, 0
    dtheta = dtheta_dtheta * x + theta * dx_dtheta
    return dtheta


@backward_propagation.alternative
def backward_by_complex_step(x, theta):
    step = 1e-20
    J = (theta + 1j * step) * x
    return J.imag / step


@backward_propagation.alternative
def backward_by_power_rule(x, theta, dJ=1.0):
    exponent = 1
    return dJ * x * exponent * theta ** (exponent - 1), "dJ/dtheta"


@backward_propagation.alternative
def backward_by_polyder(x, theta):
    return np.polyval(np.polyder(np.poly1d([x, 0])), theta)


@backward_propagation.alternative
def backward_in_float32(x, theta):
    dtheta = np.ones_like(theta, dtype=np.float32)
    return np.multiply(dtheta, x, dtype=np.float32)


@gradient_check.alternative
def check_by_array(x, theta, epsilon=1e-7, print_msg=False):
    theta_both = np.array([theta + epsilon, theta - epsilon])
    J = np.array([forward_propagation(x, t) for t in theta_both])
    pair = np.array([backward_propagation(x, theta), -np.diff(J)[0] / (2 * epsilon)])
    difference = np.abs(np.diff(pair)) / np.sum(np.abs(pair))
    if print_msg:
        print("correct" if difference < 1e-7 else "a mistake")
    return difference


@gradient_check.alternative
def check_by_absolute_values(x, theta, epsilon=1e-7):
    theta_plus, theta_minus = theta + epsilon, theta - epsilon
    J_plus = forward_propagation(x, theta_plus)
    J_minus = forward_propagation(x, theta_minus)
    gradapprox = (J_plus - J_minus) / (2.0 * epsilon)
    grad = backward_propagation(x, theta)
    difference = abs(grad - gradapprox) / (abs(grad) + abs(gradapprox))
    if difference < 1e-7:
        print("\033[92mThe gradient is correct!\033[0m")
    else:
        print("\033[93mThe gradient is wrong!\033[0m")
    return difference


@gradient_check.alternative
def check_by_keywords_and_math(x, theta, epsilon=1e-7):
    from math import fabs, fsum  # noqa: PLC0415

    slope = forward_propagation(x=x, theta=theta + epsilon) / (2 * epsilon)
    slope -= forward_propagation(x=x, theta=theta - epsilon) / (2 * epsilon)
    exact = backward_propagation(x=x, theta=theta)
    return fabs(fsum([exact, -slope])) / fsum([fabs(exact), fabs(slope)])


@gradient_check.alternative
def check_by_nested_functions(x, theta, epsilon=1e-7):
    def cost(t):
        return forward_propagation(x, t)

    def derivative(f, t, h):
        return (f(t + h) - f(t - h)) / (2 * h)

    def relative_difference(a, b):
        return np.linalg.norm([a - b]) / (np.linalg.norm([a]) + np.linalg.norm([b]))

    return relative_difference(backward_propagation(x, theta), derivative(cost, theta, epsilon))


@gradient_check.alternative
def check_by_loop_over_signs(x, theta, epsilon=1e-7):
    gradapprox = 0.0
    for sign in (+1, -1):
        gradapprox += sign * forward_propagation(x, theta + sign * epsilon)
    gradapprox = gradapprox / epsilon / 2
    grad = backward_propagation(x, theta)
    numerator = np.sqrt((grad - gradapprox) ** 2)
    denominator = np.sqrt(grad**2) + np.sqrt(gradapprox**2)
    return numerator / denominator, gradapprox


@gradient_check.alternative
def check_by_numpy_gradient(x, theta, epsilon=1e-7):
    J = [float(forward_propagation(x, theta + step * epsilon)) for step in (-1, 0, 1)]
    gradapprox = np.gradient(J, epsilon)[1]
    grad = np.float64(backward_propagation(x, theta))
    distance = np.hypot(grad - gradapprox, 0)
    return np.array(distance / np.add(np.fabs(grad), np.fabs(gradapprox)))


@gradient_check.alternative
def check_by_columns(x, theta, epsilon=1e-7):
    theta = np.array(theta, dtype=float).reshape(1, 1)
    theta_minus = theta_plus = theta
    theta_plus = theta_plus + epsilon
    theta_minus = theta_minus - epsilon
    gradapprox = forward_propagation(x, theta_plus) - forward_propagation(x, theta_minus)
    gradapprox = gradapprox / (theta_plus - theta_minus)
    grad = np.array(backward_propagation(x, theta)).reshape(1, 1)
    numerator = np.linalg.norm(grad - gradapprox, axis=0)
    denominator = np.linalg.norm(grad, axis=0) + np.linalg.norm(gradapprox, axis=0)
    return np.divide(numerator, denominator)


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


@gradient_check_n.alternative
def check_n_with_arrays_of_costs(parameters, gradients, X, Y, epsilon=1e-7, print_msg=True):
    parameters_values, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    num_parameters = parameters_values.shape[0]
    J_plus = np.zeros((num_parameters, 1))
    J_minus = np.zeros((num_parameters, 1))
    gradapprox = np.zeros((num_parameters, 1))
    for i in range(num_parameters):
        theta_plus = np.copy(parameters_values)
        theta_plus[i][0] = theta_plus[i][0] + epsilon
        J_plus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(parameters_values)
        theta_minus[i][0] = theta_minus[i][0] - epsilon
        J_minus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        gradapprox[i] = (J_plus[i] - J_minus[i]) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    if print_msg:
        verdict = "a mistake in" if difference > 2e-7 else "no mistake in"
        print(f"There is {verdict} the backward propagation! difference = {difference}")
    return difference


@gradient_check_n.alternative
def check_n_by_identity_matrix(parameters, gradients, X, Y, epsilon=1e-7):
    def cost(theta):
        return forward_propagation_n(X, Y, vector_to_dictionary(theta))[0]

    theta = dictionary_to_vector(parameters)[0].ravel()
    steps = epsilon * np.eye(theta.size)
    approx = np.array([cost(theta + step) - cost(theta - step) for step in steps]) / (2 * epsilon)
    grad = gradients_to_vector(gradients)[:, 0]
    distance = np.sum(np.square(grad - approx)) ** 0.5
    return distance / (np.sum(np.square(grad)) ** 0.5 + np.sum(np.square(approx)) ** 0.5)


@gradient_check_n.alternative
def check_n_by_dictionary(parameters, gradients, X, Y, epsilon=1e-7):
    import copy  # noqa: PLC0415

    approximation = {}
    for key, values in parameters.items():
        approximation["d" + key] = np.zeros(values.shape)
        for row, column in np.ndindex(*values.shape):
            above, below = copy.deepcopy(parameters), copy.deepcopy(parameters)
            above[key][row, column] += epsilon
            below[key][row, column] -= epsilon
            rise = forward_propagation_n(X, Y, above)[0] - forward_propagation_n(X, Y, below)[0]
            approximation["d" + key][row, column] = rise / (2 * epsilon)
    squares = np.zeros(3)
    for key, approx in approximation.items():
        grad = gradients[key]
        squares += [((grad - approx) ** 2).sum(), (grad**2).sum(), (approx**2).sum()]
    distance, length, length_approx = np.sqrt(squares)
    return distance / (length + length_approx), approximation


@gradient_check_n.alternative
def check_n_moves_the_parameters(parameters, gradients, X, Y, epsilon=1e-7):
    grad, approx = [], []
    for name, array in parameters.items():
        for index, value in np.ndenumerate(array.copy()):
            array[index] = value + epsilon
            J_plus, _ = forward_propagation_n(X=X, Y=Y, parameters=parameters)
            array[index] = value - epsilon
            J_minus, _ = forward_propagation_n(X=X, Y=Y, parameters=parameters)
            array[index] = value
            approx.append((J_plus - J_minus) / (2 * epsilon))
            grad.append(gradients["d" + name][index])
    numerator = sum((g - a) ** 2 for g, a in zip(grad, approx)) ** 0.5
    denominator = sum(g * g for g in grad) ** 0.5 + sum(a * a for a in approx) ** 0.5
    return numerator / denominator


@gradient_check_n.alternative
def check_n_by_while_loop(parameters, gradients, X, Y, epsilon=1e-7):
    import math  # noqa: PLC0415

    theta = dictionary_to_vector(parameters)[0].flatten().tolist()
    grad = gradients_to_vector(gradients).flatten().tolist()
    costs = {+1: [], -1: []}
    i = 0
    while i < len(theta):
        for sign, found in costs.items():
            moved = np.array([*theta[:i], theta[i] + sign * epsilon, *theta[i + 1 :]])
            found.append(forward_propagation_n(X, Y, vector_to_dictionary(moved))[0])
        i += 1
    approx = [(plus - minus) / (2 * epsilon) for plus, minus in zip(costs[1], costs[-1])]
    zero = [0.0] * len(grad)
    return math.dist(grad, approx) / (math.dist(grad, zero) + math.dist(approx, zero))


@gradient_check_n.alternative
def check_n_by_map(parameters, gradients, X, Y, epsilon=1e-7):
    theta, keys = dictionary_to_vector(parameters)

    def slope(i):
        step = np.where(np.arange(len(keys)).reshape(-1, 1) == i, epsilon, 0)
        costs = (
            forward_propagation_n(X, Y, vector_to_dictionary(theta + s * step)) for s in (1, -1)
        )
        (J_plus, _), (J_minus, _) = costs
        return (J_plus - J_minus) * 0.5 / epsilon

    a = np.fromiter(map(slope, range(len(keys))), dtype=float).reshape(theta.shape)
    g = gradients_to_vector(gradients)
    norm = lambda column: np.sqrt(np.einsum("ij,ij->", column, column))  # noqa: E731
    return np.atleast_2d(norm(g - a) / (norm(g) + norm(a)))


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


@backward_propagation_n.alternative
def backward_n_with_all_derivatives(X, Y, cache):
    m = X.shape[1]
    (_, A1, _, _, _, A2, W2, _, _, A3, W3, _) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.matmul(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.matmul(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.matmul(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.matmul(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.matmul(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    gradients = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2}
    gradients.update({"db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1})
    return gradients


@backward_propagation_n.alternative
def backward_n_example_by_example(X, Y, cache):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    pairs = zip(("dW1", "db1", "dW2", "db2", "dW3", "db3"), (W1, b1, W2, b2, W3, b3))
    grads = {name: np.zeros_like(array) for name, array in pairs}
    m = X.shape[1]
    for i in range(m):
        delta3 = A3[:, i] - Y[:, i]
        delta2 = W3.T.dot(delta3) * (Z2[:, i] > 0)
        delta1 = W2.T.dot(delta2) * (Z1[:, i] > 0)
        for l, delta, before in ((3, delta3, A2), (2, delta2, A1), (1, delta1, X)):
            grads[f"dW{l}"] += np.outer(delta, before[:, i]) / m
            grads[f"db{l}"] += delta[:, None] / m
    return grads


@backward_propagation_n.alternative
def backward_n_by_loop_over_layers(X, Y, cache):
    A = [X, cache[1], cache[5]]
    W = [cache[2], cache[6], cache[10]]
    dZ = (cache[9] - Y) / Y.shape[1]
    grads = {}
    for l in (3, 2, 1):
        grads[f"dW{l}"] = dZ @ A[l - 1].T
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dZ = W[l - 1].T @ dZ
            dZ *= np.sign(A[l - 1])
    return grads


@backward_propagation_n.alternative
def backward_n_by_chain_rule_from_the_cost(X, Y, cache):
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = X.shape[1]
    dA3 = (-Y / A3 + (1 - Y) / (1 - A3)) / m
    dZ3 = dA3 * A3 * (1 - A3)
    relu_slope = lambda Z: np.heaviside(Z, 0)  # noqa: E731
    dZ2 = (W3.T @ dZ3) * relu_slope(Z2)
    dZ1 = (W2.T @ dZ2) * relu_slope(Z1)
    ones = np.ones((m, 1))
    return dict(
        zip(
            ["dW1", "db1", "dW2", "db2", "dW3", "db3"],
            [dZ1 @ X.T, dZ1 @ ones, dZ2 @ A1.T, dZ2 @ ones, dZ3 @ A2.T, dZ3 @ ones],
        )
    )


@backward_propagation_n.alternative
def backward_n_with_examples_as_rows(X, Y, cache, print_msg=False):
    rows = [array.T for array in cache]
    x, y = X.T, Y.T
    z1, a1, z2, a2, a3 = rows[0], rows[1], rows[4], rows[5], rows[9]
    m = len(x)
    delta3 = np.subtract(a3, y)
    delta2 = delta3.dot(cache[10])
    delta2[z2 <= 0] = 0
    delta1 = delta2.dot(cache[6])
    delta1[z1 <= 0] = 0
    grads = {}
    for l, inputs, delta in zip((1, 2, 3), (x, a1, a2), (delta1, delta2, delta3)):
        grads["dW%d" % l] = (inputs.T.dot(delta) / m).T
        grads["db%d" % l] = np.average(delta, axis=0)[:, np.newaxis]
        if print_msg:
            print(l, grads["dW%d" % l].shape)
    return grads


@backward_propagation_n.alternative
def backward_n_bias_as_a_weight(X, Y, cache):
    A1, W2, A2, A3, W3 = (cache[i] for i in (1, 6, 5, 9, 10))
    m = X.shape[1]

    def weight_and_bias(dZ, inputs):
        both = np.matmul(dZ, np.vstack([inputs, np.ones((1, m))]).T) / m
        return np.split(both, [len(inputs)], axis=1)

    def through_relu(W, dZ, A):
        return np.where(A > 0, np.matmul(W.T, dZ), 0.0)

    grads = {}
    dZ = A3 - Y
    grads["dW3"], grads["db3"] = weight_and_bias(dZ, A2)
    dZ = through_relu(W3, dZ, A2)
    grads["dW2"], grads["db2"] = weight_and_bias(dZ, A1)
    dZ = through_relu(W2, dZ, A1)
    grads["dW1"], grads["db1"] = weight_and_bias(dZ, X)
    return grads


@backward_propagation_n.alternative
def backward_n_by_recursion_in_float32(X, Y, cache):
    (_, A1, W1, _, _, A2, W2, _, _, A3, W3, _) = (np.float32(array) for array in cache)
    weights, inputs = (W1, W2, W3), (np.float32(X), A1, A2)

    def back(l, dZ):
        here = {
            f"dW{l}": np.tensordot(dZ, inputs[l - 1], axes=([1], [1])) / np.float32(dZ.shape[1]),
            f"db{l}": dZ.mean(axis=1, keepdims=True),
        }
        if l == 1:
            return here
        return back(l - 1, np.tensordot(weights[l - 1], dZ, (0, 0)) * (inputs[l - 1] > 0)) | here

    return back(3, A3 - np.float32(Y)), "float32"
