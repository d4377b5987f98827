"""The numbers that the lesson on initialization states, and where each comes from."""

from functools import cache
from inspect import signature

import numpy as np

from autograder.exercise import source_of
from autograder.exercises import initialization
from helpers import accuracy, load_circles, train, train_digits
from helpers.signal import dead_units, root_mean_square, send

LAYERS = [2, 10, 5, 1]


@cache
def with_seed(name, seed, factor=""):
    """Train as the lesson does, from weights of another seed: share of points that are right."""
    exercise = getattr(initialization, f"initialize_parameters_{name}")
    source = source_of(exercise.reference, exercise.name).replace("seed(3)", f"seed({seed})")
    train_X, train_Y, *_ = load_circles()
    start = exercise.compiled(source.replace(" * 10", factor or " * 10"))(LAYERS)
    return accuracy(train_X, train_Y, train(train_X, train_Y, start).parameters)


def row(name, factor=""):
    """A row of the table of seeds."""
    return tuple(f"{with_seed(name, seed, factor):.2f}" for seed in range(5))


def default(function, name):
    """What an argument is where nothing else is said."""
    return signature(function).parameters[name].default


def right(lesson, name, of="trainings"):
    """Share of the training points that a training gets right."""
    return accuracy(lesson.train_X, lesson.train_Y, lesson[of][name].parameters)


def moved(lesson, name):
    """How far the weights of each layer moved, in percent of their size."""
    start, end = lesson.trainings[name].history[0], lesson.trainings[name].parameters
    layers = ("W1", "W2", "W3")
    sizes = [np.linalg.norm(end[W] - start[W]) / np.linalg.norm(start[W]) for W in layers]
    return tuple(f"{100 * size:.0f}" for size in sizes)


def through(lesson, initialize, depth, activation="ReLU"):
    """What passes through a network for the digits with so many hidden layers."""
    parameters = initialize([64] * (depth + 1) + [10])
    return send(lesson.digits_X, lesson.digits_Y, parameters, activation)


def of_he(lesson, depth):
    """What passes with He's scale."""
    return through(lesson, lesson.initialize_parameters_he, depth)


def digits(lesson, depth, name):
    """Test digits right, in percent, to the next five."""
    parameters = lesson.digit_trainings[depth][name].parameters
    share = accuracy(lesson.test_digits_X, lesson.test_digits_Y, parameters)
    return f"{5 * round(20 * share)}"


def below_one(lesson):
    """The first step from which the cost from large weights stays below 1."""
    training = lesson.trainings["random"]
    last = max(i for i, cost in enumerate(training.costs) if cost >= 1)
    return f"{training.steps[last + 1]}"


def saturated(lesson):
    """Percent of the activations near ±1 in each layer, with tanh and weights times 10."""
    signal = through(lesson, lesson.initialize_parameters_random, 10, "tanh")
    shares = {f"{100 * np.mean(np.abs(A) > 0.95):.0f}" for A in signal.activations[1:]}
    return (*shares, "0.05")


@cache
def with_random_biases(scale):
    """Shares and last costs of the model answer: He's weights, and biases of this size."""
    train_X, train_Y, *_ = load_circles()
    found = []
    for seed in range(5):
        start = initialization.initialize_parameters_he.reference(LAYERS)
        start["b1"] = scale * np.random.default_rng(seed).normal(size=(10, 1))
        training = train(train_X, train_Y, start)
        found.append((accuracy(train_X, train_Y, training.parameters), training.costs[-1]))
    return found


def in_words(numbers):
    """A count, as the model answer writes it."""
    return ("none", "one", "two", "three", "four", "five")[len([*numbers])]


def first_cost(lesson, name, of="trainings"):
    return lesson[of][name].costs[0]


SENTENCES = [
    (
        "Every training below makes {} steps of gradient descent, on all examples at once and with "
        "the learning rate {}, unless",
        lambda lesson: (f"{default(train, 'steps'):,}", f"{default(train, 'learning_rate')}"),
    ),
    (
        "in steps of {} digits at a time) with the learning rate {}, and",
        lambda lesson: (
            f"{default(train_digits, 'mini_batch_size')}",
            f"{default(train_digits, 'learning_rate')}",
        ),
    ),
    ("\\ln 2 \\approx {}$", lambda lesson: f"{np.log(2):.4f}"),
    (
        "after 15,000 steps {} % of the points are right. With a random part every unit goes its "
        "own way, and {} % are right",
        lambda lesson: tuple(
            f"{100 * right(lesson, name, 'symmetry'):.0f}"
            for name in ("constant", "constant and noise")
        ),
    ),
    ("from step {} on it stays below 1", below_one),
    ("they move by {}, {} and {} % of their size", lambda lesson: moved(lesson, "random")),
    ("He's move by {}, {} and {} %", lambda lesson: moved(lesson, "He")),
    ("| normal weights times 10 | {} | {} | {} | {} | {} |", lambda lesson: row("random")),
    ("| normal weights, unscaled | {} | {} | {} | {} | {} |", lambda lesson: row("random", " * 1")),
    ("| He's scale | {} | {} | {} | {} | {} |", lambda lesson: row("he")),
    (
        "He's factors are 1, {} and {}",
        lambda lesson: tuple(f"{np.sqrt(2 / n):.2f}" for n in LAYERS[1:3]),
    ),
    ("is {} times He's scale here", lambda lesson: f"{10 / np.sqrt(2 / 64):.0f}"),
    (
        "from {} in layer 1 to {} in layer 20",
        lambda lesson: tuple(
            f"{root_mean_square(of_he(lesson, 20).activations[l]):.2f}" for l in (0, -1)
        ),
    ),
    (
        "that is {} % of the units in layer 1 and {} % in layer 10",
        lambda lesson: tuple(
            f"{100 * dead_units(of_he(lesson, 10).activations[l]):.0f}" for l in (0, -1)
        ),
    ),
    (
        "trained on {} digits for 20 epochs",
        lambda lesson: f"{lesson.digits_X.shape[1]:,}",
    ),
    ("and tested on {} others", lambda lesson: f"{lesson.test_digits_X.shape[1]}"),
    (
        "He's scale gets about {} % of the digits right in this time, LeCun's about {} %, half",
        lambda lesson: (digits(lesson, 10, "He"), digits(lesson, 10, "LeCun")),
    ),
    ("and LeCun's is at about {} %. So", lambda lesson: digits(lesson, 20, "LeCun")),
    ("{} % are within {} of", saturated),
    (
        "now begins at {} in place of {} and",
        lambda lesson: (
            f"{first_cost(lesson, 'He', 'cured'):.2f}",
            f"{first_cost(lesson, 'He'):.2f}",
        ),
    ),
    (
        "it begins at {} in place of {}, leaps up with the very first steps, and after a hundred "
        "of them is still at {}:",
        lambda lesson: (
            f"{first_cost(lesson, 'random', 'cured'):.2f}",
            f"{first_cost(lesson, 'random'):,.0f}",
            f"{lesson.cured['random'].costs[1]:.0f}",
        ),
    ),
    (
        "$\\ln 2 = {}$ for two classes, $\\ln 10 = {}$ for ten",
        lambda lesson: (f"{np.log(2):.2f}", f"{np.log(10):.2f}"),
    ),
    ("or {} times He's scale", lambda lesson: f"{np.sqrt(1 / 3 / 2):.2f}"),
    ("$\\ln 10 \\approx {}$", lambda lesson: f"{np.log(10):.1f}"),
    ("\\approx {}$. Xavier", lambda lesson: f"{np.sqrt(1 / 200):.3f}"),
    ("*Random, times 10.* The symmetry is broken and {} %",
     lambda lesson: f"{100 * right(lesson, 'random'):.0f}"),
    ("the last cost, {}, is still high",
     lambda lesson: f"{lesson.trainings['random'].costs[-1]:.2f}"),
    (
        "for the seeds 0 to 4. With `scale = 0.1` all {} trainings came to {} % or more, as "
        "without. With `scale = 1` {} did so, too, and {} stayed at $\\ln 2$ with half of the "
        "points right",
        lambda lesson: (
            in_words(share for share, _ in with_random_biases(0.1) if share > 0.985),
            f"{100 * min(share for share, _ in with_random_biases(0.1)):.0f}",
            in_words(share for share, _ in with_random_biases(1) if share > 0.985),
            in_words(
                cost
                for share, cost in with_random_biases(1)
                if share == 0.5 and abs(cost - np.log(2)) < 1e-3
            ),
        ),
    ),
    ("The first cost, {}, is not far", lambda lesson: f"{first_cost(lesson, 'He'):.2f}"),
    ("it falls to {}, the boundary closes between the circles, and {} % are right",
     lambda lesson: (f"{lesson.trainings['He'].costs[-1]:.2f}",
                     f"{100 * right(lesson, 'He'):.0f}")),
]  # fmt: skip
DEFINITIONS = [
    ("for 20 epochs", "digits_X, digits_Y, initialize([64] * (depth + 1) + [10])"),
    ("hidden layers of 10 and 5 units", "layers_dims = [train_X.shape[0], 10, 5, 1]"),
    ("0.01 and the 10 of exercise 2", '"times 0.01": scaled(0.001, initialize_parameters_random)'),
]

# examples, and arithmetic that the words show
GIVEN = [
    "The network has 2 inputs,",
    "so 20 weights",
    "and all 20 weights lie",
    "after 15,000 steps",
    "multiply it by 10;",
    "weights of size 10",
    "layers of 2, 4 and 1 units",
    "With 8 inputs",
    "| seed | 0 | 1 | 2 | 3 | 4 |",
    "normal weights times 10",
    "a network with 2, 10 and 5 inputs",
    "with 64 units",
    "64 units are a sample",
    "8 by 8 pixels",
    "\\approx 0.83$",
    "$2^{20} \\approx 10^6$",
    "The 10 of exercise 2",
    "for the 10 of exercise 2",
    "in layer 20",
    "in layer 10",
    "with 5 layers, and which with 50",
    "`2**-0.5`",
    "the factor 2",
    "Times 0.01",
    "Times 10",
    "from layer 2 on",
    "a factor of about 2",
    "the 64 directions",
    "$\\ln 10",
    "5/3 for tanh",
    "Random, times 10",
    "above 1,700",
    "of which 3 is the one",
    "for the seeds 0 to 4",
    "\\sqrt{2/200} = 0.1",
    "\\sqrt{1/200}",
    "\\sqrt{2/250} \\approx 0.089",
    "10 % too small in each of 30 layers",
    "$0.9^{30} \\approx 0.04$",
    "All weights are 0.5",
    "ten classes is 14",
    "200 inputs and 50 units",
]
