# Known from questions in course forums.
# Wrong: The root goes over the random numbers as well.
# May be called: root

def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = np.sqrt(np.random.randn(rows, columns) * 2 / columns)
        parameters[f"b{l}"] = np.zeros((rows, 1))
    return parameters
