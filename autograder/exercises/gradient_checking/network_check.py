"""What goes wrong in the gradient check of a network."""

import numpy as np

from autograder.exercises.gradient_checking.network import gradient_check_n
from autograder.exercises.gradient_checking.slips import RARE, RELATIVE_DIFFERENCE
from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradients_to_vector,
    vector_to_dictionary,
)

gradient_check_n.slip(
    "one-sided difference",
    "Which two points does your slope use? Which two lie on either side of θ?",
    "You take the step to one side only, J(θ + ε) − J(θ). The centred difference uses J(θ − ε) "
    "as well.",
    {
        "        theta_minus[i] -= epsilon\n": "",
        "(2 * epsilon)": "epsilon",
    },
)

gradient_check_n.slip(
    "ε fixed",
    "What happens when somebody calls your function with another step size?",
    "You use a step of your own and ignore the argument `epsilon`.",
    {
        "    theta, _ =": "    epsilon = 1e-7\n    theta, _ =",
    },
)

gradient_check_n.slip(
    "sum instead of norm",
    "Can entries of both signs cancel in your numerator? Should they?",
    "You add up the entries as they are, and those of opposite sign cancel. The norm squares "
    "them first.",
    {
        "np.linalg.norm(gradient - approximation)": "np.sum(gradient - approximation)",
        "np.linalg.norm(gradient)": "np.sum(gradient)",
        "np.linalg.norm(approximation)": "np.sum(approximation)",
    },
)

gradient_check_n.slip(
    "the step down begins where the step up ended",
    "How many arrays are there after `theta_plus = theta`, one or two?",
    "Your second cost is taken at θ itself: the step down only leads back, so your slope is about "
    "half of what it should be. A second name is no copy: after `theta_plus = theta` both are the "
    "same array. Each step starts from a copy of θ, and not from one that was moved.",
    {
        "theta_plus = np.copy(theta)": "theta_plus = theta",
        "theta_minus = np.copy(theta)": "theta_minus = theta",
    },
)

gradient_check_n.slip(
    "θ itself is moved up",
    "Is `theta` still what it was after your loop?",
    "Every entry that you moved up stays moved, and the step down starts from there: θ itself is "
    "changed. `theta_plus = theta` is no copy.",
    {
        "theta_plus = np.copy(theta)": "theta_plus = theta",
    },
)

gradient_check_n.slip(
    "θ itself is moved down",
    "Is `theta` still what it was after your loop?",
    "Every entry that you moved down stays moved while you look at the next one: θ itself is "
    "changed. `theta_minus = theta` is no copy.",
    {
        "theta_minus = np.copy(theta)": "theta_minus = theta",
    },
)


@gradient_check_n.misconception(
    "copied once, outside the loop",
    "In the second turn of your loop, how many entries differ from θ?",
    "You copy θ once, before the loop, so the entries moved in earlier turns stay moved. Each "
    "turn needs fresh copies.",
)
def check_n_copied_once(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)
    theta_plus = np.copy(theta)
    theta_minus = np.copy(theta)
    for i in range(len(theta)):
        theta_plus[i] += epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus[i] -= epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        approximation[i] = (J_plus - J_minus) / (2 * epsilon)
    return np.linalg.norm(gradient - approximation) / (
        np.linalg.norm(gradient) + np.linalg.norm(approximation)
    )


gradient_check_n.slip(
    "all entries moved at once",
    "How many entries differ between your θ₊ and θ?",
    "You move all entries by ε. Only entry i may move while its slope is measured.",
    {
        "theta_plus[i] += epsilon": "theta_plus += epsilon",
        "theta_minus[i] -= epsilon": "theta_minus -= epsilon",
    },
)

for each in RELATIVE_DIFFERENCE:
    gradient_check_n.slip(*each)
for each in RARE:
    gradient_check_n.slip(*each, alone=True)

gradient_check_n.slip(
    "the result is always 0",
    "Does your check find a gradient that is wrong?",
    "Your result is 0 for wrong gradients as well. That happens where a verdict, True or False, is "
    "returned and not the number, or where a vector is compared with itself.",
    {
        "    return difference": "    return difference < 1e-7",
    },
    alone=True,
)

gradient_check_n.slip(
    "one-sided difference to the left",
    "Which two points does your slope use? Which two lie on either side of θ?",
    "You take the step to one side only, J(θ) − J(θ − ε). The centred difference uses J(θ + ε) as "
    "well.",
    {
        "        theta_plus[i] += epsilon\n": "",
        "(2 * epsilon)": "epsilon",
    },
    alone=True,
)

gradient_check_n.slip(
    "the entry set to ε",
    "Which value does entry i have after your step up?",
    "You set the entry to ε and to −ε, whatever it was. It moves by ε from its own value: `=-` and "
    "`=+` are assignments, `-=` and `+=` move.",
    {
        "theta_plus[i] += epsilon": "theta_plus[i] = epsilon",
        "theta_minus[i] -= epsilon": "theta_minus[i] = -epsilon",
    },
    alone=True,
)

gradient_check_n.slip(
    "the entry set to ε in the step up",
    "Which value does entry i have after your step up?",
    "Your step up sets the entry to ε, whatever it was. It moves by ε from its own value: `=+` is "
    "an assignment, `+=` moves.",
    {
        "theta_plus[i] += epsilon": "theta_plus[i] = epsilon",
    },
    alone=True,
)

gradient_check_n.slip(
    "the entry set to −ε in the step down",
    "Which value does entry i have after your step down?",
    "Your step down sets the entry to −ε, whatever it was. It moves by ε from its own value: `=-` "
    "is an assignment, `-=` moves.",
    {
        "theta_minus[i] -= epsilon": "theta_minus[i] = -epsilon",
    },
    alone=True,
)

gradient_check_n.slip(
    "a step of ε times the entry",
    "How far do you move, and by what do you divide?",
    "You move entry θᵢ by ε · θᵢ and divide by 2ε, so that your slope is θᵢ times as "
    "large as it should be.",
    {
        "+= epsilon": "+= epsilon * theta[i]",
        "-= epsilon": "-= epsilon * theta[i]",
    },
    alone=True,
)

gradient_check_n.slip(
    "only the last slope kept",
    "How many numbers does your approximation hold after the loop?",
    "Your approximation is a single number, the slope along the last entry. Keep a slope for each "
    "entry, in a vector.",
    {
        "approximation[i] =": "approximation =",
    },
    alone=True,
)

gradient_check_n.slip(
    "a column minus a row",
    "What shape does your difference of two vectors have?",
    "You subtract a vector of shape (n,) from a column of shape (n, 1), which gives a table of all "
    "pairs. Both are columns.",
    {
        "norm(gradient - approximation)": "norm(gradient - approximation.ravel())",
    },
    alone=True,
)

gradient_check_n.slip(
    "sums of absolute values instead of norms",
    "What does the norm of the formula add up?",
    "You add up absolute values. The norm is the root of the sum of squares.",
    {
        "np.linalg.norm(": "np.linalg.norm(ord=1, x=",
    },
    alone=True,
)

gradient_check_n.slip(
    "largest entries instead of norms",
    "How many entries does your result depend on?",
    "You compare the largest entries. The norm takes all of them: it is the root of the sum of "
    "squares.",
    {
        "np.linalg.norm(": "np.linalg.norm(ord=np.inf, x=",
    },
    alone=True,
)


@gradient_check_n.misconception(
    "a mean of relative differences",
    "How many relative differences does the formula have?",
    "You divide entry by entry and take the mean. The formula divides once, norm by norms, so that "
    "small entries do not count as much as large ones.",
)
def check_n_mean_of_relative_differences(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)
    for i in range(len(theta)):
        theta_plus = np.copy(theta)
        theta_plus[i] += epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(theta)
        theta_minus[i] -= epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        approximation[i] = (J_plus - J_minus) / (2 * epsilon)
    both = np.abs(gradient) + np.abs(approximation) + 1e-12
    return np.mean(np.abs(gradient - approximation) / both)
