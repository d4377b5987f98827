"""The data of the course: examples are columns, labels are zeros and ones, a row for two classes.

scikit-learn is imported where it is needed: it takes longer than all else that a lesson imports.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def load_circles() -> tuple[Array, Array, Array, Array]:
    """Two noisy circles, one inside the other, for the notebook on initialization.

    Returns
    -------
    train_X, train_Y, test_X, test_Y
        Shapes (2, 300), (1, 300), (2, 100) and (1, 100).
    """
    from sklearn.datasets import make_circles  # noqa: PLC0415

    train = make_circles(n_samples=300, noise=0.05, random_state=1)
    test = make_circles(n_samples=100, noise=0.05, random_state=2)
    return *_as_columns(*train), *_as_columns(*test)


def load_digits() -> tuple[Array, Array, Array, Array]:
    """Handwritten digits, 8 by 8 pixels each, for trainings in which depth and optimizer matter.

    They come with scikit-learn; nothing is fetched. Three quarters of them are to train.

    Returns
    -------
    train_X, train_Y, test_X, test_Y
        Shapes (64, 1347), (10, 1347), (64, 450) and (10, 450): brightness from 0 to 1, and in each
        column of the labels a single 1, in the row of the digit.

    References
    ----------
    E. Alpaydin, C. Kaynak: *Optical Recognition of Handwritten Digits.* UCI Machine Learning
    Repository, 1998. https://doi.org/10.24432/C50P49
    """
    from sklearn import datasets  # noqa: PLC0415
    from sklearn.model_selection import train_test_split  # noqa: PLC0415

    pixels, digits = datasets.load_digits(return_X_y=True)
    train_X, test_X, train_digits, test_digits = train_test_split(
        pixels / 16, digits, test_size=450, random_state=1, stratify=digits
    )
    one_hot = np.eye(10)
    return (
        np.ascontiguousarray(train_X.T), np.ascontiguousarray(one_hot[:, train_digits]),
        np.ascontiguousarray(test_X.T), np.ascontiguousarray(one_hot[:, test_digits]),
    )  # fmt: skip


def load_moons() -> tuple[Array, Array]:
    """Two noisy half moons for the notebook on optimization.

    Returns
    -------
    X, Y
        Shapes (2, 300) and (1, 300).
    """
    from sklearn.datasets import make_moons  # noqa: PLC0415

    return _as_columns(*make_moons(n_samples=300, noise=0.2, random_state=3))


def load_moons_start() -> dict[str, Array]:
    """Where all trainings on the moons begin: He's initialization of a network 2-5-2-1.

    These are the numbers that it gives with seed 3. They stand here as numbers, because the code
    that draws them is an exercise of the notebook on initialization.

    Returns
    -------
    parameters
        ``W1`` (5, 2), ``b1`` (5, 1), ``W2`` (2, 5), ``b2`` (2, 1), ``W3`` (1, 2), ``b3`` (1, 1).
    """
    # fmt: off
    weights = [
        [[1.78862847, 0.43650985], [0.09649747, -1.8634927], [-0.2773882, -0.35475898],
         [-0.08274148, -0.62700068], [-0.04381817, -0.47721803]],
        [[-0.83096103, 0.55948432, 0.55739447, 1.08122894, 0.03164405],
         [-0.25594047, -0.34491592, -0.97807813, 0.62130372, -0.69637631]],
        [[-1.18504653, -0.2056499]],
    ]
    # fmt: on
    parameters: dict[str, Array] = {}
    for l, W in enumerate(weights, start=1):
        parameters |= {f"W{l}": np.array(W), f"b{l}": np.zeros((len(W), 1))}
    return parameters


def load_digits_start(seed: int = 0) -> dict[str, Array]:
    """Where trainings on the digits begin: a network 64-64-64-64-10, another for each seed.

    Its weights are normal random numbers of spread 0.177, which suits layers that receive 64
    numbers; why, is the subject of the notebook on initialization.

    Returns
    -------
    parameters
        ``W1`` to ``W3`` (64, 64), ``W4`` (10, 64), and biases of zero.
    """
    rng = np.random.default_rng(seed)
    parameters: dict[str, Array] = {}
    for l, units in enumerate((64, 64, 64, 10), start=1):
        parameters[f"W{l}"] = rng.normal(scale=0.177, size=(units, 64))
        parameters[f"b{l}"] = np.zeros((units, 1))
    return parameters


def update_case() -> tuple[dict[str, Array], dict[str, Array]]:
    """Parameters and gradients of a small network, to try one update on.

    Returns
    -------
    parameters
        ``W1`` (2, 3), ``b1`` (2, 1), ``W2`` (3, 3), ``b2`` (3, 1).
    grads
        ``dW1, db1, dW2, db2`` of the same shapes.
    """
    rng = np.random.RandomState(1)  # the numbers that np.random.seed(1) gives
    shapes = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 3), "b2": (3, 1)}
    parameters = {name: rng.randn(*shape) for name, shape in shapes.items()}
    return parameters, {f"d{name}": rng.randn(*shape) for name, shape in shapes.items()}


def _as_columns(points: Array, labels: Array) -> tuple[Array, Array]:
    return np.ascontiguousarray(points.T), labels.reshape(1, -1)
