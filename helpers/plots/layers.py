"""Figures of what passes through the layers of a deep network before its first step."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.network import Array, Parameters, accuracy
from helpers.plots.style import BLACK, BLUE, GREY, ORANGE, label, look, new_figure, show
from helpers.printing import power_of_ten
from helpers.signal import Signal, dead_units, root_mean_square, send
from helpers.training import Training

Initialize = Callable[[Sequence[int]], Parameters]
BINS = 60  # of a histogram
LEAST_RANGE = 1e3  # of a logarithmic axis, up and down from 1
SMALLEST = 1e-30  # what is smaller is no longer drawn


def plot_histograms(
    X: Array,
    Y: Array,
    initializers: Mapping[str, Initialize],
    activation: str = "ReLU",
    depth: int = 10,
) -> None:
    """Histograms of activations and gradients, a hidden layer above the other, before any step.

    Parameters
    ----------
    X, Y
        Examples (n_0, m) and labels (n_L, m); all hidden layers have n_0 units.
    initializers
        Name to a function from the layer sizes to parameters.
    activation
        ``"ReLU"`` or ``"tanh"``.
    depth
        Hidden layers.
    """
    figure, axes = new_figure(len(initializers), width=9.6 / len(initializers), height=5.4, rows=2)
    signals = _signals(X, Y, initializers, activation, depth)
    for column, (name, signal) in enumerate(signals.items()):
        _ridges(axes[0, column], signal.activations, BLUE)
        _ridges(axes[1, column], signal.gradients, ORANGE)
        label(axes[0, column], name, "size of activations", "")
        label(axes[1, column], name, "size of gradients", "")
    for row in axes:
        _share_decades(row)
        row[0].set_ylabel("hidden layer")
    he = signals.get("He", next(iter(signals.values())))
    dead = [round(100 * dead_units(layer)) for layer in (he.activations[0], he.activations[-1])]
    zero = np.mean([np.mean(layer == 0) for layer in he.activations])
    share = f" {zero:.0%} of the activations are zero and not drawn;" if zero else ""
    units = f" {dead[0]}% of the units in layer 1 and {dead[1]}% in layer {depth} are dead."
    show(
        figure,
        f"Histograms of the sizes of activations (above) and gradients (below) in {depth} hidden "
        f"layers, on a logarithmic scale. Typical sizes from layer 1 to layer {depth}: "
        f"{_travelled(signals)}.{share}{units if zero else ''}",
    )


def plot_signal(
    X: Array,
    Y: Array,
    initializers: Mapping[str, Initialize],
    activation: str = "ReLU",
    depth: int = 20,
) -> None:
    """Root mean square of activations and gradients, layer by layer.

    The parameters are those of :func:`plot_histograms`.
    """
    signals = _signals(X, Y, initializers, activation, depth)
    figure = _sizes(signals, depth)
    show(
        figure,
        f"Root mean square of activations (left) and gradients (right) in {depth} hidden layers, "
        f"on logarithmic scales. From layer 1 to layer {depth}: {_travelled(signals)}.",
    )


def signal_by_scale(
    X: Array, Y: Array, initialize: Initialize, activation: str = "ReLU"
) -> Callable[..., tuple[Figure, str]]:
    """Make the figure for a factor of the scale and a depth, to be moved by sliders.

    Parameters
    ----------
    X, Y, activation
        As for :func:`plot_histograms`.
    initialize
        From the layer sizes to parameters, whose weights are multiplied by the factor.

    Returns
    -------
    draw
        ``draw(factor, depth)`` gives the figure and a sentence.
    """

    def draw(factor: float, depth: int) -> tuple[Figure, str]:
        here = {"He": initialize, f"{factor:g} × He": _times(initialize, factor)}
        signals = _signals(X, Y, here, activation, depth)
        moved = list(signals.values())[-1]
        return _sizes(signals, depth), (
            f"With {factor:g} times He's scale and {depth} hidden layers, from the first hidden "
            f"layer to the last: {_travel(moved)}."
        )

    return draw


def plot_digits(
    X: Array, Y: Array, trainings: Mapping[int, Mapping[str, Training]], chance: float = 0.1
) -> None:
    """Accuracy on these examples, by the start and the depth.

    Parameters
    ----------
    X, Y
        Examples and labels, of which none was trained on.
    trainings
        Hidden layers to the name of a start to its training.
    chance
        The accuracy of a guess, to compare with.
    """
    figure, axes = new_figure(len(trainings), width=9.0 / len(trainings), height=3.0, sharey=True)
    said = []
    for ax, (depth, runs) in zip(axes[0], trainings.items(), strict=True):
        shares = {
            name: accuracy(X, Y, run.parameters) if np.isfinite(run.costs[-1]) else 0.0
            for name, run in runs.items()
        }
        for place, (name, share) in enumerate(shares.items()):
            ax.barh(place, share, color=look(name)["color"], height=0.6)
            text = _about(share) if share else "diverged: the cost is no number"
            ax.text(
                share + 0.02,
                place,
                text,
                va="center",
                fontsize=9,
                color=BLACK,
                backgroundcolor="white",
            )
        ax.axvline(chance, color=BLACK, lw=1, linestyle=":", zorder=0)
        ax.set(yticks=range(len(shares)), yticklabels=list(shares), xlim=(0, 1.15))
        ax.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        label(ax, f"{depth} hidden layers", "test examples right", "")
        found = ", ".join(f"{name} {_about(share) if share else 'diverged'}"
                          for name, share in shares.items())  # fmt: skip
        said.append(f"{depth} hidden layers: {found}")
    axes[0, 0].set_ylabel("weights at the start")
    axes[0, 0].invert_yaxis()
    show(
        figure,
        f"Share of the test digits that are right after training; a guess gets {chance:.0%} "
        f"(dotted line). {'; '.join(said)}.",
    )


def _about(share: float) -> str:
    """Write a share to the next twentieth: a last digit of the start changes one by a few per cent.

    >>> _about(0.962)
    'about 95%'
    """
    return f"about {5 * round(20 * share)}%"


def _signals(
    X: Array, Y: Array, initializers: Mapping[str, Initialize], activation: str, depth: int
) -> dict[str, Signal]:
    sizes = [len(X)] * (depth + 1) + [len(Y)]
    return {
        name: send(X, Y, initialize(sizes), activation) for name, initialize in initializers.items()
    }


def _times(initialize: Initialize, factor: float) -> Initialize:
    return lambda sizes: {name: values * factor for name, values in initialize(sizes).items()}


def _sizes(signals: Mapping[str, Signal], depth: int) -> Figure:
    """Draw how large activations and gradients are by layer."""
    figure, axes = new_figure(2, width=4.8, height=3.8)
    layers = range(1, depth + 1)
    for name, signal in signals.items():
        for ax, values in zip(axes[0], (signal.activations, signal.gradients), strict=True):
            sizes = np.array([root_mean_square(layer) for layer in values])
            drawn = np.where((sizes > SMALLEST) & np.isfinite(sizes), sizes, np.nan)
            ax.plot(layers, drawn, ms=4, label=name, **look(name, marked=True))
    for ax, what in zip(axes[0], ("Activations, forwards", "Gradients, backwards"), strict=True):
        ax.set_yscale("log")
        ax.xaxis.get_major_locator().set_params(integer=True)
        label(ax, what, "hidden layer", "")
        low, high = ax.get_ylim()
        ax.set_ylim(min(low, 1 / LEAST_RANGE), max(high, LEAST_RANGE))  # little must not look large
    axes[0, 0].set_ylabel("root mean square")
    axes[0, 0].legend()
    return figure


def _ridges(axes: Axes, layers: Sequence[Array], colour: str) -> None:
    """Draw a histogram of the sizes in each layer, the first one below."""
    for number, values in enumerate(layers, start=1):
        sizes = np.log10(np.abs(values[values != 0]))
        counts, edges = np.histogram(sizes[sizes > np.log10(SMALLEST)], bins=BINS)
        middles, heights = (edges[1:] + edges[:-1]) / 2, 1.6 * counts / max(1, counts.max())
        order = len(layers) - number  # those below lie in front
        axes.fill_between(middles, number, number + heights, color=colour, alpha=0.55, lw=0,
                          zorder=2 + order)  # fmt: skip
        axes.plot(middles, number + heights, color=colour, lw=1, zorder=2 + order)
    axes.set_yticks([1, len(layers) // 2, len(layers)])
    axes.grid(visible=False, axis="y")


def _share_decades(row: Sequence[Axes]) -> None:
    """Give a row of histograms one axis of powers of ten, marked as such."""
    low = min(ax.get_xlim()[0] for ax in row)
    high = max(ax.get_xlim()[1] for ax in row)
    step = max(1, round((high - low) / 4))
    marks = [mark for mark in range(int(low), int(high) + 1) if mark % step == 0]
    for ax in row:
        ax.set_xlim(low, high)
        ax.set_xticks(marks, [f"$10^{{{mark}}}$" if mark else "1" for mark in marks])
        ax.axvline(0, color=GREY, lw=1, linestyle=":", zorder=1)


def _travelled(signals: Mapping[str, Signal]) -> str:
    return "; ".join(f"{name} {_travel(signal)}" for name, signal in signals.items())


def _travel(signal: Signal) -> str:
    """Say how large activations and gradients are in the first hidden layer and in the last."""
    (first, last), (back, front) = (
        (root_mean_square(values[0]), root_mean_square(values[-1]))
        for values in (signal.activations, signal.gradients)
    )
    return (
        f"activations from {_magnitude(first)} to {_magnitude(last)}, "
        f"gradients from {_magnitude(back)} to {_magnitude(front)}"
    )


def _magnitude(value: float) -> str:
    if value == 0:
        return "0"
    if not np.isfinite(value):
        return "no number"
    if 0.01 <= value < 1000:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    return power_of_ten(round(np.log10(value)))
