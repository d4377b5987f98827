"""Exercises of the notebook on optimization."""

import numpy as np

from autograder.exercise import exercise
from helpers.cases import Case
from helpers.datasets import update_case


def random_inputs(rng, layers):
    sizes = rng.permutation(np.arange(1, 7))[: layers + 1]
    parameters, grads = {}, {}
    for l in range(1, layers + 1):
        for name, shape in ((f"W{l}", (sizes[l], sizes[l - 1])), (f"b{l}", (sizes[l], 1))):
            parameters[name], grads[f"d{name}"] = rng.normal(size=(2, *shape))
    return parameters, grads


def like(values, rng=None):
    """Zeros, or random numbers, under the names of the gradients."""
    return {
        "d" + name.removeprefix("d"): np.zeros(v.shape) if rng is None else rng.normal(size=v.shape)
        for name, v in values.items()
    }


def steps(rng):
    for name, (parameters, grads) in {
        "the notebook's example": update_case(),
        "a single layer": random_inputs(rng, 1),
        "three layers": random_inputs(rng, 3),
    }.items():
        yield name, parameters, grads


def descent_steps(rng):
    rates = [0.01, *(float(r) for r in rng.uniform(0.1, 0.9, size=2).round(2))]
    return [
        Case(name, {"parameters": parameters, "grads": grads, "learning_rate": rate})
        for (name, parameters, grads), rate in zip(steps(rng), rates)
    ]


@exercise(cases=descent_steps)
def update_parameters_with_gd(parameters, grads, learning_rate):
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


@update_parameters_with_gd.misconception(
    "plus instead of minus",
    "Your step goes up the slope. Into which direction does the gradient point?",
)
def gd_uphill(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] += learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] += learning_rate * grads["db" + str(l + 1)]
    return parameters


@update_parameters_with_gd.alternative
def gd_in_place(parameters, grads, learning_rate):
    for key in grads:
        np.subtract(parameters[key[1:]], learning_rate * grads[key], out=parameters[key[1:]])
    return parameters


def batch_cases(rng):
    X = rng.normal(size=(3, 148))
    Y = (X.sum(axis=0, keepdims=True) > 0).astype(int)
    seed = int(rng.integers(1, 1000))

    def case(name, m, size, seed):
        inputs = {"X": X[:, :m], "Y": Y[:, :m], "mini_batch_size": size, "seed": seed}
        return Case(name, inputs)

    return [
        Case("148 examples, size and seed left out", {"X": X, "Y": Y}),
        case("148 examples in batches of 64", 148, 64, 0),
        case("148 examples, another seed", 148, 64, seed),
        case("148 examples, the same seed again", 148, 64, seed),
        case("128 examples: 64 divides them", 128, 64, seed),
        case("20 examples: fewer than one batch", 20, 64, seed),
        case("12 examples in batches of 1", 12, 1, seed),
    ]


@exercise(cases=batch_cases, comparison="mini_batches")
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    cuts = range(mini_batch_size, X.shape[1], mini_batch_size)
    return [(X[:, part], Y[:, part]) for part in np.split(order, cuts)]


@random_mini_batches.misconception(
    "the last, smaller batch left out",
    "Some examples are in none of your batches. What is left over when the size does not divide m?",
)
def batches_without_rest(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    mini_batches = []
    for k in range(m // mini_batch_size):
        part = slice(k * mini_batch_size, (k + 1) * mini_batch_size)
        mini_batches.append((shuffled_X[:, part], shuffled_Y[:, part]))
    return mini_batches


@random_mini_batches.alternative
def batches_by_generator(X, Y, mini_batch_size=64, seed=0):
    both = np.vstack([X, Y]).T
    np.random.default_rng(seed).shuffle(both)
    batches = []
    while len(both):
        head, both = both[:mini_batch_size], both[mini_batch_size:]
        batches.append([head[:, : len(X)].T, head[:, len(X) :].T])
    return tuple(batches)


def networks(rng):
    return [Case(name, {"parameters": parameters}) for name, parameters, _ in steps(rng)]


@exercise(cases=networks)
def initialize_velocity(parameters):
    return {f"d{name}": np.zeros(value.shape) for name, value in parameters.items()}


@initialize_velocity.misconception(
    "the parameters themselves",
    "Your velocity starts with the values of the parameters. How fast does a ball move at rest?",
)
def velocity_of_parameters(parameters):
    v = {}
    for l in range(len(parameters) // 2):
        v["dW" + str(l + 1)] = parameters["W" + str(l + 1)]
        v["db" + str(l + 1)] = parameters["b" + str(l + 1)]
    return v


@initialize_velocity.alternative
def velocity_by_keys(parameters):
    return dict(zip(["d" + k for k in parameters], [0.0 * parameters[k] for k in parameters]))


def momentum_steps(rng):
    betas = [0.9, *(float(b) for b in rng.uniform(0.2, 0.8, size=2).round(2))]
    moving = [None, rng, rng]
    return [
        Case(
            name,
            {
                "parameters": parameters,
                "grads": grads,
                "v": like(grads, moving[i]),
                "beta": betas[i],
                "learning_rate": 0.01 if i == 0 else 0.3,
            },
        )
        for i, (name, parameters, grads) in enumerate(steps(rng))
    ]


@exercise(cases=momentum_steps)
def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    v = {name: beta * v[name] + (1 - beta) * grads[name] for name in grads}
    return {name: p - learning_rate * v[f"d{name}"] for name, p in parameters.items()}, v


@update_parameters_with_momentum.misconception(
    "1 − β left out",
    "Your velocity takes the whole gradient. With which weight does the new gradient enter the "
    "average, if the old velocity has the weight β?",
)
def momentum_whole_gradient(parameters, grads, v, beta, learning_rate):
    for l in range(len(parameters) // 2):
        for kind in ("W", "b"):
            key = kind + str(l + 1)
            v["d" + key] = beta * v["d" + key] + grads["d" + key]
            parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


@update_parameters_with_momentum.alternative
def momentum_in_place(parameters, grads, v, beta, learning_rate):
    for key, velocity in v.items():
        velocity *= beta
        velocity += (1 - beta) * grads[key]
        parameters[key[1:]] -= learning_rate * velocity
    return [parameters, v, "extra"]


@exercise(cases=networks)
def initialize_adam(parameters):
    v = {f"d{name}": np.zeros(value.shape) for name, value in parameters.items()}
    return v, {name: zeros.copy() for name, zeros in v.items()}


@initialize_adam.misconception(
    "only the gradients' average",
    "Adam keeps two moving averages, one of the gradients and one of their squares. "
    "How many did you return?",
)
def adam_starts_with_v_only(parameters):
    v = {}
    for l in range(len(parameters) // 2):
        v["dW" + str(l + 1)] = np.zeros(parameters["W" + str(l + 1)].shape)
        v["db" + str(l + 1)] = np.zeros(parameters["b" + str(l + 1)].shape)
    return v


@initialize_adam.alternative
def adam_start_as_list(parameters):
    v, s = {}, {}
    for key in parameters:
        for moments in (v, s):
            moments[f"d{key}"] = np.zeros_like(parameters[key])
    return [v, s]


def adam_steps(rng):
    settings = [
        {"t": 2},
        {"t": 1, "learning_rate": 0.1, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3},
        {"t": 5, "learning_rate": 0.2, "beta1": 0.8, "beta2": 0.6, "epsilon": 0.1},
    ]
    cases = []
    for i, (name, parameters, grads) in enumerate(steps(rng)):
        v, s = like(grads, rng if i else None), like(grads, rng if i else None)
        s = {key: value**2 for key, value in s.items()}
        inputs = {"parameters": parameters, "grads": grads, "v": v, "s": s, **settings[i]}
        cases.append(Case(name, inputs))
    return cases


@exercise(cases=adam_steps)
def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    v = {name: beta1 * v[name] + (1 - beta1) * g for name, g in grads.items()}
    s = {name: beta2 * s[name] + (1 - beta2) * g**2 for name, g in grads.items()}
    updated = {}
    for name, value in parameters.items():
        v_corrected = v[f"d{name}"] / (1 - beta1**t)
        s_corrected = s[f"d{name}"] / (1 - beta2**t)
        updated[name] = value - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    return updated, v, s


@update_parameters_with_adam.misconception(
    "no bias correction",
    "Your averages go into the step as they are. They started at zero, so after a few steps they "
    "are still too small: bias correction mends that.",
)
def adam_without_bias_correction(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for l in range(len(parameters) // 2):
        for kind in ("W", "b"):
            key = kind + str(l + 1)
            v["d" + key] = beta1 * v["d" + key] + (1 - beta1) * grads["d" + key]
            s["d" + key] = beta2 * s["d" + key] + (1 - beta2) * grads["d" + key] ** 2
            step = v["d" + key] / (np.sqrt(s["d" + key]) + epsilon)
            parameters[key] = parameters[key] - learning_rate * step
    return parameters, v, s


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
