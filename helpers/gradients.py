"""What the n-dimensional part of the gradient checking notebook is given.

The network is fixed: 4-5-3-1, LINEAR→RELU→LINEAR→RELU→LINEAR→SIGMOID, 47 parameters.
"""

from collections.abc import Callable
from types import FunctionType

import numpy as np

from helpers.network import Array, Parameters, sigmoid

SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
LEAK = 0.1  # slope of the leaky ReLU below 0
Cache = tuple[Array, ...]
Forward = Callable[[Array, Array, Parameters], tuple[float, Cache]]


def gradient_check_case(seed: int = 1) -> tuple[Array, Array, Parameters]:
    """Three examples and a network with random weights and biases.

    Returns
    -------
    X, Y, parameters
        Shapes (4, 3), (1, 3), and those of ``SHAPES``.
    """
    rng = np.random.RandomState(seed)  # the numbers that np.random.seed(seed) gives
    X = rng.randn(4, 3)
    Y = np.array([[1, 1, 0]])
    return X, Y, {name: rng.randn(*shape) for name, shape in SHAPES.items()}


def forward_propagation_n(X: Array, Y: Array, parameters: Parameters) -> tuple[float, Cache]:
    """Cost of the network on the examples.

    Parameters
    ----------
    X, Y
        Examples (4, m) and labels (1, m).
    parameters
        ``W1`` (5, 4), ``b1`` (5, 1), ``W2`` (3, 5), ``b2`` (3, 1), ``W3`` (1, 3), ``b3`` (1, 1).

    Returns
    -------
    cost
        (1/m) · Σ cross-entropy.
    cache
        ``(Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)``, for the backward pass.
    """
    return _forward(X, Y, parameters, lambda Z: np.maximum(0, Z))


def forward_propagation_leaky(X: Array, Y: Array, parameters: Parameters) -> tuple[float, Cache]:
    """Cost of the same network with leaky ReLU, max(0.1 · Z, Z), in place of ReLU.

    Arguments and what is returned are those of :func:`forward_propagation_n`.
    """
    return _forward(X, Y, parameters, lambda Z: np.maximum(LEAK * Z, Z))


def _forward(
    X: Array, Y: Array, parameters: Parameters, activation: Callable[[Array], Array]
) -> tuple[float, Cache]:
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in SHAPES)
    Z1 = np.dot(W1, X) + b1
    A1 = activation(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = activation(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cross_entropy = -np.log(A3) * Y - np.log(1 - A3) * (1 - Y)
    cost = 1 / X.shape[1] * cross_entropy.sum()
    return float(cost), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def with_forward(check: FunctionType, forward: Forward) -> FunctionType:
    """Make the same gradient check of another forward pass.

    Parameters
    ----------
    check
        A function that calls ``forward_propagation_n``. It stays as it is.
    forward
        What the new one calls in its place.
    """
    names = check.__globals__ | {"forward_propagation_n": forward}
    made = FunctionType(
        check.__code__, names, check.__name__, check.__defaults__, check.__closure__
    )
    made.__kwdefaults__ = check.__kwdefaults__
    return made


def dictionary_to_vector(parameters: Parameters) -> tuple[Array, list[str]]:
    """Lay all parameters below one another in one column.

    Returns
    -------
    vector
        Shape (47, 1).
    keys
        For each entry the name of the parameter that it comes from.
    """
    vector = _column([parameters[name] for name in SHAPES])
    return vector, [name for name in SHAPES for _ in range(parameters[name].size)]


def vector_to_dictionary(vector: Array) -> Parameters:
    """Cut a column of shape (47, 1) into parameters: the way back of ``dictionary_to_vector``."""
    parameters, start = {}, 0
    for name, shape in SHAPES.items():
        size = shape[0] * shape[1]
        parameters[name] = vector[start : start + size].reshape(shape)
        start += size
    return parameters


def gradients_to_vector(gradients: Parameters) -> Array:
    """Lay ``dW1, db1, …, db3`` below one another in one column, in the order of the parameters."""
    return _column([gradients[f"d{name}"] for name in SHAPES])


def one_sided_gradient(
    X: Array,
    Y: Array,
    parameters: Parameters,
    epsilon: float,
    forward: Forward = forward_propagation_n,
) -> Parameters:
    """Approximate all gradients by scipy's one-sided difference (J(θ + ε) − J(θ)) / ε.

    Returns
    -------
    gradients
        ``dW1, db1, …, db3`` in the shapes of the parameters.
    """
    from scipy.optimize import approx_fprime  # noqa: PLC0415  # it takes long to load

    def cost(theta: Array) -> float:
        return forward(X, Y, vector_to_dictionary(theta))[0]

    vector, _ = dictionary_to_vector(parameters)
    slopes = approx_fprime(vector.ravel(), cost, epsilon)
    return {f"d{name}": values for name, values in vector_to_dictionary(slopes).items()}


def _column(arrays: list[Array]) -> Array:
    return np.concatenate([values.reshape(-1, 1) for values in arrays])
