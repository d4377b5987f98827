"""What goes wrong with the shapes and names of parameters, whatever the numbers."""

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
        "Your biases are random. They should be zero: random weights are enough to make the units "
        "differ.",
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

# the same, too rare to be met together with another mistake
RARE_SHAPES = [
    (
        "biases a single number",
        "How many units does a layer have, and how many numbers does its bias hold?",
        "Each of your biases is a single number. Every unit has a bias of its own: a column of "
        "shape (n_l, 1).",
        {
            "np.zeros((layers_dims[l], 1))": "np.zeros((1, 1))",
        },
    ),
    (
        "biases in the shape of the weights",
        "How many numbers does a bias hold for each unit?",
        "Your biases have the shape of the weights. They are columns of shape (n_l, 1): one number "
        "for each unit.",
        {
            "np.zeros((layers_dims[l], 1))": "np.zeros((layers_dims[l], layers_dims[l - 1]))",
        },
    ),
    (
        "biases of the size of the layer before",
        "To which sum is a bias added, that of its own layer or that of the layer before?",
        "Your biases are as long as the layer before. A bias belongs to a unit of its own layer: "
        "shape (n_l, 1).",
        {
            "np.zeros((layers_dims[l], 1))": "np.zeros((layers_dims[l - 1], 1))",
        },
    ),
]
