"""Optional: AdamW, Adam with a weight decay that is not divided by anything."""

import numpy as np

from autograder.exercise import exercise
from autograder.exercises.optimization.adam import adam_steps

DECAYS = (0.5, 0.25, 0.1)


def adamw_steps(rng):
    cases = adam_steps(rng)
    for case, decay in zip(cases[1:], DECAYS, strict=True):  # the first one has the default
        case.inputs["weight_decay"] = decay
    return cases


@exercise(
    cases=adamw_steps, order={"v": 1, "s": 2, "the parameters that you return": 0}, optional=True
)
def update_parameters_with_adamw(
    parameters,
    grads,
    v,
    s,
    t,
    learning_rate=0.01,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    weight_decay=0.01,
):
    for name in parameters:
        g = grads[f"d{name}"]
        v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
        s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * g**2
        v_corrected = v[f"d{name}"] / (1 - beta1**t)
        s_corrected = s[f"d{name}"] / (1 - beta2**t)
        step = v_corrected / (np.sqrt(s_corrected) + epsilon)
        parameters[name] = parameters[name] - learning_rate * (
            step + weight_decay * parameters[name]
        )
    return parameters, v, s


FRACTION = 'v_corrected = v[f"d{name}"] / (1 - beta1**t)'
WHOLE = "learning_rate * (\n            step + weight_decay * parameters[name]\n        )"

update_parameters_with_adamw.slip(
    "the decay inside the gradient",
    "What is the decay divided by on its way into your step?",
    "You add the decay to the gradient. Then it is averaged and divided by √s as the gradient is, "
    "which is Adam with an L2 penalty. In AdamW it stands beside the fraction.",
    {
        'g = grads[f"d{name}"]': 'g = grads[f"d{name}"] + weight_decay * parameters[name]',
        "step + weight_decay * parameters[name]": "step",
    },
)

update_parameters_with_adamw.slip(
    "no decay",
    "Where does your step use `weight_decay`?",
    "Your step is Adam's. The decay, weight_decay · parameter, is missing.",
    {"step + weight_decay * parameters[name]": "step"},
)

update_parameters_with_adamw.slip(
    "the decay not multiplied by the learning rate",
    "How much should a parameter decay in one step?",
    "Your decay is not multiplied by the learning rate: in every step, parameters shrink by the "
    "whole share `weight_decay`.",
    {WHOLE: "learning_rate * step - weight_decay * parameters[name]"},
)

update_parameters_with_adamw.slip(
    "growth in place of decay",
    "In which direction does your decay move a parameter, towards zero or away from it?",
    "Your decay has the wrong sign: the parameters grow by it.",
    {"step + weight_decay": "step - weight_decay"},
)

update_parameters_with_adamw.slip(
    "the square of the parameter",
    "What is the derivative of w² / 2?",
    "Your decay is proportional to the square of the parameter. A decay is proportional to the "
    "parameter itself.",
    {"weight_decay * parameters[name]": "weight_decay * parameters[name]**2"},
)

update_parameters_with_adamw.slip(
    "decay by a constant amount",
    "Which parameter should decay faster, a large one or a small one?",
    "You subtract the same amount from every parameter. A decay is proportional to the parameter.",
    {"weight_decay * parameters[name]": "weight_decay"},
)

update_parameters_with_adamw.slip(
    "no bias correction",
    "How large are averages that started at zero, after a few steps?",
    "You use v and s as they are. Both are divided by 1 − βᵗ first, v with β₁ and s with β₂.",
    {" / (1 - beta1**t)": "", " / (1 - beta2**t)": ""},
)

update_parameters_with_adamw.slip(
    "gradient not squared",
    "What is s an average of?",
    "Your s averages the gradients themselves. It should be an average of their squares.",
    {"* g**2": "* g"},
)

update_parameters_with_adamw.slip(
    "root left out",
    "If every gradient were ten times larger, how many times larger would s be?",
    "You divide by s itself. It is a mean of squares; the step divides by its root.",
    {"np.sqrt(s_corrected)": "s_corrected"},
)

update_parameters_with_adamw.slip(
    "ε inside the root",
    "Where does ε stand, under the root or beside it?",
    "Your ε is under the root. It should be added after the root is taken.",
    {"(np.sqrt(s_corrected) + epsilon)": "np.sqrt(s_corrected + epsilon)"},
)

update_parameters_with_adamw.slip(
    "plus instead of minus",
    "In which direction does your step go, uphill or downhill?",
    "Your step goes up the slope, and the parameters grow. It should be subtracted.",
    {"- learning_rate": "+ learning_rate"},
)

update_parameters_with_adamw.slip(
    "learning rate left out",
    "What is your step multiplied by?",
    "You subtract the whole step. The learning rate is missing.",
    {"learning_rate * (": "("},
)

update_parameters_with_adamw.slip(
    "the decay inside the fraction",
    "What is the decay divided by on its way into your step?",
    "You add the decay to the numerator, so that it is divided by √s + ε. In AdamW it stands "
    "beside the fraction.",
    {FRACTION: f"{FRACTION} + weight_decay * parameters[name]", WHOLE: "learning_rate * step"},
)

update_parameters_with_adamw.slip(
    "the decay of the weights alone",
    "Which parameters have decayed in your step?",
    "Only your weights decay. That is a good habit in practice; this exercise asks for the decay "
    "of every parameter, as torch.optim.AdamW has it by default.",
    {
        "        parameters[name] =": '        if name.startswith("W"):\n'
        "            step = step + weight_decay * parameters[name]\n"
        "        parameters[name] =",
        WHOLE: "learning_rate * step",
    },
)

update_parameters_with_adamw.slip(
    "the decay after the step",
    "Of which parameters is the decay taken, those before the step or those after it?",
    "You shrink the parameters after Adam's step, and so the step as well. The decay is a share of "
    "the parameters before the step.",
    {
        WHOLE: "learning_rate * step\n"
        "        parameters[name] = parameters[name] - learning_rate * weight_decay "
        "* parameters[name]"
    },
)
