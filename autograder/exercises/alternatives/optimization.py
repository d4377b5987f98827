"""Right implementations of the exercises on optimization."""

import numpy as np

from autograder.exercises.alternatives import optional_optimizers  # noqa: F401  # the others
from autograder.exercises.optimization.adam import initialize_adam, update_parameters_with_adam
from autograder.exercises.optimization.descent import update_parameters_with_gd
from autograder.exercises.optimization.mini_batches import random_mini_batches
from autograder.exercises.optimization.momentum import (
    initialize_velocity,
    update_parameters_with_momentum,
)


@update_parameters_with_gd.alternative
def gd_in_place(parameters, grads, learning_rate):
    for key in grads:
        np.subtract(parameters[key[1:]], learning_rate * grads[key], out=parameters[key[1:]])
    return parameters


@update_parameters_with_gd.alternative
def gd_by_comprehension(parameters, grads, learning_rate):
    return {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}


@update_parameters_with_gd.alternative
def gd_number_by_number(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            rows, columns = parameters[f"{kind}{l}"].shape
            for i in range(rows):
                for j in range(columns):
                    parameters[f"{kind}{l}"][i, j] -= learning_rate * grads[f"d{kind}{l}"][i, j]
    return parameters


@update_parameters_with_gd.alternative
def gd_on_a_deep_copy(parameters, grads, learning_rate=0.01):
    import copy  # noqa: PLC0415

    updated = copy.deepcopy(parameters)
    L = len(parameters) // 2
    for l in range(L):
        updated["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        updated["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return updated


@update_parameters_with_gd.alternative
def gd_by_zip_and_lambda(parameters, grads, learning_rate):
    step = lambda name: np.add(parameters[name], -learning_rate * grads[f"d{name}"])  # noqa: E731
    return dict(zip(parameters, map(step, parameters)))


@update_parameters_with_gd.alternative
def gd_on_one_long_vector(parameters, grads, learning_rate):
    names = sorted(parameters)
    theta = np.concatenate([parameters[name].ravel() for name in names])
    gradient = np.concatenate([grads["d" + name].ravel() for name in names])
    theta = theta - learning_rate * gradient
    pieces = np.split(theta, np.cumsum([parameters[name].size for name in names])[:-1])
    return {name: piece.reshape(parameters[name].shape) for name, piece in zip(names, pieces)}


@update_parameters_with_gd.alternative
def gd_by_recursion_from_the_last_layer(parameters, grads, learning_rate, print_msg=False):
    def update(l):
        if l == 0:
            return
        for name in (f"W{l}", f"b{l}"):
            parameters.update({name: parameters.get(name) - grads.get(f"d{name}") * learning_rate})
        if print_msg:
            print("layer", l)
        update(l - 1)

    update(len(parameters) // 2)
    return parameters


@update_parameters_with_gd.alternative
def gd_in_float32(parameters, grads, learning_rate):
    l = 1
    while f"W{l}" in parameters:
        for name in ("W" + str(l), "b" + str(l)):
            values = parameters[name].astype(np.float32)
            values -= np.float32(learning_rate) * grads["d" + name].astype(np.float32)
            parameters[name] = values
        l += 1
    return parameters, grads


@random_mini_batches.alternative
def batches_by_generator(X, Y, mini_batch_size=64, seed=0):
    both = np.vstack([X, Y]).T
    np.random.default_rng(seed).shuffle(both)
    batches = []
    while len(both):
        head, both = both[:mini_batch_size], both[mini_batch_size:]
        batches.append([head[:, : len(X)].T, head[:, len(X) :].T])
    return tuple(batches)


@random_mini_batches.alternative
def batches_full_ones_first(X, Y, mini_batch_size=64, seed=0):
    import math  # noqa: PLC0415

    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1, m))
    num_complete = math.floor(m / mini_batch_size)
    for k in range(num_complete):
        mini_batch_X = shuffled_X[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete * mini_batch_size :]
        mini_batch_Y = shuffled_Y[:, num_complete * mini_batch_size :]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    return mini_batches


@random_mini_batches.alternative
def batches_by_sorting_random_keys(X, Y, mini_batch_size=64, seed=0):
    keys = np.random.RandomState(seed).rand(X.shape[1])
    order = np.argsort(keys)
    cuts = np.arange(mini_batch_size, X.shape[1], mini_batch_size)
    return [(X[:, part], Y[:, part]) for part in np.split(order, cuts)]


@random_mini_batches.alternative
def batches_shuffled_in_unison(X, Y, mini_batch_size=64, seed=0):
    X_rows, Y_rows = X.T.copy(), Y.T.copy()
    for rows in (X_rows, Y_rows):
        np.random.seed(seed)
        np.random.shuffle(rows)
    count = int(np.ceil(len(X_rows) / mini_batch_size))
    cuts = [mini_batch_size * i for i in range(1, count)]
    X_parts = np.array_split(X_rows, cuts)
    Y_parts = np.array_split(Y_rows, cuts)
    return list(zip((part.T for part in X_parts), (part.T for part in Y_parts)))


@random_mini_batches.alternative
def batches_by_pure_python_shuffle(X, Y, mini_batch_size=64, seed=0):
    import random  # noqa: PLC0415

    indices = list(range(X.shape[1]))
    random.Random(seed).shuffle(indices)
    mini_batches = []
    while indices:
        chosen = [indices.pop() for _ in range(min(mini_batch_size, len(indices)))]
        mini_batches.append((np.take(X, chosen, axis=1), np.take(Y, chosen, axis=1)))
    return mini_batches


@random_mini_batches.alternative
def batches_by_nested_generator(X, Y, mini_batch_size=64, seed=0):
    def batches(order):
        if len(order) > 0:
            yield X.T[order[:mini_batch_size]].T, Y.T[order[:mini_batch_size]].T
            yield from batches(order[mini_batch_size:])

    m = X.shape[-1]
    return list(batches(np.random.default_rng(seed).choice(m, size=m, replace=False)))


@random_mini_batches.alternative
def batches_by_swapping_columns(X, Y, mini_batch_size=64, seed=0, print_msg=False):
    np.random.seed(seed)
    X, Y = X.copy(), Y.copy()
    m = X.shape[1]
    for i in range(m - 1, 0, -1):
        j = np.random.randint(0, i + 1)
        for array in (X, Y):
            array[:, [i, j]] = array[:, [j, i]]
    mini_batches = []
    for k in range(0, m, mini_batch_size):
        mini_batches += [[X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]]]
        if print_msg:
            print(mini_batches[-1][0].shape)
    return mini_batches


@random_mini_batches.alternative
def batches_by_batch_numbers(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.default_rng(seed=seed)
    m = X.shape[1]
    shuffled = rng.permutation(np.concatenate((X, Y), axis=0), axis=1)
    number = np.arange(m) // mini_batch_size
    X_shuffled, Y_shuffled = shuffled[:-1], shuffled[-1:]
    return [(X_shuffled[:, number == k], Y_shuffled[:, number == k]) for k in np.unique(number)]


@random_mini_batches.alternative
def batches_by_scikit_learn_in_float32(X, Y, mini_batch_size=64, seed=0):
    from sklearn.utils import gen_batches, shuffle  # noqa: PLC0415

    X_rows, Y_rows = shuffle(X.T.astype(np.float32), Y.T, random_state=seed)
    slices = list(gen_batches(len(X_rows), mini_batch_size))
    return [(X_rows[part].T, Y_rows[part].T) for part in slices], len(slices)


@initialize_velocity.alternative
def velocity_by_keys(parameters):
    return dict(zip(["d" + k for k in parameters], [0.0 * parameters[k] for k in parameters]))


@initialize_velocity.alternative
def velocity_by_zeros_like(parameters):
    return {f"d{key}": np.zeros_like(value) for key, value in parameters.items()}


@initialize_velocity.alternative
def velocity_by_shape_numbers(parameters):
    L = len(parameters) // 2
    v = {}
    for l in range(L):
        rows, columns = parameters["W" + str(l + 1)].shape[0], parameters["W" + str(l + 1)].shape[1]
        v["dW" + str(l + 1)] = np.zeros((rows, columns))
        v["db" + str(l + 1)] = np.zeros((rows, 1))
    return v


@initialize_velocity.alternative
def velocity_from_a_deep_copy(parameters):
    import copy  # noqa: PLC0415

    v = {}
    for key, array in copy.deepcopy(parameters).items():
        array[...] = 0
        v["d" + key] = array
    return v


@initialize_velocity.alternative
def velocity_of_nested_lists(parameters):
    v = {}
    l = 1
    while True:
        if f"W{l}" not in parameters:
            break
        v[f"dW{l}"] = np.array([[0.0] * len(row) for row in parameters[f"W{l}"]])
        v[f"db{l}"] = np.array([[0.0] for _ in parameters[f"b{l}"]])
        l += 1
    return v


@initialize_velocity.alternative
def velocity_by_recursion(parameters, print_msg=False):
    def rest(names):
        if not names:
            return {}
        first, *others = names
        return {"d" + first: np.full_like(parameters[first], fill_value=0.0), **rest(others)}

    v = rest(list(parameters))
    if print_msg:
        print(sorted(v))
    return v


@initialize_velocity.alternative
def velocity_in_float32_with_extras(parameters):
    from collections import OrderedDict  # noqa: PLC0415

    layers = sorted({name.lstrip("Wb") for name in parameters}, key=int)
    names = [kind + layer for kind in ("W", "b") for layer in layers]
    v = OrderedDict(("d" + n, np.zeros(parameters[n].shape, dtype=np.float32)) for n in names)
    return v, names


@update_parameters_with_momentum.alternative
def momentum_in_place(parameters, grads, v, beta, learning_rate):
    for key, velocity in v.items():
        velocity *= beta
        velocity += (1 - beta) * grads[key]
        parameters[key[1:]] -= learning_rate * velocity
    return [parameters, v, "extra"]


@update_parameters_with_momentum.alternative
def momentum_by_comprehensions(parameters, grads, v, beta, learning_rate):
    v_new = {key: beta * v[key] + (1 - beta) * grads[key] for key in v}
    return {k: W - learning_rate * v_new["d" + k] for k, W in parameters.items()}, v_new


@update_parameters_with_momentum.alternative
def momentum_towards_the_gradient(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v["dW" + str(l)] += (1 - beta) * (grads["dW" + str(l)] - v["dW" + str(l)])
        v["db" + str(l)] += (1 - beta) * (grads["db" + str(l)] - v["db" + str(l)])
    for l in range(1, L + 1):
        parameters["W" + str(l)] -= learning_rate * v["dW" + str(l)]
        parameters["b" + str(l)] -= learning_rate * v["db" + str(l)]
    return parameters, v


@update_parameters_with_momentum.alternative
def momentum_by_weighted_average(params, gradients, velocity, b, lr, print_msg=False):
    for name in params:
        both = [velocity["d" + name], gradients["d" + name]]
        velocity["d" + name] = np.average(both, axis=0, weights=[b, 1 - b])
        params[name] = np.add(params[name], np.negative(lr * velocity["d" + name]))
        if print_msg:
            print(name, params[name])
    return (params, velocity)


@update_parameters_with_momentum.alternative
def momentum_number_by_number(parameters, grads, v, beta, learning_rate):
    for key, gradient in grads.items():
        for index in np.ndindex(gradient.shape):
            v[key][index] = beta * v[key][index] + (1 - beta) * gradient[index]
            parameters[key[1:]][index] = parameters[key[1:]][index] - learning_rate * v[key][index]
    return parameters, v


@update_parameters_with_momentum.alternative
def momentum_by_nested_function_on_copies(parameters, grads, v, beta=0.9, learning_rate=0.01):
    from copy import deepcopy  # noqa: PLC0415

    def step(theta, gradient, velocity):
        velocity = beta * velocity + gradient - beta * gradient
        return theta - learning_rate * velocity, velocity

    parameters, v = deepcopy(parameters), deepcopy(v)
    l = 1
    while l <= len(parameters) / 2:
        for kind in ("W%d" % l, "b%d" % l):
            parameters[kind], v["d" + kind] = step(
                parameters[kind], grads["d" + kind], v["d" + kind]
            )
        l += 1
    return [parameters, v]


@update_parameters_with_momentum.alternative
def momentum_by_matrix_product(parameters, grads, v, beta, learning_rate):
    keys = list(parameters)
    flat = np.array([np.concatenate([d["d" + k].ravel() for k in keys]) for d in (v, grads)])
    velocity = np.array([beta, 1 - beta]) @ flat
    start = 0
    for key in keys:
        n, shape = parameters[key].size, parameters[key].shape
        v["d" + key] = velocity[start : start + n].reshape(shape)
        parameters[key] = parameters[key] - learning_rate * v["d" + key]
        start += n
    return parameters, v


@update_parameters_with_momentum.alternative
def momentum_in_float32(parameters, grads, v, beta, learning_rate):
    f = np.float32
    v = {key: f(beta) * f(v[key]) + f(1 - beta) * f(grads[key]) for key in sorted(v)}
    parameters = {key: f(parameters[key]) - f(learning_rate) * v[f"d{key}"] for key in parameters}
    return parameters, v


@initialize_adam.alternative
def adam_start_as_list(parameters):
    v, s = {}, {}
    for key in parameters:
        for moments in (v, s):
            moments[f"d{key}"] = np.zeros_like(parameters[key])
    return [v, s]


@initialize_adam.alternative
def adam_start_by_nested_function(parameters):
    def at_rest():
        return {"d" + name: np.zeros(array.shape) for name, array in parameters.items()}

    return at_rest(), at_rest()


@initialize_adam.alternative
def adam_start_by_copying_v(parameters):
    L = len(parameters) // 2
    v = {}
    for l in range(1, L + 1):
        v["dW" + str(l)] = parameters["W" + str(l)] * 0
        v["db" + str(l)] = parameters["b" + str(l)] * 0
    s = {key: array.copy() for key, array in v.items()}
    return v, s


@initialize_adam.alternative
def adam_start_by_stacked_zeros(parameters, print_msg=False):
    v, s = {}, {}
    for name, array in parameters.items():
        v["d" + name], s["d" + name] = np.zeros((2, *np.shape(array)))
    if print_msg:
        print(v, s)
    return v, s


@initialize_adam.alternative
def adam_start_from_deep_copies(parameters):
    from copy import deepcopy  # noqa: PLC0415

    v = {}
    for name in deepcopy(list(parameters)):
        v["d" + name] = deepcopy(parameters[name])
        v["d" + name] -= parameters[name]
    return tuple(deepcopy(v) for _ in range(2))


@initialize_adam.alternative
def adam_start_by_zip(parameters):
    keys = ["d" + key for key in parameters]
    zeros = lambda: (np.full(parameters[key[1:]].shape, 0.0) for key in keys)  # noqa: E731
    v, s = dict(zip(keys, zeros())), dict(zip(keys, zeros()))
    return v, s, 0


@initialize_adam.alternative
def adam_start_in_float32_by_while_loop(parameters):
    moments = [{}, {}]
    l = len(parameters) // 2
    while l >= 1:
        for moment in moments:
            moment.update({f"dW{l}": np.zeros(parameters[f"W{l}"].shape, "float32")})
            moment.update({f"db{l}": np.zeros(parameters[f"b{l}"].shape, "float32")})
        l -= 1
    return moments


@update_parameters_with_adam.alternative
def adam_one_fraction(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    rate = learning_rate * np.sqrt(1 - np.power(beta2, t)) / (1 - np.power(beta1, t))
    small = epsilon * np.sqrt(1 - np.power(beta2, t))
    for d_key in list(grads):
        v[d_key] += (1 - beta1) * (grads[d_key] - v[d_key])
        s[d_key] += (1 - beta2) * (np.square(grads[d_key]) - s[d_key])
        parameters[d_key[1:]] -= rate * v[d_key] / (s[d_key] ** 0.5 + small)
    return parameters, v, s


@update_parameters_with_adam.alternative
def adam_with_corrected_dictionaries(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    L = len(parameters) // 2
    v_corrected = {}
    s_corrected = {}
    for l in range(L):
        i = str(l + 1)
        v["dW" + i] = beta1 * v["dW" + i] + (1 - beta1) * grads["dW" + i]
        v["db" + i] = beta1 * v["db" + i] + (1 - beta1) * grads["db" + i]
        v_corrected["dW" + i] = v["dW" + i] / (1 - np.power(beta1, t))
        v_corrected["db" + i] = v["db" + i] / (1 - np.power(beta1, t))
        s["dW" + i] = beta2 * s["dW" + i] + (1 - beta2) * np.power(grads["dW" + i], 2)
        s["db" + i] = beta2 * s["db" + i] + (1 - beta2) * np.power(grads["db" + i], 2)
        s_corrected["dW" + i] = s["dW" + i] / (1 - np.power(beta2, t))
        s_corrected["db" + i] = s["db" + i] / (1 - np.power(beta2, t))
        step_W = v_corrected["dW" + i] / (np.sqrt(s_corrected["dW" + i]) + epsilon)
        step_b = v_corrected["db" + i] / (np.sqrt(s_corrected["db" + i]) + epsilon)
        parameters["W" + i] = parameters["W" + i] - learning_rate * step_W
        parameters["b" + i] = parameters["b" + i] - learning_rate * step_b
    return parameters, v, s, v_corrected, s_corrected


@update_parameters_with_adam.alternative
def adam_in_new_dictionaries(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    V = {key: beta1 * v[key] + (1 - beta1) * g for key, g in grads.items()}
    S = {key: beta2 * s[key] + (1 - beta2) * g * g for key, g in grads.items()}
    V_hat = {key: value / (1 - beta1**t) for key, value in V.items()}
    S_hat = {key: value / (1 - beta2**t) for key, value in S.items()}
    steps = {key: learning_rate * V_hat[key] / (S_hat[key] ** 0.5 + epsilon) for key in grads}
    return {key: parameters[key] - steps["d" + key] for key in parameters}, V, S


@update_parameters_with_adam.alternative
def adam_number_by_number(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    import math  # noqa: PLC0415

    for name, array in parameters.items():
        for i in range(array.shape[0]):
            for j in range(array.shape[1]):
                g = float(grads["d" + name][i, j])
                v["d" + name][i, j] = beta1 * v["d" + name][i, j] + (1 - beta1) * g
                s["d" + name][i, j] = beta2 * s["d" + name][i, j] + (1 - beta2) * math.pow(g, 2)
                first = v["d" + name][i, j] / (1 - math.pow(beta1, t))
                second = s["d" + name][i, j] / (1 - math.pow(beta2, t))
                array[i, j] -= learning_rate * first / (math.sqrt(second) + epsilon)
    return parameters, v, s


@update_parameters_with_adam.alternative
def adam_by_nested_functions(
    parameters,
    grads,
    v,
    s,
    t,
    learning_rate=0.01,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    print_msg=False,
):
    def average(old, new, beta):
        return {key: beta * old[key] + (1 - beta) * new[key] for key in new}

    def corrected(moment, beta):
        return lambda key: moment[key] / (1 - beta**t)

    v.update(average(old=v, new=grads, beta=beta1))
    s.update(average(old=s, new={key: g**2 for key, g in grads.items()}, beta=beta2))
    v_hat, s_hat = corrected(v, beta1), corrected(s, beta2)
    for key in grads:
        parameters[key[1:]] -= learning_rate * v_hat(key) / (np.sqrt(s_hat(key)) + epsilon)
        if print_msg:
            print(key, parameters[key[1:]])
    return parameters, v, s


@update_parameters_with_adam.alternative
def adam_into_given_arrays(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    l = 1
    while f"W{l}" in parameters:
        for kind in ("W", "b"):
            name = f"{kind}{l}"
            g, theta, m1, m2 = grads["d" + name], parameters[name], v["d" + name], s["d" + name]
            np.multiply(m1, beta1, out=m1)
            np.add(m1, (1 - beta1) * g, out=m1)
            np.multiply(m2, beta2, out=m2)
            np.add(m2, (1 - beta2) * np.abs(g) ** 2, out=m2)
            denominator = np.sqrt(m2 / (1 - beta2**t))
            denominator += epsilon
            theta -= learning_rate / (1 - beta1**t) * m1 / denominator
        l += 1
    return [parameters, v, s]


@update_parameters_with_adam.alternative
def adam_on_one_long_vector(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    keys = list(parameters)
    sizes = [parameters[k].size for k in keys]

    def flat(values, prefix):
        return np.concatenate([values[prefix + k].reshape(-1) for k in keys])

    def back(vector, prefix):
        pieces = np.split(vector, np.cumsum(sizes)[:-1])
        return {prefix + k: p.reshape(parameters[k].shape) for k, p in zip(keys, pieces)}

    theta, g = flat(parameters, ""), flat(grads, "d")
    m1 = np.average([flat(v, "d"), g], axis=0, weights=[beta1, 1 - beta1])
    m2 = np.average([flat(s, "d"), g**2], axis=0, weights=[beta2, 1 - beta2])
    m1_hat = m1 / -np.expm1(t * np.log(beta1))
    m2_hat = m2 / -np.expm1(t * np.log(beta2))
    theta = theta - learning_rate * m1_hat / (np.sqrt(m2_hat) + epsilon)
    return back(theta, ""), back(m1, "d"), back(m2, "d")


@update_parameters_with_adam.alternative
def adam_in_float32(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    power1 = power2 = 1.0
    for _ in range(int(t)):
        power1 *= beta1
        power2 *= beta2
    for name in sorted(parameters, key=lambda key: int(key[1:])):
        g = grads["d" + name].astype("float32")
        v["d" + name] = (beta1 * v["d" + name] + (1 - beta1) * g).astype("float32")
        s["d" + name] = (beta2 * s["d" + name] + (1 - beta2) * g * g).astype("float32")
        v_hat, s_hat = v["d" + name] / (1 - power1), s["d" + name] / (1 - power2)
        step = np.divide(learning_rate * v_hat, np.sqrt(s_hat) + epsilon)
        parameters[name] = (parameters[name] - step).astype("float32")
    return parameters, v, s
