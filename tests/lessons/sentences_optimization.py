r"""Where the numbers of the lesson on optimization come from: see ``test_sentences.py``."""

from functools import cache

import numpy as np

from autograder.exercises.initialization import initialize_parameters_he
from helpers import accuracy, adam, load_digits, load_moons_start, train_mini_batches
from helpers.datasets import load_moons
from helpers.given.backward_propagation_n import backward
from helpers.network import forward
from helpers.plots.averages import average_weights, noisy_gradients, uncorrected_factor
from helpers.plots.paths import STEEPEST, cloud_radius
from helpers.plots.valleys import best_beta, best_factor, shrink_factor, steps_needed
from helpers.training import Optimizer

STUCK = 1e-12  # of the learning rate: what moves less does not move


def limit(beta, curvature=STEEPEST):
    """Largest learning rate at which a path still comes nearer, found by trying."""
    rates = np.linspace(0.001, 60, 600_000) / curvature
    return float(rates[shrink_factor(rates, beta, curvature) < 1].max())


def cloud(lesson, size):
    """Radius of the cloud of steps 2,000 to 4,000."""
    return cloud_radius(lesson.walk(lesson.plain, size, 0.1, steps=4000)[2000:])


def across(lesson, name, rate):
    """Factor by which a step of the lesson's path shrinks the distance across."""
    path = lesson.across[rate][name][:, 1]
    return path[2] / path[1]


def nesterov(rate, curvature, beta=0.9):
    """Larger root of Nesterov's momentum in one direction."""
    left = 1 - rate * (1 - beta) * curvature
    return max(abs(np.roots([1, -(1 + beta) * left, beta * left])))


def nesterov_limit():
    """Largest learning rate at which Nesterov's momentum still comes nearer."""
    return max(rate for rate in np.linspace(0.1, 9, 900) if nesterov(rate, STEEPEST) < 1)


def overtaking():
    """Condition number from which β = 0.9 needs fewer steps than gradient descent."""
    conditions = np.arange(2, 100)
    return next(k for k in conditions if steps_needed(0.9, k) < steps_needed(0, k))


def steps(condition):
    """Steps of gradient descent, β = 0.5 and β = 0.9, as the lesson writes them."""
    return tuple(f"{steps_needed(beta, condition):,.0f}" for beta in (0, 0.5, 0.9))


def middle_cost(run):
    """Cost of the last tenth of a training, as the figure draws it."""
    return np.median(run.costs[-max(1, len(run.costs) // 10) :])


def best_costs(by_rate):
    """Lowest cost of each optimizer over the learning rates."""
    return tuple(f"{min(map(middle_cost, runs)):.2f}" for runs in by_rate.values())


def on_the_moons(lesson, optimizer, start, rate, epochs=200):
    """Train on the moons as the lesson does."""
    return train_mini_batches(
        *load_moons(), start, optimizer, lesson.random_mini_batches,
        learning_rate=rate, epochs=epochs,
    )  # fmt: skip


def from_seed_1(lesson):
    """Trainings by learning rate from He's initialization with seed 1."""
    np.random.seed(1)
    start = {
        name: values
        for l, (m, n) in enumerate(((2, 5), (5, 2), (2, 1)), start=1)
        for name, values in (
            (f"W{l}", np.random.randn(n, m) * np.sqrt(2 / m)),
            (f"b{l}", np.zeros((n, 1))),
        )
    }
    assert {*start} == {*initialize_parameters_he.reference([2, 5, 2, 1])}
    _, activations = forward(lesson.train_X, start)
    assert np.sum(np.all(activations[2] == 0, axis=1)) == 1  # one of the two units is dead
    return {
        name: [on_the_moons(lesson, optimizer, start, rate) for rate in lesson.rates]
        for name, optimizer in lesson.optimizers.items()
    }


@cache
def adam_moves(optimizer, shuffle, epochs=3000):
    """How far the parameters move in each step of Adam, in learning rates: (steps, parameters)."""
    moves = []

    def step(parameters, grads, state, t, rate):
        before = flat(parameters)
        parameters, state = optimizer.step(parameters, grads, state, t, rate)
        moves.append(np.abs(flat(parameters) - before) / rate)
        return parameters, state

    watched = Optimizer(optimizer.start, step)
    train_mini_batches(*load_moons(), load_moons_start(), watched, shuffle, epochs=epochs)
    found = np.array(moves)
    return found[:, found[0] > STUCK]


def flat(parameters):
    """All parameters in one vector."""
    return np.concatenate([values.ravel() for values in parameters.values()])


def moved(lesson, first, last):
    """Mean of these steps of Adam, over the parameters that have a gradient."""
    moves = adam_moves(lesson.clever, lesson.random_mini_batches)
    return moves[first:last].mean()


def first_gradient(lesson):
    """Norm of the gradient of the first mini-batch."""
    parameters = load_moons_start()
    X, Y = lesson.random_mini_batches(lesson.train_X, lesson.train_Y, 64, 11)[0]
    Z, activations = forward(X, parameters)
    return float(np.linalg.norm(flat(backward(Z, activations, Y, parameters))))


def moving(lesson):
    """Number of parameters that have a gradient."""
    return adam_moves(lesson.clever, lesson.random_mini_batches).shape[1]


def uncorrected(lesson):
    """Adam without its bias correction."""

    def update(parameters, grads, v, s, t, rate, beta1, beta2, epsilon):
        for name in parameters:
            g = grads[f"d{name}"]
            v[f"d{name}"] = beta1 * v[f"d{name}"] + (1 - beta1) * g
            s[f"d{name}"] = beta2 * s[f"d{name}"] + (1 - beta2) * g**2
            step = v[f"d{name}"] / (np.sqrt(s[f"d{name}"]) + epsilon)
            parameters[name] = parameters[name] - rate * step
        return parameters, v, s

    return adam(lesson.initialize_adam, update)


def without_and_with(lesson, rate, epochs):
    """Costs without and with the correction, as the answer writes them."""
    runs = (
        on_the_moons(lesson, rule, load_moons_start(), rate, epochs)
        for rule in (uncorrected(lesson), lesson.clever)
    )
    return tuple(f"{middle_cost(run):.2f}" for run in runs)


def with_0_6(lesson):
    """Of the learning rate 0.6: the corrected cost, if the other one is that of a coin toss."""
    without, corrected = without_and_with(lesson, 0.6, 200)
    assert abs(float(without) - np.log(2)) < 0.01
    return f"{float(corrected):.1f}"


def best_shares(lesson):
    """Best share of the test digits, of each optimizer, in per cent."""
    return tuple(f"{100 * found.mean(axis=1).max():.1f}" for found in lesson.shares.values())


def adam_above(lesson):
    """Lowest share over the learning rates at which Adam is good, rounded down."""
    good = lesson.shares["Adam"].mean(axis=1)[: lesson.digit_rates.index(0.03) + 1]
    return f"{np.floor(100 * good.min()):.0f}"


def at_1(lesson, name):
    """Share of the test digits at the learning rate 1."""
    return f"{100 * lesson.shares[name][-1].mean():.0f}"


def good_rates(lesson, name):
    """Lowest and highest rate that ends with a low cost."""
    runs = zip(lesson.rates, lesson.by_rate[name], strict=True)
    good = [rate for rate, run in runs if middle_cost(run) < 0.2]
    return f"{good[0]:.2g}", f"{good[-1]:.2g}"


def final(lesson, name):
    """Cost at the end of the long training."""
    return f"{lesson.trainings[name].costs[-1]:.3f}"


def more_than_constant(lesson):
    """Share of the test digits with the schedule, which is larger than with any constant rate."""
    assert lesson.changing > lesson.shares["Adam"].mean(axis=1).max()
    return f"{100 * lesson.changing:.1f}"


def size_of_weights(lesson, decay):
    """Root mean square of the weights of layer 2 after a training with AdamW."""
    return np.sqrt(np.mean(lesson.decayed[decay]["W2"] ** 2))


def apart(lesson):
    """How far the shares with three decays are apart, which is no more than three starts are."""
    found = [accuracy(lesson.test_X, lesson.test_Y, end) for end in lesson.decayed.values()]
    good = lesson.shares["Adam"][: lesson.digit_rates.index(0.03) + 1]
    assert np.ptp(good, axis=1).max() > np.ptp(found)
    return f"{100 * np.ptp(found):.1f}"


SENTENCES = [
    ("of shape $(2, {})$; labels", lambda lesson: str(lesson.train_X.shape[1])),
    ("of shape $(1, {})$", lambda lesson: str(lesson.train_Y.shape[1])),
    (
        "hidden layers of {} and {} units with ReLU",
        lambda lesson: tuple(str(len(load_moons_start()[name])) for name in ("W1", "W2")),
    ),
    (
        "The first unit is on for {} % of the examples, the second for none",
        lambda lesson: f"{100 * np.mean(lesson.activations[2][0] > 0):.0f}",
    ),
    ("a bowl, {} times as curved", lambda lesson: f"{lesson.bowl.condition:g}"),
    ("where $\\lambda$ is {} times smaller", lambda lesson: f"{lesson.bowl.condition:g}"),
    ("$y \\approx w_1 x_1 + w_2 x_2$ to {} examples", lambda lesson: str(lesson.bowl.X.shape[1])),
    ("$60 \\cdot 64 = {}$ forward", lambda lesson: str(60 * lesson.sizes["batch"])),
    ("the second {}, the third 60", lambda lesson: str(60 * lesson.sizes["mini-batch"])),
    ("has a radius of {} with 8", lambda lesson: f"{cloud(lesson, 8):.3f}"),
    ("examples and of {} with 1", lambda lesson: f"{cloud(lesson, 1):.2f}"),
    ("$\\sqrt 8 \\approx {}$", lambda lesson: f"{8**0.5:.1f}"),
    ("these 64 examples are {} passes", lambda lesson: str(10 * lesson.bowl.X.shape[1])),
    (
        "to {} after the first step and to {} after ten",
        lambda lesson: (
            f"{average_weights(0.9, 1).sum():.1f}",
            f"{average_weights(0.9, 10).sum():.2f}",
        ),
    ),
    (
        "zigzags from {} on and runs away from {} on",
        lambda lesson: (f"{1 / STEEPEST:.2f}", f"{limit(0):.1f}"),
    ),
    (
        "the factor $1 - 0.3 \\cdot 4 = {}$",
        lambda lesson: f"{across(lesson, 'gradient descent', 0.3):.1f}",
    ),
    (
        "the zigzag shrinks by {} % a step",
        lambda lesson: f"{100 * (1 - abs(across(lesson, 'gradient descent', 0.49))):.0f}",
    ),
    (
        "each step {} times as long",
        lambda lesson: f"{abs(across(lesson, 'gradient descent', 0.55)):.1f}",
    ),
    ("that is {} times the limit", lambda lesson: f"{limit(0.9) / limit(0):.0f}"),
    ("gradient descent: {} in our bowl", lambda lesson: f"{limit(0.9):.1f}"),
    ("in place of $2 / 4 = {}$", lambda lesson: f"{limit(0):.1f}"),
    (
        "by that factor, {} for $\\beta = 0.9$ and {} for $\\beta = 0.5$",
        lambda lesson: tuple(f"{float(shrink_factor(1, b, STEEPEST)):.2f}" for b in (0.9, 0.5)),
    ),
    ("smallest, here {} divided by", lambda lesson: f"{STEEPEST:g}"),
    (
        "gradient descent needs {} steps to come a hundred times nearer, momentum with "
        "$\\beta = 0.5$ needs {} and with 0.9 it needs {}",
        lambda lesson: steps(16),
    ),
    ("At $\\kappa = 100$ they need {}, {} and {}", lambda lesson: steps(100)),
    ("at 1,000 they need {}, {} and still {}", lambda lesson: steps(1000)),
    ("below a condition number of about {}", lambda lesson: str(overtaking())),
    (
        "at 0.3 by the factor {} in place of {}",
        lambda lesson: (
            f"{nesterov(0.3, STEEPEST):.2f}",
            f"{float(shrink_factor(0.3, 0.9, STEEPEST)):.2f}",
        ),
    ),
    ("is lower, though: {} here", lambda lesson: f"{nesterov_limit():.1f}"),
    ("g^2} \\approx {}$), because", lambda lesson: f"{0.1**-0.5:.1f}"),
    (
        "The first step is {} times too long, the tenth {} times, the hundredth {} times, and the "
        "thousandth is still {} times",
        lambda lesson: (
            *(f"{uncorrected_factor(0.9, 0.999, t):.1f}" for t in (1, 10, 100)),
            f"{uncorrected_factor(0.9, 0.999, 1000):.2f}",
        ),
    ),
    ("for {} epochs of five", lambda lesson: f"{lesson.trainings['Adam'].steps[-1]:,}"),
    ("has the norm {}, so", lambda lesson: f"{first_gradient(lesson):.2f}"),
    ("moves the parameters by ${} \\, \\alpha$", lambda lesson: f"{first_gradient(lesson):.2f}"),
    ("each of the {} parameters", lambda lesson: str(moving(lesson))),
    ("\\approx {} \\, \\alpha$, which", lambda lesson: f"{moving(lesson) ** 0.5:.1f}"),
    (
        "which is {} times as far",
        lambda lesson: f"{moving(lesson) ** 0.5 / first_gradient(lesson):.0f}",
    ),
    ("have a gradient move by ${} \\, \\alpha$", lambda lesson: f"{moved(lesson, 0, 10):.2f}"),
    ("15,000 by ${} \\, \\alpha$", lambda lesson: f"{moved(lesson, 5000, 15_000):.2f}"),
    (
        "ten learning rates from {} to {}.",
        lambda lesson: (f"{lesson.rates[0]:.4f}", f"{lesson.rates[-1]:.0f}"),
    ),
    ("*from this start*: {}, {} and {}", lambda lesson: best_costs(lesson.by_rate)),
    (
        "the weights give at best {} for gradient descent, {} for momentum and {} for Adam",
        lambda lesson: best_costs(from_seed_1(lesson)),
    ),
    (
        "Here are real ones: {} handwritten digits",
        lambda lesson: f"{lesson.digits_X.shape[1] + lesson.test_X.shape[1]:,}",
    ),
    ("[11], {} of them kept apart", lambda lesson: str(load_digits()[2].shape[1])),
    (
        "{} % for gradient descent, {} % for momentum and {} % for Adam",
        best_shares,
    ),
    ("Adam is above {} % from", adam_above),
    ("descent is down to {} %", lambda lesson: at_1(lesson, "gradient descent")),
    ("momentum still has {} %", lambda lesson: at_1(lesson, "momentum")),
    (
        "one epoch ({} steps)",
        lambda lesson: str(len(lesson.random_mini_batches(lesson.digits_X, lesson.digits_Y, 50))),
    ),
    ("on the digits, with {} % right", lambda lesson: f"{100 * lesson.constant:.1f}"),
    ("there are now {} % right, more than at any", more_than_constant),
    (
        "weights of layer 2 smaller by {} %",
        lambda lesson: f"{100 * (1 - size_of_weights(lesson, 1) / size_of_weights(lesson, 0)):.0f}",
    ),
    ("the shares lie within {} percentage points, and one start differs", apart),
    ("rate up to {} times larger", lambda lesson: f"{limit(0.9) / limit(0):.0f}"),
    (
        "end at costs of {} and {}",
        lambda lesson: (final(lesson, "momentum"), final(lesson, "gradient descent")),
    ),
    (
        "it ends at {} with {} % right",
        lambda lesson: (
            final(lesson, "Adam"),
            f"{100 * accuracy(*load_moons(), lesson.trainings['Adam'].parameters):.0f}",
        ),
    ),
    ("With {} to {}, gradient descent", lambda lesson: good_rates(lesson, "gradient descent")),
    (
        "after ten epochs the cost is {} in place of {}",
        lambda lesson: without_and_with(lesson, 0.0007, 10),
    ),
    (
        "after 200 it is {} in place of {}",
        lambda lesson: without_and_with(lesson, 0.0007, 200),
    ),
    ("corrected Adam comes to about {}", with_0_6),
    (
        "Up to 2 / 50 = {}, and up to {} times that, {}.",
        lambda lesson: (
            f"{limit(0, 50):.2f}",
            f"{limit(0.9, 50) / limit(0, 50):.0f}",
            f"{limit(0.9, 50):.2f}",
        ),
    ),
    (
        "√0.9 ≈ {} at best, while gradient descent alone has 9/11 ≈ {}. A β of about {} would",
        lambda lesson: (
            f"{best_factor(0.9, 10):.2f}",
            f"{best_factor(0, 10):.2f}",
            f"{best_beta(10):.1f}",
        ),
    ),
    (
        "−{} in the next fifty",
        lambda lesson: f"{-round(float(np.mean(noisy_gradients()[50:])) * 2) / 2:.1f}",
    ),
]

DEFINITIONS = [
    ("We walk 60 steps with the learning rate 0.1: with all 64", "steps=60"),
    ("with all 64 examples in every step, with 8, and with 1", '"mini-batch": 8'),
    ("after step 2,000", "after=2000"),
    ("We try the learning rates 0.3, 0.49 and 0.55", "for rate in (0.3, 0.49, 0.55)"),
    ("a valley with $\\kappa = 100$", "Bowl(condition=100)"),
    (
        "Gradient descent walks with 0.49, just below its limit. Momentum walks with 1.0, twice "
        "that limit. Each takes 100 steps",
        "learning_rate=0.49 if rule is plain else 1.0, steps=100",
    ),
    (
        "with 16 examples in a step, 60 steps and the learning rate 0.3 for all three",
        "walk(rule, 16, learning_rate=0.3)",
    ),
    ("the same learning rate, 0.0007", "learning_rate=0.0007"),
    ("shorter (200 epochs)", "epochs=200"),
    ("mini-batches of 50, a twentieth", "mini_batch_size=50"),
    ("Adam at 0.03 was past its best", "peak=0.03"),
    ("from 0.001 to 0.03. At 1.0", "digit_rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]"),
    ("to 3,000 and read", "300, 1000, 3000]"),
    ("Cut into mini-batches of 64, 148 examples", "random_mini_batches(X_148, Y_148, 64)"),
]

GIVEN = [
    "each unit of layer 2 on",
    "in truth a network 2-5-1-1",
    "*mini-batches* of, say, 64",
    "in 60 steps. Now count the work",
    "$60 \\cdot 64 =",
    "the third 60",
    "which these 60 steps",
    "with 8 examples and of",
    "on these 64 examples",
    "if $\\beta = 0.9$",
    "ten for $\\beta = 0.9$",
    "the average with $\\beta = 0.9$",
    "At 0.3 the zigzag",
    "the factor $1 - 0.3 \\cdot 4",
    "the ball with $\\beta = 0.9$",
    "At 0.49 the zigzag",
    "At 0.55 gradient descent",
    "With $\\beta = 0.9$ that is",
    "for $\\beta = 0.9$ and",
    "for $\\beta = 0.5$",
    "with $\\kappa = 16$",
    "momentum with $\\beta = 0.5$",
    "and with 0.9 it needs",
    "At $\\kappa = 100$",
    "at 1,000 they need",
    "So $\\beta = 0.9$ loses",
    "why 0.9 is what one begins with",
    "at 0.3 by the factor",
    "| $\\alpha = 0.01$ |",
    "| $\\alpha = 0.001$, $\\beta = 0.9$ |",
    "| $\\alpha = 0.001$, $\\beta_1 = 0.9$, $\\beta_2 = 0.999$, $\\varepsilon = 10^{-8}$ |",
    "as Adam, $\\lambda = 0.01$",
    "at 45 degrees",
    "$g / \\sqrt{0.1 \\, g^2}",
    "$\\beta_1 = 0.9$ remembers about 10 steps",
    "$\\beta_2 = 0.999$ remembers about 1,000",
    "0.0007 is far from any limit",
    "by $\\sqrt{23}",
    "between steps 5,000 and 15,000",
    "at 6 gradient descent",
    "nearer to the 0.001",
    "Adam at 0.0007",
    "with batches of 16",
    "the weights of layer 2 smaller",
    "two units of layer 2 is dead",
    "of 8 × 8 pixels",
    "layers of 64 units",
    "At 1.0 gradient",
    "at the learning rate 0.0007 and",
    "no difference at 0.0007",
    "stable ($\\beta = 0.9$)",
    "At 0.0007 the gradient hardly",
    "as low in 200 epochs",
    "mini-batches of 64 and Adam with 0.001",
    "With the learning rate 0.0007 the longer",
    "and after 200 it is",
    "With 0.6 they do harm: after 200 epochs",
    "ours for $\\beta = 0.9$, so a learning rate of 0.1 there is our 1.0",
    "from batches of 64 to batches of 256",
    "of curvature 50",
    "momentum with β = 0.9?",
    "Up to 2 / 50",
    "condition number 10. Would you take β = 0.9?",
    "by the factor √0.9",
    "alone has 9/11",
    "What do β₁ = 0.9 and β₂ = 0.999 remember",
    "About 10 gradients and about 1,000 squares",
    "a cost of 0.2 and gradient descent 0.6, both with the learning rate 0.001",
    "for Adam 0.001 is about",
]
