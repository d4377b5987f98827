# Known from questions in course forums.
# Wrong: 1 − β is missing for the biases.
# May be called: 1 − β

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        W, b, dW, db = f"W{l}", f"b{l}", f"dW{l}", f"db{l}"
        v[dW] = beta * v[dW] + (1 - beta) * grads[dW]
        v[db] = beta * v[db] + grads[db]
        parameters[W] = parameters[W] - learning_rate * v[dW]
        parameters[b] = parameters[b] - learning_rate * v[db]
    return parameters, v
