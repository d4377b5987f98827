"""Figures of gradient checking: the choice of epsilon, wrong entries, the kink of ReLU."""

from collections.abc import Callable, Mapping

import numpy as np

from helpers.gradients import SHAPES, gradients_to_vector, one_sided_gradient
from helpers.network import Array, Parameters
from helpers.plots.style import BLACK, GREY, label, look, new_figure, show

THRESHOLD = 1e-7


def plot_difference_by_epsilon(
    gradient_check_n: Callable[..., float],
    parameters: Parameters,
    gradients: Parameters,
    X: Array,
    Y: Array,
) -> None:
    """Relative difference for steps from 1e-1 to 1e-12: truncation falls, round-off rises.

    Parameters
    ----------
    gradient_check_n
        The student's function; it is called quietly by the caller's choice.
    parameters, gradients
        A network and its gradients, which should be right.
    X, Y
        Examples and labels.
    """
    exponents = np.arange(-1.0, -12.5, -0.5)
    centred = [float(gradient_check_n(parameters, gradients, X, Y, 10**e)) for e in exponents]
    exact = gradients_to_vector(gradients)
    one_sided = []
    for e in exponents:
        slopes = gradients_to_vector(one_sided_gradient(X, Y, parameters, 10**e))
        scale = np.linalg.norm(exact) + np.linalg.norm(slopes)
        one_sided.append(float(np.linalg.norm(exact - slopes) / scale))

    figure, axes = new_figure(width=6.4, height=4.0)
    ax = axes[0, 0]
    ax.loglog(10**exponents, centred, marker="o", ms=4, label="centred", **look("centred"))
    ax.loglog(10**exponents, one_sided, marker="^", ms=4, label="one-sided", **look("one-sided"))
    ax.axhline(THRESHOLD, color=BLACK, lw=1, linestyle=":")
    ax.annotate("threshold 1e-7", (1e-12, THRESHOLD), xytext=(2, 4), textcoords="offset points")
    label(
        ax,
        "Too large a step truncates, too small a step rounds off",
        "step size ε",
        "relative difference",
    )
    ax.legend()
    show(
        figure,
        "From right to left both curves fall while the step gets smaller (truncation error: "
        "the centred one twice as steeply), then rise again (round-off). "
        f"The best centred step is about {_power(exponents, centred)}, "
        f"the best one-sided step about {_power(exponents, one_sided)}.",
    )


def _power(exponents: Array, differences: list[float]) -> str:
    return f"10^{round(float(exponents[int(np.argmin(differences))]))}"


def plot_gradients(gradients: Parameters, X: Array, Y: Array, parameters: Parameters) -> list[str]:
    """Draw each gradient beside its approximation, one panel for each weight and bias.

    Returns
    -------
    suspects
        Names of the gradients that disagree with their approximation.
    """
    approximation = one_sided_gradient(X, Y, parameters, 1e-7)
    names = [f"d{name}" for name in SHAPES]
    figure, axes = new_figure(len(names), width=2.3, height=3.2)
    suspects = []
    for ax, name in zip(axes[0], names, strict=True):
        got, wanted = gradients[name].ravel(), approximation[name].ravel()
        agrees = bool(np.allclose(got, wanted, rtol=1e-3, atol=1e-5))
        if not agrees:
            suspects.append(name)
        entries = range(got.size)
        ax.plot(entries, got, "o", ms=7, label="gradient", color=look("gradient")["color"])
        ax.plot(
            entries, wanted, "x", ms=6, mew=2, label="approximation",
            color=look("approximation")["color"],
        )  # fmt: skip
        ax.axhline(0, color=GREY, lw=0.8)
        label(ax, f"{name}: {'agrees' if agrees else 'differs'}", "entry", "")
    axes[0, 0].set_ylabel("value of the gradient")
    axes[0, 0].legend(loc="best", fontsize=8)
    finding = f"{' and '.join(suspects)} differ" if suspects else "all six agree"
    show(
        figure,
        "Every gradient (disc) beside its approximation by a small step (cross), by layer: "
        f"{finding}.",
    )
    return suspects


def plot_relu_kink(approximations: Mapping[str, Callable[[Array, float], Array]]) -> None:
    """Approximate slopes of ReLU near its kink, for one step size.

    Parameters
    ----------
    approximations
        Name to a function from positions and the step size to slopes.
    """
    epsilon = 1e-2
    theta = np.linspace(-3 * epsilon, 3 * epsilon, 601)
    figure, axes = new_figure(width=6.4)
    ax = axes[0, 0]
    ax.plot(theta / epsilon, theta > 0, color=BLACK, lw=1.2, label="derivative of ReLU")
    for name, approximate in approximations.items():
        ax.plot(theta / epsilon, approximate(theta, epsilon), label=name, **look(name))
    ax.axvspan(-1, 1, color=GREY, alpha=0.15)
    label(
        ax,
        "Within one step of the kink, the check is wrong and the gradient right",
        "distance from the kink, in steps ε",
        "slope",
    )
    ax.legend()
    show(
        figure,
        "Slope of ReLU near its kink. Outside the grey band the approximations agree with the "
        "derivative; inside it, less than one step from the kink, they lie between 0 and 1.",
    )
