"""What goes wrong in Adam's averages and their correction."""

import numpy as np

from autograder.exercises.optimization.adam import update_parameters_with_adam

update_parameters_with_adam.slip(
    "no bias correction",
    "Both averages started at zero. How large are they after the first step, compared with the "
    "gradient?",
    "You forgot the bias correction: v and s go into the step as they are, and in the first "
    "steps they are still too small. Divide them by what they lack.",
    {
        " / (1 - beta1**t)": "",
        " / (1 - beta2**t)": "",
    },
)

update_parameters_with_adam.slip(
    "v not corrected",
    "Which of your two averages is corrected, and which is not?",
    "Bias correction of v is missing; s has it.",
    {
        " / (1 - beta1**t)": "",
    },
)

update_parameters_with_adam.slip(
    "s not corrected",
    "Which of your two averages is corrected, and which is not?",
    "Bias correction of s is missing; v has it.",
    {
        " / (1 - beta2**t)": "",
    },
)

update_parameters_with_adam.slip(
    "corrected values in place of v and s",
    "From which v does the next step go on?",
    "The v and s that you return are the corrected ones, so that the next step corrects them again."
    " Keep the corrected values in variables of their own, and return the averages.",
    {
        "v_corrected = v": 'v[f"d{name}"] = v_corrected = v',
        "s_corrected = s": 's[f"d{name}"] = s_corrected = s',
    },
)

update_parameters_with_adam.slip(
    "t ignored",
    "What does your correction do in the hundredth step?",
    "Your correction divides by 1 − β, which is right in the first step only. It depends on t.",
    {
        "beta1**t": "beta1",
        "beta2**t": "beta2",
    },
)

update_parameters_with_adam.slip(
    "exponent 2 in place of t",
    "Which step is it? Does your correction know?",
    "Your correction takes β to the power of 2, which is right in the second step only. The power "
    "is t, the number of the step.",
    {
        "beta1**t": "beta1**2",
        "beta2**t": "beta2**2",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the layer's number in place of t",
    "What does your correction count, steps or layers?",
    "Your correction takes β to the power of the layer's number. The power is t, the number of the "
    "step, and the same in every layer.",
    {
        "beta1**t": "beta1**l",
        "beta2**t": "beta2**l",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "t one too small",
    "From which number are the steps counted?",
    "Your correction uses t − 1. The argument t counts from 1: in the first step you divide by 0.",
    {
        "**t)": "** (t - 1))",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "(1 − β)ᵗ in place of 1 − βᵗ",
    "What is taken to the power of t, β or 1 − β?",
    "You take 1 − β to the power of t. The power belongs to β alone; then it is subtracted from 1.",
    {
        "(1 - beta1**t)": "(1 - beta1) ** t",
        "(1 - beta2**t)": "(1 - beta2) ** t",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the correction without parentheses",
    "In which order does Python work out v / 1 − βᵗ?",
    "You divide by 1 and then subtract βᵗ: a division comes before a subtraction. The whole of "
    "1 − βᵗ is the divisor.",
    {
        "/ (1 - beta1**t)": "/ 1 - beta1**t",
        "/ (1 - beta2**t)": "/ 1 - beta2**t",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "multiplied by the correction",
    "Are the averages too large or too small in the first steps?",
    "You multiply by 1 − βᵗ, which makes the averages even smaller. They should be divided by it.",
    {
        "/ (1 - beta1**t)": "* (1 - beta1**t)",
        "/ (1 - beta2**t)": "* (1 - beta2**t)",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the corrections of v and s exchanged",
    "Which β belongs to which average?",
    "You correct v with β₂ and s with β₁. Each is corrected with the β that it was averaged with.",
    {
        'v[f"d{name}"] / (1 - beta1': 'v[f"d{name}"] / (1 - beta2',
        's[f"d{name}"] / (1 - beta2': 's[f"d{name}"] / (1 - beta1',
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "t one too large",
    "From which number are the steps counted?",
    "Your correction uses t + 1. The argument t already counts from 1.",
    {
        "**t)": "** (t + 1))",
    },
)

update_parameters_with_adam.slip(
    "β times t instead of to the power of t",
    "How does the weight of the start fall from step to step, by a difference or by a factor?",
    "You multiply β by t. In the correction β is taken to the power of t.",
    {
        "beta1**t": "beta1 * t",
        "beta2**t": "beta2 * t",
    },
)

update_parameters_with_adam.slip(
    "β₁ and β₂ swapped",
    "Which of the two averages has the longer memory?",
    "β₁ belongs to v and β₂ to s; you have them the other way round.",
    {
        'beta1 * v[f"d{name}"] + (1 - beta1) * g': 'beta2 * v[f"d{name}"] + (1 - beta2) * g',
        'beta2 * s[f"d{name}"] + (1 - beta2) * g**2': 'beta1 * s[f"d{name}"] + (1 - beta1) * g**2',
        'v[f"d{name}"] / (1 - beta1': 'v[f"d{name}"] / (1 - beta2',
        's[f"d{name}"] / (1 - beta2': 's[f"d{name}"] / (1 - beta1',
    },
)

update_parameters_with_adam.slip(
    "gradient not squared",
    "What is s a mean of?",
    "You average the gradient itself in s. It should be a mean of the squares.",
    {
        "g**2": "g",
    },
)

update_parameters_with_adam.slip(
    "s corrected with β₁",
    "Which β belongs to s?",
    "You correct s with β₁. It was averaged with β₂.",
    {
        "beta2**t": "beta1**t",
    },
)

update_parameters_with_adam.slip(
    "v and s the same object",
    "If you change an entry of v, does s change?",
    "s is another name of v, so that each overwrites the other.",
    {
        "    L = len": "    s = v\n    L = len",
    },
)

update_parameters_with_adam.slip(
    "1 − β left out",
    "With which weight do the new values enter the averages?",
    "Your averages take the new values whole. They should enter with the weights 1 − β₁ and 1 − "
    "β₂.",
    {
        "(1 - beta1) * g": "g",
        "(1 - beta2) * g**2": "g**2",
    },
)

update_parameters_with_adam.slip(
    "β and 1 − β swapped",
    "Which counts more with β₁ = 0.9, the past or the new gradient?",
    "You give the weights 1 − β to the past and β to the new values. It is the other way round.",
    {
        'beta1 * v[f"d{name}"] + (1 - beta1) * g': '(1 - beta1) * v[f"d{name}"] + beta1 * g',
        'beta2 * s[f"d{name}"] + (1 - beta2) * g**2': '(1 - beta2) * s[f"d{name}"] + beta2 * g**2',
    },
)

update_parameters_with_adam.slip(
    "β₁ in place of β₂ before s",
    "Which β belongs to s?",
    "The old s has the weight β₁ in your mean. It should be β₂, which adds up to 1 with 1 − β₂.",
    {
        'beta2 * s[f"d{name}"]': 'beta1 * s[f"d{name}"]',
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "β₂ in place of β₁ before v",
    "Which β belongs to v?",
    "The old v has the weight β₂ in your mean. It should be β₁, which adds up to 1 with 1 − β₁.",
    {
        'beta1 * v[f"d{name}"]': 'beta2 * v[f"d{name}"]',
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "1 − β₁ left out",
    "With which weight does the gradient enter v?",
    "v takes the whole gradient. It should enter with the weight 1 − β₁, as its square enters s "
    "with 1 − β₂.",
    {
        "(1 - beta1) * g": "g",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "1 − β₂ left out",
    "With which weight does the squared gradient enter s?",
    "s takes the whole square. It should enter with the weight 1 − β₂, as the gradient enters v "
    "with 1 − β₁.",
    {
        "(1 - beta2) * g**2": "g**2",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "1 − β · g without parentheses, in both averages",
    "In which order does Python work out 1 − β · g?",
    "A product comes before a difference: you subtract β · g from 1. The weight of the new value "
    "is the whole of 1 − β, in v and in s.",
    {
        "(1 - beta1) * g": "1 - beta1 * g",
        "(1 - beta2) * g**2": "1 - beta2 * g**2",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "1 − β₁ · g without parentheses",
    "In which order does Python work out 1 − β₁ · g?",
    "In v you subtract β₁ · g from 1: a product comes before a difference. The weight of the "
    "gradient is the whole of 1 − β₁.",
    {
        "(1 - beta1) * g": "1 - beta1 * g",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "1 − β₂ · g² without parentheses",
    "In which order does Python work out 1 − β₂ · g²?",
    "In s you subtract β₂ · g² from 1: a product comes before a difference. The weight of the "
    "square is the whole of 1 − β₂.",
    {
        "(1 - beta2) * g**2": "1 - beta2 * g**2",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "the old averages left out",
    "What do your averages remember of the steps before?",
    "v and s hold this step alone: the old averages are missing from them, so nothing is averaged.",
    {
        'beta1 * v[f"d{name}"] + ': "",
        'beta2 * s[f"d{name}"] + ': "",
    },
    alone=True,
)

update_parameters_with_adam.slip(
    "v and s returned the other way round",
    "In which order does the caller expect what you return?",
    "You return s before v. The parameters come first, then v, then s.",
    {
        "return parameters, v, s": "return parameters, s, v",
    },
    alone=True,
)


@update_parameters_with_adam.misconception(
    "the squares averaged into v",
    "Which of the two averages holds the squares?",
    "s is as it was, and v holds gradients and squares together. The squares belong in s.",
)
def adam_squares_into_v(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for name in parameters:
        g = grads[f"d{name}"]
        v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
        v[f"d{name}"] = beta2 * v[f"d{name}"] + (1 - beta2) * g**2
        v_corrected = v[f"d{name}"] / (1 - beta1**t)
        s_corrected = s[f"d{name}"] / (1 - beta2**t)
        parameters[name] = parameters[name] - learning_rate * v_corrected / (
            np.sqrt(s_corrected) + epsilon
        )
    return parameters, v, s


@update_parameters_with_adam.misconception(
    "s of the biases from the weights",
    "Which gradient do the averages of a bias take in?",
    "Your s of a bias holds the squares of dW and has its shape. It should average the squares of "
    "db.",
)
def adam_s_of_biases_from_weights(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for name in parameters:
        g = grads[f"d{name}"]
        squared = grads[f"d{name}".replace("b", "W")] ** 2
        v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
        s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * squared
        v_corrected = v[f"d{name}"] / (1 - beta1**t)
        s_corrected = s[f"d{name}"] / (1 - beta2**t)
        parameters[name] = parameters[name] - learning_rate * v_corrected / (
            np.sqrt(s_corrected) + epsilon
        )
    return parameters, v, s
