"""Right implementations of the optional exercises on optimization."""

import math
from copy import deepcopy

import numpy as np

from autograder.exercises.optimization.adamw import update_parameters_with_adamw
from autograder.exercises.optimization.nesterov import update_parameters_with_nesterov
from autograder.exercises.optimization.rmsprop import update_parameters_with_rmsprop
from autograder.exercises.optimization.schedule import learning_rate_schedule


@update_parameters_with_nesterov.alternative
def nesterov_in_place(parameters, grads, v, beta, learning_rate):
    for key, g in grads.items():
        v[key] *= beta
        v[key] += (1 - beta) * g
        parameters[key[1:]] -= learning_rate * (beta * v[key] + (1 - beta) * g)
    return [parameters, v]


@update_parameters_with_nesterov.alternative
def nesterov_by_comprehensions(parameters, grads, v, beta, learning_rate):
    new = {key: beta * v[key] + (1 - beta) * grads[key] for key in v}
    steps = {key: beta * new[key] + (1 - beta) * grads[key] for key in v}
    return {name: W - learning_rate * steps["d" + name] for name, W in parameters.items()}, new


@update_parameters_with_nesterov.alternative
def nesterov_from_the_old_velocity(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        for kind in ("W", "b"):
            name = kind + str(l + 1)
            old, g = v["d" + name], grads["d" + name]
            step = beta**2 * old + (1 - beta) * (1 + beta) * g
            parameters[name] = parameters[name] - learning_rate * step
            v["d" + name] = beta * old + (1 - beta) * g
    return parameters, v, "extra"


@update_parameters_with_nesterov.alternative
def nesterov_by_two_averages(params, gradients, velocity, b, lr):
    def mean(old, new):
        return np.average([old, new], axis=0, weights=[b, 1 - b])

    params, velocity = deepcopy(params), deepcopy(velocity)
    for name in params:
        key = f"d{name}"
        velocity[key] = mean(velocity[key], gradients[key])
        params[name] = params[name] - lr * mean(velocity[key], gradients[key])
    return params, velocity


@update_parameters_with_rmsprop.alternative
def rmsprop_in_place(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    for key, g in grads.items():
        s[key] *= beta
        s[key] += (1 - beta) * np.square(g)
        parameters[key[1:]] -= learning_rate * g / (np.sqrt(s[key]) + epsilon)
    return [parameters, s]


@update_parameters_with_rmsprop.alternative
def rmsprop_by_comprehensions(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    new = {key: beta * s[key] + (1 - beta) * grads[key] * grads[key] for key in grads}
    steps = {key: grads[key] / (new[key] ** 0.5 + epsilon) for key in grads}
    return {name: W - learning_rate * steps["d" + name] for name, W in parameters.items()}, new


@update_parameters_with_rmsprop.alternative
def rmsprop_weights_then_biases(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        s["dW" + str(l)] = beta * s["dW" + str(l)] + (1 - beta) * grads["dW" + str(l)] ** 2
        s["db" + str(l)] = beta * s["db" + str(l)] + (1 - beta) * grads["db" + str(l)] ** 2
        root_W = np.sqrt(s["dW" + str(l)]) + epsilon
        root_b = np.sqrt(s["db" + str(l)]) + epsilon
        parameters["W" + str(l)] -= learning_rate * grads["dW" + str(l)] / root_W
        parameters["b" + str(l)] -= learning_rate * grads["db" + str(l)] / root_b
    return parameters, s


@update_parameters_with_rmsprop.alternative
def rmsprop_number_by_number(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    for name, array in parameters.items():
        for index in np.ndindex(array.shape):
            g = float(grads["d" + name][index])
            s["d" + name][index] += (1 - beta) * (g**2 - s["d" + name][index])
            array[index] -= learning_rate / (math.sqrt(s["d" + name][index]) + epsilon) * g
    return parameters, s, None


@update_parameters_with_adamw.alternative
def adamw_decay_first(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    for key, g in grads.items():
        name = key[1:]
        parameters[name] *= 1 - learning_rate * weight_decay
        v[key] = beta1 * v[key] + (1 - beta1) * g
        s[key] = beta2 * s[key] + (1 - beta2) * g**2
        root = np.sqrt(s[key] / (1 - beta2**t)) + epsilon
        parameters[name] -= learning_rate * v[key] / (1 - beta1**t) / root
    return [parameters, v, s]


@update_parameters_with_adamw.alternative
def adamw_by_comprehensions(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    v = {key: beta1 * v[key] + (1 - beta1) * g for key, g in grads.items()}
    s = {key: beta2 * s[key] + (1 - beta2) * g * g for key, g in grads.items()}
    root = {key: (s[key] / (1 - beta2**t)) ** 0.5 + epsilon for key in s}
    step = {key: learning_rate * (v[key] / (1 - beta1**t)) / root[key] for key in v}
    decay = {name: learning_rate * weight_decay * W for name, W in parameters.items()}
    return {name: W - step["d" + name] - decay[name] for name, W in parameters.items()}, v, s


@update_parameters_with_adamw.alternative
def adamw_with_corrected_dictionaries(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    v_corrected, s_corrected = {}, {}
    for l in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            key = f"d{kind}{l}"
            old = parameters[f"{kind}{l}"].copy()
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            v_corrected[key] = v[key] / (1 - np.power(beta1, t))
            s_corrected[key] = s[key] / (1 - np.power(beta2, t))
            new = old - learning_rate * v_corrected[key] / (np.sqrt(s_corrected[key]) + epsilon)
            parameters[f"{kind}{l}"] = new - learning_rate * weight_decay * old
    return parameters, v, s, v_corrected, s_corrected


@update_parameters_with_adamw.alternative
def adamw_into_given_arrays(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8,
    weight_decay=0.01,
):  # fmt: skip
    for name, W in parameters.items():
        g, first, second = grads["d" + name], v["d" + name], s["d" + name]
        first += (1 - beta1) * (g - first)
        second += (1 - beta2) * (g**2 - second)
        step = first / (1 - beta1**t) / (np.sqrt(second / (1 - beta2**t)) + epsilon)
        W -= learning_rate * (step + weight_decay * W)
    return parameters, v, s


@learning_rate_schedule.alternative
def schedule_by_else(t, steps, peak, warm_up):
    if t <= warm_up:
        rate = peak * t / warm_up
    else:
        rate = 0.5 * peak * (1 + math.cos(math.pi * (t - warm_up) / (steps - warm_up)))
    return rate


@learning_rate_schedule.alternative
def schedule_by_where(t, steps, peak, warm_up):
    rising = t / max(warm_up, 1)
    falling = np.cos((t - warm_up) / (steps - warm_up) * np.pi / 2) ** 2
    return peak * np.where(t < warm_up, rising, falling)


@learning_rate_schedule.alternative
def schedule_by_interpolation(t, steps, peak, warm_up):
    if t < warm_up:
        return float(np.interp(t, [0, warm_up], [0, peak]))
    angle = np.interp(t, [warm_up, steps], [0, np.pi])
    return peak * 0.5 * (np.cos(angle) + 1)


@learning_rate_schedule.alternative
def schedule_by_a_whole_table(t, steps, peak, warm_up):
    rising = [peak * (k + 1) / warm_up for k in range(warm_up)]
    turn = np.linspace(0, np.pi, steps - warm_up + 1)[1:]
    return [*rising, *(peak / 2 + peak / 2 * np.cos(turn))][t - 1]
