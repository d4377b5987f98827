# Known from public repositories of this course.
# Wrong: The learning rate is in the velocity.
# May be called: learning rate

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        i = str(l + 1)
        v["dW" + i] = beta * v["dW" + i] + learning_rate * (1 - beta) * grads["dW" + i]
        v["db" + i] = beta * v["db" + i] + learning_rate * (1 - beta) * grads["db" + i]
        parameters["W" + i] = parameters["W" + i] - v["dW" + i]
        parameters["b" + i] = parameters["b" + i] - v["db" + i]
    return parameters, v
