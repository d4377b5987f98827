"""Adam: the averages at the start, and one step."""

import numpy as np

from autograder.exercise import exercise, with_edges
from autograder.exercises.optimization.inputs import SINGLE, like, networks, random_inputs, steps
from helpers.checks.cases import Case


@exercise(cases=networks, order={"v": 0, "s": 1})
def initialize_adam(parameters):
    L = len(parameters) // 2
    v = {}
    s = {}
    for l in range(1, L + 1):
        v[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
        s[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        s[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
    return v, s


initialize_adam.slip(
    "only one average",
    "How many moving averages does Adam keep?",
    "You return one dictionary. Adam keeps two averages, v of the gradients and s of their "
    "squares.",
    {
        "return v, s": "return v",
    },
)

initialize_adam.slip(
    "v and s share their arrays",
    "If you change an entry of v, does s change?",
    "v and s are not two sets of arrays: what is written into one overwrites the other. Give each "
    "a dictionary of its own, and arrays of its own to every entry of it.",
    {
        "    s = {}": "    s = v",
    },
)

initialize_adam.slip(
    "ones instead of zeros",
    "How large are averages of nothing?",
    "Your averages start with ones. They should start at zero: bias correction relies on that.",
    {
        "np.zeros": "np.ones",
    },
)

initialize_adam.slip(
    "biases left out",
    "Which gradients have averages, and which have none?",
    "The biases have no averages. They should be treated as the weights are.",
    {
        '        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)\n': "",
        '        s[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)\n': "",
    },
)

initialize_adam.slip(
    "keys without d",
    "Which dictionary has the names that the averages need?",
    "Your keys are W1, b1, …: the names of the parameters. The averages have the names of the "
    "gradients, with a d in front.",
    {
        'v[f"d': 'v[f"',
        's[f"d': 's[f"',
    },
)

initialize_adam.slip(
    "the shape of the weights for the biases",
    "What shape does a gradient of the biases have?",
    "What belongs to the biases has the shape of the weights. It should have the shape of the "
    "biases, (n_l, 1).",
    {
        'v[f"db{l}"] = np.zeros(parameters[f"b': 'v[f"db{l}"] = np.zeros(parameters[f"W',
        's[f"db{l}"] = np.zeros(parameters[f"b': 's[f"db{l}"] = np.zeros(parameters[f"W',
    },
    alone=True,
)

initialize_adam.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not there. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)

initialize_adam.slip(
    "keys counted from 0",
    "What are the names of the first layer's averages?",
    "Your keys begin with dW0 and db0. Layers are counted from 1; number 0 is the input.",
    {
        'v[f"dW{l}"]': 'v[f"dW{l - 1}"]',
        'v[f"db{l}"]': 'v[f"db{l - 1}"]',
        's[f"dW{l}"]': 's[f"dW{l - 1}"]',
        's[f"db{l}"]': 's[f"db{l - 1}"]',
    },
    alone=True,
)

initialize_adam.slip(
    "the parameters themselves",
    "How large are averages of nothing?",
    "Your averages start with the parameters. They should start at zero: bias correction relies on "
    "that.",
    {
        'np.zeros(parameters[f"W{l}"].shape)': 'parameters[f"W{l}"].copy()',
        'np.zeros(parameters[f"b{l}"].shape)': 'parameters[f"b{l}"].copy()',
    },
    alone=True,
)


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
    parameters, grads = random_inputs(rng, 2)
    grads = {key: 1e-7 * gradient for key, gradient in grads.items()}  # as small as ε, nearly
    inputs = {"parameters": parameters, "grads": grads, "v": like(grads), "s": like(grads), "t": 3}
    cases.append(Case("gradients near zero", inputs))
    return with_edges(cases, SINGLE, "near zero")


@exercise(cases=adam_steps, order={"v": 1, "s": 2, "the parameters that you return": 0})
def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        for name in (f"W{l}", f"b{l}"):
            g = grads[f"d{name}"]
            v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
            s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * g**2
            v_corrected = v[f"d{name}"] / (1 - beta1**t)
            s_corrected = s[f"d{name}"] / (1 - beta2**t)
            step = v_corrected / (np.sqrt(s_corrected) + epsilon)
            parameters[name] = parameters[name] - learning_rate * step
    return parameters, v, s
