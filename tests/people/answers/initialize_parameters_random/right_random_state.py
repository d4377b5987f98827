# Known from public repositories of this course.
# Right: A RandomState of its own for each layer.

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.RandomState(l).normal(0, 10, (rows, columns))
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
