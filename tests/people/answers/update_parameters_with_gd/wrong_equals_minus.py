# Known from questions in course forums.
# Wrong: =- typed for -=.
# May be called: =- | in place of the parameter

def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] =- learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] =- learning_rate * grads["db" + str(l + 1)]
    return parameters
