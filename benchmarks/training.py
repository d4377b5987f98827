"""How much slower the course's training is than a bare numpy loop of the same steps.

Both record the same costs, 150 of them over the run, and end at the same parameters; the library
keeps the parameters at those steps as well. The two alternate and processor time is counted, so
that a busy machine slows both alike.

    python benchmarks/training.py [REPETITIONS]
"""

import os
import statistics
import sys
import time

import numpy as np
from scipy.special import expit

from helpers import adam, load_circles, load_moons, load_moons_start, train, train_mini_batches

os.environ["TQDM_DISABLE"] = "1"
STEPS, EPOCHS, RECORDED = 15_000, 2_000, 150
LIMIT = 1.2


def start_of_circles():
    """He's initialization of a network 2-10-5-1."""
    rng = np.random.RandomState(3)
    layers = [2, 10, 5, 1]
    parameters = {}
    for l in range(1, 4):
        scale = np.sqrt(2 / layers[l - 1])
        parameters[f"W{l}"] = rng.randn(layers[l], layers[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers[l], 1))
    return parameters


def gradients(X, Y, W1, b1, W2, b2, W3, b3):
    """Forward and backward pass of three layers, written out."""
    A1 = np.maximum(0, W1 @ X + b1)
    A2 = np.maximum(0, W2 @ A1 + b2)
    dZ3 = (expit(W3 @ A2 + b3) - Y) / Y.shape[1]
    dZ2 = W3.T @ dZ3 * (A2 > 0)
    dZ1 = W2.T @ dZ2 * (A1 > 0)
    return (
        dZ1 @ X.T,
        dZ1.sum(axis=1, keepdims=True),
        dZ2 @ A1.T,
        dZ2.sum(axis=1, keepdims=True),
        dZ3 @ A2.T,
        dZ3.sum(axis=1, keepdims=True),
    )


def cost(X, Y, W1, b1, W2, b2, W3, b3):
    """Mean cross-entropy, from the input of the sigmoid."""
    Z3 = W3 @ np.maximum(0, W2 @ np.maximum(0, W1 @ X + b1) + b2) + b3
    return np.mean(np.logaddexp(0, Z3) - Y * Z3)


def bare_full_batch():
    X, Y, *_ = load_circles()
    parameters = list(start_of_circles().values())
    costs = []
    for step in range(STEPS):
        if step % (STEPS // RECORDED) == 0:
            costs.append(cost(X, Y, *parameters))
        grads = gradients(X, Y, *parameters)
        parameters = [p - 0.01 * g for p, g in zip(parameters, grads, strict=True)]
    return parameters


def course_full_batch():
    X, Y, *_ = load_circles()
    return train(X, Y, start_of_circles(), learning_rate=0.01, steps=STEPS).parameters.values()


def cut(X, Y, mini_batch_size, seed):
    order = np.random.RandomState(seed).permutation(X.shape[1])
    X, Y = X[:, order], Y[:, order]
    return [
        (X[:, i : i + mini_batch_size], Y[:, i : i + mini_batch_size])
        for i in range(0, X.shape[1], mini_batch_size)
    ]


def adam_step(p, g, v, s, t, rate, beta1, beta2, epsilon):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    return p - rate * (v / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + epsilon), v, s


def bare_adam():
    X, Y = load_moons()
    parameters = list(load_moons_start().values())
    v, s = [0.0] * 6, [0.0] * 6
    costs, t = [], 0
    for epoch in range(EPOCHS):
        if epoch % (EPOCHS // RECORDED) == 0:
            costs.append(cost(X, Y, *parameters))
        for X_batch, Y_batch in cut(X, Y, 64, 11 + epoch):
            t += 1
            for i, gradient in enumerate(gradients(X_batch, Y_batch, *parameters)):
                parameters[i], v[i], s[i] = adam_step(
                    parameters[i], gradient, v[i], s[i], t, 0.0007, 0.9, 0.999, 1e-8
                )
    return parameters


def initialize_adam(parameters):
    return tuple({f"d{name}": 0.0 for name in parameters} for _ in range(2))


def update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon):
    updated = {}
    for name, value in parameters.items():
        d = f"d{name}"
        updated[name], v[d], s[d] = adam_step(
            value, grads[d], v[d], s[d], t, rate, beta1, beta2, epsilon
        )
    return updated, v, s


def course_adam():
    X, Y = load_moons()
    optimizer = adam(initialize_adam, update_parameters_with_adam)
    training = train_mini_batches(X, Y, load_moons_start(), optimizer, cut, epochs=EPOCHS)
    return training.parameters.values()


def seconds(run):
    before = time.process_time()
    run()
    return time.process_time() - before


def compare(title, bare, course, repetitions):
    """Print the ratio of the two and give back its median."""
    for ours, theirs in zip(course(), bare(), strict=True):  # a warm-up as well
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)
    pairs = [(seconds(course), seconds(bare)) for _ in range(repetitions)]
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    median = statistics.median(ratios)
    print(
        f"{title}: {median:.2f} times the bare loop ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
        f"{statistics.median(ours for ours, _ in pairs):.2f} s"
    )
    return median


def main():
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    medians = [
        compare("Full batch, 15,000 steps", bare_full_batch, course_full_batch, repetitions),
        compare("Mini-batches with Adam, 2,000 epochs", bare_adam, course_adam, repetitions),
    ]
    return int(max(medians) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
