"""What goes wrong in Adam's step."""

import numpy as np

from autograder.exercises.optimization.adam import update_parameters_with_adam

update_parameters_with_adam.slip(
    "ε inside the root",
    "Where does ε stand, under the root or beside it?",
    "Your ε is under the root. It should be added after the root is taken.",
    {
        "(np.sqrt(s_corrected) + epsilon)": "np.sqrt(s_corrected + epsilon)",
    },
)

update_parameters_with_adam.slip(
    "ε left out",
    "What happens where s is zero?",
    "ε is missing, so that you divide by zero where the gradient has always been zero.",
    {
        "(np.sqrt(s_corrected) + epsilon)": "np.sqrt(s_corrected)",
    },
)

update_parameters_with_adam.slip(
    "root left out",
    "If every gradient were ten times larger, how many times larger would s be?",
    "You divide by s itself. It is a mean of squares; the step divides by its root.",
    {
        "np.sqrt(s_corrected)": "s_corrected",
    },
)

update_parameters_with_adam.slip(
    "plus instead of minus",
    "In which direction does your step go, uphill or downhill?",
    "Your step goes up the slope. It should be subtracted.",
    {
        "- learning_rate": "+ learning_rate",
    },
)

update_parameters_with_adam.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They should be treated as the weights are.",
    {
        '(f"W{l}", f"b{l}")': '(f"W{l}",)',
    },
)

update_parameters_with_adam.slip(
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not updated. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
)

update_parameters_with_adam.slip(
    "the gradient in place of v",
    "What stands in the numerator of your step?",
    "Your step has the gradient in the numerator. The corrected average v belongs there.",
    {
        "step = v_corrected": "step = g",
    },
)

update_parameters_with_adam.slip(
    "ε added to the quotient",
    "To which part of the fraction is ε added?",
    "You divide by the root alone and add ε to the quotient. It should be added to the root, so "
    "that nothing is divided by zero.",
    {
        "v_corrected / (np.sqrt(s_corrected) + epsilon)": "v_corrected / np.sqrt(s_corrected) "
        "+ epsilon",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "ε added to the parameters",
    "To which part of the fraction is ε added?",
    "Your ε is added after the step, to the parameters themselves: parentheses are missing. It "
    "should be added to the root, in the denominator.",
    {
        "(np.sqrt(s_corrected) + epsilon)": "np.sqrt(s_corrected)",
        "- learning_rate * step": "- learning_rate * step + epsilon",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole step. The learning rate is missing.",
    {
        "learning_rate * step": "step",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "not divided by the root of s",
    "What makes Adam's steps alike in size, whatever the gradients?",
    "Your step is the learning rate times v. It should be divided by √s + ε.",
    {
        "v_corrected / (np.sqrt(s_corrected) + epsilon)": "v_corrected",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the parameters do not move",
    "Which parameters do you return, compared with those that you were given?",
    "v and s are right, and the parameters are as they were: the step is worked out and does not "
    "reach them. A line that begins with a minus sign is a statement of its own.",
    {
        "parameters[name] = parameters[name] - learning_rate * step": "pass",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the step in place of the parameter",
    "Where is the old value of the parameter in your new one?",
    "Your parameters are the step alone. `=-` is an assignment of something negative; `-=` "
    "subtracts from what was there.",
    {
        "parameters[name] - learning_rate": "-learning_rate",
    },
    alone=True,
)


@update_parameters_with_adam.misconception(
    "ε beside the uncorrected root",
    "To which root is ε added, that of s or that of the corrected s?",
    "You put both corrections in front of the fraction and leave ε beside the root of the "
    "uncorrected s, so that it counts more in the first steps. Here it is added to the root of the "
    "corrected s.",
)
def adam_epsilon_beside_the_uncorrected_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    rate = learning_rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    for name in parameters:
        g = grads[f"d{name}"]
        v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
        s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * g**2
        parameters[name] = parameters[name] - rate * v[f"d{name}"] / (
            np.sqrt(s[f"d{name}"]) + epsilon
        )
    return parameters, v, s
