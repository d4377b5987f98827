# Known from public repositories of this course.
# Wrong: √(1/n), the scale for layers without ReLU.
# May be called: sqrt(1 / n) | 1 in place of 2

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn(rows, columns) / np.sqrt(columns)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
