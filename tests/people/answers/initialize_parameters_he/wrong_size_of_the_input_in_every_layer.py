# Known from questions in course forums.
# Wrong: layers_dims[0] for every layer.
# May be called: size of the input | by the input | layers_dims[0] | number of features

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn(rows, columns) * np.sqrt(2 / layers_dims[0])
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
