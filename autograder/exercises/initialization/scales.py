"""What goes wrong with the numbers that weights start with."""

import numpy as np

from autograder.exercises.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_zeros,
)

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


@initialize_parameters_zeros.misconception(
    "weights that are not numbers",
    "What sets the entries of your weights?",
    "Your weights hold NaN: nothing sets them, or they are divided by zero. `np.empty` makes room "
    "for numbers and sets none; `np.zeros` sets them to zero.",
)
def zeros_not_set(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.full((layers_dims[l], layers_dims[l - 1]), np.nan)
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

initialize_parameters_random.slip(
    "a tenth in place of ten",
    "How large is the spread of your weights, and how large should it be?",
    "You make the weights ten times smaller. This exercise asks for weights that are ten times too "
    "large, to see what they do.",
    {
        " * 10": " * 0.1",
    },
    alone=True,
)

initialize_parameters_random.slip(
    "a hundredth in place of ten",
    "How large is the spread of your weights, and how large should it be?",
    "You multiply by 0.01, as for a small start. This exercise asks for a factor of 10, to see "
    "what weights that are too large do.",
    {
        " * 10": " * 0.01",
    },
    alone=True,
)

initialize_parameters_random.slip(
    "10 added instead of multiplied",
    "Around which number do your weights lie, and how far do they spread?",
    "Your weights lie around 10. The factor 10 should multiply them, so that they lie around 0 and "
    "spread ten times as far.",
    {
        " * 10": " + 10",
    },
    alone=True,
)

initialize_parameters_random.slip(
    "absolute values",
    "What signs do your weights have?",
    "None of your weights is negative. A normal distribution around 0 has both signs.",
    {
        "np.random.randn(layers_dims[l], layers_dims[l - 1])": "abs(np.random.randn(layers_dims[l],"
        " layers_dims[l - 1]))",
    },
    alone=True,
)

initialize_parameters_random.slip(
    "whole numbers",
    "What does your generator draw, and what do you want from it?",
    "Your weights are whole numbers, drawn evenly: that is what `randint` draws. Normal numbers "
    "come from another function.",
    {
        "np.random.randn(layers_dims[l], layers_dims[l - 1]) * 10": "np.random.randint(-10, 10, "
        "(layers_dims[l], layers_dims[l - 1]))",
    },
    alone=True,
)

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
    "How many terms does the sum in one unit have?",
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

initialize_parameters_he.slip(
    "the seed set again in every layer",
    "Compare the first weights of two layers. Should they be the same?",
    "All your layers begin with the same random numbers, because the seed is set anew in each "
    "turn of the loop. Set it once, before the loop.",
    {
        "    np.random.seed(3)\n": "",
        '        parameters[f"W{l}"]': '        np.random.seed(3)\n        parameters[f"W{l}"]',
    },
    alone=True,
)

initialize_parameters_he.slip(
    "scaled by both layers",
    "How many terms does the sum in one unit have?",
    "Your scale is the root of 2 / (n_l + n_{l-1}), that of Glorot and Bengio. He's scale uses the "
    "layer before alone.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2 / (layers_dims[l] + layers_dims[l - 1]))",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "scaled by the input in every layer",
    "How many terms does the sum in one unit of the second layer have?",
    "You scale every layer by the size of the input. Each layer is scaled by the one before it.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2 / layers_dims[0])",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "2 / sqrt(n)",
    "How far does the root reach in the formula?",
    "Your scale is 2 divided by the root of n_{l-1}. The root goes over the whole fraction.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "2 / np.sqrt(layers_dims[l - 1])",
    },
)

initialize_parameters_he.slip(
    "divided by the scale",
    "Do the weights become smaller when the layer before is larger? Do yours?",
    "You divide by the scale, so your weights grow with the layer before. They should be "
    "multiplied by it.",
    {
        " * scale": " / scale",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "the scale added",
    "Around which number do your weights lie, and how far do they spread?",
    "You add the scale, so that your weights lie around it. It should multiply them.",
    {
        " * scale": " + scale",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "the root of the whole product",
    "What is the root of a negative number?",
    "Half of your weights are NaN: your root goes over the random numbers as well, and half of "
    "them are negative. It goes over 2 / n_{l-1} alone.",
    {
        "scale = np.sqrt(2 / layers_dims[l - 1])": "scale = 2 / layers_dims[l - 1]",
        "np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale": "np.sqrt(np.random.randn("
        "layers_dims[l], layers_dims[l - 1]) * scale)",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "zero after every layer with more than two units",
    "What is 2 / n for n = 5, and what is 2 // n?",
    "Your weights are zero wherever the layer before has more than two units: `//` drops the "
    "fraction, so that 2 // n is 0. Divide with `/`.",
    {
        "np.sqrt(2 / layers_dims[l - 1])": "np.sqrt(2 // layers_dims[l - 1])",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "absolute values",
    "What signs do your weights have?",
    "None of your weights is negative. A normal distribution around 0 has both signs.",
    {
        "np.random.randn(layers_dims[l], layers_dims[l - 1])": "abs(np.random.randn(layers_dims[l],"
        " layers_dims[l - 1]))",
    },
    alone=True,
)

initialize_parameters_he.slip(
    "uniform with the right spread",
    "Which distribution does your function draw from?",
    "Your weights have the right spread, but they come from a uniform distribution, which has "
    "bounds. Draw normal numbers.",
    {
        "np.random.randn(layers_dims[l], layers_dims[l - 1])": "np.random.uniform(-(3**0.5), "
        "3**0.5, (layers_dims[l], layers_dims[l - 1]))",
    },
    alone=True,
)
