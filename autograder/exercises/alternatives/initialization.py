"""Right implementations of the exercises on initialization."""

import numpy as np

from autograder.exercises.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_zeros,
)
from autograder.exercises.initialization.beyond import (
    initialize_parameters_xavier,
    orthogonal_parameters,
    predict_sizes,
)


@initialize_parameters_zeros.alternative
def zeros_by_comprehension(layers_dims):
    sizes = tuple(layers_dims)
    weights = {f"W{i + 1}": np.full((sizes[i + 1], sizes[i]), 0.0) for i in range(len(sizes) - 1)}
    biases = {f"b{i}": 0 * np.ones(n).reshape(-1, 1) for i, n in enumerate(sizes) if i > 0}
    return {**weights, **biases}


@initialize_parameters_zeros.alternative
def zeros_by_while_loop(layers_dims):
    parameters = {}
    L = len(layers_dims)
    l = 1
    while l < L:
        parameters["W" + str(l)] = np.zeros(shape=(layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros(shape=(layers_dims[l], 1))
        assert parameters["W" + str(l)].shape == (layers_dims[l], layers_dims[l - 1])
        l += 1
    return parameters


@initialize_parameters_zeros.alternative
def zeros_as_nested_lists(layers_dims, print_msg=False):
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.array([[0.0 for _ in range(columns)] for _ in range(rows)])
        parameters[f"b{l}"] = np.array([[0.0] for _ in range(rows)])
        if print_msg:
            print(parameters[f"W{l}"].shape, parameters[f"b{l}"].shape)
    return parameters


@initialize_parameters_zeros.alternative
def zeros_filled_in_place(layers_dims):
    parameters = dict()  # noqa: C408
    for l, (before, size) in enumerate(zip(layers_dims[:-1], layers_dims[1:]), start=1):
        W = np.empty((size, before))
        b = np.empty((size, 1))
        W.fill(0)
        b[:] = 0
        parameters.update({"W{}".format(l): W, "b{}".format(l): b})  # noqa: UP032
    return parameters


@initialize_parameters_zeros.alternative
def zeros_cut_from_one_array(layers_dims):
    sizes = np.array(layers_dims)
    rows, columns = sizes[1:], sizes[:-1]
    ends = np.cumsum(np.stack([rows * columns, rows], axis=1).ravel())
    names = [f"{kind}{l}" for l in range(1, len(sizes)) for kind in "Wb"]
    pieces = np.split(np.zeros(ends[-1]), ends[:-1])
    return {name: piece.reshape(rows[int(name[1:]) - 1], -1) for name, piece in zip(names, pieces)}


@initialize_parameters_zeros.alternative
def zeros_by_recursion(layers_dims):
    def layers(sizes, l):
        if len(sizes) < 2:
            return {}
        first = {f"W{l}": np.zeros((sizes[1], sizes[0])), f"b{l}": np.zeros((sizes[1], 1))}
        return {**first, **layers(sizes[1:], l + 1)}

    return layers(list(layers_dims), 1)


@initialize_parameters_zeros.alternative
def zeros_in_float32(layers_dims):
    from collections import OrderedDict  # noqa: PLC0415

    parameters = OrderedDict()
    for l in reversed(range(1, len(layers_dims))):
        inputs = np.ones((1, layers_dims[l - 1]), dtype=np.float32)
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1), dtype=np.float32)
        parameters[f"W{l}"] = parameters[f"b{l}"] @ inputs
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


@initialize_parameters_random.alternative
def random_by_normal(layers_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims) - 1
    for i in range(L):
        parameters["W" + str(i + 1)] = np.random.normal(0, 10, (layers_dims[i + 1], layers_dims[i]))
        parameters["b" + str(i + 1)] = np.zeros((layers_dims[i + 1], 1))
    return parameters


@initialize_parameters_random.alternative
def random_all_at_once(layers_dims):
    np.random.seed(3)
    shapes = list(zip(layers_dims[1:], layers_dims))
    numbers = np.random.randn(sum(rows * columns for rows, columns in shapes))
    numbers *= 10
    parameters, start = {}, 0
    for l, (rows, columns) in enumerate(shapes, 1):
        end = start + rows * columns
        parameters[f"W{l}"] = numbers[start:end].reshape((rows, columns))
        parameters[f"b{l}"] = np.zeros(rows)[:, np.newaxis]
        start = end
    return parameters


@initialize_parameters_random.alternative
def random_row_by_row(layers_dims):
    random_state = np.random.RandomState(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows = [10 * random_state.randn(layers_dims[l - 1]) for _ in range(layers_dims[l])]
        parameters["W%d" % l] = np.vstack(rows)
        parameters["b%d" % l] = np.vstack([0.0] * layers_dims[l])
    return parameters


@initialize_parameters_random.alternative
def random_by_pure_python(layers_dims):
    import random  # noqa: PLC0415

    random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = []
        for _ in range(layers_dims[l]):
            W.append([random.gauss(0, 10) for _ in range(layers_dims[l - 1])])
        parameters[f"W{l}"] = np.array(W)
        parameters[f"b{l}"] = np.array([[0]] * layers_dims[l])
    return parameters


@initialize_parameters_random.alternative
def random_by_polar_coordinates(layers_dims):
    generator = np.random.default_rng(3)

    def normal(*shape):
        radius = np.sqrt(-2 * np.log(1 - generator.random(shape)))
        return radius * np.cos(2 * np.pi * generator.random(shape))

    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = normal(layers_dims[l], layers_dims[l - 1]) * 10
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_random.alternative
def random_in_float32(layers_dims, scale=10.0):
    np.random.seed(3)
    dims = np.asarray(layers_dims)
    pairs = np.column_stack((dims[1:], dims[:-1]))
    Ws = [(np.random.standard_normal(tuple(pair)) * scale).astype(np.float32) for pair in pairs]
    bs = [np.zeros((n, 1), np.float32) for n in dims[1:]]
    parameters = {"W" + str(l): W for l, W in enumerate(Ws, 1)}
    parameters.update(("b" + str(l), b) for l, b in enumerate(bs, 1))
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


@initialize_parameters_he.alternative
def he_scaled_in_place(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = np.random.randn(layers_dims[l], layers_dims[l - 1])
        W *= np.sqrt(2.0)
        W /= np.sqrt(layers_dims[l - 1])
        parameters["W" + str(l)] = W
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


@initialize_parameters_he.alternative
def he_by_math_and_comprehension(layers_dims):
    from math import sqrt  # noqa: PLC0415

    np.random.seed(3)
    he = lambda rows, columns: sqrt(2 / columns) * np.random.randn(rows, columns)  # noqa: E731
    layers = range(1, len(layers_dims))
    parameters = {f"W{l}": he(layers_dims[l], layers_dims[l - 1]) for l in layers}
    return parameters | {f"b{l}": np.zeros((layers_dims[l], 1)) for l in layers}


@initialize_parameters_he.alternative
def he_by_scale_of_normal(layers_dims, print_msg=False):
    rng = np.random.RandomState(seed=3)
    parameters = {}
    for fan_out, fan_in in zip(layers_dims[1:], layers_dims[:-1]):
        number = len(parameters) // 2 + 1
        W = rng.normal(loc=0.0, scale=np.sqrt(2 / fan_in), size=(fan_out, fan_in))
        if print_msg:
            print(f"layer {number}: {W.std()}")
        parameters[f"W{number}"], parameters[f"b{number}"] = W, np.zeros((W.shape[0], 1))
    return parameters


@initialize_parameters_he.alternative
def he_scaled_after_all_are_drawn(layers_dims):
    np.random.seed(3)
    sizes = np.array(layers_dims)
    scales = np.sqrt(2 / sizes[:-1])
    drawn = [np.random.randn(*shape) for shape in zip(sizes[1:], sizes[:-1])]
    parameters = {}
    for l, (W, scale) in enumerate(zip(drawn, scales)):
        parameters[f"W{l + 1}"] = np.multiply(W, scale)
        parameters[f"b{l + 1}"] = np.zeros_like(W.sum(axis=1, keepdims=True))
    return parameters


@initialize_parameters_he.alternative
def he_by_samples_of_a_distribution(layers_dims):
    from statistics import NormalDist  # noqa: PLC0415

    def layer(l):
        n, n_before = layers_dims[l], layers_dims[l - 1]
        numbers = NormalDist(mu=0, sigma=(2 / n_before) ** 0.5).samples(n * n_before, seed=l)
        return np.reshape(numbers, (n, n_before)), np.zeros((n, 1))

    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"], parameters[f"b{l}"] = layer(l)
    return parameters


@initialize_parameters_he.alternative
def he_by_recursion(layers_dims):
    def initialize(dims):
        if len(dims) == 1:
            return {}
        parameters = initialize(dims[:-1])
        l = len(dims) - 1
        parameters[f"W{l}"] = np.random.randn(dims[-1], dims[-2]) * pow(2 / dims[-2], 1 / 2)
        parameters[f"b{l}"] = np.repeat([[0.0]], dims[-1], axis=0)
        return parameters

    np.random.seed(3)
    return initialize(layers_dims)


@initialize_parameters_he.alternative
def he_in_float32_with_extras(layers_dims):
    np.random.seed(3)
    parameters, deviations = {}, []
    for l in range(1, len(layers_dims)):
        variance = np.float32(2 / layers_dims[l - 1])
        W = np.random.randn(layers_dims[l], layers_dims[l - 1]).astype("float32")
        parameters[f"W{l}"] = W * np.sqrt(variance)
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1), dtype="float32")
        deviations.append(float(parameters[f"W{l}"].std()))
    return parameters, deviations


@initialize_parameters_xavier.alternative
def xavier_by_generator(layers_dims):
    rng = np.random.default_rng(3)
    parameters = {}
    for l, (m, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"W{l}"] = rng.normal(scale=((m + n) / 2) ** -0.5, size=(n, m))
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


@initialize_parameters_xavier.alternative
def xavier_scaled_in_place(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = np.random.randn(layers_dims[l], layers_dims[l - 1])
        W *= np.sqrt(2.0)
        W /= np.sqrt(sum(W.shape))
        parameters.update({f"W{l}": W, f"b{l}": np.zeros_like(W[:, :1])})
    return parameters


@initialize_parameters_xavier.alternative
def xavier_by_comprehension(layers_dims):
    np.random.seed(3)
    shapes = list(zip(layers_dims[1:], layers_dims))
    weights = {
        f"W{l}": np.random.normal(0, np.sqrt(2 / (n + m)), (n, m))
        for l, (n, m) in enumerate(shapes, 1)
    }
    return weights | {f"b{l}": np.array([[0.0]] * n) for l, (n, _) in enumerate(shapes, 1)}


@initialize_parameters_xavier.alternative
def xavier_by_mean_of_fans(layers_dims):
    from math import sqrt  # noqa: PLC0415

    np.random.seed(3)
    parameters = {}
    L = len(layers_dims) - 1
    for i in range(L):
        fan_in, fan_out = layers_dims[i], layers_dims[i + 1]
        fan = np.mean([fan_in, fan_out])
        parameters["W" + str(i + 1)] = 1 / sqrt(fan) * np.random.standard_normal((fan_out, fan_in))
        parameters["b" + str(i + 1)] = np.full((fan_out, 1), 0.0)
    return parameters


@predict_sizes.alternative
def sizes_by_mean_squares(layers_dims, scale, size):
    square = size**2
    sizes = {}
    for l, n in enumerate(layers_dims[:-2], start=1):
        square *= n * scale**2 / 2
        sizes["A" + str(l)] = np.sqrt(square)
    return sizes


@predict_sizes.alternative
def sizes_by_cumulative_product(layers_dims, scale, size):
    factors = scale * np.sqrt(np.array(layers_dims[:-2]) / 2)
    return {f"A{l}": value for l, value in enumerate(size * np.cumprod(factors), start=1)}


@predict_sizes.alternative
def sizes_by_recursion(layers_dims, scale, size):
    if len(layers_dims) < 3:
        return {}
    sizes = sizes_by_recursion(layers_dims[:-1], scale, size)
    l = len(layers_dims) - 2
    before = sizes[f"A{l - 1}"] if l > 1 else size
    return {**sizes, f"A{l}": before * scale * (layers_dims[l - 1] * 0.5) ** 0.5}


@predict_sizes.alternative
def sizes_from_the_one_before(layers_dims, scale, size):
    sizes = {"A0": size}
    for l in range(1, len(layers_dims) - 1):
        variance_of_sum = layers_dims[l - 1] * scale**2 * sizes[f"A{l - 1}"] ** 2
        sizes[f"A{l}"] = np.sqrt(0.5 * variance_of_sum)
    del sizes["A0"]
    return sizes


@orthogonal_parameters.alternative
def orthogonal_in_place(parameters):
    for name in parameters:
        if name.startswith("W"):
            U, S, Vh = np.linalg.svd(parameters[name], full_matrices=False)
            parameters[name] = U @ Vh
    return parameters


@orthogonal_parameters.alternative
def orthogonal_by_full_matrices(parameters):
    orthogonal = dict(parameters)
    for l in range(1, len(parameters) // 2 + 1):
        W = parameters["W" + str(l)]
        U, _, Vt = np.linalg.svd(W)
        orthogonal["W" + str(l)] = np.matmul(np.matmul(U, np.eye(*W.shape)), Vt)
    return orthogonal


@orthogonal_parameters.alternative
def orthogonal_by_polar_decomposition(parameters):
    from scipy.linalg import polar  # noqa: PLC0415

    turned = lambda W: polar(W)[0]  # noqa: E731
    return {name: turned(a) if name[0] == "W" else a.copy() for name, a in parameters.items()}


@orthogonal_parameters.alternative
def orthogonal_by_newton(parameters):
    orthogonal = {}
    for name, values in parameters.items():
        if name.startswith("b"):
            orthogonal[name] = values
            continue
        W = values
        for _ in range(200):  # Newton's iteration with the pseudo-inverse
            W = 0.5 * (W + np.linalg.pinv(W).T)
        orthogonal[name] = W
    return orthogonal
