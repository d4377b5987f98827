"""Figures of gradient checking: the choice of epsilon, wrong entries, the kink of ReLU."""

import contextlib
import io
import math
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from helpers.gradients import (
    SHAPES,
    Cache,
    Forward,
    forward_propagation_n,
    gradients_to_vector,
    one_sided_gradient,
)
from helpers.network import Array, Parameters
from helpers.plots.style import BLACK, GREY, PURPLE, VERMILION, label, look, new_figure, show
from helpers.printing import power_of_ten

THRESHOLD = 1e-7
Check = Callable[[Parameters, Parameters, Array, Array, float], float]
Backward = Callable[[Array, Array, Cache], Parameters]


def plot_gradients(
    parameters: Parameters,
    gradients: Parameters,
    X: Array,
    Y: Array,
    forward: Forward = forward_propagation_n,
) -> None:
    """Draw every entry of the gradient beside its approximation, parameter by parameter.

    Which of them differ is left to the eye.

    Parameters
    ----------
    parameters, gradients
        A network and the gradients to look at, right or wrong.
    X, Y
        Examples (4, m) and labels (1, m).
    forward
        The forward pass whose cost is approximated.
    """
    approximation = one_sided_gradient(X, Y, parameters, 1e-7, forward)
    figure, axes = new_figure(width=9.6, height=3.8)
    ax = axes[0, 0]
    ticks, largest = {}, []
    left, gap = 0.0, 1.5
    for name in (f"d{name}" for name in SHAPES):
        got, wanted = gradients[name].ravel(), approximation[name].ravel()
        right = left + got.size + gap
        entries = left + (gap + 1) / 2 + np.arange(got.size)
        ax.plot(entries, got, "o", ms=7, label="gradient", color=look("gradient")["color"])
        ax.plot(
            entries, wanted, "x", ms=6, mew=2,
            label="approximation", color=look("approximation")["color"],
        )  # fmt: skip
        at = int(np.argmax(np.abs(got)))
        largest.append(f"{name} {got[at]:.2f} and {wanted[at]:.2f}")
        ax.axvline(right, color=GREY, lw=0.8)
        ticks[(left + right) / 2] = name
        left = right
    ax.axhline(0, color=GREY, lw=0.8)
    ax.grid(visible=False, axis="x")
    ax.set_xlim(0, left)
    ax.set_xticks(list(ticks), list(ticks.values()))
    label(
        ax, "A disc for each entry of the gradient, a cross for its approximation",
        "entries of the gradient, parameter by parameter", "slope of the cost",
    )  # fmt: skip
    handles, names = ax.get_legend_handles_labels()
    ax.legend(handles[:2], names[:2])
    show(
        figure,
        "Every entry of the gradient (blue disc) and its approximation by a small step (orange "
        "cross), parameter by parameter. Where the gradient is right, the cross sits on its disc. "
        f"The entry of each that is largest in the gradient, and its approximation: "
        f"{'; '.join(largest)}.",
    )


def differing(
    parameters: Parameters,
    gradients: Parameters,
    X: Array,
    Y: Array,
    forward: Forward = forward_propagation_n,
) -> str:
    """Name the gradients that differ from their approximations, as ``"dW1 and db1"``."""
    approximation = one_sided_gradient(X, Y, parameters, 1e-7, forward)
    names = [
        name
        for name in (f"d{name}" for name in SHAPES)
        if not np.allclose(gradients[name], approximation[name], rtol=1e-3, atol=1e-5)
    ]
    return ", ".join([*names[:-2], " and ".join(names[-2:])]) or "none"


def plot_difference_by_epsilon(
    gradient_check_n: Check, parameters: Parameters, gradients: Parameters, X: Array, Y: Array
) -> str:
    """Relative difference for steps from 1e-1 to 1e-12: truncation falls, round-off rises.

    Parameters
    ----------
    gradient_check_n
        The student's function; what it prints is dropped.
    parameters, gradients
        A network and its gradients, which should be right.
    X, Y
        Examples (4, m) and labels (1, m).

    Returns
    -------
    best
        The best centred step in double precision, as ``"10⁻³"``.
    """
    steps = 10 ** np.arange(-1.0, -12.5, -0.5)
    short = in_single_precision({**parameters, "X": X, "Y": Y})
    short_X, short_Y = short.pop("X"), short.pop("Y")
    with contextlib.redirect_stdout(io.StringIO()):
        centred = [float(gradient_check_n(parameters, gradients, X, Y, e)) for e in steps]
        single = [float(gradient_check_n(short, gradients, short_X, short_Y, e)) for e in steps]
    exact = gradients_to_vector(gradients).ravel()
    one_sided = []
    for epsilon in steps:
        slopes = gradients_to_vector(one_sided_gradient(X, Y, parameters, epsilon)).ravel()
        one_sided.append(math.dist(exact, slopes) / math.hypot(*exact) / 2)

    figure, axes = new_figure(width=7.2, height=4.6)
    ax = axes[0, 0]
    ax.loglog(steps, centred, ms=4, label="centred", **look("centred", marked=True))
    ax.loglog(steps, one_sided, ms=4, label="one-sided", **look("one-sided", marked=True))
    ax.loglog(
        steps, single, ms=4, label="centred, in single precision (float32)",
        color=PURPLE, linestyle=":", marker="s",
    )  # fmt: skip
    _mark_threshold(ax)
    for text, x, y in (
        ("round-off\ngrows like 1/ε", 6e-11, 2e-6),
        ("one-sided truncation\nfalls like ε", 6e-6, 1e-5),
        ("centred truncation\nfalls like ε²", 1.2e-2, 8e-10),
    ):
        ax.text(x, y, text, ha="center", fontsize=9, color=BLACK)
    label(
        ax,
        "Too large a step truncates, too small a step rounds off",
        "step size ε",
        "relative difference",
    )
    ax.legend(loc="lower left")
    show(
        figure,
        "Relative difference of a right gradient for every step size. From right to left all "
        "curves first fall (truncation, the centred ones twice as steeply), then rise (round-off). "
        f"The best centred step is about {_best(steps, centred)}, "
        f"the best one-sided step about {_best(steps, one_sided)}. In single precision the best "
        f"is {min(single):.1e}, far above the threshold.",
    )
    return _best(steps, centred)


def in_single_precision(arrays: Parameters) -> Parameters:
    """Shorten arrays to float32."""
    return {name: values.astype(np.float32) for name, values in arrays.items()}


def plot_relu_kink(
    gradient_check_n: Check,
    backward_propagation_n: Backward,
    parameters: Parameters,
    X: Array,
    Y: Array,
    epsilon: float = 1e-6,
) -> float:
    """Relative difference while one input of a ReLU is moved through zero.

    Parameters
    ----------
    gradient_check_n, backward_propagation_n
        The student's functions; what they print is dropped.
    parameters
        A network. The bias of the hidden unit whose input comes closest to zero is moved.
    X, Y
        Examples (4, m) and labels (1, m).
    epsilon
        Step size of the check.

    Returns
    -------
    worst
        The largest of the differences.
    """
    _, cache = forward_propagation_n(X, Y, parameters)
    Z1 = cache[0]
    unit, example = np.unravel_index(np.argmin(np.abs(Z1)), Z1.shape)
    distances = np.linspace(-4, 4, 82)
    differences = []
    for distance in distances:
        b1 = parameters["b1"].copy()
        b1[unit] += distance * epsilon - Z1[unit, example]
        moved = parameters | {"b1": b1}
        with contextlib.redirect_stdout(io.StringIO()):
            gradients = backward_propagation_n(X, Y, forward_propagation_n(X, Y, moved)[1])
            differences.append(float(gradient_check_n(moved, gradients, X, Y, epsilon)))

    figure, (axes,) = new_figure(2, width=4.9, height=3.8)
    _draw_chord(axes[0])
    ax = axes[1]
    ax.semilogy(distances, differences, ms=3, **look("centred", marked=True))
    _mark_threshold(ax, at="right")
    reach = max(1.0, float(np.abs(X[:, example]).max()))
    ax.axvspan(-reach, reach, color=GREY, alpha=0.15, lw=0)
    for edge in (-reach, reach):
        ax.axvline(edge, color=GREY, lw=0.8)
    label(
        ax, "Near the kink a right gradient fails", "distance of z from 0, in steps ε",
        "relative difference",
    )  # fmt: skip
    show(
        figure,
        "Left: ReLU and the straight line through its values one step below and one step above a "
        "point near the kink; the line is less steep than the ReLU at that point. Right: relative "
        "difference of a right gradient while one z moves through zero. Within reach of the step "
        f"(grey band, {reach:.1f} ε to either side) it jumps above the threshold, up to "
        f"{max(differences):.0e}.",
    )
    return max(differences)


def _draw_chord(ax: Axes, theta: float = 0.4) -> None:
    """ReLU, and the chord from one step below ``theta`` to one step above, in units of a step."""
    z = np.linspace(-2, 2, 401)
    ends = np.array([theta - 1, theta + 1])
    slope = float(np.diff(np.maximum(0, ends))[0] / np.diff(ends)[0])
    ax.plot(z, np.maximum(0, z), color=BLACK, lw=1.4, label="ReLU")
    ax.plot(theta, theta, "s", ms=7, color=VERMILION, ls="", label="a point, slope 1")
    ax.plot(
        ends, np.maximum(0, ends), marker="o", ms=5,
        label=f"one step down to one step up, slope {slope:.1f}", **look("centred"),
    )  # fmt: skip
    ax.legend(loc="upper left")
    ax.set_ylim(top=2.6)
    label(ax, "Across the kink: neither 0 nor 1", "z, in steps ε", "ReLU(z), in steps ε")


def _mark_threshold(ax: Axes, at: str = "left") -> None:
    ax.axhline(THRESHOLD, color=BLACK, lw=1, linestyle=":")
    ax.annotate(
        "threshold 1e-7", (0.01 if at == "left" else 0.99, THRESHOLD), ha=at, fontsize=9,
        xycoords=("axes fraction", "data"), xytext=(0, 4), textcoords="offset points",
    )  # fmt: skip


def _best(steps: Array, differences: list[float]) -> str:
    return power_of_ten(round(math.log10(steps[int(np.argmin(differences))])))
