"""A signal through a deep network before its first step: activations forwards, gradients backwards.

After Glorot and Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from helpers.network import Array, output

# each activation function, and its slope, written with its value
ACTIVATIONS: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "ReLU": (lambda Z: np.maximum(Z, 0), lambda A: (A > 0).astype(float)),
    "tanh": (np.tanh, lambda A: 1 - A**2),
}


@dataclass(frozen=True)
class Signal:
    """What passes through the hidden layers, each an array of shape (n_l, m).

    Attributes
    ----------
    activations
        ``A1, …, A(L-1)``.
    gradients
        Of each example's own cost with respect to ``Z1, …, Z(L-1)``.
    """

    activations: list[Array]
    gradients: list[Array]


def send(X: Array, Y: Array, parameters: Mapping[str, Array], activation: str = "ReLU") -> Signal:
    """Send examples forwards through a network, and what they cost backwards.

    Parameters
    ----------
    X, Y
        Examples (n_0, m), and labels (n_L, m).
    parameters
        Weights and biases.
    activation
        Of the hidden layers: a key of ``ACTIVATIONS``.
    """
    function, slope = ACTIVATIONS[activation]
    depth = sum(name.startswith("W") for name in parameters)
    activations, A = [], X
    with np.errstate(over="ignore", invalid="ignore"):
        for l in range(1, depth):
            A = function(parameters[f"W{l}"] @ A + parameters[f"b{l}"])
            activations.append(A)
        error = output(parameters[f"W{depth}"] @ A + parameters[f"b{depth}"]) - Y
        gradients: list[Array] = []
        for l in range(depth - 1, 0, -1):
            error = parameters[f"W{l + 1}"].T @ error * slope(activations[l - 1])
            gradients.insert(0, error)
    return Signal(activations, gradients)


def root_mean_square(values: Array) -> float:
    """Typical size of numbers, whatever their sign.

    >>> root_mean_square(np.array([3.0, -3.0]))
    3.0
    """
    return float(np.sqrt(np.mean(values**2)))


def dead_units(activations: Array) -> float:
    """Share of the units of a layer, its rows, that are zero for every example."""
    return float(np.mean(~np.any(activations != 0, axis=1)))
