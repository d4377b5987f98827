# Known from questions in course forums.
# Wrong: 10 is added and not multiplied.
# May be called: added

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn(rows, columns) + 10
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
