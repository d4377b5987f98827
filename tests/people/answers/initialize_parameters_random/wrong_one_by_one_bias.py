# Known from questions in course forums.
# Wrong: Each bias is a single number.
# May be called: single number | (1, 1)

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn(rows, columns) * 10
        parameters[f"b{l}"] = np.zeros((1, 1))
    return parameters
