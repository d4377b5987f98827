"""Figures of networks in training: data, costs, decision boundaries, symmetry."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers.errors import NotAttempted
from helpers.network import Array, Parameters, accuracy, predict
from helpers.plots.style import (
    BLACK,
    BLUE,
    CLASS_COLOURS,
    CLASS_MARKERS,
    REGIONS,
    label,
    look,
    new_figure,
    plain_ticks,
    show,
)
from helpers.training import Training

LOW_COST = 0.2  # the two classes are told apart well


def plot_data(X: Array, Y: Array, title: str = "The examples") -> None:
    """Scatter the examples: two features, two classes."""
    figure, axes = new_figure(width=4.4, height=3.8)
    _scatter(axes[0, 0], X, Y)
    label(axes[0, 0], title, "feature $x_1$", "feature $x_2$")
    axes[0, 0].legend(loc="best")
    zeros, ones = int(np.sum(Y < 0.5)), int(np.sum(Y > 0.5))
    show(
        figure,
        f"{title}. Class 0 (blue discs) has {zeros} examples, class 1 (orange triangles) {ones}.",
    )


def plot_costs(trainings: Mapping[str, Training]) -> None:
    """Cost curves of several training runs in one picture."""
    _need(trainings)
    figure, axes = new_figure(width=6.4)
    for name, training in trainings.items():
        axes[0, 0].plot(training.steps, training.costs, label=name, **look(name))
    axes[0, 0].set_yscale("log")
    plain_ticks(axes[0, 0].yaxis)
    unit = next(iter(trainings.values())).unit
    lowest = min(trainings, key=lambda name: trainings[name].costs[-1])
    label(axes[0, 0], f"{lowest} ends with the lowest cost", unit, "cost (mean cross-entropy)")
    axes[0, 0].legend()
    falls = "; ".join(
        f"{name} from {_cost(training.costs[0])} to {_cost(training.costs[-1])}"
        for name, training in trainings.items()
    )
    show(figure, f"Cost by {unit}, on a logarithmic scale: {falls}.")


def _cost(value: float) -> str:
    return f"{value:.3f}" if value < 100 else f"{value:,.0f}"


def plot_decision_boundaries(trainings: Mapping[str, Training], X: Array, Y: Array) -> None:
    """Regions of the two predicted classes, one picture a training run."""
    _need(trainings)
    figure, axes = new_figure(len(trainings), width=3.3, height=3.5, sharey=True)
    shares = []
    for ax, (name, training) in zip(axes[0], trainings.items(), strict=True):
        _regions(ax, training.parameters, X)
        _scatter(ax, X, Y)
        share = accuracy(X, Y, training.parameters)
        kinds = np.unique(predict(X, training.parameters))
        only = f" (all taken for class {int(kinds[0])})" if kinds.size == 1 else ""
        shares.append(f"{name} {share:.0%}{only}")
        label(ax, f"{name}: {share:.0%} right", "feature $x_1$", "")
    axes[0, 0].set_ylabel("feature $x_2$")
    show(
        figure,
        "Where each network predicts class 0 (blue ground) and class 1 (orange ground), and the "
        f"boundary between. Right on these examples: {', '.join(shares)}.",
    )


def plot_learning_rates(
    rates: Sequence[float], trainings: Mapping[str, Sequence[Training]]
) -> None:
    """Final cost by learning rate, one curve an optimizer.

    Parameters
    ----------
    rates
        Learning rates, rising.
    trainings
        Name of an optimizer to its training runs, one a rate.
    """
    figure, axes = new_figure(width=7.2, height=4.0)
    findings = []
    for name, runs in trainings.items():
        # the cost of noisy steps goes up and down: take the middle of the last tenth
        finals = np.array([np.median(run.costs[-max(1, len(run.costs) // 10) :]) for run in runs])
        axes[0, 0].plot(rates, finals, ms=5, label=name, **look(name, marked=True))
        good = [rate for rate, final in zip(rates, finals, strict=True) if final < LOW_COST]
        findings.append(f"{name} {_span(good)}")
    axes[0, 0].axhline(LOW_COST, color=BLACK, lw=1, linestyle=":")
    axes[0, 0].set(xscale="log", yscale="log")
    plain_ticks(axes[0, 0].yaxis)
    label(
        axes[0, 0],
        "Every optimizer has learning rates of its own",
        "learning rate",
        f"cost after {runs[0].steps[-1]} {runs[0].unit}",
    )
    axes[0, 0].legend()
    show(
        figure,
        f"Cost after {runs[0].steps[-1]} {runs[0].unit} by learning rate, both on logarithmic "
        f"scales. Below {LOW_COST} (dotted line) are: {'; '.join(findings)}.",
    )


def _span(rates: Sequence[float]) -> str:
    return f"for rates from {rates[0]:.2g} to {rates[-1]:.2g}" if rates else "for none"


def plot_symmetry(trainings: Mapping[str, Training]) -> None:
    """Weights into the units of the first hidden layer during training, one line a weight."""
    _need(trainings)
    figure, axes = new_figure(len(trainings), width=3.3, height=3.5)
    findings = []
    for ax, (name, training) in zip(axes[0], trainings.items(), strict=True):
        weights = np.array([parameters["W1"] for parameters in training.history])
        ax.plot(training.steps, weights.reshape(len(weights), -1), color=BLUE, alpha=0.8, lw=1.2)
        finding = _alike(weights)
        findings.append(f"{name}, {finding}")
        label(ax, f"{name}:\n{finding}", training.unit, "")
    axes[0, 0].set_ylabel("weights into the first hidden layer")
    show(
        figure, f"How the weights of the first hidden layer move. From {'; from '.join(findings)}."
    )


def _alike(weights: Array) -> str:
    """Say how many units differ at the end, for weights of shape (steps, units, inputs)."""
    units, different = weights.shape[1], len(np.unique(np.round(weights[-1], 10), axis=0))
    rest = ", at rest" if np.ptp(weights, axis=0).max() < 1e-10 else ""
    if different == 1:
        return f"all {units} units alike{rest}"
    if different == units:
        return f"all {units} units differ{rest}"
    return f"{different} kinds among {units} units{rest}"


def _need(trainings: Mapping[str, Training]) -> None:
    if not trainings:
        raise NotAttempted("solve an exercise and train its network above; then there is a figure.")


def _scatter(axes: Axes, X: Array, Y: Array) -> None:
    for kind in (0, 1):
        chosen = X[:, (Y[0] > 0.5) == bool(kind)]
        axes.scatter(
            chosen[0],
            chosen[1],
            s=18,
            color=CLASS_COLOURS[kind],
            marker=CLASS_MARKERS[kind],
            edgecolor="white",
            linewidth=0.4,
            label=f"class {kind}",
        )


def _regions(axes: Axes, parameters: Parameters, X: Array) -> None:
    low, high = X.min(axis=1) - 0.3, X.max(axis=1) + 0.3
    x1, x2 = np.meshgrid(np.linspace(low[0], high[0], 300), np.linspace(low[1], high[1], 300))
    predicted = predict(np.vstack([x1.ravel(), x2.ravel()]), parameters)
    ground = np.reshape(predicted, x1.shape).astype(float)
    axes.pcolormesh(x1, x2, ground, cmap=REGIONS, vmin=0, vmax=1)
    if np.ptp(ground) > 0:
        axes.contour(x1, x2, ground, levels=[0.5], colors=BLACK, linewidths=0.8)
    axes.grid(visible=False)
