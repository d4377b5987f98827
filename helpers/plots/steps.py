"""A figure that zooms into the cost until it is seen what a step sees: for a slider."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradients_to_vector,
    vector_to_dictionary,
)
from helpers.network import Array, Parameters
from helpers.plots.style import BLACK, label, look, new_figure
from helpers.printing import power_of_ten

LAST_WEIGHT = -2  # the entry that is moved: of all, the cost bends most along it
POINTS = 241


def cost_near(
    parameters: Parameters, gradients: Parameters, X: Array, Y: Array
) -> Callable[[int], tuple[Figure, str]]:
    """Make the function that draws the cost around one weight, as near as a step of 10 to a power.

    Parameters
    ----------
    parameters, gradients
        A network and its gradients, which should be right.
    X, Y
        Examples (4, m) and labels (1, m).
    """
    theta = dictionary_to_vector(parameters)[0]
    slope = float(gradients_to_vector(gradients)[LAST_WEIGHT, 0])

    def missed(moves: Array) -> Array:
        """What the tangent misses of the rise of the cost when the weight is moved."""
        costs = []
        for move in [0.0, *moves]:
            moved = theta.copy()
            moved[LAST_WEIGHT] += move
            costs.append(forward_propagation_n(X, Y, vector_to_dictionary(moved))[0])
        return np.array(costs[1:]) - costs[0] - slope * moves

    def draw(exponent: int) -> tuple[Figure, str]:
        epsilon = 10.0**exponent
        step = power_of_ten(exponent)
        places = np.linspace(-1.6, 1.6, POINTS)
        figure, axes = new_figure(width=7.2, height=4.2)
        ax = axes[0, 0]
        ax.plot(
            places, missed(places * epsilon) / epsilon, ".", ms=3, color=BLACK,
            label="cost, as computed",
        )  # fmt: skip
        ax.axhline(0, **look("gradient"), label="tangent: the gradient")
        said = []
        for name, ends in (("centred", [-1, 1]), ("one-sided", [0, 1])):
            heights = missed(epsilon * np.array(ends)) / epsilon
            error = float(np.diff(heights)[0] / np.diff(ends)[0])
            ax.plot(ends, heights, ms=7, label=name, **look(name, marked=True))
            said.append(f"{abs(error):.1e} for the {name} slope")
        ax.legend(loc="best")
        label(
            ax, f"The cost near one weight, less its tangent: steps of {step}",
            "distance from the weight, in steps ε", "what the tangent misses, divided by ε",
        )  # fmt: skip
        sentence = (
            f"What the tangent misses of the cost around the last weight of layer 3, within a few "
            f"steps of {step}, and two lines through computed costs. How much they lean is their "
            f"error: {' and '.join(said)}. The slope itself is {slope:.2f}."
        )
        return figure, sentence

    return draw
