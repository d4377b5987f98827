"""Optional: momentum that measures the slope where it is about to go."""

from autograder.exercise import exercise
from autograder.exercises.optimization.momentum import momentum_steps


@exercise(cases=momentum_steps, order={"v": 1, "the parameters that you return": 0}, optional=True)
def update_parameters_with_nesterov(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        for name in (f"W{l}", f"b{l}"):
            g = grads[f"d{name}"]
            v[f"d{name}"] = beta * v[f"d{name}"] + (1 - beta) * g
            step = beta * v[f"d{name}"] + (1 - beta) * g
            parameters[name] = parameters[name] - learning_rate * step
    return parameters, v


update_parameters_with_nesterov.slip(
    "ordinary momentum",
    "What does your step add to the velocity that ordinary momentum does not?",
    "Your step is learning rate · v, as with ordinary momentum. Nesterov's has β · v and, once "
    "more, (1 − β) · gradient.",
    {'step = beta * v[f"d{name}"] + (1 - beta) * g': 'step = v[f"d{name}"]'},
)

update_parameters_with_nesterov.slip(
    "the whole gradient in the step",
    "With which weight does the gradient enter the step?",
    "Your step takes the whole gradient beside β · v. That fits the convention in which v takes "
    "the whole gradient, too; here its weight is 1 − β in both places.",
    {'step = beta * v[f"d{name}"] + (1 - beta) * g': 'step = beta * v[f"d{name}"] + g'},
)

update_parameters_with_nesterov.slip(
    "1 − β left out",
    "With which weight does the gradient enter the velocity and the step, if v has the weight β?",
    "You take the whole gradient, in the velocity and in the step. That is the convention of "
    "torch.optim.SGD; here its weight is 1 − β in both places.",
    {"(1 - beta) * ": ""},
)

update_parameters_with_nesterov.slip(
    "the velocity with its full weight in the step",
    "By how much will the velocity have shrunk in the next step?",
    "Your step has the whole velocity beside the gradient. The velocity enters the step with the "
    "weight β.",
    {'step = beta * v[f"d{name}"]': 'step = v[f"d{name}"]'},
)

update_parameters_with_nesterov.slip(
    "β and 1 − β swapped",
    "Which of the two counts more with β = 0.9, the past or the new gradient?",
    "You give the weight 1 − β to the velocity and β to the gradient. It is the other way round.",
    {"(1 - beta) * g": "beta * g", "= beta * v": "= (1 - beta) * v"},
)

update_parameters_with_nesterov.slip(
    "plus instead of minus",
    "In which direction does your step go, uphill or downhill?",
    "Your step goes up the slope. It should be subtracted.",
    {"- learning_rate": "+ learning_rate"},
)

update_parameters_with_nesterov.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole step. The learning rate is missing.",
    {"learning_rate * ": ""},
)

update_parameters_with_nesterov.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They have a velocity and take a step as the weights do.",
    {'(f"W{l}", f"b{l}")': '(f"W{l}",)'},
)

update_parameters_with_nesterov.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not updated. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {"range(1, L + 1)": "range(1, L)"},
)

update_parameters_with_nesterov.slip(
    "v not returned",
    "Where does the next step get its velocity from?",
    "You return the parameters alone. The velocity is needed for the next step: return both.",
    {"return parameters, v": "return parameters"},
)

update_parameters_with_nesterov.slip(
    "the step stored as the velocity",
    "From which of the two does the next step go on, the velocity or this step?",
    "You store the step in v. The next step goes on from the velocity, so the step needs a "
    "variable of its own.",
    {
        "step = beta * v": 'v[f"d{name}"] = beta * v',
        "learning_rate * step": 'learning_rate * v[f"d{name}"]',
    },
)
