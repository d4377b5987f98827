"""The data: examples are columns, labels one row, the same numbers in every run."""

import numpy as np
import pytest
import sklearn.datasets
from sklearn.datasets import make_circles, make_moons

from helpers import (
    gradient_check_case,
    load_circles,
    load_digits,
    load_moons,
    load_moons_start,
    update_case,
)


def test_the_circles_are_scikit_learn_s_with_examples_as_columns():
    train_X, train_Y, test_X, test_Y = load_circles()

    points, labels = make_circles(n_samples=300, noise=0.05, random_state=1)
    np.testing.assert_array_equal(train_X, points.T)
    np.testing.assert_array_equal(train_Y, [labels])
    points, labels = make_circles(n_samples=100, noise=0.05, random_state=2)
    np.testing.assert_array_equal(test_X, points.T)
    np.testing.assert_array_equal(test_Y, [labels])


def test_the_digits_are_scikit_learn_s_each_once_in_the_same_share_of_both_parts():
    train_X, train_Y, test_X, test_Y = load_digits()

    everything = np.vstack([np.hstack([train_X, test_X]) * 16, np.hstack([train_Y, test_Y])])
    pixels, digits = sklearn.datasets.load_digits(return_X_y=True)
    as_they_come = np.vstack([pixels.T, np.eye(10)[:, digits]])
    ordered = [array[:, np.lexsort(array)] for array in (everything, as_they_come)]
    np.testing.assert_array_equal(*ordered)
    assert (train_X.shape, test_Y.shape) == ((64, 1347), (10, 450))
    assert np.abs(train_Y.mean(axis=1) - test_Y.mean(axis=1)).max() < 0.002


def test_the_moons_are_those_of_the_global_seed_3():
    np.random.seed(3)
    points, labels = make_moons(n_samples=300, noise=0.2)

    X, Y = load_moons()

    np.testing.assert_array_equal(X, points.T)
    np.testing.assert_array_equal(Y, [labels])


def test_the_update_case_is_drawn_in_the_order_of_the_course_from_the_global_seed_1():
    np.random.seed(1)
    shapes = {"W1": (2, 3), "b1": (2, 1), "W2": (3, 3), "b2": (3, 1)}
    drawn = {name: np.random.randn(*shape) for name, shape in shapes.items()}
    drawn_grads = {f"d{name}": np.random.randn(*shape) for name, shape in shapes.items()}

    parameters, grads = update_case()

    np.testing.assert_equal(parameters, drawn)
    np.testing.assert_equal(grads, drawn_grads)


def test_the_gradient_check_case_is_drawn_in_the_order_of_the_course_from_the_global_seed_1():
    np.random.seed(1)
    drawn_X = np.random.randn(4, 3)
    shapes = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
    drawn = {name: np.random.randn(*shape) for name, shape in shapes.items()}

    X, Y, parameters = gradient_check_case()

    np.testing.assert_array_equal(X, drawn_X)
    np.testing.assert_array_equal(Y, [[1, 1, 0]])
    np.testing.assert_equal(parameters, drawn)


@pytest.mark.parametrize(
    "load",
    [load_circles, load_digits, load_moons, load_moons_start, update_case, gradient_check_case],
)
def test_loading_leaves_the_global_random_state_as_it_is(load):
    np.random.seed(5)
    undisturbed = np.random.rand()

    np.random.seed(5)
    load()

    assert np.random.rand() == undisturbed
