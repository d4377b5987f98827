# Known from questions in course forums.
# Wrong: The gradients are looked for under the names of the parameters.
# May be called: 'W1' | W1

def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["W" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["b" + str(l + 1)]
    return parameters
