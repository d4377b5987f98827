# Known from questions in course forums.
# Wrong: The loop runs one layer too far.
# May be called: range | index | layers_dims | too far | end

def initialize_parameters_zeros(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims) + 1):
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
