"""What both gradient checks share: of one number, and of a network."""

from helpers.checks.rubric import Shares

A_NUMBER = Shares(form=0, ordinary=0.7, edge=0.3)  # a number has no names or shapes to be right

# what goes wrong in both

RELATIVE_DIFFERENCE = [
    (
        "divided by ε instead of 2ε",
        "How far apart are the two points at which you compute J?",
        "Your slope is twice too large: from θ − ε to θ + ε are two steps; you divide by one.",
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
        "denominator the numerator",
        "What do you get when you divide a number by itself?",
        "You divide the norm of the difference by itself, so that the result is always 1. The "
        "denominator is the sum of the two norms.",
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
        "other way.",
        {
            "(J_plus - J_minus)": "(J_minus - J_plus)",
        },
    ),
]
