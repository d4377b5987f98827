# Known from three files of learners found elsewhere.
# Wrong: 0.01 for 10.
# May be called: hundredth | 0.01

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.randn(rows, columns) * 0.01
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
