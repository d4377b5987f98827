# Known from questions in course forums.
# Wrong: The biases get the shape of the weights.
# May be called: the shape of the weights

def initialize_velocity(parameters):
    v = {}
    for l in range(len(parameters) // 2):
        v["dW" + str(l + 1)] = np.zeros_like(parameters["W" + str(l + 1)])
        v["db" + str(l + 1)] = np.zeros_like(parameters["W" + str(l + 1)])
    return v
