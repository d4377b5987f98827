# Known from questions in course forums.
# Wrong: The biases step with the gradient, not with v.
# May be called: gradient

def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        W, b, dW, db = f"W{l}", f"b{l}", f"dW{l}", f"db{l}"
        v[dW] = beta * v[dW] + (1 - beta) * grads[dW]
        v[db] = beta * v[db] + (1 - beta) * grads[db]
        parameters[W] = parameters[W] - learning_rate * v[dW]
        parameters[b] = parameters[b] - learning_rate * grads[db]
    return parameters, v
