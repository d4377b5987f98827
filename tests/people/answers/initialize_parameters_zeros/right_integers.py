# Known from public repositories of this course.
# Right: Zeros that are whole numbers.

def initialize_parameters_zeros(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.zeros((rows, columns), dtype=int)
        parameters[f"b{l}"] = np.zeros((rows, 1), dtype=int)
    return parameters
