"""Optional: RMSProp, which divides by the root of an average of squares."""

import numpy as np

from autograder.exercise import exercise, with_edges
from autograder.exercises.optimization.inputs import SINGLE, like, random_inputs, steps
from helpers.checks.cases import Case

SETTINGS = (
    {"beta": 0.9, "learning_rate": 0.01},
    {"beta": 0.75, "learning_rate": 0.3, "epsilon": 1e-3},
    {"beta": 0.6, "learning_rate": 0.2, "epsilon": 0.1},
)


def rmsprop_steps(rng):
    cases = []
    for i, (name, parameters, grads) in enumerate(steps(rng)):
        s = {key: value**2 for key, value in like(grads, rng if i else None).items()}
        inputs = {"parameters": parameters, "grads": grads, "s": s, **SETTINGS[i]}
        cases.append(Case(name, inputs))
    parameters, grads = random_inputs(rng, 2)
    grads = {key: 1e-7 * gradient for key, gradient in grads.items()}  # as small as ε, nearly
    inputs = {"parameters": parameters, "grads": grads, "s": like(grads), **SETTINGS[0]}
    cases.append(Case("gradients near zero", inputs))
    return with_edges(cases, SINGLE, "near zero")


@exercise(cases=rmsprop_steps, order={"s": 1, "the parameters that you return": 0}, optional=True)
def update_parameters_with_rmsprop(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        for name in (f"W{l}", f"b{l}"):
            g = grads[f"d{name}"]
            s[f"d{name}"] = beta * s[f"d{name}"] + (1 - beta) * g**2
            step = g / (np.sqrt(s[f"d{name}"]) + epsilon)
            parameters[name] = parameters[name] - learning_rate * step
    return parameters, s


update_parameters_with_rmsprop.slip(
    "a sum of squares, as AdaGrad keeps",
    "Does what you keep ever become smaller again?",
    "You add the squares up: that is AdaGrad, whose steps become smaller and smaller. RMSProp "
    "averages them, with the weights β and 1 − β.",
    {'beta * s[f"d{name}"] + (1 - beta) * g**2': 's[f"d{name}"] + g**2'},
)

update_parameters_with_rmsprop.slip(
    "gradient not squared",
    "The step divides by the root of a mean. A mean of what?",
    "Your s averages the gradients themselves. It should be a mean of their squares.",
    {"* g**2": "* g"},
)

update_parameters_with_rmsprop.slip(
    "root left out",
    "If every gradient were ten times larger, how many times larger would s be?",
    "You divide by s itself. It is a mean of squares; the step divides by its root.",
    {'np.sqrt(s[f"d{name}"])': 's[f"d{name}"]'},
)

update_parameters_with_rmsprop.slip(
    "ε inside the root",
    "Where does ε stand, under the root or beside it?",
    "Your ε is under the root. It should be added after the root is taken.",
    {'(np.sqrt(s[f"d{name}"]) + epsilon)': 'np.sqrt(s[f"d{name}"] + epsilon)'},
)

update_parameters_with_rmsprop.slip(
    "ε left out",
    "What happens where s is zero?",
    "ε is missing, so that you divide by zero where the gradient has always been zero.",
    {'(np.sqrt(s[f"d{name}"]) + epsilon)': 'np.sqrt(s[f"d{name}"])'},
)

update_parameters_with_rmsprop.slip(
    "ε added to the quotient",
    "To which part of the fraction is ε added?",
    "You divide by the root alone and add ε to the quotient: parentheses are missing. It should be "
    "added to the root.",
    {'(np.sqrt(s[f"d{name}"]) + epsilon)': 'np.sqrt(s[f"d{name}"]) + epsilon'},
)

update_parameters_with_rmsprop.slip(
    "1 − β left out",
    "With which weight does the new square enter the mean, if the old mean has the weight β?",
    "Your s takes the whole square. Its weight is 1 − β, so that the weights add up to 1.",
    {"(1 - beta) * ": ""},
)

update_parameters_with_rmsprop.slip(
    "β and 1 − β swapped",
    "Which of the two counts more with β = 0.9, the past or the new gradient?",
    "You give the weight 1 − β to the old mean and β to the new square. It is the other way round.",
    {"(1 - beta) * g": "beta * g", "= beta * s": "= (1 - beta) * s"},
)

update_parameters_with_rmsprop.slip(
    "not divided by the root of s",
    "What makes the steps alike in size, whatever the gradients?",
    "Your step is the learning rate times the gradient. It should be divided by √s + ε.",
    {'g / (np.sqrt(s[f"d{name}"]) + epsilon)': "g"},
)

update_parameters_with_rmsprop.slip(
    "plus instead of minus",
    "In which direction does your step go, uphill or downhill?",
    "Your step goes up the slope. It should be subtracted.",
    {"- learning_rate": "+ learning_rate"},
)

update_parameters_with_rmsprop.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole step. The learning rate is missing.",
    {"learning_rate * ": ""},
)

update_parameters_with_rmsprop.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They should be treated as the weights are.",
    {'(f"W{l}", f"b{l}")': '(f"W{l}",)'},
)

update_parameters_with_rmsprop.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not updated. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {"range(1, L + 1)": "range(1, L)"},
)

update_parameters_with_rmsprop.slip(
    "s not returned",
    "Where does the next step get its average from?",
    "You return the parameters alone. The average is needed for the next step: return both.",
    {"return parameters, s": "return parameters"},
)


@update_parameters_with_rmsprop.misconception(
    "the step divided by the old average",
    "Is the s in your step the one before this gradient or the one after it?",
    "You divide by the average from before this gradient. Bring s up to date first: at the start "
    "it is zero, and the step would be divided by ε alone.",
)
def rmsprop_old_average(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    for name in parameters:
        g = grads[f"d{name}"]
        parameters[name] = parameters[name] - learning_rate * g / (np.sqrt(s[f"d{name}"]) + epsilon)
        s[f"d{name}"] = beta * s[f"d{name}"] + (1 - beta) * g**2
    return parameters, s


@update_parameters_with_rmsprop.misconception(
    "momentum in place of RMSProp",
    "What do you average, the gradients or their squares, and what do you divide by?",
    "You average the gradients and step with their average: that is momentum. RMSProp averages "
    "the squares, and divides the gradient by the root.",
)
def rmsprop_as_momentum(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    for name in parameters:
        s[f"d{name}"] = beta * s[f"d{name}"] + (1 - beta) * grads[f"d{name}"]
        parameters[name] = parameters[name] - learning_rate * s[f"d{name}"]
    return parameters, s
