"""Every figure that the course promises, at the digits that it promises."""

from functools import cache

import numpy as np
import pytest

from autograder.exercises import gradient_checking, initialization, optimization
from autograder.exercises.gradient_checking.network import correct_gradients, faulty_gradients
from helpers import (
    accuracy,
    adam,
    forward,
    gradient_check_case,
    gradient_descent,
    load_circles,
    load_moons,
    load_moons_start,
    momentum,
    predict,
    train,
    train_mini_batches,
    update_case,
)
from helpers.checks.cases import Case, answer

THRESHOLD = 1e-7  # of the gradient check
LAST_OF_8_DIGITS = 5.1e-9


@cache
def trained_on_circles(name):
    initialize = getattr(initialization, f"initialize_parameters_{name}").reference
    train_X, train_Y, *_ = load_circles()
    return train(train_X, train_Y, initialize([2, 10, 5, 1]), learning_rate=0.01, steps=15_000)


@pytest.mark.parametrize(
    ("name", "on_training_data", "on_test_data"),
    [("zeros", 0.50, 0.50), ("random", 0.83, 0.86), ("he", 0.9933, 0.96)],
)
def test_an_initialization_leads_to_the_promised_accuracies(name, on_training_data, on_test_data):
    train_X, train_Y, test_X, test_Y = load_circles()

    parameters = trained_on_circles(name).parameters

    assert accuracy(train_X, train_Y, parameters) == pytest.approx(on_training_data, abs=5e-5)
    assert accuracy(test_X, test_Y, parameters) == pytest.approx(on_test_data, abs=5e-5)


def test_with_zeros_the_cost_stays_at_ln_2():
    costs = trained_on_circles("zeros").costs

    assert costs == pytest.approx([np.log(2)] * len(costs), abs=1e-12)


def test_with_zeros_every_hidden_unit_stays_equal_to_its_neighbours():
    train_X, *_ = load_circles()

    _, (_, *hidden_layers) = forward(train_X, trained_on_circles("zeros").parameters)

    assert [layer.shape[0] for layer in hidden_layers] == [10, 5]
    assert all(np.array_equal(layer, layer[:1].repeat(len(layer), 0)) for layer in hidden_layers)


def test_with_zeros_all_points_are_predicted_as_one_class():
    train_X, _, test_X, _ = load_circles()

    predictions = predict(np.hstack([train_X, test_X]), trained_on_circles("zeros").parameters)

    assert len(np.unique(predictions)) == 1


def test_with_weights_times_ten_the_first_cost_is_huge_and_reported_as_what_it_is():
    # warnings are errors in all tests: an overflow would end this one
    costs = trained_on_circles("random").costs

    assert costs[0] == pytest.approx(1773.586, abs=1e-3)
    assert np.isfinite(costs).all()


def test_the_first_row_of_he_s_w1():
    W1 = initialization.initialize_parameters_he.reference([2, 4, 1])["W1"]

    np.testing.assert_allclose(W1[0], [1.78862847, 0.43650985], rtol=0, atol=LAST_OF_8_DIGITS)


def test_the_cost_of_x_2_and_theta_4_is_8():
    assert gradient_checking.forward_propagation.reference(2, 4) == 8


def test_the_slope_at_x_2_is_2():
    assert gradient_checking.backward_propagation.reference(2, 4) == 2


def test_the_difference_of_the_one_dimensional_check():
    given = {"forward_propagation": [0, 1], "backward_propagation": [1]}
    case = Case("x = 2, θ = 4", {"x": 2, "theta": 4}, given)

    difference = answer(gradient_checking.gradient_check.reference, case).value

    assert difference == pytest.approx(2.919335883291695e-10, rel=1e-6)


def test_the_difference_of_the_faulty_backward_pass():
    X, Y, parameters = gradient_check_case()
    check = gradient_checking.gradient_check_n.reference

    difference = check(parameters, faulty_gradients(X, Y, parameters), X, Y, epsilon=1e-7)

    # round-off divided by 1e-7 leaves about eight of these digits to another processor
    assert difference == pytest.approx(0.2850931567761623, abs=2e-8)


@pytest.mark.parametrize(
    ("epsilon", "figure", "passes"), [(1e-6, 8.27e-09, True), (1e-7, 1.19e-07, False)]
)
def test_round_off_alone_brings_the_right_backward_pass_over_the_threshold(epsilon, figure, passes):
    X, Y, parameters = gradient_check_case()
    check = gradient_checking.gradient_check_n.reference

    difference = check(parameters, correct_gradients(X, Y, parameters), X, Y, epsilon=epsilon)

    # all of it is round-off, so another processor keeps its size and not its digits
    assert difference == pytest.approx(figure, rel=0.15)
    assert (difference < THRESHOLD) == passes


def test_one_step_of_gradient_descent():
    parameters, grads = update_case()

    updated = optimization.update_parameters_with_gd.reference(parameters, grads, 0.01)

    np.testing.assert_allclose(
        updated["W1"][0], [1.63535156, -0.62320365, -0.53718766], rtol=0, atol=LAST_OF_8_DIGITS
    )


def test_148_examples_give_batches_of_64_64_and_20():
    X, Y = np.zeros((2, 148)), np.zeros((1, 148))

    batches = optimization.random_mini_batches.reference(X, Y, 64)

    assert [X_batch.shape[1] for X_batch, _ in batches] == [64, 64, 20]


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("W1", [[1.62544598, -0.61290114, -0.52907334], [-1.07347112, 0.86450677, -2.30085497]]),
        ("b1", [[1.74493465], [-0.76027113]]),
        (
            "W2",
            [
                [0.31930698, -0.24990073, 1.4627996],
                [-2.05974396, -0.32173003, -0.38320915],
                [1.13444069, -1.0998786, -0.1713109],
            ],
        ),
        ("b2", [[-0.87809283], [0.04055394], [0.58207317]]),
    ],
)
def test_one_step_of_momentum_from_rest(name, figure):
    updated, _ = step_of_momentum()

    np.testing.assert_allclose(updated[name], figure, rtol=0, atol=LAST_OF_8_DIGITS)


@pytest.mark.parametrize(
    ("name", "rows", "figure"),
    [
        ("dW1", 0, [-0.11006192, 0.11447237, 0.09015907]),
        ("db1", slice(None), [[-0.01228902], [-0.09357694]]),
        (
            "dW2",
            slice(None),
            [
                [-0.02678881, 0.05303555, -0.06916608],
                [-0.03967535, -0.06871727, -0.08452056],
                [-0.06712461, -0.00126646, -0.11173103],
            ],
        ),
        ("db2", slice(None), [[0.02344157], [0.16598022], [0.07420442]]),
    ],
)
def test_the_velocity_after_one_step_from_rest(name, rows, figure):
    _, v = step_of_momentum()

    np.testing.assert_allclose(v[name][rows], figure, rtol=0, atol=LAST_OF_8_DIGITS)


def step_of_momentum():
    parameters, grads = update_case()
    v = optimization.initialize_velocity.reference(parameters)
    return optimization.update_parameters_with_momentum.reference(parameters, grads, v, 0.9, 0.01)


def test_one_step_of_adam_from_rest_at_t_2():
    parameters, grads = update_case()
    v, s = optimization.initialize_adam.reference(parameters)

    updated, _, _ = optimization.update_parameters_with_adam.reference(parameters, grads, v, s, t=2)

    np.testing.assert_allclose(
        updated["W1"][0], [1.63178673, -0.61919778, -0.53561312], rtol=0, atol=LAST_OF_8_DIGITS
    )


def test_the_moons_start_where_he_s_initialization_with_seed_3_does():
    drawn = initialization.initialize_parameters_he.reference([2, 5, 2, 1])

    start = load_moons_start()

    assert list(start) == list(drawn)
    np.testing.assert_allclose(
        np.concatenate([start[name].ravel() for name in start]),
        np.concatenate([drawn[name].ravel() for name in start]),
        rtol=0,
        atol=LAST_OF_8_DIGITS,
    )


OPTIMIZERS = {
    "gradient descent": gradient_descent(optimization.update_parameters_with_gd.reference),
    "momentum": momentum(
        optimization.initialize_velocity.reference,
        optimization.update_parameters_with_momentum.reference,
        beta=0.9,
    ),
    "adam": adam(
        optimization.initialize_adam.reference,
        optimization.update_parameters_with_adam.reference,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("optimizer", "figure", "digits"),
    [("gradient descent", 0.797, 3), ("momentum", 0.797, 3), ("adam", 0.94, 2)],
)
def test_an_optimizer_leads_to_the_promised_accuracy_on_the_moons(optimizer, figure, digits):
    X, Y = load_moons()
    start = initialization.initialize_parameters_he.reference([2, 5, 2, 1])

    training = train_mini_batches(
        X,
        Y,
        start,
        OPTIMIZERS[optimizer],
        optimization.random_mini_batches.reference,
        learning_rate=0.0007,
        mini_batch_size=64,
        epochs=10_000,
        seed=10,
    )

    assert round(accuracy(X, Y, training.parameters), digits) == figure
