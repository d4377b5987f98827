# Known from questions in course forums.
# Wrong: The new values are worked out and not stored.
# May be called: do not move | not stored | never used | not used

def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        W = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        b = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    return parameters
