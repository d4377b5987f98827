"""Training on the digits, of which two lessons make figures."""

from itertools import pairwise

import numpy as np
import pytest

from helpers import CourseError, accuracy, load_digits, train_digits

LAYERS = [64, 32, 10]


@pytest.fixture(scope="module")
def digits():
    return load_digits()


def start(scale):
    rng = np.random.default_rng(1)
    parameters = {}
    for l, (before, size) in enumerate(pairwise(LAYERS), start=1):
        parameters[f"W{l}"] = rng.normal(size=(size, before)) * scale / np.sqrt(before)
        parameters[f"b{l}"] = np.zeros((size, 1))
    return parameters


def test_a_small_network_learns_the_digits(digits):
    train_X, train_Y, test_X, test_Y = digits

    training = train_digits(train_X, train_Y, start(1.4))

    assert accuracy(test_X, test_Y, training.parameters) > 0.9
    assert training.steps == [*range(21)]
    assert training.costs[-1] < training.costs[0] / 4


def test_the_same_start_gives_the_same_training_and_is_left_as_it_is(digits):
    train_X, train_Y, *_ = digits
    parameters = start(1.4)

    trainings = [train_digits(train_X, train_Y, parameters, epochs=2) for _ in range(2)]

    assert trainings[0].costs == trainings[1].costs
    np.testing.assert_equal(parameters, start(1.4))


def test_a_training_ends_without_a_warning_where_the_cost_is_no_longer_a_number(digits):
    train_X, train_Y, *_ = digits

    training = train_digits(train_X, train_Y, start(1e160))

    assert not np.isfinite(training.costs[-1])
    assert np.isfinite(training.costs[:-1]).all()
    assert len(training.costs) < 20


def test_a_weight_of_the_wrong_shape_is_named(digits):
    train_X, train_Y, *_ = digits

    with pytest.raises(CourseError, match="W2 has shape"):
        train_digits(train_X, train_Y, start(1) | {"W2": np.zeros((10, 3))})
