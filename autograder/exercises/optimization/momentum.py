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
    "The biases have no velocity. They should move as the weights do.",
    {
        '        v[f"db{l}"] = np.zeros(parameters[f"b{l}"].shape)\n': "",
    },
)

initialize_velocity.slip(
    "the shape of the weights for the biases",
    "What shape does a gradient of the biases have?",
    "What belongs to the biases has the shape of the weights. It should have the shape of the "
    "biases, (n_l, 1).",
    {
        'v[f"db{l}"] = np.zeros(parameters[f"b': 'v[f"db{l}"] = np.zeros(parameters[f"W',
    },
    alone=True,
)

initialize_velocity.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not there. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)

initialize_velocity.slip(
    "keys counted from 0",
    "What is the name of the first layer's velocity?",
    "Your keys begin with dW0 and db0. Layers are counted from 1; number 0 is the input.",
    {
        'v[f"dW{l}"]': 'v[f"dW{l - 1}"]',
        'v[f"db{l}"]': 'v[f"db{l - 1}"]',
    },
    alone=True,
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
    "In which direction does the velocity point, uphill or downhill?",
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

update_parameters_with_momentum.slip(
    "v returned before the parameters",
    "In which order does the caller expect what you return?",
    "You return v first. The parameters come first, then v.",
    {
        "return parameters, v": "return v, parameters",
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "the learning rate inside the velocity",
    "Which of the two is the learning rate a part of, the velocity or the step?",
    "Your velocity has the learning rate in it, and the step has none. Another convention does it "
    "that way; here v is a mean of gradients, and the step is learning rate · v.",
    {
        "(1 - beta) * grads": "learning_rate * (1 - beta) * grads",
        "- learning_rate * v": "- v",
    },
)

update_parameters_with_momentum.slip(
    "the learning rate and the minus inside the velocity",
    "Which of the two has the minus and the learning rate, the velocity or the step?",
    "Your velocity holds the step itself, minus and learning rate in it, and is added. Another "
    "convention does it that way; here v is a mean of gradients, and learning rate · v is "
    "subtracted.",
    {
        "+ (1 - beta) * grads": "- learning_rate * (1 - beta) * grads",
        "- learning_rate * v": "+ v",
    },
    alone=True,
)


@update_parameters_with_momentum.misconception(
    "the learning rate and the minus inside the velocity, and no 1 − β",
    "Which of the two has the minus and the learning rate, the velocity or the step?",
    "Your velocity is β · v − learning rate · gradient and is added: the classical momentum. Here "
    "v is a mean of gradients with the weights β and 1 − β, and learning rate · v is subtracted.",
)
def momentum_classical(parameters, grads, v, beta, learning_rate):
    for name in parameters:
        v[f"d{name}"] = beta * v[f"d{name}"] - learning_rate * grads[f"d{name}"]
        parameters[name] = parameters[name] + v[f"d{name}"]
    return parameters, v


update_parameters_with_momentum.slip(
    "the old velocity left out",
    "What does your velocity remember of the steps before?",
    "Your velocity holds this gradient alone: the old velocity is missing from it, so nothing is "
    "averaged.",
    {
        'beta * v[f"dW{l}"] + ': "",
        'beta * v[f"db{l}"] + ': "",
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "1 − β · g without parentheses",
    "In which order does Python work out 1 − β · g?",
    "A product comes before a difference: you subtract β · g from 1. The weight of the gradient is "
    "the whole of 1 − β.",
    {
        "(1 - beta) * grads": "1 - beta * grads",
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "biases moved by the velocity of the weights",
    "Which velocity belongs to a bias?",
    "Your biases take the step of the weights and their shape. A bias takes the velocity of its "
    "own gradient, db.",
    {
        'learning_rate * v[f"db{l}"]': 'learning_rate * v[f"dW{l}"]',
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "biases made from the weights",
    "Which parameter does a bias start from?",
    "Your biases are the new weights, moved once more. A bias starts from its own old value and "
    "takes the step of its own velocity.",
    {
        'parameters[f"b{l}"] - learning_rate * v[f"db{l}"]': 'parameters[f"W{l}"] - learning_rate '
        '* v[f"dW{l}"]',
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "velocity of the biases from the weights",
    "Which gradient does the velocity of a bias take in?",
    "Your velocity of a bias takes in dW and has its shape. It should take in db.",
    {
        '(1 - beta) * grads[f"db{l}"]': '(1 - beta) * grads[f"dW{l}"]',
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "the parameters do not move",
    "Which parameters do you return, compared with those that you were given?",
    "v is right, and the parameters are as they were: the step is worked out and does not reach "
    "them. A line that begins with a minus sign is a statement of its own.",
    {
        '        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * v[f"dW{l}"]\n': "",
        '        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * v[f"db{l}"]\n': "",
    },
    alone=True,
)

update_parameters_with_momentum.slip(
    "the step in place of the parameter",
    "Where is the old value of the parameter in your new one?",
    "Your parameters are the step alone. `=-` is an assignment of something negative; `-=` "
    "subtracts from what was there.",
    {
        'parameters[f"W{l}"] - learning': "-learning",
        'parameters[f"b{l}"] - learning': "-learning",
    },
    alone=True,
)
