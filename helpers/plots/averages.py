"""Exponentially weighted averages: what they make of noisy gradients, and what they remember."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from helpers.network import Array
from helpers.plots.style import GREEN, GREY, VERMILION, label, look, new_figure, show

STEPS = 100  # of the gradients below, and as far back as weights are drawn at least


def noisy_gradients() -> Array:
    """One number a step: 1 in the first half, −0.5 in the second, and noise of spread 1."""
    truth = np.repeat([1.0, -0.5], STEPS // 2)
    return np.asarray(truth + np.random.default_rng(4).normal(size=STEPS))


def plot_averages(gradients: Array, averages: Mapping[str, Array]) -> None:
    """Draw gradients, one a step, and some averages of them by name."""
    figure, axes = new_figure(width=7.2, height=3.8)
    ax, steps = axes[0, 0], np.arange(1, len(gradients) + 1)
    ax.plot(steps, gradients, ".", ms=5, color=GREY, label="gradient")
    findings = []
    for name, values in averages.items():
        ax.plot(steps, values, label=name, **look(name))
        findings.append(f"{name}: {np.std(np.diff(values)):.2f}")
    label(ax, "The larger β, the smoother and the later", "step", "gradient, and its average")
    ax.legend(ncols=2)
    show(
        figure,
        "Noisy gradients (dots) and their exponentially weighted averages (lines). The spread of "
        f"the change from step to step is {np.std(np.diff(gradients)):.2f} for the gradients; for "
        f"the averages: {'; '.join(findings)}.",
    )


def average_weights(beta: float, t: int) -> Array:
    """Weights (1 − β) βᵏ of the gradients k = 0, …, t − 1 steps ago, after t steps from zero."""
    return np.asarray((1 - beta) * beta ** np.arange(t))


def uncorrected_factor(beta1: float, beta2: float, t: int) -> float:
    """How many times too long Adam's step t is without correction, if all gradients are equal."""
    return float((1 - beta1**t) / np.sqrt(1 - beta2**t))


def draw_weights(beta1: float, beta2: float, t: int) -> tuple[Figure, str]:
    """Draw what Adam's two averages remember, as :func:`helpers.slide` asks."""
    figure, axes = new_figure(2, width=4.4, height=3.6)
    told = []
    looks = (("v", beta1, GREEN), ("s", beta2, VERMILION))
    for ax, (name, beta, colour) in zip(axes[0], looks, strict=True):
        weights = average_weights(beta, t)
        ax.fill_between(range(t), weights, step="mid", color=colour, alpha=0.4)
        ax.plot(range(t), weights, drawstyle="steps-mid", color=colour)
        ax.set(xlim=(max(t, STEPS) + 1, -2), ylim=(0, None))
        label(ax, f"{name}: the weights add up to {weights.sum():.3f}", "steps ago", "")
        told.append(f"{name} (β = {beta:g}) {weights.sum():.3f}")
    axes[0, 0].set_ylabel("weight in the average")
    factor = uncorrected_factor(beta1, beta2, t)
    return figure, (
        f"Weights of the last gradients in Adam's two averages after {t:,} steps. They add up to "
        f"1 − βᵗ: {', '.join(told)}. If all gradients are equal, a step without correction is "
        f"{factor:.2f} times as long as one with it."
    )
