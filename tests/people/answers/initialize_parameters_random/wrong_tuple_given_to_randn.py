# Known from questions in course forums.
# Wrong: randn takes numbers, not a tuple.
# May be called: tuple

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn((rows, columns)) * 10
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
