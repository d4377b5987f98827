"""Exercises of the notebook on initialization."""

import numpy as np

from autograder.exercise import exercise
from autograder.exercises.initialization.shapes import RARE_SHAPES, SHAPES_AND_NAMES
from helpers.checks.cases import Case


def small_layers(rng):
    sizes = [int(n) for n in rng.permutation(np.arange(2, 10))]
    return [
        Case("layers 2, 4, 1", {"layers_dims": [2, 4, 1]}),
        Case("three hidden layers", {"layers_dims": sizes[:5]}),
        Case("a single layer", {"layers_dims": sizes[5:7]}, edge=True),
    ]


def small_and_large_layers(rng):
    # sizes far apart and enough numbers, so that the spread tells one scale from another
    wide, middle, narrow = (int(n) for n in rng.integers([110, 60, 30], [130, 75, 40]))
    return [
        *small_layers(rng),
        Case("large layers", {"layers_dims": [wide, middle, narrow]}),
        Case("layers that grow", {"layers_dims": [narrow, wide]}),
    ]


@exercise(cases=small_layers, comparison="initialization")
def initialize_parameters_zeros(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 10
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


for each in (initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_he):
    for slip in SHAPES_AND_NAMES:
        each.slip(*slip)
    for slip in RARE_SHAPES:
        each.slip(*slip, alone=True)

from autograder.exercises.initialization import beyond, scales  # noqa: E402, F401  # mistakes
