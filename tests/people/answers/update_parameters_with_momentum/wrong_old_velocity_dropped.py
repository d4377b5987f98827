# Known from questions in course forums.
# Wrong: The old velocity is missing.
# May be called: old velocity

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        i = str(l + 1)
        v["dW" + i] = (1 - beta) * grads["dW" + i]
        v["db" + i] = (1 - beta) * grads["db" + i]
        parameters["W" + i] = parameters["W" + i] - learning_rate * v["dW" + i]
        parameters["b" + i] = parameters["b" + i] - learning_rate * v["db" + i]
    return parameters, v
