# Known from files of learners found elsewhere.
# Wrong: Uniform numbers, times 2 / √n.
# May be called: uniform | 2 / sqrt | root

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.rand(rows, columns) * 2 / np.sqrt(columns)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
