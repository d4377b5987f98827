"""The optional exercises, and what goes wrong in them."""

import numpy as np

from autograder.exercise import exercise, with_edges
from autograder.exercises.initialization import small_and_large_layers
from autograder.exercises.initialization.shapes import RARE_SHAPES, SHAPES_AND_NAMES
from helpers.checks.cases import Case


def sizes_to_predict(rng):
    layers = [int(n) for n in rng.permutation(np.arange(3, 40))[:6]]
    scale, size = (float(number) for number in rng.uniform(0.2, 1.5, size=2))
    inputs = [
        ("layers 8, 18, 2, 1, scale 0.5, size 1", [8, 18, 2, 1], 0.5, 1.0),
        ("four hidden layers", layers, scale, size),
        ("a large scale", layers[::-1], 10.0, size),
        ("a single hidden layer", layers[:3], scale, size),
        ("no hidden layer", layers[:2], scale, size),
    ]
    cases = [
        Case(name, {"layers_dims": sizes, "scale": scale, "size": size})
        for name, sizes, scale, size in inputs
    ]
    return with_edges(cases, "a single hidden layer", "no hidden layer")


def parameters_to_turn(rng):
    def drawn(*sizes, spread=1.0):
        parameters = {}
        for l in range(1, len(sizes)):
            parameters[f"W{l}"] = spread * rng.normal(size=(sizes[l], sizes[l - 1]))
            parameters[f"b{l}"] = rng.normal(size=(sizes[l], 1))
        return {"parameters": parameters}

    n = int(rng.integers(3, 7))
    return [
        Case("layers 2, 4, 1", drawn(2, 4, 1)),
        Case("four layers", drawn(n, n + 2, n, n - 1, 2)),
        Case("large weights", drawn(5, 4, 3, spread=10.0)),
        Case("a single layer", drawn(n, n), edge=True),
    ]


@exercise(cases=sizes_to_predict, optional=True)
def predict_sizes(layers_dims, scale, size):
    sizes = {}
    L = len(layers_dims) - 1
    for l in range(1, L):
        size = size * scale * np.sqrt(layers_dims[l - 1] / 2)
        sizes[f"A{l}"] = size
    return sizes


@exercise(cases=small_and_large_layers, comparison="initialization", optional=True)
def initialize_parameters_xavier(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / (layers_dims[l - 1] + layers_dims[l]))
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


@exercise(cases=parameters_to_turn, optional=True)
def orthogonal_parameters(parameters):
    orthogonal = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        U, _, V_transposed = np.linalg.svd(parameters[f"W{l}"], full_matrices=False)
        orthogonal[f"W{l}"] = np.dot(U, V_transposed)
        orthogonal[f"b{l}"] = parameters[f"b{l}"]
    return orthogonal


predict_sizes.slip(
    "the one half left out",
    "What does a ReLU do to one half of what it is given?",
    "Your factor has the whole n_{l-1}. The ReLU sets one half of the sums to zero, so that the "
    "mean square is halved as well.",
    {"layers_dims[l - 1] / 2": "layers_dims[l - 1]"},
)

predict_sizes.slip(
    "the size of the layer itself",
    "How many terms does the sum in one unit have?",
    "You take n_l. The terms of the sum in one unit come from the layer before: n_{l-1}.",
    {"layers_dims[l - 1]": "layers_dims[l]"},
)

predict_sizes.slip(
    "no root over n / 2",
    "Is the formula about mean squares or about root mean squares?",
    "You multiply by n_{l-1} / 2. That is the factor of the mean square; the root mean square "
    "grows by its root.",
    {"np.sqrt(layers_dims[l - 1] / 2)": "(layers_dims[l - 1] / 2)"},
)

predict_sizes.slip(
    "the root over the scale as well",
    "What is the root of a variance?",
    "You take the root of the scale. The scale is a standard deviation already, the root of "
    "Var(w).",
    {"scale * np.sqrt(layers_dims[l - 1] / 2)": "np.sqrt(scale * layers_dims[l - 1] / 2)"},
)

predict_sizes.slip(
    "the variance of the weights in place of their standard deviation",
    "The mean square grows by ½ n Var(w). By what does its root grow?",
    "You multiply by the square of the scale. The root of Var(w) is the scale itself.",
    {"size * scale *": "size * scale**2 *"},
)

predict_sizes.slip(
    "each layer from the input",
    "From which layer does the signal come into layer 2?",
    "You begin with the size of the input in every layer. Each layer begins with what the layer "
    "before has made of it.",
    {"        size = size *": "        new = size *", '[f"A{l}"] = size': '[f"A{l}"] = new'},
)

predict_sizes.slip(
    "the size before the layer",
    "What has layer 1 done to the signal in your A1?",
    "You store the size before you multiply it: your A1 is the input, and all that follow are one "
    "layer late.",
    {
        "        size = size * scale * np.sqrt(layers_dims[l - 1] / 2)\n"
        '        sizes[f"A{l}"] = size\n': '        sizes[f"A{l}"] = size\n'
        "        size = size * scale * np.sqrt(layers_dims[l - 1] / 2)\n"
    },
)

predict_sizes.slip(
    "mean squares",
    "What is asked for, the mean square or its root?",
    "You return mean squares. The root mean square is the root of each of them.",
    {
        '[f"A{l}"] = size': '[f"A{l}"] = size**2',
    },
)

predict_sizes.slip(
    "keys counted from 0",
    "What are the activations of the first hidden layer called?",
    "Your keys begin with A0. That is the input; the first hidden layer gives A1.",
    {'[f"A{l}"]': '[f"A{l - 1}"]'},
)

predict_sizes.slip(
    "the last hidden layer left out",
    "How many hidden layers does the network have, and how many times does your loop run?",
    "The last hidden layer is missing. `range` stops before its end, so range(1, L) gives 1 to "
    "L − 1, and these are the hidden layers.",
    {"range(1, L)": "range(1, L - 1)"},
)


for slip in (*SHAPES_AND_NAMES, *RARE_SHAPES):
    initialize_parameters_xavier.slip(*slip)

XAVIER = "np.sqrt(2 / (layers_dims[l - 1] + layers_dims[l]))"

initialize_parameters_xavier.slip(
    "He's scale",
    "How many layer sizes are there in Xavier's formula?",
    "Your scale is He's, the root of 2 / n_{l-1}. Xavier's has the sum of both sizes in the "
    "denominator.",
    {XAVIER: "np.sqrt(2 / layers_dims[l - 1])"},
)

initialize_parameters_xavier.slip(
    "LeCun's scale",
    "How many layer sizes are there in Xavier's formula?",
    "Your scale is LeCun's, the root of 1 / n_{l-1}. It is Xavier's only where both layers have "
    "the same size.",
    {XAVIER: "np.sqrt(1 / layers_dims[l - 1])"},
)

initialize_parameters_xavier.slip(
    "1 in place of 2 in the numerator",
    "The mean of both sizes is half of their sum. Where does that half go?",
    "You divide 1 by the sum of both sizes. The mean of the two is half of the sum, so the "
    "numerator is 2.",
    {XAVIER: "np.sqrt(1 / (layers_dims[l - 1] + layers_dims[l]))"},
)

initialize_parameters_xavier.slip(
    "no parentheses around the sum",
    "What does Python divide first, and what does it add then?",
    "You divide 2 by n_{l-1} and add n_l to that. The sum in the denominator needs parentheses.",
    {XAVIER: "np.sqrt(2 / layers_dims[l - 1] + layers_dims[l])"},
)

initialize_parameters_xavier.slip(
    "no root over the fraction",
    "Is the number that multiplies the weights their variance or their standard deviation?",
    "You multiply by 2 / (n_{l-1} + n_l). That is the variance; what multiplies a normal number is "
    "its root.",
    {XAVIER: "(2 / (layers_dims[l - 1] + layers_dims[l]))"},
)

initialize_parameters_xavier.slip(
    "the root over the 2 alone",
    "How far does the root reach in the formula?",
    "Your scale is the root of 2, divided by the sum. The root goes over the whole fraction.",
    {XAVIER: "np.sqrt(2) / (layers_dims[l - 1] + layers_dims[l])"},
)

initialize_parameters_xavier.slip(
    "the 6 of the uniform distribution",
    "To which distribution does the 6 belong?",
    "You multiply normal numbers by the root of 6 / (n_{l-1} + n_l). That is the bound of a "
    "uniform distribution of the right variance; normal numbers take a 2.",
    {XAVIER: "np.sqrt(6 / (layers_dims[l - 1] + layers_dims[l]))"},
)

initialize_parameters_xavier.slip(
    "uniform with the right spread",
    "Which distribution does your function draw from?",
    "Your weights have the right spread, but they come from a uniform distribution. Glorot and "
    "Bengio drew them that way; this exercise asks for normal ones.",
    {
        "np.random.randn(layers_dims[l], layers_dims[l - 1])": "np.random.uniform(-(3**0.5), "
        "3**0.5, (layers_dims[l], layers_dims[l - 1]))",
    },
)

initialize_parameters_xavier.slip(
    "uniform instead of normal",
    "Which distribution does your function draw from? Can its numbers be negative?",
    "Your weights come from a uniform distribution and are all positive: `rand` draws uniform "
    "numbers, another function of a similar name draws normal ones.",
    {"np.random.randn": "np.random.rand"},
)

initialize_parameters_xavier.slip(
    "not scaled at all",
    "What is the standard deviation of your weights, and does it depend on the layer?",
    "Your weights are standard normal in every layer. They still have to be multiplied by the "
    "scale.",
    {f"        scale = {XAVIER}\n": "", " * scale": ""},
)

initialize_parameters_xavier.slip(
    "the seed set again in every layer",
    "Compare the first weights of two layers. Should they be the same?",
    "All your layers begin with the same random numbers, because the seed is set anew in each "
    "turn of the loop. Set it once, before the loop.",
    {
        "    np.random.seed(3)\n": "",
        '        parameters[f"W{l}"]': '        np.random.seed(3)\n        parameters[f"W{l}"]',
    },
)


TURNED = "np.dot(U, V_transposed)"

orthogonal_parameters.slip(
    "V transposed once more",
    "In which form does `np.linalg.svd` return V?",
    "You transpose what is transposed already: the third value that `np.linalg.svd` returns is Vᵀ.",
    {
        "full_matrices=False)\n": "full_matrices=False)\n"
        "        V = V_transposed.T if V_transposed.shape[0] == V_transposed.shape[1] else "
        "V_transposed\n",
        'V_transposed)\n        orthogonal[f"b': 'V)\n        orthogonal[f"b',
    },
)

orthogonal_parameters.slip(
    "the singular values left in",
    "What are the singular values of an orthogonal matrix?",
    "Your weights are the old ones: U S Vᵀ is W again. Leave S out, so that all singular values "
    "are 1.",
    {
        "U, _, V_transposed": "U, S, V_transposed",
        TURNED: "np.dot(U * S, V_transposed)",
    },
)

orthogonal_parameters.slip(
    "times the root of 2",
    "Is there a ReLU in this exercise?",
    "All your weights are too large by the root of 2, which is for layers with ReLU. Here the "
    "orthogonal matrix alone is asked for.",
    {TURNED: f"np.sqrt(2) * {TURNED}"},
)

orthogonal_parameters.slip(
    "divided by the largest singular value",
    "How many of the singular values become 1 if you divide by the largest?",
    "You divide W by its largest singular value, so only that one becomes 1. All of them do in "
    "U Vᵀ.",
    {"U, _, V_transposed": "U, S, V_transposed", TURNED: 'parameters[f"W{l}"] / S[0]'},
)

orthogonal_parameters.slip(
    "rows of length 1",
    "Are the rows of your matrix at right angles?",
    "You divide each row by its length. The rows of an orthogonal matrix are also at right angles "
    "to each other.",
    {
        TURNED: 'parameters[f"W{l}"] / np.linalg.norm(parameters[f"W{l}"], axis=1, keepdims=True)',
    },
)

orthogonal_parameters.slip(
    "the last layer left out",
    "How many layers does the network have, and how many times does your loop run?",
    "The last layer is missing. `range` stops before its end: range(1, L + 1) gives 1 to L.",
    {"range(1, L + 1)": "range(1, L)"},
)

orthogonal_parameters.slip(
    "biases set to zero",
    "What should become of the biases?",
    "Your biases are zero. They should stay as they were given.",
    {'= parameters[f"b{l}"]': '= np.zeros_like(parameters[f"b{l}"])'},
)

orthogonal_parameters.slip(
    "biases missing",
    "How many arrays does a layer have?",
    "There are no biases in your dictionary. They should be returned as they were given.",
    {'        orthogonal[f"b{l}"] = parameters[f"b{l}"]\n': ""},
)


@orthogonal_parameters.misconception(
    "the orthogonal matrix of another decomposition",
    "Which of all orthogonal matrices is the nearest to W?",
    "Your matrices are orthogonal, but not the nearest to W: they look like the Q of a QR "
    "decomposition. That is a good start for a network too; here U Vᵀ is asked for.",
)
def orthogonal_by_qr(parameters):
    orthogonal = {}
    for l in range(1, len(parameters) // 2 + 1):
        W = parameters[f"W{l}"]
        wide = W.shape[0] < W.shape[1]
        Q, _ = np.linalg.qr(W.T if wide else W)
        orthogonal[f"W{l}"] = Q.T if wide else Q
        orthogonal[f"b{l}"] = parameters[f"b{l}"]
    return orthogonal
