"""The two data sets of the course: examples are columns, labels are one row of zeros and ones."""

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import make_circles, make_moons

Array = NDArray[np.float64]


def load_circles() -> tuple[Array, Array, Array, Array]:
    """Two noisy circles, one inside the other, for the notebook on initialization.

    Returns
    -------
    train_X, train_Y, test_X, test_Y
        Shapes (2, 300), (1, 300), (2, 100) and (1, 100).
    """
    train = make_circles(n_samples=300, noise=0.05, random_state=1)
    test = make_circles(n_samples=100, noise=0.05, random_state=2)
    return *_as_columns(*train), *_as_columns(*test)


def load_moons() -> tuple[Array, Array]:
    """Two noisy half moons for the notebook on optimization.

    Returns
    -------
    X, Y
        Shapes (2, 300) and (1, 300).
    """
    return _as_columns(*make_moons(n_samples=300, noise=0.2, random_state=3))


def _as_columns(points: Array, labels: Array) -> tuple[Array, Array]:
    return np.ascontiguousarray(points.T), labels.reshape(1, -1)
