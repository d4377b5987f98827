"""Momentum: the velocity at rest, and one step."""

import numpy as np

from autograder.exercise import exercise, with_edges
from autograder.exercises.optimization.inputs import SINGLE, like, networks, steps
from helpers.checks.cases import Case


@exercise(cases=networks)
def initialize_velocity(parameters):
    L = len(parameters) // 2
    v = {}
    for l in range(1, L + 1):
        v[f"dW{l}"] = np.zeros(parameters[f"W{l}"].shape)
        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)
    return v


initialize_velocity.slip(
    "the parameters themselves",
    "How fast is a ball at rest?",
    "Your velocity starts with the values of the parameters. At rest it is zero.",
    {
        'np.zeros(parameters[f"W{l}"].shape)': 'parameters[f"W{l}"]',
        'np.zeros(parameters[f"b{l}"].shape)': 'parameters[f"b{l}"]',
    },
)

initialize_velocity.slip(
    "ones instead of zeros",
    "How fast is a ball at rest?",
    "Your velocity starts with ones. At rest it is zero.",
    {
        "np.zeros": "np.ones",
    },
)

initialize_velocity.slip(
    "keys without d",
    "Which dictionary has the names that the velocity needs?",
    "Your keys are W1, b1, …: the names of the parameters. The velocity has the names of the "
    "gradients, with a d in front.",
    {
        'v[f"dW{l}"]': 'v[f"W{l}"]',
        'v[f"db{l}"]': 'v[f"b{l}"]',
    },
)

initialize_velocity.slip(
    "biases left out",
    "Which gradients have a velocity, and which have none?",
    "The biases have no velocity. They move as the weights do.",
    {
        '        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)\n': "",
    },
)

initialize_velocity.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not there. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)


def momentum_steps(rng):
    betas = [0.9, *(float(b) for b in rng.uniform(0.2, 0.8, size=2).round(2))]
    moving = [None, rng, rng]
    cases = [
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
    return with_edges(cases, SINGLE)


@exercise(cases=momentum_steps, order={"v": 1, "the parameters that you return": 0})
def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v[f"dW{l}"] = beta * v[f"dW{l}"] + (1 - beta) * grads[f"dW{l}"]
        v[f"db{l}"] = beta * v[f"db{l}"] + (1 - beta) * grads[f"db{l}"]
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * v[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * v[f"db{l}"]
    return parameters, v


update_parameters_with_momentum.slip(
    "plus instead of minus",
    "Into which direction does the velocity point, up or down?",
    "Your step goes up the slope. The velocity is a mean of gradients, and these point uphill.",
    {
        "- learning_rate": "+ learning_rate",
    },
)

update_parameters_with_momentum.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They have a velocity and take a step as the weights do.",
    {
        '        v[f"db{l}"] = beta * v[f"db{l}"] + (1 - beta) * grads[f"db{l}"]\n': "",
        '        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * v[f"db{l}"]\n': "",
    },
)

update_parameters_with_momentum.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not updated. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)

update_parameters_with_momentum.slip(
    "the step taken with the gradient",
    "What does your step use, the gradient or the velocity?",
    "You bring the velocity up to date but make the step with the gradient.",
    {
        'learning_rate * v[f"dW{l}"]': 'learning_rate * grads[f"dW{l}"]',
        'learning_rate * v[f"db{l}"]': 'learning_rate * grads[f"db{l}"]',
    },
)

update_parameters_with_momentum.slip(
    "1 − β left out",
    "With which weight does the new gradient enter the mean, if the old velocity has the weight β?",
    "Your velocity takes the whole gradient. That is another convention, of some libraries; "
    "here the gradient has the weight 1 − β, so that the weights add up to 1.",
    {
        "(1 - beta) * ": "",
    },
)

update_parameters_with_momentum.slip(
    "β and 1 − β swapped",
    "Which of the two counts more with β = 0.9, the past or the new gradient?",
    "You give the weight 1 − β to the old velocity and β to the gradient. It is the other way "
    "round.",
    {
        "(1 - beta) * grads": "beta * grads",
        "= beta * v": "= (1 - beta) * v",
    },
)

update_parameters_with_momentum.slip(
    "v not returned",
    "Where does the next step get its velocity from?",
    "You return the parameters alone. The velocity is needed for the next step: return both.",
    {
        "return parameters, v": "return parameters",
    },
)


@update_parameters_with_momentum.misconception(
    "the step taken with the old velocity",
    "Which comes first, the velocity or the step?",
    "You make the step before the velocity is up to date. Update the velocity first.",
)
def momentum_old_velocity(parameters, grads, v, beta, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        for name in (f"W{l}", f"b{l}"):
            parameters[name] = parameters[name] - learning_rate * v[f"d{name}"]
            v[f"d{name}"] = beta * v[f"d{name}"] + (1 - beta) * grads[f"d{name}"]
    return parameters, v


update_parameters_with_momentum.slip(
    "β fixed at 0.9",
    "What happens when somebody calls your function with another β?",
    "You use 0.9 and ignore the argument `beta`.",
    {
        "    L = len": "    beta = 0.9\n    L = len",
    },
)

update_parameters_with_momentum.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole velocity. The learning rate is missing.",
    {
        "learning_rate * ": "",
    },
)
