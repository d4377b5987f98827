"""A network of any depth: LINEAR→RELU, L−1 times, then LINEAR→SIGMOID.

Examples are columns. ``parameters`` is a dict ``W1, b1, …, WL, bL`` with ``Wl`` of shape
(n_l, n_{l-1}) and ``bl`` of shape (n_l, 1); gradients are a dict ``dW1, db1, …`` of these shapes.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
Parameters = dict[str, Array]


def forward(X: Array, parameters: Mapping[str, Array]) -> tuple[Array, list[Array]]:
    """Forward pass up to the last linear step.

    Parameters
    ----------
    X
        Examples, shape (n_0, m).
    parameters
        Weights and biases.

    Returns
    -------
    Z
        Input of the last sigmoid, shape (n_L, m). The prediction is ``sigmoid(Z)``; the cost is
        computed from ``Z`` because it stays finite where the prediction rounds to 0 or 1.
    activations
        ``[X, A1, …, A(L-1)]``, what the backward pass needs.
    """
    depth = _depth(parameters)
    activations = [X]
    for l in range(1, depth):
        Z = parameters[f"W{l}"] @ activations[-1]
        Z += parameters[f"b{l}"]
        activations.append(np.maximum(Z, 0, out=Z))
    return parameters[f"W{depth}"] @ activations[-1] + parameters[f"b{depth}"], activations


def sigmoid(Z: Array) -> Array:
    """Logistic function 1 / (1 + exp(-Z)), without overflow."""
    return np.asarray(expit(Z))


def cross_entropy(Z: Array, Y: Array) -> float:
    """Mean cross-entropy of ``sigmoid(Z)`` against the labels ``Y``, both (1, m).

    Written with ``logaddexp``, so that it is exact where ``log(sigmoid(Z))`` would be ``-inf``.

    >>> round(cross_entropy(np.array([[800.0, -800.0]]), np.array([[0.0, 0.0]])), 6)
    400.0
    """
    return float(np.mean(np.logaddexp(0, Z) - Y * Z))


def predict(X: Array, parameters: Mapping[str, Array]) -> NDArray[np.bool_]:
    """Predicted class of each column of ``X``: True where the sigmoid is above one half."""
    Z, _ = forward(X, parameters)
    return np.asarray(Z > 0)


def accuracy(X: Array, Y: Array, parameters: Mapping[str, Array]) -> float:
    """Share of the columns of ``X`` whose class is predicted right, from 0 to 1."""
    return float(np.mean(predict(X, parameters) == (Y > 0.5)))


def _depth(parameters: Mapping[str, Array]) -> int:
    return sum(name.startswith("W") for name in parameters)
