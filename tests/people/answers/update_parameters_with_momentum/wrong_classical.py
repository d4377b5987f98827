# Known from questions in course forums.
# Wrong: v = βv − αg, and v is added.
# May be called: learning rate

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        i = str(l + 1)
        v["dW" + i] = beta * v["dW" + i] - learning_rate * grads["dW" + i]
        v["db" + i] = beta * v["db" + i] - learning_rate * grads["db" + i]
        parameters["W" + i] = parameters["W" + i] + v["dW" + i]
        parameters["b" + i] = parameters["b" + i] + v["db" + i]
    return parameters, v
