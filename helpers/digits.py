"""Training on the digits: a deep network, plain gradient descent, a second or less."""

import numpy as np

from helpers.network import Array, Parameters, cross_entropy, forward
from helpers.training import Training, descending, one_thread, weights_and_biases


def train_digits(
    X: Array,
    Y: Array,
    parameters: Parameters,
    *,
    learning_rate: float = 0.01,
    epochs: int = 20,
    mini_batch_size: int = 16,
) -> Training:
    """Train in shuffled mini-batches, until all epochs are done or the cost is no longer a number.

    Parameters
    ----------
    X, Y
        Examples (n_0, m), and labels (10, m) with a single 1 in each column.
    parameters
        Where to start; left as they are.
    learning_rate, epochs
        Step size, and how many times every example is seen.
    mini_batch_size
        How many examples a step sees; what is left of an epoch is left out.

    Returns
    -------
    Training
        With the cost on all examples after each epoch.

    Raises
    ------
    CourseError
        When a weight or bias is missing or its shape does not fit.
    """
    parameters, go_down = descending(weights_and_biases(parameters, X.shape[0]), learning_rate)
    rng, m = np.random.default_rng(0), X.shape[1]
    costs: list[float] = []

    # a start that is too large overflows, and that is what is to be seen
    with one_thread(), np.errstate(over="ignore", invalid="ignore"):
        costs.append(_cost(X, Y, parameters))
        while len(costs) <= epochs and np.isfinite(costs[-1]):
            order = rng.permutation(m)[: m - m % mini_batch_size].reshape(-1, mini_batch_size)
            for some in order:
                go_down(X[:, some], Y[:, some])
            costs.append(_cost(X, Y, parameters))

    return Training(
        parameters={name: values.copy() for name, values in parameters.items()},
        steps=list(range(len(costs))),
        costs=costs,
        history=[],
        unit="epochs",
    )


def _cost(X: Array, Y: Array, parameters: Parameters) -> float:
    Z, _ = forward(X, parameters)
    return cross_entropy(Z, Y)
