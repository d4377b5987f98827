r"""Where the numbers of the lesson on gradient checking come from: see ``test_sentences.py``."""

import math
from fractions import Fraction
from functools import cache

import numpy as np

from autograder.exercises.gradient_checking.slips import A_NUMBER
from helpers import (
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    vector_to_dictionary,
    with_forward,
)
from helpers.checks.rubric import Shares
from helpers.gradients import one_sided_gradient

SMALL = 1e-7  # the step of the false alarm


def sci(number, digits=1):
    r"""Write a number as the lesson does: 1.2 \cdot 10^{-7}."""
    factor, exponent = f"{number:.{digits}e}".split("e")
    return rf"{factor} \cdot 10^{{{int(exponent)}}}"


def power(number):
    """The nearest power of ten, as a formula."""
    return rf"10^{{{round(math.log10(number))}}}"


def units(lesson):
    """What goes into both hidden layers."""
    Z1, Z2 = lesson.cache[0], lesson.cache[4]
    return np.concatenate([Z1.ravel(), Z2.ravel()])


def right(lesson):
    """The right gradient, in one column."""
    gradients = lesson.backward_propagation_n(lesson.X, lesson.Y, lesson.cache)
    return gradients_to_vector(gradients)


def checked(lesson, epsilon, dtype=float):
    """Relative difference of the right gradient, by the lesson's own check."""
    parameters = {name: values.astype(dtype) for name, values in lesson.parameters.items()}
    X, Y = lesson.X.astype(dtype), lesson.Y.astype(dtype)
    gradients = {f"d{n}": g for n, g in vector_to_dictionary(right(lesson)).items()}
    return lesson.gradient_check_n(parameters, gradients, X, Y, epsilon)


def checked_with_logaddexp(lesson, epsilon):
    """The same, with a cost in which no digits cancel."""

    def forward(X, Y, parameters):
        _, found = forward_propagation_n(X, Y, parameters)
        return float(np.mean(np.logaddexp(0, found[8]) - Y * found[8])), found

    check = with_forward(lesson.gradient_check_n, forward)
    gradients = lesson.backward_propagation_n(lesson.X, lesson.Y, lesson.cache)
    return check(lesson.parameters, gradients, lesson.X, lesson.Y, epsilon)


def one_sided(lesson, epsilon):
    """Relative difference of the right gradient from the one-sided approximation."""
    exact = right(lesson)
    slopes = gradients_to_vector(one_sided_gradient(lesson.X, lesson.Y, lesson.parameters, epsilon))
    return float(np.linalg.norm(slopes - exact) / (2 * np.linalg.norm(exact)))


def error(lesson, epsilon):
    """Norm of the error of the centred approximation, from the relative difference."""
    return checked(lesson, epsilon) * 2 * float(np.linalg.norm(right(lesson)))


@cache
def bends(part):
    """Second or third derivatives along each entry: Z3 is straight there, the sigmoid is not."""
    X, Y, parameters = gradient_check_case()
    _, (Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _) = forward_propagation_n(X, Y, parameters)
    slopes = []
    for example in range(3):
        dZ3 = np.eye(3)[[example]]
        dZ2 = W3.T @ dZ3 * (Z2 > 0)
        dZ1 = W2.T @ dZ2 * (Z1 > 0)
        parts = dZ1 @ X.T, dZ1.sum(1), dZ2 @ A1.T, dZ2.sum(1), dZ3 @ A2.T, dZ3.sum(1)
        slopes.append(np.concatenate([part.ravel() for part in parts]))
    bend = A3 * (1 - A3) if part == 2 else A3 * (1 - A3) * (1 - 2 * A3)
    found = (bend.T * np.array(slopes) ** part).mean(0)
    return np.abs(found[found != 0])


def median(part):
    return f"{np.median(bends(part)):.3f}"


def spread(part):
    return float(np.sqrt(np.mean(bends(part) ** 2)))


def delta(lesson):
    """Round-off of the cost, as the lesson estimates it: of ln (1 - A3), over the examples."""
    return 1e-16 / float(1 - lesson.cache[9][0, 2]) / 3


def best(lesson):
    """Both best steps by the lesson's formulas."""
    rounding = round(delta(lesson), 14)
    return (rounding * 3 / spread(3)) ** (1 / 3), 2 * math.sqrt(rounding / spread(2))


def too_far_apart():
    """By how much 4 + 1e-7 and 4 - 1e-7 are farther apart than twice the step."""
    return float(Fraction(4 + SMALL) - Fraction(4 - SMALL) - 2 * Fraction(SMALL))


def third(lesson):
    """The prediction for the third example."""
    return float(lesson.cache[9][0, 2])


def nearest(lesson):
    return f"{np.abs(units(lesson)).min():.3f}"


def reach(lesson):
    return f"{np.abs(lesson.X[:, 2]).max():.1f}"


def percent(shares, *kinds):
    return tuple(f"{100 * getattr(shares, kind):g}" for kind in kinds)


SENTENCES = [
    (
        "right values in ordinary cases ({} %) and in edge cases ({} %)",
        lambda lesson: percent(A_NUMBER, "ordinary", "edge"),
    ),
    (
        "right names and shapes ({} %), ordinary cases ({} %) and edge cases ({} %)",
        lambda lesson: percent(Shares(), "form", "ordinary", "edge"),
    ),
    ("all {} parameters of a network", lambda lesson: str(len(lesson.vector))),
    ("vector of shape $({}, 1)$", lambda lesson: str(len(lesson.vector))),
    ("a cost of {} numbers", lambda lesson: str(len(lesson.vector))),
    ("each of its {} partial derivatives", lambda lesson: str(len(lesson.vector))),
    ("does for {} parameters", lambda lesson: str(len(lesson.vector))),
    ("one number for {} entries", lambda lesson: str(len(lesson.vector))),
    ("all {} derivatives together", lambda lesson: str(len(lesson.vector))),
    (
        "Your check of {} parameters takes {} forward passes",
        lambda lesson: (str(len(lesson.vector)), str(2 * len(lesson.vector))),
    ),
    (
        "{} inputs, hidden layers of {} and {} units",
        lambda lesson: (
            str(lesson.parameters["W1"].shape[1]),
            str(len(lesson.parameters["W1"])),
            str(len(lesson.parameters["W2"])),
        ),
    ),
    (
        r"an error of $5 \cdot 10^{-5}$ against one of $2 \cdot 10^{-9}$",
        lambda lesson: (sci(1e-4 / 2, 0), sci(1e-4**2 / 6, 0)),
    ),
    ("between the two, at ${}$", lambda lesson: power(lesson.THRESHOLD)),
    (
        r"lie ${}$ apart just above 4 and ${}$ just below",
        lambda lesson: (sci(np.spacing(4.0)), sci(4 - np.nextafter(4, 0))),
    ),
    ("keeps {} binary digits", lambda lesson: str(np.finfo(float).nmant + 1)),
    ("${}$ too far apart", lambda lesson: sci(too_far_apart())),
    (
        r"a share of ${}$ of the distance ${}$ that we divide by",
        lambda lesson: (sci(too_far_apart() / (2 * SMALL)), sci(2 * SMALL, 0)),
    ),
    (
        r"twice the gradient: ${}$",
        lambda lesson: sci(lesson.gradient_check(x=2, theta=4, epsilon=SMALL)),
    ),
    ("The cost is about {}", lambda lesson: f"{lesson.cost:.1f}"),
    ("the machine epsilon $u = {}$", lambda lesson: sci(np.finfo(float).eps)),
    (r"u |J| \approx {}$", lambda lesson: sci(np.finfo(float).eps * lesson.cost, 0)),
    (
        r"u |J| / \varepsilon \approx {}$",
        lambda lesson: sci(np.finfo(float).eps * lesson.cost / SMALL, 0),
    ),
    (
        "about thirty times more",
        lambda lesson: {30: "thirty"}[
            round(
                error(lesson, SMALL)
                / math.sqrt(np.count_nonzero(right(lesson)))
                / (np.finfo(float).eps * lesson.cost / SMALL),
                -1,
            )
        ],
    ),
    ("nearly sure of 1: $A^{[3]} = {}$", lambda lesson: f"{third(lesson):.5f}"),
    ("In $1 - A^{[3]} = {}$", lambda lesson: f"{1 - third(lesson):.5f}"),
    (
        r"10^{-16} / {} \approx {}$",
        lambda lesson: (f"{1 - third(lesson):.5f}", power(1e-16 / (1 - third(lesson)))),
    ),
    (r"leaves $\delta \approx {}$", lambda lesson: sci(delta(lesson), 0)),
    (r"$\delta / \varepsilon = {}$", lambda lesson: sci(delta(lesson) / SMALL, 0)),
    (
        "Of the {} entries, {} are not zero",
        lambda lesson: (str(len(lesson.vector)), str(np.count_nonzero(right(lesson)))),
    ),
    (
        r"a norm of $\sqrt{{}} \cdot {} \approx {}$",
        lambda lesson: (
            str(np.count_nonzero(right(lesson))),
            sci(error(lesson, SMALL) / math.sqrt(np.count_nonzero(right(lesson)))),
            sci(error(lesson, SMALL), 0),
        ),
    ),
    (
        r"\lVert a \rVert \approx {}$",
        lambda lesson: f"{2 * np.linalg.norm(right(lesson)):.1f}",
    ),
    ("The quotient is ${}$", lambda lesson: sci(checked(lesson, SMALL))),
    (
        "Of the {} entries that are not zero, half have a $|J''|$ below {} and a $|J'''|$ below {}",
        lambda lesson: (str(len(bends(2))), median(2), median(3)),
    ),
    (
        "the root mean squares are {} and {}",
        lambda lesson: (f"{spread(2):.2f}", f"{spread(3):.2f}"),
    ),
    (r"with $\delta \approx {}$?", lambda lesson: sci(delta(lesson), 0)),
    (
        "{} binary digits and $u$ is ${}$",
        lambda lesson: (
            str(np.finfo(np.float32).nmant + 1),
            sci(float(np.finfo(np.float32).eps)),
        ),
    ),
    (
        "The formulas give ${}$ for the centred step and ${}$ for the one-sided one",
        lambda lesson: (sci(best(lesson)[0], 0), sci(best(lesson)[1])),
    ),
    (
        r"its best is about ${}$, with a step of ${}$",
        lambda lesson: (
            sci(min(checked(lesson, 10**e, np.float32) for e in np.arange(-4, 0, 0.5)), 0),
            f"{min(10 ** np.arange(-4, 0, 0.5), key=lambda e: checked(lesson, e, np.float32)):.2f}",
        ),
    ),
    ("third example: $z = {}$", nearest),
    (r"here up to ${} \, \varepsilon$", reach),
    (r"10^{-1.5} \approx {}$ does not", lambda lesson: f"{10**-1.5:.2f}"),
    (
        r"${} \cdot {}$ is less than ${}$",
        lambda lesson: (reach(lesson), f"{10**-1.5:.2f}", nearest(lesson)),
    ),
    ("a factor of almost ${}$", lambda lesson: f"10^{round(math.log10(lesson.worst / 1e-7))}"),
    (
        "range from $-{}$ to ${}$, over about {}",
        lambda lesson: (
            f"{-units(lesson).min():.1f}",
            f"{units(lesson).max():.1f}",
            f"{np.ptp(units(lesson)):.0f}",
        ),
    ),
    (r"$2 \varepsilon / {}$", lambda lesson: f"{np.ptp(units(lesson)):.0f}"),
    (r"$8 \cdot 3 = {}$ of them", lambda lesson: str(units(lesson).size)),
    (
        "about 1 in {}",
        lambda lesson: f"{round(np.ptp(units(lesson)) / 2e-6 / units(lesson).size, -4):,.0f}",
    ),
    (
        r"with $\varepsilon = 10^{-5}$, one or two of them",
        lambda lesson: (
            "one or two" if 1 < 1e6 * 2e-5 / np.ptp(units(lesson)) < 2 else "another number"
        ),
    ),
    ("as {} entries do here", lambda lesson: str(np.count_nonzero(right(lesson) == 0))),
    (
        "The relative difference of {} said",
        lambda lesson: "{:.3f}".format(
            lesson.gradient_check_n(
                lesson.parameters, lesson.faulty_gradients, lesson.X, lesson.Y, SMALL
            )
        ),
    ),
    (
        r"With $\varepsilon = 10^{-7}$ the right gradient gave ${}$",
        lambda lesson: sci(checked(lesson, SMALL)),
    ),
    (
        r"for $\varepsilon = 10^{-7}$ fell from ${}$ to about ${}$",
        lambda lesson: (
            sci(checked(lesson, SMALL)),
            power(checked_with_logaddexp(lesson, SMALL)),
        ),
    ),
    (
        r"near $\varepsilon = 10^{-5}$ it was about ${}$",
        lambda lesson: power(checked_with_logaddexp(lesson, 1e-5)),
    ),
    (
        r"| relative difference there | ${}$ | ${}$ |",
        lambda lesson: (sci(one_sided(lesson, 1e-6), 0), sci(checked(lesson, 1e-4), 0)),
    ),
    (
        r"| best step here | ${}$ | ${}$ |",
        lambda lesson: (
            power(min(10.0 ** np.arange(-9, -1), key=lambda e: one_sided(lesson, e))),
            power(min(10.0 ** np.arange(-9, -1), key=lambda e: checked(lesson, e))),
        ),
    ),
    ("can be stored, ${}$", lambda lesson: sci(np.finfo(float).eps)),
]

DEFINITIONS = [
    (r"between $10^{-1}$ and $10^{-12}$", "plot_difference_by_epsilon("),
    ("for the step $10^{-6}$ and for one ten times smaller", "for epsilon in (1e-6, 1e-7):"),
    (r"Yet with $\varepsilon = 10^{-7}$ the check reports", "for epsilon in (1e-6, 1e-7):"),
    (r"With $\varepsilon = 10^{-7}$ that alone", "for epsilon in (1e-6, 1e-7):"),
    ("that seed 8 gives", "gradient_check_case(seed=8)"),
    (r"\max(0.1 \, z, z)$, keeps a slope of 0.1", "np.where(Z1 > 0, 1.0, 0.1)"),
]

GIVEN = [
    r"With $\varepsilon = 10^{-4}$ and higher derivatives near 1",
    r"An error of $10^{-4}$ is small where the derivative is 100 and total failure where it is "
    r"$10^{-5}$",
    "it lies between 0 and 1. (If both norms are zero it is 0/0",
    "one of the wrong sign gives 1",
    r"Neither $4 + 10^{-7}$ nor $4 - 10^{-7}$",
    "everything of layer 1 with them",
    "In layer 2, a single unit",
    "and the bias by 1.",
    "apart just above 4 and",
    "the bracket is 1 where it holds and 0 where it does not",
    "for layers 2 and 1",
    "The third example has label 0, but the network is nearly sure of 1",
    r"an error of about $10^{-16}$",
    r"relative error of $10^{-16}",
    r"$\varepsilon$ between $10^{-6}$ and $10^{-4}$ is a good start",
    "its exponent is the slope: 2 and 1 on the right",
    r"from $10^{-1.5}$ to $10^{-1}$",
    "ReLU has none at 0",
    "closer to 0 than the step",
    "where the slopes are 1 and 0",
    "second hidden unit of layer 1",
    r"A step of $10^{-1}$ carries it across the kink. One of $10^{-1.5}",
    r"with $\varepsilon = 10^{-6}$, and let your functions",
    r"so with $\varepsilon = 10^{-6}$ the odds that one of them is are about 1 in",
    r"above $10^{-2}$: a mistake; down to $10^{-4}$: probably one; down to $10^{-7}$: fine",
    r"with ten of them $10^{-2}$ may be harmless",
    "0/0 where an entry",
    r"with $\varepsilon = 10^{-6}$, in double precision",
    "need not have length 1",
    r"I would take $10^{-5}$",
    r"the right gradient pass with $\varepsilon = 10^{-7}$",
    r"The check says $2 \cdot 10^{-7}$",
    "Only the gradients of layer 3 are right, those of layers 2 and 1",
    "the distance from 1 to the next",
    "as that of ReLU does at 0",
    r"with $\varepsilon = 10^{-5}$, one or two",
    r"With $\varepsilon = 10^{-7}$ the right gradient gave",
    r"for $\varepsilon = 10^{-7}$ fell from",
    r"near $\varepsilon = 10^{-5}$ it was",
]
