"""One step of gradient descent."""

from autograder.exercise import exercise, with_edges
from autograder.exercises.optimization.inputs import SINGLE, steps
from helpers.checks.cases import Case


def descent_steps(rng):
    rates = [0.01, *(float(r) for r in rng.uniform(0.1, 0.9, size=2).round(2))]
    cases = [
        Case(name, {"parameters": parameters, "grads": grads, "learning_rate": rate})
        for (name, parameters, grads), rate in zip(steps(rng), rates)
    ]
    return with_edges(cases, SINGLE)


@exercise(cases=descent_steps)
def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


update_parameters_with_gd.slip(
    "plus instead of minus",
    "In which direction does the gradient point, uphill or downhill?",
    "Your step goes up the slope. The gradient points uphill; the step goes against it.",
    {
        "- learning_rate": "+ learning_rate",
    },
)

update_parameters_with_gd.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They should take a step of their own, as the weights do.",
    {
        '        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]\n': "",
    },
)

update_parameters_with_gd.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not updated. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)

update_parameters_with_gd.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole gradient. The learning rate is missing.",
    {
        "learning_rate * ": "",
    },
)

update_parameters_with_gd.slip(
    "divided by the learning rate",
    "Is a step longer or shorter when the learning rate is smaller?",
    "You divide by the learning rate. It should multiply the gradient.",
    {
        'learning_rate * grads[f"dW{l}"]': 'grads[f"dW{l}"] / learning_rate',
        'learning_rate * grads[f"db{l}"]': 'grads[f"db{l}"] / learning_rate',
    },
)

update_parameters_with_gd.slip(
    "biases moved by the gradients of the weights",
    "Which gradient belongs to a bias?",
    "Your biases take the step of the weights and their shape. The gradient of b is db.",
    {
        'grads[f"db{l}"]': 'grads[f"dW{l}"]',
    },
    alone=True,
)

update_parameters_with_gd.slip(
    "the parameters do not move",
    "Which parameters do you return, compared with those that you were given?",
    "The parameters are as they were: the new values are worked out and not stored, or nothing is "
    "subtracted.",
    {
        '        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]\n': "",
        '        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]\n': ""
        "        pass\n",
    },
    alone=True,
)

update_parameters_with_gd.slip(
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

update_parameters_with_gd.slip(
    "the size of the gradient without its sign",
    "In which direction do your parameters move where the gradient is negative?",
    "All your parameters become smaller, because you take the absolute value of the gradient. "
    "Where it is negative, the step goes up.",
    {
        'grads[f"dW{l}"]': 'abs(grads[f"dW{l}"])',
        'grads[f"db{l}"]': 'abs(grads[f"db{l}"])',
    },
    alone=True,
)
