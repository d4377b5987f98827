"""Inputs that the exercises on optimization share."""

import numpy as np

from autograder.exercise import with_edges
from helpers.checks.cases import Case
from helpers.datasets import update_case

SINGLE = "a single layer"


def random_inputs(rng, layers):
    sizes = rng.permutation(np.arange(1, 7))[: layers + 1]
    parameters, grads = {}, {}
    for l in range(1, layers + 1):
        for name, shape in ((f"W{l}", (sizes[l], sizes[l - 1])), (f"b{l}", (sizes[l], 1))):
            parameters[name], grads[f"d{name}"] = rng.normal(size=(2, *shape))
    return parameters, grads


def like(values, rng=None):
    """Zeros, or random numbers, under the names of the gradients."""
    return {
        "d" + name.removeprefix("d"): np.zeros(v.shape) if rng is None else rng.normal(size=v.shape)
        for name, v in values.items()
    }


def steps(rng):
    for name, (parameters, grads) in {
        "the notebook's example": update_case(),
        SINGLE: random_inputs(rng, 1),
        "three layers": random_inputs(rng, 3),
    }.items():
        yield name, parameters, grads


def networks(rng):
    cases = [Case(name, {"parameters": parameters}) for name, parameters, _ in steps(rng)]
    return with_edges(cases, SINGLE)
