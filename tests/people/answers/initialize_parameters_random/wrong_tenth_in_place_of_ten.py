# Known from files of learners found elsewhere.
# Wrong: 0.1 for 10.
# May be called: tenth | 0.1

def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.1
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
