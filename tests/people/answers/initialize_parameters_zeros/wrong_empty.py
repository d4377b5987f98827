# Known from files of learners found elsewhere.
# Wrong: The weights are never set and hold NaN.
# May be called: NaN | no numbers

def initialize_parameters_zeros(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.empty((rows, columns)) * np.nan
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
