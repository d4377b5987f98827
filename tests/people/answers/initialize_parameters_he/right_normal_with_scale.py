# Known from public repositories of this course.
# Right: np.random.normal with the scale as its spread.

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.normal(0.0, (2 / columns) ** 0.5, size=(rows, columns))
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
