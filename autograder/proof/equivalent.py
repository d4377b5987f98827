"""Mutants that no check can or should refuse, each with the reason.

Every one of them was looked at by hand. :mod:`autograder.proof.prove` fails when another mutant
survives, and when one that is listed here no longer does.
"""

from collections.abc import Mapping

SYMMETRIC_STEP = "The centred difference is the same for ε and −ε."
ROUND_OFF = (
    "Half of a step of 1e-7: the truncation, 1e-14, is far below the round-off in which two "
    "correct programs differ."
)
SMALL_STEP = (
    "Half of a step of 1e-5: what both leave out lies below the round-off in which two correct "
    "programs differ."
)
SAME_DISTANCE = "The norm of a difference does not depend on its sign."
OVERWRITTEN = "Every entry is overwritten in the loop."
SAME_SHAPE = "Parameters, gradient and approximation have the same shape."
SAME_EXAMPLES = "X and Y have the same number of columns."
LAST_AXIS = "In an array of two axes, the last one is axis 1."
UNUSED = "Both names are never used."
ONE_UNIT = "Layer 3 has one unit: its only row is all there is to sum."
ONE_COLUMN = "Gradient and direction have one column: its sum is all there is, in an array or not."
OUTER_PRODUCT = "Layer 3 has one unit: column times row, broadcast, is the matrix product."
KINK = "They differ at exactly 0 alone, where each slope from 0 to 1 is a valid one."
RELU = "A = max(0, Z) is positive where Z is."
OWN_NUMBERS = (
    "Other random numbers of the same distribution, which are accepted: a student may draw them "
    "from a generator of another seed, or of none."
)
SYMMETRIC_NUMBERS = "The normal distribution around 0 is symmetric."
LAYER_ZERO = (
    "Entries beyond those asked for (layer 0, and −1) are added. They are accepted, and all given "
    "functions leave them aside."
)
LAYER_BEYOND = (
    "An entry for the output, or for a layer behind it, is added. Entries beyond those asked for "
    "are accepted."
)
ONE_NUMBER = "Of a single number, norm, sum and largest are the absolute value, flat or not."
LAST_TURN = "What the last turn leaves is computed from all entries."
ADDED_TO = (
    "The entries are added to the dictionary of the parameters. Entries beyond those asked for are "
    "accepted."
)
SAME_NAMES = "There is one gradient for each parameter."
ANY_ORDER = "Backwards from the end, the examples are a permutation too."
BOTH_ZEROS = "Both dictionaries hold the same zeros."
EVEN = "The cosine of an angle and of its opposite are the same."
AT_THE_TOP = "In step `warm_up` both lines give the peak."
APART = "The weights and the biases are updated each by themselves, in any order."

_CACHE = "(Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)"
_DONE = "(t - warm_up) / (steps - warm_up)"
_RANDN = "np.random.randn(layers_dims[l], layers_dims[l - 1])"


# Of a backward pass whose activations are positive where their inputs are
_BACKWARD: Mapping[str, str] = {
    "line 2: X.shape → Y.shape": SAME_EXAMPLES,
    "line 2: X.shape[1] → X.shape[-1]": LAST_AXIS,
    f"line 3: {_CACHE} → {_CACHE.replace('W1, b1', 'b1, W1')}": UNUSED,
    f"line 3: {_CACHE} → {_CACHE.replace('b2, Z3', 'Z3, b2')}": UNUSED,
    "line 6: np.sum(dZ3, axis=1, keepdims=True) → np.sum(dZ3, keepdims=True)": ONE_UNIT,
    "line 6: axis=1 → axis=-1": LAST_AXIS,
    "line 7: np.dot(W3.T, dZ3) → np.multiply(W3.T, dZ3)": OUTER_PRODUCT,
    "line 8: Z2 > 0 → Z2 >= 0": KINK,
    "line 8: Z2 > 0 → A2 > 0": RELU,
    "line 10: axis=1 → axis=-1": LAST_AXIS,
    "line 12: Z1 > 0 → Z1 >= 0": KINK,
    "line 12: Z1 > 0 → A1 > 0": RELU,
    "line 14: axis=1 → axis=-1": LAST_AXIS,
    "lines 8 and 12: Z2 > 0 → Z2 >= 0": KINK,
}


def _drawn(line: int) -> dict[str, str]:
    """Of a random initialization, which draws its weights in this line."""
    return {
        "line 2: np.random.seed(3) → pass": OWN_NUMBERS,
        "line 2: np.random.seed(3) → 3": OWN_NUMBERS,
        "line 2: np.random.seed(3) → np.random.seed()": OWN_NUMBERS,
        "line 2: np.random.seed(3) → np.random.seed(4)": OWN_NUMBERS,
        "line 2: np.random.seed(3) → np.random.seed(2)": OWN_NUMBERS,
        "line 2: np.random.seed(3) → np.random.seed(0)": OWN_NUMBERS,
        **_with_layer_zero(4),
        f"line {line}: {_RANDN} → -{_RANDN}": SYMMETRIC_NUMBERS,
    }


def _scaled(above: int, below: str = "layers_dims[l - 1]") -> dict[str, str]:
    """Of an initialization whose scale, in line 5, is the root of this fraction."""
    scale = f"np.sqrt({above} / {below})"
    return {
        **_drawn(6),
        f"line 5: {scale} → -{scale}": SYMMETRIC_NUMBERS,
        f"line 6: {_RANDN} * scale → -({_RANDN} * scale)": SYMMETRIC_NUMBERS,
    }


def _of_one_number(lines: str, number: str) -> dict[str, str]:
    """Of a check of one number, which takes another norm in these lines."""
    before = f"{lines}: np.linalg.norm({number}) →"
    return {
        f"{before} np.sum(np.abs({number}))": ONE_NUMBER,
        f"{before} np.max(np.abs({number}))": ONE_NUMBER,
    }


def _with_layer_zero(line: int) -> dict[str, str]:
    before = f"line {line}: range(1, len(layers_dims)) →"
    return {
        f"{before} range(len(layers_dims))": LAYER_ZERO,
        f"{before} range(0, len(layers_dims))": LAYER_ZERO,
        f"{before} range(-1, len(layers_dims))": LAYER_ZERO,
    }


_BY_EXERCISE: Mapping[str, Mapping[str, str]] = {
    "initialize_parameters_zeros": _with_layer_zero(3),
    "initialize_parameters_random": {
        **_drawn(5),
        f"line 5: {_RANDN} * 10 → -({_RANDN} * 10)": SYMMETRIC_NUMBERS,
        f"line 5: {_RANDN} * 10 → {_RANDN} * -10": SYMMETRIC_NUMBERS,
    },
    "initialize_parameters_he": _scaled(2),
    "initialize_parameters_xavier": _scaled(2, "(layers_dims[l - 1] + layers_dims[l])"),
    "predict_sizes": {
        f"line 3: len(layers_dims) - 1 → {more}": LAYER_BEYOND
        for more in (
            "len(layers_dims) + 1",
            "len(layers_dims)",
            "len(layers_dims) - 0",
            "len(layers_dims) - -1",
        )
    },
    "gradient_check": {
        "line 1: 1e-07 → 5e-08": ROUND_OFF,
        "line 1: 1e-07 → -1e-07": SYMMETRIC_STEP,
        "line 8: gradient - approximation → -(gradient - approximation)": SAME_DISTANCE,
        "line 8: gradient - approximation → approximation - gradient": SAME_DISTANCE,
        "line 8: gradient - approximation → gradient - np.ravel(approximation)": ONE_NUMBER,
        **_of_one_number("line 8", "gradient - approximation"),
        **_of_one_number("line 9", "gradient"),
        **_of_one_number("line 9", "approximation"),
        **_of_one_number("lines 8 and 9", "gradient - approximation"),
    },
    "gradient_check_n": {
        "line 1: 1e-07 → 5e-08": ROUND_OFF,
        "line 1: 1e-07 → -1e-07": SYMMETRIC_STEP,
        "line 4: np.zeros(theta.shape) → np.ones(theta.shape)": OVERWRITTEN,
        "line 4: theta.shape → gradient.shape": SAME_SHAPE,
        "line 5: len(theta) → len(approximation)": SAME_SHAPE,
        "line 13: gradient - approximation → -(gradient - approximation)": SAME_DISTANCE,
        "line 13: gradient - approximation → approximation - gradient": SAME_DISTANCE,
        "line 13: numerator = np.linalg.norm(gradient - approximation) → into the loop": LAST_TURN,
    },
    "backward_propagation_n": _BACKWARD,
    "gradient_check_direction": {
        "line 1: 1e-05 → 5e-06": SMALL_STEP,
        "line 1: 1e-05 → -1e-05": SYMMETRIC_STEP,
        "line 8: np.sum(gradients_to_vector(gradients) * direction) → np.sum("
        "gradients_to_vector(gradients) * direction, axis=0, keepdims=True)": ONE_COLUMN,
        "line 9: slope - approximation → -(slope - approximation)": SAME_DISTANCE,
        "line 9: slope - approximation → approximation - slope": SAME_DISTANCE,
        "line 9: slope - approximation → slope - np.ravel(approximation)": ONE_NUMBER,
    },
    "backward_propagation_leaky": _BACKWARD,
    "update_parameters_with_gd": {"line 2: len(parameters) → len(grads)": SAME_NAMES},
    "random_mini_batches": {
        "line 3: X.shape → Y.shape": SAME_EXAMPLES,
        "line 3: X.shape[1] → X.shape[-1]": LAST_AXIS,
        "line 4: np.random.permutation(m) → -np.random.permutation(m)": ANY_ORDER,
    },
    "initialize_velocity": {
        "lines 5 and 6 and 7: v[f'dW{l}'] → parameters[f'dW{l}']": ADDED_TO,
    },
    "update_parameters_with_momentum": {
        "line 2: len(parameters) → len(grads)": SAME_NAMES,
        "line 2: len(parameters) → len(v)": SAME_NAMES,
    },
    "initialize_adam": {
        "line 10: (v, s) → (s, v)": BOTH_ZEROS,
        "lines 6 and 7 and 10: v[f'dW{l}'] → parameters[f'dW{l}']": ADDED_TO,
        "lines 8 and 9 and 10: s[f'dW{l}'] → parameters[f'dW{l}']": ADDED_TO,
    },
    "update_parameters_with_adam": {
        "line 4: len(parameters) → len(grads)": SAME_NAMES,
        "line 4: len(parameters) → len(v)": SAME_NAMES,
        "line 4: len(parameters) → len(s)": SAME_NAMES,
        "line 6: (f'W{l}', f'b{l}') → (f'b{l}', f'W{l}')": APART,
    },
    "update_parameters_with_nesterov": {
        "line 2: len(parameters) → len(grads)": SAME_NAMES,
        "line 2: len(parameters) → len(v)": SAME_NAMES,
        "line 4: (f'W{l}', f'b{l}') → (f'b{l}', f'W{l}')": APART,
    },
    "update_parameters_with_rmsprop": {
        "line 2: len(parameters) → len(grads)": SAME_NAMES,
        "line 2: len(parameters) → len(s)": SAME_NAMES,
        "line 4: (f'W{l}', f'b{l}') → (f'b{l}', f'W{l}')": APART,
    },
    "learning_rate_schedule": {
        "line 2: t < warm_up → t <= warm_up": AT_THE_TOP,
        "line 2: t < warm_up → t - 1 < warm_up": AT_THE_TOP,
        f"line 4: {_DONE} → -({_DONE})": EVEN,
        "line 4: t - warm_up → -(t - warm_up)": EVEN,
        "line 4: t - warm_up → warm_up - t": EVEN,
        "line 4: steps - warm_up → -(steps - warm_up)": EVEN,
        "line 4: steps - warm_up → warm_up - steps": EVEN,
        "line 5: np.pi * done → -(np.pi * done)": EVEN,
    },
}

# exercise and description of the mutant → why it is right
EQUIVALENT: Mapping[tuple[str, str], str] = {
    (exercise, description): why
    for exercise, reasons in _BY_EXERCISE.items()
    for description, why in reasons.items()
}
