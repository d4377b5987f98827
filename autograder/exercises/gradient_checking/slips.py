"""What both gradient checks share: of one number, and of a network."""

from helpers.checks.rubric import Shares

A_NUMBER = Shares(form=0, ordinary=0.7, edge=0.3)  # a number has no names or shapes to be right

# what goes wrong in both

RELATIVE_DIFFERENCE: list[tuple[str, str, str, dict[str, str]]] = [
    (
        "divided by ε instead of 2ε",
        "How far apart are the two points at which you compute J?",
        "Your slope is twice as large as it should be: from θ − ε to θ + ε are two steps; you "
        "divide by one.",
        {
            "(2 * epsilon)": "epsilon",
        },
    ),
    (
        "squares without the root",
        "Is the norm the sum of squares, or its root?",
        "You compare sums of squares. The norm is the root of the sum of squares, for each of the "
        "three norms.",
        {
            "np.linalg.norm(gradient - approximation)": "np.sum((gradient - approximation) ** 2)",
            "np.linalg.norm(gradient) +": "np.sum(gradient**2) +",
            "np.linalg.norm(approximation)": "np.sum(approximation**2)",
        },
    ),
    (
        "denominator a difference of norms",
        "What stands between the two norms in the denominator?",
        "You divide by ‖grad‖ − ‖approx‖. For a right gradient that is nearly zero; the formula has"
        " the sum.",
        {
            "norm(gradient) + np": "norm(gradient) - np",
        },
    ),
    (
        "the difference is always 1",
        "When is a relative difference exactly 1, whatever the gradients?",
        "Your result is 1 for every gradient. That happens when the approximation is zero, because "
        "both costs are taken at the same point or it is never filled in; or when the denominator "
        "is the numerator, and not the sum of the two norms.",
        {
            "np.linalg.norm(gradient) + np.linalg.norm(approximation)": "numerator",
        },
    ),
    (
        "denominator a single norm",
        "How many norms are there in the denominator?",
        "You divide by the norm of the gradient alone. The formula has the norm of the "
        "approximation as well.",
        {
            " + np.linalg.norm(approximation)": "",
        },
    ),
    (
        "denominator the norm of the approximation",
        "How many norms are there in the denominator?",
        "You divide by the norm of the approximation alone. The formula has the norm of the "
        "gradient as well.",
        {
            "np.linalg.norm(gradient) + ": "",
        },
    ),
    (
        "denominator a product",
        "What stands between the two norms in the denominator?",
        "You multiply the two norms. The formula adds them.",
        {
            "norm(gradient) + np": "norm(gradient) * np",
        },
    ),
    (
        "no denominator",
        "Would your result change if the cost were measured in other units?",
        "You return the distance itself. Divided by the sum of the two norms, it becomes relative.",
        {
            "difference = numerator / denominator": "difference = numerator",
        },
    ),
    (
        "plus and minus swapped",
        "Which sign does your approximation have, and which should it have?",
        "Your approximation has the wrong sign: J at θ − ε is subtracted from J at θ + ε, not the "
        "other way round.",
        {
            "(J_plus - J_minus)": "(J_minus - J_plus)",
        },
    ),
]

# the same, too rare to be met together with another mistake

RARE = [
    (
        "costs subtracted and not divided",
        "How far apart are the two points at which you compute J?",
        "Your approximation is the difference of two costs. A slope is that difference, divided by "
        "the distance between the two points.",
        {
            " / (2 * epsilon)": "",
        },
    ),
    (
        "multiplied by ε instead of divided",
        "In which order does Python work out a / 2 * ε?",
        "You divide by 2 and multiply by ε: from left to right. The whole of 2ε is the divisor.",
        {
            "/ (2 * epsilon)": "/ 2 * epsilon",
        },
    ),
    (
        "the denominator without parentheses",
        "In which order does Python work out a / b + c?",
        "You divide by the first norm and add the second one: a division comes before a sum. The "
        "whole sum is the denominator.",
        {
            "difference = numerator / denominator": "difference = (\n        numerator "
            "/ np.linalg.norm(gradient) + np.linalg.norm(approximation)\n    )",
        },
    ),
    (
        "norm of the sum instead of the sum of the norms",
        "Can gradient and approximation cancel in your denominator?",
        "Your denominator is the norm of gradient + approximation, in which both can cancel. The "
        "formula has a norm of each, and their sum.",
        {
            "np.linalg.norm(gradient) + np.linalg.norm(approximation)": "np.linalg.norm(gradient "
            "+ approximation)",
        },
    ),
    (
        "norms subtracted in the numerator",
        "Can two different gradients have the same norm?",
        "Your numerator is the difference of the two norms. It should be the norm of the "
        "difference.",
        {
            "np.linalg.norm(gradient - approximation)": "abs(np.linalg.norm(gradient) "
            "- np.linalg.norm(approximation))",
        },
    ),
    (
        "the slope made positive",
        "Which sign does your approximation have where J falls?",
        "Your approximation is never negative, because you take an absolute value of it. Where J "
        "falls, the slope is negative.",
        {
            "(J_plus - J_minus)": "abs(J_plus - J_minus)",
        },
    ),
]
