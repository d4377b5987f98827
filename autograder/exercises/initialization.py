"""Exercises of the notebook on initialization."""

import numpy as np

from autograder.exercise import exercise
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


initialize_parameters_zeros.slip(
    "ones instead of zeros",
    "Which number did you fill the weights with?",
    "Your weights are ones. This exercise asks for zeros, to see what they do.",
    {
        "np.zeros((layers_dims[l], layers": "np.ones((layers_dims[l], layers",
    },
)

initialize_parameters_zeros.slip(
    "small random weights",
    "Which start does this exercise ask for?",
    "Your weights are small random numbers. That is a better start than zeros, but here we want"
    " to see what zeros do.",
    {
        "    parameters = {}": "    np.random.seed(3)\n    parameters = {}",
        "np.zeros((layers_dims[l], layers_dims[l - 1]))": "0.01 * np.random.randn("
        "layers_dims[l], layers_dims[l - 1])",
    },
)


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 10
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


initialize_parameters_random.slip(
    "not multiplied by 10",
    "How large is the spread of your weights, and how large should it be?",
    "The spread of your weights is one tenth of what was asked for. There is a factor that you "
    "have left out.",
    {
        " * 10": "",
    },
)

initialize_parameters_random.slip(
    "uniform instead of normal",
    "Which distribution does your function draw from? Can its numbers be negative?",
    "Your weights come from a uniform distribution between 0 and 10: `rand` draws uniform "
    "numbers, another function of a similar name draws normal ones.",
    {
        "np.random.randn": "np.random.rand",
    },
)

initialize_parameters_random.slip(
    "the seed set again in every layer",
    "Compare the first weights of two layers. Should they be the same?",
    "All your layers begin with the same random numbers, because the seed is set anew in each "
    "turn of the loop. Set it once, before the loop.",
    {
        "    np.random.seed(3)\n": "",
        '        parameters[f"W{l}"]': '        np.random.seed(3)\n        parameters[f"W{l}"]',
    },
)


@exercise(cases=small_and_large_layers, comparison="initialization")
def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


initialize_parameters_he.slip(
    "sqrt(1 / n) instead of sqrt(2 / n)",
    "A ReLU sets one half of its inputs to zero. Where does your scale make up for that?",
    "Your scale is the root of 1 / n_{l-1}. That is right for a layer without ReLU; with ReLU "
    "the variance has to be twice as large.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(1 / layers_dims[l - 1])",
    },
)

initialize_parameters_he.slip(
    "scaled by the current layer",
    "Over how many terms does the sum in one unit go?",
    "Your weights are scaled by the size of their own layer. The terms of the sum in one unit "
    "come from the layer before.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2 / layers_dims[l])",
    },
)

initialize_parameters_he.slip(
    "2 / n with no root",
    "Is the number that multiplies the weights their variance or their standard deviation?",
    "You multiply by 2 / n_{l-1}. That is the variance; what multiplies a normal number is the "
    "standard deviation, its root.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "(2 / layers_dims[l - 1])",
    },
)

initialize_parameters_he.slip(
    "sqrt(2) / n",
    "How far does the root reach in the formula?",
    "Your scale is the root of 2, divided by n_{l-1}. The root goes over the whole fraction.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2) / layers_dims[l - 1]",
    },
)

initialize_parameters_he.slip(
    "uniform instead of normal",
    "Which distribution does your function draw from? Can its numbers be negative?",
    "Your weights come from a uniform distribution and are all positive: `rand` draws uniform "
    "numbers, another function of a similar name draws normal ones.",
    {
        "np.random.randn": "np.random.rand",
    },
)

initialize_parameters_he.slip(
    "factor 10 left in",
    "Which factors are there in front of your random numbers?",
    "Your weights are ten times too large. The factor 10 belonged to the exercise before.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2 / layers_dims[l - 1]) * 10",
    },
)

initialize_parameters_he.slip(
    "not scaled at all",
    "What is the standard deviation of your weights, and does it depend on the layer?",
    "Your weights are standard normal in every layer. They still have to be multiplied by He's "
    "scale.",
    {
        "        scale = np.sqrt(2 / layers_dims[l - 1])\n": "",
        " * scale": "",
    },
)


# what goes wrong with shapes and names, whatever the numbers
SHAPES_AND_NAMES = [
    (
        "weights transposed",
        "Each row of a weight matrix belongs to one unit of its layer, each column to one "
        "input. Which of the two sizes did you put first?",
        "Your W has as many rows as there are inputs. W of layer l has the shape (n_l, "
        "n_{l-1}): its own size comes first.",
        {
            "layers_dims[l], layers_dims[l - 1]": "layers_dims[l - 1], layers_dims[l]",
        },
    ),
    (
        "biases without a second axis",
        "Look at the shape of a bias: is it a column?",
        "Your biases have the shape (n_l,). They are columns of shape (n_l, 1), so that they "
        "can be added to every example.",
        {
            "np.zeros((layers_dims[l], 1))": "np.zeros(layers_dims[l])",
        },
    ),
    (
        "biases as rows",
        "Is a bias a row or a column?",
        "Your biases have the shape (1, n_l). They are columns of shape (n_l, 1): one number "
        "for each unit, below one another.",
        {
            "np.zeros((layers_dims[l], 1))": "np.zeros((1, layers_dims[l]))",
        },
    ),
    (
        "biases missing",
        "How many arrays does a layer have?",
        "There are no biases in your dictionary. Every layer has a weight matrix and a bias.",
        {
            '        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))\n': "",
        },
    ),
    (
        "biases random",
        "Which of the two, weights or biases, have to differ from unit to unit at the start?",
        "Your biases are random. They are to be zero: random weights are enough to make the "
        "units differ.",
        {
            "    parameters = {}": "    np.random.seed(3)\n    parameters = {}",
            "np.zeros((layers_dims[l], 1))": "np.random.randn(layers_dims[l], 1)",
        },
    ),
    (
        "last layer left out",
        "How many layers does the network have, and how many times does your loop run?",
        "The last layer is missing. `range` stops before its end: range(1, n) gives 1 to n − 1.",
        {
            "range(1, len(layers_dims))": "range(1, len(layers_dims) - 1)",
        },
    ),
    (
        "keys counted from 0",
        "What is the name of the first layer's weight matrix?",
        "Your keys begin with W0 and b0. Layers are counted from 1; number 0 is the input.",
        {
            '[f"W{l}"]': '[f"W{l - 1}"]',
            '[f"b{l}"]': '[f"b{l - 1}"]',
        },
    ),
]
for each in (initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_he):
    for slip in SHAPES_AND_NAMES:
        each.slip(*slip)
