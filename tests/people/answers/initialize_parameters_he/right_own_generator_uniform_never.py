# Known from files of learners found elsewhere.
# Right: A generator of its own for each layer.

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.default_rng([3, l]).standard_normal((rows, columns)) / np.sqrt(columns / 2)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
