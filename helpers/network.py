"""A network of any depth: LINEAR→RELU, L−1 times, then LINEAR→SIGMOID, or SOFTMAX for many classes.

Two classes have one output and labels of shape (1, m), zeros and ones. More classes have an output
each, and labels of shape (classes, m) with a single one in each column.

Examples are columns. ``parameters`` is a dict ``W1, b1, …, WL, bL`` with ``Wl`` of shape
(n_l, n_{l-1}) and ``bl`` of shape (n_l, 1); gradients are a dict ``dW1, db1, …`` of these shapes.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp, softmax

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
        Input of the last sigmoid or softmax, shape (n_L, m). The prediction is ``output(Z)``; the
        cost is computed from ``Z`` because it stays finite where the prediction rounds to 0 or 1.
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


def output(Z: Array) -> Array:
    """Probabilities: the sigmoid of a single row, the softmax of several, column by column.

    >>> output(np.array([[0.0], [0.0]])).tolist()
    [[0.5], [0.5]]
    """
    return sigmoid(Z) if len(Z) == 1 else np.asarray(softmax(Z, axis=0))


def cross_entropy(Z: Array, Y: Array) -> float:
    """Mean cross-entropy of ``output(Z)`` against the labels ``Y``, of the same shape.

    Written with ``logaddexp``, so that it is exact where ``log(sigmoid(Z))`` would be ``-inf``.

    >>> round(cross_entropy(np.array([[800.0, -800.0]]), np.array([[0.0, 0.0]])), 6)
    400.0
    >>> cross_entropy(np.array([[800.0], [0.0]]), np.array([[0.0], [1.0]]))
    800.0
    """
    normalizer = np.logaddexp(0, Z) if len(Z) == 1 else logsumexp(Z, axis=0)
    return float(np.mean(normalizer - np.sum(Y * Z, axis=0)))


def predict(X: Array, parameters: Mapping[str, Array]) -> NDArray[np.bool_]:
    """Predicted class of each column of ``X``, in the form of the labels.

    True where the sigmoid is above one half; of several classes, where the output is the largest.
    """
    Z, _ = forward(X, parameters)
    return np.asarray(Z > 0 if len(Z) == 1 else Z.argmax(axis=0) == np.arange(len(Z))[:, None])


def accuracy(X: Array, Y: Array, parameters: Mapping[str, Array]) -> float:
    """Share of the columns of ``X`` whose class is predicted right, from 0 to 1."""
    return float(np.mean(np.all(predict(X, parameters) == (Y > 0.5), axis=0)))


def _depth(parameters: Mapping[str, Array]) -> int:
    return sum(name.startswith("W") for name in parameters)
