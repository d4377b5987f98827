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
    "Your averages start with ones. They start at zero, and bias correction relies on that.",
    {
        "np.zeros": "np.ones",
    },
)

initialize_adam.slip(
    "biases left out",
    "Which gradients have averages, and which have none?",
    "The biases have no averages. They are treated as the weights are.",
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
    "last layer left out",
    "How many layers are there, and how many times does your loop run?",
    "The last layer is not there. `range` stops before its end: range(1, L) gives 1 to L − 1.",
    {
        "range(1, L + 1)": "range(1, L)",
    },
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
    "corrected values stored back",
    "From which v does the next step go on?",
    "You store the corrected averages in v and s, so that the next step corrects them again. "
    "Keep the corrected values in variables of their own.",
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
    "ε inside the root",
    "Where does ε stand, under the root or beside it?",
    "Your ε is under the root. It is added after the root is taken.",
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
    "Which unit has s, compared with the gradient?",
    "You divide by s itself. It is a mean of squares; the step divides by its root.",
    {
        "np.sqrt(s_corrected)": "s_corrected",
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
    "You average the gradient itself in s. It is a mean of the squares.",
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
    "You make s another name of v, so that each overwrites the other.",
    {
        "    L = len": "    s = v\n    L = len",
    },
)

update_parameters_with_adam.slip(
    "plus instead of minus",
    "Into which direction does your step go, up or down?",
    "Your step goes up the slope. It is subtracted.",
    {
        "- learning_rate": "+ learning_rate",
    },
)

update_parameters_with_adam.slip(
    "biases left out",
    "Which parameters have changed after your step, and which have not?",
    "The biases are as they were. They are treated as the weights are.",
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
    "Your step has the gradient in the numerator. It is the corrected average v.",
    {
        "step = v_corrected": "step = g",
    },
)

update_parameters_with_adam.slip(
    "1 − β left out",
    "With which weight do the new values enter the averages?",
    "Your averages take the new values whole. They enter with the weights 1 − β₁ and 1 − β₂.",
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
