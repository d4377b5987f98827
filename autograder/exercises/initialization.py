"""Exercises of the notebook on initialization."""

import numpy as np

from autograder.exercise import exercise
from helpers.cases import Case


def small_layers(rng):
    sizes = [int(n) for n in rng.permutation(np.arange(2, 10))]
    return [
        Case("layers 2, 4, 1", {"layers_dims": [2, 4, 1]}),
        Case("three hidden layers", {"layers_dims": sizes[:5]}),
        Case("a single layer", {"layers_dims": sizes[5:7]}),
    ]


def small_and_large_layers(rng):
    # sizes far apart and enough numbers, so that the spread tells one scale from another
    wide, middle, narrow = (int(n) for n in rng.integers([110, 60, 30], [130, 75, 40]))
    return [
        *small_layers(rng),
        Case("large layers", {"layers_dims": [wide, middle, narrow]}),
        Case("layers that grow", {"layers_dims": [narrow, wide]}),
    ]


@exercise(cases=small_layers)
def initialize_parameters_zeros(layers_dims):
    parameters = {}
    for l, (n_before, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters |= {f"W{l}": np.zeros((n, n_before)), f"b{l}": np.zeros((n, 1))}
    return parameters


@initialize_parameters_zeros.misconception(
    "weights transposed",
    "The rows of a weight matrix belong to the units of its own layer, the columns to its inputs. "
    "Which of the two sizes did you put first?",
)
def zeros_transposed(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.zeros((layers_dims[l - 1], layers_dims[l]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_zeros.alternative
def zeros_by_comprehension(layers_dims):
    sizes = tuple(layers_dims)
    weights = {f"W{i + 1}": np.full((sizes[i + 1], sizes[i]), 0.0) for i in range(len(sizes) - 1)}
    biases = {f"b{i}": 0 * np.ones(n).reshape(-1, 1) for i, n in enumerate(sizes) if i > 0}
    return {**weights, **biases}


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l, (n_before, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters |= {f"W{l}": np.random.randn(n, n_before) * 10, f"b{l}": np.zeros((n, 1))}
    return parameters


@initialize_parameters_random.misconception(
    "not multiplied by 10",
    "The spread of your weights is one tenth of what was asked for. "
    "Is there a factor that you have left out?",
)
def random_without_factor(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_random.alternative
def random_by_generator(layers_dims):
    generator = np.random.default_rng(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        shape = (layers_dims[l], layers_dims[l - 1])
        parameters[f"W{l}"] = generator.normal(loc=0, scale=10, size=shape)
        parameters[f"b{l}"] = np.zeros_like(parameters[f"W{l}"][:, :1])
    return parameters


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l, (n_before, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        scale = np.sqrt(2 / n_before)
        parameters |= {f"W{l}": np.random.randn(n, n_before) * scale, f"b{l}": np.zeros((n, 1))}
    return parameters


@initialize_parameters_he.misconception(
    "scaled by the current layer",
    "Your weights are scaled by the size of their own layer. "
    "Which layer do the terms of the sum in one unit come from?",
)
def he_by_current_layer(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[l])
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_he.alternative
def he_by_generator(layers_dims):
    generator = np.random.default_rng()
    parameters = {}
    for l, n in enumerate(layers_dims):
        if l > 0:
            spread = (2.0 / layers_dims[l - 1]) ** 0.5
            parameters["W%d" % l] = spread * generator.standard_normal((n, layers_dims[l - 1]))
            parameters["b%d" % l] = np.array([[0.0]] * n)
    return parameters
