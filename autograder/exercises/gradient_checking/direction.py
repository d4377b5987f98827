"""The gradient check along one direction, and what goes wrong in it."""

import numpy as np

from autograder.exercise import exercise, unsteady, with_edges
from autograder.exercises.gradient_checking.network import (
    GIVEN,
    ROUND_OFF,
    correct_gradients,
    faulty_gradients,
    random_network,
)
from autograder.exercises.gradient_checking.slips import A_NUMBER
from helpers.checks.cases import Case
from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    vector_to_dictionary,
)

LEAST_SLOPE = 0.3  # along a direction; near zero the relative difference is nothing but rounding


def directions(rng):
    X, Y, parameters = gradient_check_case()
    faulty, right = (make(X, Y, parameters) for make in (faulty_gradients, correct_gradients))
    along = steep_direction(rng, right, faulty)
    one_entry = np.zeros((47, 1))
    steepest = np.argmax(np.abs(gradients_to_vector(faulty)))
    one_entry[steepest] = -np.sign(gradients_to_vector(faulty)[steepest])  # downhill
    cases = [
        _check("the faulty gradients", parameters, faulty, X, Y, along),
        _check("the right gradients", parameters, right, X, Y, along, epsilon=1e-6),
        _a_little_off("gradients a little off, a large step", rng, -1, 0.3),
        _check("a direction with a single entry", parameters, faulty, X, Y, one_entry),
        _a_little_off("a long direction", rng, 3, 0.1),
    ]
    # where the gradient is right and the step small, both slopes agree to the last digits
    return with_edges(unsteady(cases, "the right gradients"), "single entry", "long direction")


def steep_direction(rng, right, faulty):
    """Draw directions until the cost rises along one, by the faulty gradients less than it does.

    So the relative difference is negative for who takes no absolute values.
    """
    gradients = np.hstack([gradients_to_vector(right), gradients_to_vector(faulty)])
    while True:
        direction = rng.normal(size=(47, 1))
        slope, less = np.sum(gradients * direction, axis=0)
        unlike_the_sum = abs(np.sum(gradients[:, 1]) - less) > LEAST_SLOPE
        if min(less, slope - less) > LEAST_SLOPE and unlike_the_sum:
            return direction


def _a_little_off(name, rng, factor, epsilon):
    """Make a case along a random direction times a factor; the cost falls where it is negative."""
    while True:
        X, Y, parameters = random_network(rng, examples=5)
        right = correct_gradients(X, Y, parameters)
        off = {each: g + 0.1 * rng.normal(size=g.shape) for each, g in right.items()}
        both = np.hstack([gradients_to_vector(gradients) for gradients in (right, off)])
        direction = rng.normal(size=(47, 1))
        if (np.sum(both * direction, axis=0) > LEAST_SLOPE).all():
            return _check(name, parameters, off, X, Y, factor * direction, epsilon=epsilon)


def _check(name, parameters, gradients, X, Y, direction, **epsilon):
    inputs = {"parameters": parameters, "gradients": gradients, "X": X, "Y": Y}
    return Case(name, {**inputs, "direction": direction, **epsilon}, GIVEN)


@exercise(cases=directions, tolerance=ROUND_OFF, shares=A_NUMBER, optional=True)
def gradient_check_direction(parameters, gradients, X, Y, direction, epsilon=1e-5):
    theta, _ = dictionary_to_vector(parameters)
    theta_plus = theta + epsilon * direction
    theta_minus = theta - epsilon * direction
    J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
    J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
    approximation = (J_plus - J_minus) / (2 * epsilon)
    slope = np.sum(gradients_to_vector(gradients) * direction)
    difference = np.abs(slope - approximation) / (np.abs(slope) + np.abs(approximation))
    return difference


gradient_check_direction.slip(
    "one-sided difference",
    "Which two points does your slope use? Which two lie on either side of θ?",
    "You take the step to one side only, J(θ + εv) − J(θ). The centred difference uses J(θ − εv) "
    "as well.",
    {
        "theta_minus = theta - epsilon * direction": "theta_minus = theta",
        "(2 * epsilon)": "epsilon",
    },
)

gradient_check_direction.slip(
    "divided by ε instead of 2ε",
    "How many steps lie between the two points at which you compute J?",
    "Your approximation is twice as large as it should be: from θ − εv to θ + εv are two steps; "
    "you divide by one.",
    {
        "(2 * epsilon)": "epsilon",
    },
)

gradient_check_direction.slip(
    "ε fixed",
    "What happens when somebody calls your function with another step size?",
    "You use a step of your own and ignore the argument `epsilon`.",
    {
        "    theta, _ =": "    epsilon = 1e-5\n    theta, _ =",
    },
)

gradient_check_direction.slip(
    "all entries moved alike",
    "How far does entry i move when the direction is v?",
    "You move every entry by ε. Along the direction v, entry i moves by ε · vᵢ.",
    {
        "theta + epsilon * direction": "theta + epsilon",
        "theta - epsilon * direction": "theta - epsilon",
    },
)

gradient_check_direction.slip(
    "the gradient summed without the direction",
    "How much does an entry count that the direction hardly moves?",
    "Your slope is the sum of the gradient's entries. Along v, the slope is vᵀg: each entry counts "
    "as much as it moves.",
    {
        "np.sum(gradients_to_vector(gradients) * direction)": "np.sum(gradients_to_vector("
        "gradients))",
    },
)

gradient_check_direction.slip(
    "the norm of the gradient for the slope",
    "Along which direction is the slope as large as the norm of the gradient?",
    "Your slope is the norm of the gradient. Only straight uphill is the slope that large; along v "
    "it is vᵀg.",
    {
        "np.sum(gradients_to_vector(gradients) * direction)": "np.linalg.norm("
        "gradients_to_vector(gradients))",
    },
)

gradient_check_direction.slip(
    "the slope divided by the length of the direction",
    "How long is the way from θ to θ + εv, and by what do you divide?",
    "Your slope is that of a direction of length 1, and your approximation that of v itself. "
    "Both belong to v: the slope is vᵀg, undivided.",
    {
        "* direction)\n    difference": "* direction) / np.linalg.norm(direction)\n    difference",
    },
)

gradient_check_direction.slip(
    "the direction brought to length 1",
    "How far is it from θ to the point where you compute J?",
    "You divide the direction by its length, so that your step is no longer εv.",
    {
        "    theta_plus =": "    direction = direction / np.linalg.norm(direction)\n"
        "    theta_plus =",
    },
)

gradient_check_direction.slip(
    "the slope taken for the whole gradient",
    "How many numbers do you compare: one, or one for each parameter?",
    "You compare the gradient with the approximation times v, vector by vector. A single slope "
    "says nothing about the gradient across v: compare it with vᵀg, number by number.",
    {
        "np.sum(gradients_to_vector(gradients) * direction)": "gradients_to_vector(gradients)\n"
        "    approximation = approximation * direction",
        "np.abs(slope - approximation)": "np.linalg.norm(slope - approximation)",
        "np.abs(slope)": "np.linalg.norm(slope)",
        "np.abs(approximation)": "np.linalg.norm(approximation)",
    },
)

gradient_check_direction.slip(
    "plus and minus swapped",
    "Which sign does your approximation have, and which should it have?",
    "Your approximation has the wrong sign: J at θ − εv is subtracted from J at θ + εv, not the "
    "other way round.",
    {
        "(J_plus - J_minus)": "(J_minus - J_plus)",
    },
)

gradient_check_direction.slip(
    "no denominator",
    "Would your result change if the cost were measured in other units?",
    "You return the distance itself. Divided by |slope| + |approximation|, it becomes relative.",
    {
        " / (np.abs(slope) + np.abs(approximation))": "",
    },
)

gradient_check_direction.slip(
    "denominator a single number",
    "How many numbers are added in the denominator?",
    "You divide by the size of the slope alone. The formula has that of the approximation as well.",
    {
        " + np.abs(approximation)": "",
    },
)

gradient_check_direction.slip(
    "no absolute value",
    "Can a relative difference be negative? Can yours?",
    "You take the numbers as they are. Both the numerator and the denominator have absolute "
    "values.",
    {
        "np.abs(slope - approximation)": "(slope - approximation)",
        "np.abs(slope)": "slope",
        "np.abs(approximation)": "approximation",
    },
)
