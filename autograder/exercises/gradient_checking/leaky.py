"""The backward pass with leaky ReLU, whose given version holds a mistake that a check can miss."""

from functools import partial

import numpy as np

from autograder.exercise import exercise
from autograder.exercises.gradient_checking.network import LEAST_FELT, caches, random_network
from helpers.gradients import forward_propagation_leaky


def leaky_network(rng, examples):
    """Make a network in which the examples disagree on a unit of layer 2, and which feels it."""
    while True:
        X, Y, parameters = random_network(rng, examples)
        _, cache = forward_propagation_leaky(X, Y, parameters)
        _, _, _, _, Z2, _, _, _, _, A3, W3, _ = cache
        dA2 = W3.T @ (A3 - Y)
        otherwise = (Z2 > 0) != (Z2[:, :1] > 0)
        if examples == 1 or np.abs(dA2[otherwise]).max(initial=0) > LEAST_FELT:
            return X, Y, cache


@exercise(cases=partial(caches, make=leaky_network), optional=True)
def backward_propagation_leaky(X, Y, cache):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * np.where(Z2 > 0, 1.0, 0.1)
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * np.where(Z1 > 0, 1.0, 0.1)
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}


backward_propagation_leaky.slip(
    "one slope for all examples",
    "Can a unit be above zero for one example and below for another?",
    "In layer 2, all examples take the slope of the first one, as in the given backward pass. Each "
    "example has a slope of its own.",
    {
        "np.where(Z2 > 0": "np.where(Z2[:, :1] > 0",
    },
)

backward_propagation_leaky.slip(
    "one slope for all examples in both layers",
    "Can a unit be above zero for one example and below for another?",
    "In both layers, all examples take the slope of the first one. Each example has a slope of "
    "its own.",
    {
        "np.where(Z2 > 0": "np.where(Z2[:, :1] > 0",
        "np.where(Z1 > 0": "np.where(Z1[:, :1] > 0",
    },
)

backward_propagation_leaky.slip(
    "the slope of ReLU",
    "Which slope does a leaky ReLU have below zero?",
    "Below zero you let nothing through, as ReLU does. A leaky ReLU lets a tenth through.",
    {
        "1.0, 0.1": "1.0, 0.0",
    },
)

backward_propagation_leaky.slip(
    "slope 0.01",
    "Which slope does `forward_propagation_leaky` have below zero?",
    "Your slope below zero is 0.01, which many libraries use. Here it is 0.1.",
    {
        "1.0, 0.1": "1.0, 0.01",
    },
)

backward_propagation_leaky.slip(
    "both slopes exchanged",
    "Which of the two slopes belongs to units above zero?",
    "You let a tenth through above zero and everything below. It is the other way round.",
    {
        "1.0, 0.1": "0.1, 1.0",
    },
)

backward_propagation_leaky.slip(
    "everything let through",
    "What does a leaky ReLU do to a change of an input below zero?",
    "Everything comes through to dZ2 and dZ1. Where Z is not positive, only a tenth should.",
    {
        " * np.where(Z2 > 0, 1.0, 0.1)": "",
        " * np.where(Z1 > 0, 1.0, 0.1)": "",
    },
)

backward_propagation_leaky.slip(
    "layer 2 lets everything through",
    "What does a leaky ReLU do to a change of an input below zero?",
    "Everything comes through to dZ2. Where Z2 is not positive, only a tenth should.",
    {
        " * np.where(Z2 > 0, 1.0, 0.1)": "",
    },
)

backward_propagation_leaky.slip(
    "layer 1 lets everything through",
    "What does a leaky ReLU do to a change of an input below zero?",
    "Everything comes through to dZ1. Where Z1 is not positive, only a tenth should.",
    {
        " * np.where(Z1 > 0, 1.0, 0.1)": "",
    },
)

backward_propagation_leaky.slip(
    "the sign of the gradient in place of that of the input",
    "Whose sign decides on which side of the kink a unit is?",
    "Your slopes go by the sign of dA, the gradient that comes back. The sign of Z decides, the "
    "input that went in.",
    {
        "np.where(Z2 > 0": "np.where(dA2 > 0",
        "np.where(Z1 > 0": "np.where(dA1 > 0",
    },
)

backward_propagation_leaky.slip(
    "the activation in place of its slope",
    "What is the slope of a leaky ReLU where its input is 3?",
    "You multiply by A itself. The slope is 1 where Z is positive, however large it is, and 0.1 "
    "elsewhere.",
    {
        "np.where(Z2 > 0, 1.0, 0.1)": "A2",
        "np.where(Z1 > 0, 1.0, 0.1)": "A1",
    },
)

backward_propagation_leaky.slip(
    "1/m lost",
    "The cost is a mean over the examples. Where is the mean in your gradients of layers 1 and 2?",
    "Your gradients of layers 1 and 2 are m times as large as they should be: the factor 1/m is "
    "missing.",
    {
        "dW2 = 1.0 / m * ": "dW2 = ",
        "db2 = 1.0 / m * ": "db2 = ",
        "dW1 = 1.0 / m * ": "dW1 = ",
        "db1 = 1.0 / m * ": "db1 = ",
    },
)

backward_propagation_leaky.slip(
    "db1 and db2 without keepdims",
    "What shape does db1 have, and what shape does b1 have?",
    "db1 has the shape (5,) and db2 the shape (3,). A sum over an axis drops that axis unless "
    "`keepdims` is given.",
    {
        "np.sum(dZ2, axis=1, keepdims=True)": "np.sum(dZ2, axis=1)",
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1, axis=1)",
    },
)
