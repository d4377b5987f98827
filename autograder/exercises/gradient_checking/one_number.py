"""Gradient checking of one number: the model, its derivative, the check."""

import numpy as np

from autograder.exercise import exercise, unsteady, with_edges
from autograder.exercises.gradient_checking.slips import A_NUMBER, RARE, RELATIVE_DIFFERENCE
from helpers.checks.cases import Case
from helpers.checks.comparison import Tolerance


def scalars(rng):
    x, theta = rng.uniform(1, 5, size=2).round(2)
    return [
        Case("x = 2, θ = 4", {"x": 2, "theta": 4}),
        Case("fractions", {"x": float(x), "theta": float(theta)}),
        Case("θ negative", {"x": float(theta), "theta": -float(x) - 1}, edge=True),
        Case("x negative", {"x": -float(x) - 6, "theta": float(theta)}, edge=True),
        Case("θ zero", {"x": float(x), "theta": 0}, edge=True),
    ]


@exercise(cases=scalars, shares=A_NUMBER)
def forward_propagation(x, theta):
    J = theta * x
    return J


forward_propagation.slip(
    "sum instead of product",
    "Read the formula of J once more: what joins θ and x there?",
    "You add x and θ. J is their product.",
    {
        "theta * x": "theta + x",
    },
)

forward_propagation.slip(
    "difference instead of product",
    "Read the formula of J once more: what joins θ and x there?",
    "You subtract. J is the product of θ and x.",
    {
        "theta * x": "theta - x",
    },
)

forward_propagation.slip(
    "θ left out",
    "Does your J change when θ changes?",
    "You return x. J is θ times x.",
    {
        "theta * x": "x",
    },
)


@exercise(cases=scalars, shares=A_NUMBER)
def backward_propagation(x, theta):
    dtheta = x
    return dtheta


backward_propagation.slip(
    "θ instead of x",
    "J is a function of θ here, and x a constant. What is its slope?",
    "You return θ. That would be the derivative with respect to x.",
    {
        "dtheta = x": "dtheta = theta",
    },
)

backward_propagation.slip(
    "J instead of its derivative",
    "You have computed J. What was asked for?",
    "You return θ·x, the cost itself. Its derivative with respect to θ is simpler.",
    {
        "dtheta = x": "dtheta = theta * x",
    },
)

backward_propagation.slip(
    "sum of x and θ",
    "Differentiate θ·x with respect to θ, with x a constant. Does θ occur in the result?",
    "You return x + θ. The derivative of a straight line is a constant.",
    {
        "dtheta = x": "dtheta = x + theta",
    },
)


def polynomials(rng):
    x, theta = (float(n) for n in rng.uniform([3.2, 1.5], [4.5, 3]).round(2))
    wrong = round(float(rng.uniform(1.5, 3)), 2)
    # nowhere does a sum or difference of the norms vanish, lest a wrong function return rounding
    cubic, slope, too_small, wrong_sign = [1, 0, 0, 1], [0, 0, 3], [0, 0, 2.5], [0, 0, -2]
    cases = [
        _check("J = θx at x = 2, θ = 4, the gradient right", 2, 4, [0, 1], [1]),
        _check("J = θx, the gradient too large", x, theta, [0, 1], [wrong]),
        _check("J = θx, the gradient too small and negative", -x, theta, [0, 1], [1 / wrong]),
        _check("J = (1 + θ³)x, a large step", x, theta, cubic, too_small, epsilon=0.5),
        _check("J = (1 + θ³)x, another step", x, -theta, cubic, too_small, epsilon=0.2),
        _check("J = (1 + θ³)x, the step left out", x, theta, cubic, slope),
        _check("J = (1 + θ³)x, the gradient of the wrong sign", x, theta, cubic, wrong_sign),
    ]
    # where the gradient is right and the step small, both norms agree to the last digits
    cases = unsteady(cases, "the gradient right", "the step left out")
    return with_edges(cases, "another step", "the wrong sign")


def _check(name, x, theta, J, gradient, **epsilon):
    given = {"forward_propagation": J, "backward_propagation": gradient}
    return Case(name, {"x": x, "theta": theta, **epsilon}, given)


# right answers are at most 2e-9 apart: round-off, divided by the step
@exercise(cases=polynomials, tolerance=Tolerance(relative=1e-6, absolute=1e-7), shares=A_NUMBER)
def gradient_check(x, theta, epsilon=1e-7):
    theta_plus = theta + epsilon
    theta_minus = theta - epsilon
    J_plus = forward_propagation(x, theta_plus)
    J_minus = forward_propagation(x, theta_minus)
    approximation = (J_plus - J_minus) / (2 * epsilon)
    gradient = backward_propagation(x, theta)
    numerator = np.linalg.norm(gradient - approximation)
    denominator = np.linalg.norm(gradient) + np.linalg.norm(approximation)
    difference = numerator / denominator
    return difference


gradient_check.slip(
    "one-sided difference",
    "Which two points does your slope use? Which two lie on either side of θ?",
    "You take the step to one side only, J(θ + ε) − J(θ). The centred difference uses J(θ − ε) "
    "as well.",
    {
        "theta_minus = theta - epsilon": "theta_minus = theta",
        "(2 * epsilon)": "epsilon",
    },
)

gradient_check.slip(
    "ε fixed",
    "What happens when somebody calls your function with another step size?",
    "You use a step of your own and ignore the argument `epsilon`.",
    {
        "    theta_plus = theta + epsilon": "    epsilon = 1e-7\n    theta_plus = theta + epsilon",
    },
)

gradient_check.slip(
    "no absolute value",
    "Can the norm of a number be negative? Can yours?",
    "You take the numbers as they are. The norm of a number is its absolute value, in the "
    "numerator and in the denominator.",
    {
        "np.linalg.norm(gradient - approximation)": "gradient - approximation",
        "np.linalg.norm(gradient) + ": "gradient + ",
        "np.linalg.norm(approximation)": "approximation",
    },
)

for each in RELATIVE_DIFFERENCE:
    gradient_check.slip(*each)
for each in RARE:
    gradient_check.slip(*each, alone=True)

gradient_check.slip(
    "one-sided difference to the left",
    "Which two points does your slope use? Which two lie on either side of θ?",
    "You take the step to one side only, J(θ) − J(θ − ε). The centred difference uses J(θ + ε) as "
    "well.",
    {
        "theta_plus = theta + epsilon": "theta_plus = theta",
        "(2 * epsilon)": "epsilon",
    },
    alone=True,
)

gradient_check.slip(
    "J(θ + ε) − J(θ), divided by 2ε",
    "How far apart are the two points at which you compute J?",
    "Your second cost is taken at θ itself, so that you divide by twice the distance between the "
    "two points. The step down starts from θ and ends at θ − ε.",
    {
        "theta_minus = theta - epsilon": "theta_minus = theta",
    },
    alone=True,
)

gradient_check.slip(
    "a step of ε times θ",
    "How far do you move, and by what do you divide?",
    "You move θ by ε · θ and divide by 2ε, so that your slope is θ times as large as it should be.",
    {
        "theta + epsilon": "theta + epsilon * theta",
        "theta - epsilon": "theta - epsilon * theta",
    },
    alone=True,
)

gradient_check.slip(
    "x and θ exchanged",
    "In which order does `forward_propagation` take its arguments?",
    "You hand θ over where x belongs, and x where θ does.",
    {
        "forward_propagation(x, theta_plus)": "forward_propagation(theta_plus, x)",
        "forward_propagation(x, theta_minus)": "forward_propagation(theta_minus, x)",
    },
    alone=True,
)

gradient_check.slip(
    "x moved instead of θ",
    "With respect to what does `backward_propagation` differentiate?",
    "You move x by ε. The gradient is the slope along θ, so θ moves and x stays.",
    {
        "theta_plus = theta + epsilon": "theta_plus = x + epsilon",
        "theta_minus = theta - epsilon": "theta_minus = x - epsilon",
        "forward_propagation(x, theta_plus)": "forward_propagation(theta_plus, theta)",
        "forward_propagation(x, theta_minus)": "forward_propagation(theta_minus, theta)",
    },
    alone=True,
)

gradient_check.slip(
    "the gradient taken at θ + ε",
    "At which point should the gradient be taken?",
    "You ask `backward_propagation` for the gradient at θ + ε. It should be checked at θ.",
    {
        "backward_propagation(x, theta)": "backward_propagation(x, theta_plus)",
    },
    alone=True,
)

gradient_check.slip(
    "one norm inside the other",
    "Where does the parenthesis of your first norm close?",
    "Your denominator is the norm of a sum that contains a norm: a parenthesis closes too late. It "
    "should be the sum of two norms.",
    {
        "np.linalg.norm(gradient) + np.linalg.norm(approximation)": "np.linalg.norm(gradient "
        "+ np.linalg.norm(approximation))",
    },
    alone=True,
)

gradient_check.slip(
    "θ·x written out",
    "Whose cost do you check: that of `forward_propagation`, or one of your own?",
    "You write θ·x out and never call `forward_propagation`, so your check says nothing about it. "
    "It is called at θ + ε and at θ − ε, whatever it computes.",
    {
        "forward_propagation(x, theta_plus)": "theta_plus * x",
        "forward_propagation(x, theta_minus)": "theta_minus * x",
    },
    unless=("forward_propagation",),
    alone=True,
)

gradient_check.slip(
    "x in place of backward_propagation",
    "Whose gradient do you check: that of `backward_propagation`, or one of your own?",
    "You take x for the gradient and never call `backward_propagation`, so your check cannot find "
    "a mistake in it.",
    {
        "backward_propagation(x, theta)": "x",
    },
    unless=("backward_propagation",),
    alone=True,
)

gradient_check.slip(
    "the result is always 0",
    "Does your check find a gradient that is wrong?",
    "Your result is 0, or nearly so, for wrong gradients as well. That happens where θ·x and x are "
    "written out and x is compared with x, whatever `forward_propagation` and "
    "`backward_propagation` compute; or where a verdict, True or False, is returned and not the "
    "number.",
    {
        "forward_propagation(x, theta_plus)": "theta_plus * x",
        "forward_propagation(x, theta_minus)": "theta_minus * x",
        "backward_propagation(x, theta)": "x",
    },
    alone=True,
)
