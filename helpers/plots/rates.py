"""Learning rates: how right a network is by its learning rate, and a rate that changes."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from helpers.network import Array
from helpers.plots.style import BLUE, label, look, new_figure, show


def plot_accuracies(rates: Sequence[float], accuracies: Mapping[str, Array]) -> None:
    """Draw the share of right answers by learning rate, one curve an optimizer.

    Parameters
    ----------
    rates
        Learning rates, rising.
    accuracies
        Name of an optimizer to its shares, shape (rates, starts): the mean over the starts is
        drawn as a line, the lowest and the highest as a band.
    """
    figure, axes = new_figure(width=7.2, height=4.2)
    ax, findings = axes[0, 0], []
    for name, shares in accuracies.items():
        percent = 100 * np.asarray(shares)
        mean = percent.mean(axis=1)
        style = look(name, marked=True)
        ax.plot(rates, mean, ms=5, label=name, **style)
        ax.fill_between(
            rates, percent.min(axis=1), percent.max(axis=1), color=style["color"], alpha=0.15
        )
        best = int(mean.argmax())
        findings.append(f"{name} {mean[best]:.1f} % at {rates[best]:g}")
    ax.set(xscale="log", ylim=(0, 100))
    label(ax, "Right on digits not seen in training", "learning rate", "right, in per cent")
    ax.legend(loc="lower center")
    starts = percent.shape[1]
    show(
        figure,
        f"Share of test digits that are recognized, by learning rate: mean of {starts} starts "
        f"(lines), lowest and highest (bands). Best: {'; '.join(findings)}.",
    )


def plot_schedule(rate: Callable[[int], float], steps: int) -> None:
    """Draw the learning rate ``rate(t)`` of steps 1 to ``steps``."""
    figure, axes = new_figure(width=6.0, height=2.8)
    t = np.arange(1, steps + 1)
    rates = np.array([rate(int(k)) for k in t], dtype=float)
    top = int(rates.argmax())
    axes[0, 0].plot(t, rates, color=BLUE)
    label(axes[0, 0], f"Highest in step {t[top]}", "step", "learning rate")
    show(
        figure,
        f"Learning rate by step: {rates[0]:.3g} in step 1, {rates[top]:.3g} in step {t[top]}, "
        f"{rates[-1]:.3g} in step {steps}.",
    )
