# Known from public repositories of this course.
# Wrong: A bias is made from the new weights.
# May be called: biases | bias

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        W, b, dW, db = f"W{l}", f"b{l}", f"dW{l}", f"db{l}"
        v[dW] = beta * v[dW] + (1 - beta) * grads[dW]
        v[db] = beta * v[db] + (1 - beta) * grads[db]
        parameters[W] = parameters[W] - learning_rate * v[dW]
        parameters[b] = parameters[W] - learning_rate * v[dW]
    return parameters, v
