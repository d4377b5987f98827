"""How fast gradient descent and momentum go down a narrow valley, by its condition number."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.figure import Figure

from helpers.network import Array
from helpers.plots.paths import STEEPEST, Bowl, contours
from helpers.plots.style import VERMILION, label, look, new_figure, plain_ticks, show

NEARER = 100  # how many times nearer to the lowest point a path shall come


def shrink_factor(learning_rate: Array | float, beta: float, curvature: float) -> Array:
    """By which factor a step with momentum brings a path nearer, in one direction of a valley.

    Larger than 1, it leads away. ``beta`` 0 is gradient descent.

    Notes
    -----
    The larger root, in absolute value, of r² − (1 + β − α (1 − β) λ) r + β = 0; see
    `Goh (2017) <https://doi.org/10.23915/distill.00006>`_.
    """
    middle = 1 + beta - np.asarray(learning_rate) * (1 - beta) * curvature
    root = np.sqrt(np.asarray(middle**2 - 4 * beta, dtype=complex))
    return np.asarray(np.maximum(abs(middle + root), abs(middle - root)) / 2)


def best_factor(beta: float, condition: float) -> float:
    """Smallest factor by which a step can bring a path nearer, over all learning rates."""
    rates = np.geomspace(1e-2, 2 * (1 + beta) / (1 - beta), 4000)  # up to the limit, curvature 1
    slower = np.maximum(
        shrink_factor(rates, beta, 1.0), shrink_factor(rates, beta, 1.0 / condition)
    )
    return float(slower.min())


def steps_needed(beta: float, condition: float) -> float:
    """Steps until a path is 100 times nearer, at the best learning rate."""
    return float(np.log(NEARER) / -np.log(best_factor(beta, condition)))


def best_beta(condition: float) -> float:
    """β with which the fewest steps are needed (Polyak 1964): they grow as √κ."""
    root = float(np.sqrt(condition))
    return ((root - 1) / (root + 1)) ** 2


BETAS: Mapping[str, Callable[[float], float]] = {
    "gradient descent": lambda condition: 0.0,
    "β = 0.5": lambda condition: 0.5,
    "β = 0.9": lambda condition: 0.9,
    "best β": best_beta,
}


def plot_steps_by_condition() -> None:
    """Draw how many steps are needed by condition number, each β at its best learning rate."""
    conditions, told = np.geomspace(2, 2000, 61), (16, 100, 1000)
    figure, axes = new_figure(width=7.2, height=4.2)
    ax, findings = axes[0, 0], []
    for name, beta in BETAS.items():
        needed = [steps_needed(beta(k), k) for k in conditions]
        ax.plot(conditions, needed, label=name, **look(name))
        findings.append(f"{name}: {', '.join(f'{steps_needed(beta(k), k):,.0f}' for k in told)}")
    ax.set(xscale="log", yscale="log")
    plain_ticks(ax.xaxis)
    plain_ticks(ax.yaxis)
    label(
        ax,
        "The steps grow with κ, and with the best β only with its root",
        "condition number κ",
        f"steps to come {NEARER} times nearer",
    )
    ax.legend()
    show(
        figure,
        f"Steps until the distance from the lowest point has shrunk {NEARER} times, by condition "
        "number, each at its best learning rate, both scales logarithmic. For condition numbers "
        f"of 16, 100 and 1,000: {'; '.join(findings)}.",
    )


def draw_walk(bowl: Bowl, path: Array, learning_rate: float, beta: float) -> tuple[Figure, str]:
    """Draw a path with momentum, as :func:`helpers.slide` asks: the figure and its sentence."""
    figure, axes = new_figure(width=5.0, height=5.0)
    ax = axes[0, 0]
    contours(ax, bowl)
    shown = np.clip(path, -9, 9)  # what runs away leaves the map, and the numbers stay finite
    ax.plot(shown[:, 0], shown[:, 1], marker=".", ms=5, lw=1.3, color=VERMILION)
    distance = float(np.linalg.norm(path[-1]))
    steps = len(path) - 1
    far = f"{distance:.3f}" if distance < 10 else "more than 10"
    label(ax, f"After {steps} steps: distance {far}", "weight $w_1$", "weight $w_2$")
    across = float(shrink_factor(learning_rate, beta, STEEPEST))
    along = float(shrink_factor(learning_rate, beta, STEEPEST / bowl.condition))
    limit = (1 + beta) / (1 - beta) * 2 / STEEPEST
    return figure, (
        f"Path of {steps} steps with learning rate {learning_rate:g} and β = {beta:g} in a valley "
        f"of condition number {bowl.condition:g}; the limit of the learning rate is {limit:.2g}. "
        f"In the long run a step multiplies the distance across by {across:.3f} and the distance "
        f"along by {along:.3f}."
    )
