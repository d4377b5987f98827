# Known from files of learners found elsewhere.
# Wrong: One random number for each unit in place of zeros.
# May be called: random

def initialize_parameters_zeros(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.zeros((rows, columns)) + np.random.rand(rows, 1)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
