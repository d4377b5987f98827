# Known from public repositories of this course.
# Wrong: The seed is set anew in every layer.
# May be called: seed

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.seed(3) or np.random.randn(rows, columns) * np.sqrt(2 / columns)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
