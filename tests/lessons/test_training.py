"""Training: what it records, what it leaves alone, and what it refuses in words."""

import os
import subprocess
import sys

import numpy as np
import pytest

from autograder.exercises import initialization, optimization
from helpers import (
    CourseError,
    adam,
    cross_entropy,
    forward,
    gradient_descent,
    load_circles,
    load_moons,
    load_moons_start,
    momentum,
    scheduled,
    train,
    train_mini_batches,
    training,
)
from helpers.given.backward_propagation_n import backward

he = initialization.initialize_parameters_he.reference
update = optimization.update_parameters_with_gd.reference
cut = optimization.random_mini_batches.reference
X, Y, *_ = load_circles()


def flat(parameters):
    return np.concatenate([values.ravel() for values in parameters.values()])


def test_a_step_goes_down_the_gradient_of_all_examples():
    parameters = he([2, 10, 5, 1])
    by_hand = dict(parameters)
    for _ in range(3):
        by_hand = update(by_hand, backward(*forward(X, by_hand), Y, by_hand), 0.1)

    training = train(X, Y, parameters, learning_rate=0.1, steps=3)

    np.testing.assert_allclose(flat(training.parameters), flat(by_hand), rtol=1e-12)


def test_costs_and_parameters_are_recorded_at_even_distances_and_at_the_end():
    training = train(X, Y, he([2, 4, 1]), steps=450)

    assert training.steps == [*range(0, 450, 3), 450]
    assert len(training.costs) == len(training.history) == len(training.steps)
    assert training.unit == "steps"


@pytest.mark.parametrize("steps", [0, 1, 7, 150, 151, 299, 1000])
def test_the_first_and_the_last_cost_are_always_recorded(steps):
    training = train(X, Y, he([2, 4, 1]), steps=steps)

    assert (training.steps[0], training.steps[-1]) == (0, steps)
    assert len(set(training.steps)) == len(training.steps) <= 301


def test_each_recorded_cost_is_that_of_the_parameters_beside_it():
    training = train(X, Y, he([2, 4, 1]), steps=300)

    costs = [cross_entropy(forward(X, parameters)[0], Y) for parameters in training.history]

    assert training.costs == pytest.approx(costs)
    np.testing.assert_array_equal(flat(training.history[-1]), flat(training.parameters))


def test_the_history_keeps_what_was_and_not_what_became_of_it():
    start = he([2, 4, 1])

    training = train(X, Y, start, learning_rate=0.5, steps=300)

    np.testing.assert_array_equal(flat(training.history[0]), flat(start))
    assert len({flat(parameters).tobytes() for parameters in training.history}) == 151


def test_training_leaves_the_start_as_it_is():
    start, before = he([2, 4, 1]), he([2, 4, 1])

    train(X, Y, start, steps=20)

    np.testing.assert_equal(start, before)


def test_a_training_says_in_a_line_how_the_cost_fell():
    training = train(X, Y, he([2, 10, 5, 1]), steps=2000)

    assert str(training) == "2,000 steps: cost from 0.8831 to 0.6751"


def test_weights_times_ten_give_finite_costs_and_no_warning():
    # warnings are errors in all tests
    training = train(X, Y, initialization.initialize_parameters_random.reference([2, 10, 5, 1]))

    assert training.costs[0] > 1000
    assert np.isfinite(training.costs).all()


def test_integers_can_be_trained():
    start = {name: values.astype(int) for name, values in he([2, 4, 1]).items()}

    training = train(X, Y, start, steps=10)

    assert training.parameters["b2"].dtype == float


def test_entries_beside_weights_and_biases_are_left_out_of_training():
    start = he([2, 4, 1])

    training = train(X, Y, {"layers": [2, 4, 1], **start, "Wide": True}, steps=10)

    np.testing.assert_equal(training.parameters, train(X, Y, start, steps=10).parameters)


def test_no_progress_bar_is_drawn_where_outputs_are_compared(capsys):
    train(X, Y, he([2, 4, 1]), steps=10)

    assert os.environ["TQDM_DISABLE"] == "1"
    assert capsys.readouterr() == ("", "")


def test_a_progress_bar_starts_no_other_process():
    """Python 3.14 would, for a lock that a progress bar could share with others."""
    code = (
        "import multiprocessing.resource_tracker as tracker\n"
        "from helpers.training import tqdm\n"
        "list(tqdm(range(3)))\n"
        "print(tracker._resource_tracker._pid)\n"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "None\n"


def test_a_progress_bar_is_drawn_for_a_student_who_has_to_wait(capsys, monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE")
    monkeypatch.setattr(training, "SOON_DONE", 0)

    train(X, Y, he([2, 4, 1]), steps=10)

    assert "0/10" in capsys.readouterr().err


def test_a_training_that_is_soon_done_leaves_no_output_behind(capsys, monkeypatch):
    """JupyterLab shows 50 outputs of a cell: a figure after 63 trainings would be hidden."""
    monkeypatch.delenv("TQDM_DISABLE")

    train(X, Y, he([2, 4, 1]), steps=10)

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W1": None}, "W1 is missing: the parameters are b1, W2, b2."),
        ({"b2": None}, "b2 is missing: the parameters are W1, b1, W2."),
        ({"W1": np.zeros((2, 4))}, "W1 has shape (2, 4), but its layer receives 2 numbers"),
        ({"W1": np.zeros((4, 3))}, "W1 has shape (4, 3), but its layer receives 2 numbers"),
        ({"W2": np.zeros((1, 5))}, "W2 has shape (1, 5), but its layer receives 4 numbers"),
        ({"W2": np.zeros(4)}, "W2 has shape (4,), but its layer receives 4 numbers"),
        ({"b1": np.zeros(4)}, "b1 has shape (4,), but W1 needs (4, 1)."),
        ({"b1": np.zeros((1, 4))}, "b1 has shape (1, 4), but W1 needs (4, 1)."),
        ({"W1": [[0.0, 0.0]] * 4}, "W1 is a list, not an array."),
    ],
)
def test_parameters_that_do_not_fit_are_refused_in_words(change, message):
    changed = {**he([2, 4, 1]), **change}
    parameters = {name: values for name, values in changed.items() if values is not None}

    with pytest.raises(CourseError) as raised:
        train(X, Y, parameters)

    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "W1 is missing: none are there."),
        (None, "The parameters are a NoneType, not a dict: does the function return them?"),
    ],
)
def test_no_parameters_at_all_are_refused_in_words(parameters, message):
    with pytest.raises(CourseError) as raised:
        train(X, Y, parameters)

    assert str(raised.value) == message


def test_mini_batch_training_refuses_in_the_same_words():
    with pytest.raises(CourseError, match=r"W1 has shape \(2, 5\)"):
        epochs_of(gradient_descent(update), start={"W1": np.zeros((2, 5)), "b1": np.zeros((2, 1))})


MOONS_X, MOONS_Y = load_moons()
MOMENTUM = (
    optimization.initialize_velocity.reference,
    optimization.update_parameters_with_momentum.reference,
)
ADAM = (
    optimization.initialize_adam.reference,
    optimization.update_parameters_with_adam.reference,
)


def epochs_of(optimizer, start=None, batches=cut, epochs=20):
    start = load_moons_start() if start is None else start
    return train_mini_batches(
        MOONS_X, MOONS_Y, start, optimizer, batches, learning_rate=0.01, epochs=epochs
    )


def alternative(exercise):
    return exercise.alternatives[0]


OPTIMIZERS = {
    "gradient descent": gradient_descent(update),
    "momentum": momentum(*MOMENTUM),
    "adam": adam(*ADAM),
}
WRITTEN_OTHERWISE = {
    "gradient descent": gradient_descent(alternative(optimization.update_parameters_with_gd)),
    "momentum": momentum(
        alternative(optimization.initialize_velocity),
        alternative(optimization.update_parameters_with_momentum),
    ),
    "adam": adam(
        alternative(optimization.initialize_adam),
        alternative(optimization.update_parameters_with_adam),
    ),
}
every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


@every_optimizer
def test_an_optimizer_lowers_the_cost(name):
    training = epochs_of(OPTIMIZERS[name])

    assert training.costs[-1] < training.costs[0]
    assert training.unit == "epochs"
    assert training.steps == [*range(21)]


@every_optimizer
def test_functions_that_work_in_place_train_to_the_same_parameters(name):
    training = epochs_of(WRITTEN_OTHERWISE[name])

    same = epochs_of(OPTIMIZERS[name])
    np.testing.assert_allclose(flat(training.parameters), flat(same.parameters), rtol=1e-9)
    np.testing.assert_allclose(training.costs, same.costs, rtol=1e-9)


@every_optimizer
def test_functions_that_work_in_place_leave_the_start_as_it_is(name):
    start = load_moons_start()

    epochs_of(WRITTEN_OTHERWISE[name], start)

    np.testing.assert_equal(start, load_moons_start())


def with_extras(function):
    def returns_more(*inputs):
        value = function(*inputs)
        return (*value, "extra") if isinstance(value, tuple) else (value, "extra")

    return returns_more


@pytest.mark.parametrize(
    ("name", "optimizer"),
    [
        ("gradient descent", gradient_descent(with_extras(update))),
        ("momentum", momentum(MOMENTUM[0], with_extras(MOMENTUM[1]))),
        ("adam", adam(*map(with_extras, ADAM))),
    ],
)
def test_returned_extras_are_left_aside(name, optimizer):
    training = epochs_of(optimizer)

    np.testing.assert_array_equal(
        flat(training.parameters), flat(epochs_of(OPTIMIZERS[name]).parameters)
    )


def nothing(*_):
    """What is there as long as nobody wrote a return."""


def the_parameters_alone(parameters, *_):
    return parameters


@pytest.mark.parametrize(
    ("optimizer", "batches", "message"),
    [
        (
            gradient_descent(nothing),
            cut,
            "nothing returns None, and this cell needs the parameters",
        ),
        (
            momentum(nothing, MOMENTUM[1]),
            cut,
            "nothing returns None, and this cell needs the velocity",
        ),
        (
            momentum(MOMENTUM[0], the_parameters_alone),
            cut,
            "the_parameters_alone returns one dict, and this cell needs the parameters and "
            "the velocity",
        ),
        (adam(nothing, ADAM[1]), cut, "nothing returns None, and this cell needs v and s"),
        (
            adam(ADAM[0], nothing),
            cut,
            "nothing returns None, and this cell needs the parameters, v and s",
        ),
        (
            scheduled(OPTIMIZERS["adam"], nothing),
            cut,
            "nothing returns None, and this cell needs a number",
        ),
        (OPTIMIZERS["adam"], nothing, "nothing returns None, and this cell needs the mini-batches"),
    ],
)
def test_what_was_not_returned_is_said_in_words(optimizer, batches, message):
    with pytest.raises(CourseError) as raised:
        epochs_of(optimizer, batches=batches)

    assert str(raised.value) == (f"{message}. Solve that exercise first, then run this cell again.")


def test_the_shuffle_of_an_epoch_has_the_seed_plus_its_number():
    seeds = []

    def batches(X, Y, mini_batch_size, seed):
        seeds.append((mini_batch_size, seed))
        return cut(X, Y, mini_batch_size, seed)

    epochs_of(gradient_descent(update), batches=batches, epochs=3)

    assert seeds == [(64, 11), (64, 12), (64, 13)]


def test_t_counts_the_steps_from_1_over_all_epochs():
    counted = []

    def counting(parameters, grads, v, s, t, *settings):
        counted.append((t, *settings))
        return ADAM[1](parameters, grads, v, s, t, *settings)

    epochs_of(adam(ADAM[0], counting, beta1=0.8, beta2=0.9, epsilon=1e-6), epochs=2)

    assert counted == [(t, 0.01, 0.8, 0.9, 1e-6) for t in range(1, 11)]


def test_momentum_hands_on_its_beta():
    betas = []

    def watching(parameters, grads, v, beta, learning_rate):
        betas.append((beta, learning_rate))
        return MOMENTUM[1](parameters, grads, v, beta, learning_rate)

    epochs_of(momentum(MOMENTUM[0], watching, beta=0.5), epochs=1)

    assert betas == [(0.5, 0.01)] * 5


def test_recorded_costs_are_over_all_examples():
    training = epochs_of(OPTIMIZERS["gradient descent"])

    costs = [cross_entropy(forward(MOONS_X, p)[0], MOONS_Y) for p in training.history]

    assert training.costs == pytest.approx(costs)
