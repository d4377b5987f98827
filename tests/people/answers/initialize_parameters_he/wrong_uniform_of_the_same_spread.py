# Known from questions in course forums.
# Wrong: Uniform numbers of the right spread.
# May be called: uniform

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.random.uniform(-1, 1, (rows, columns)) * np.sqrt(6 / columns)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
