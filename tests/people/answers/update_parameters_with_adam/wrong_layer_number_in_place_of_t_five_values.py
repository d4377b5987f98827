# Known from public repositories of this course.
# Wrong: The layer's number for t, and five values returned.
# May be called: layer's number | l in place of t | number of the layer

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v_hat, s_hat = {}, {}
    for l in range(1, len(parameters) // 2 + 1):
        W, b, dW, db = f"W{l}", f"b{l}", f"dW{l}", f"db{l}"
        v[dW] = beta1 * v[dW] + (1 - beta1) * grads[dW]
        v[db] = beta1 * v[db] + (1 - beta1) * grads[db]
        s[dW] = beta2 * s[dW] + (1 - beta2) * grads[dW] ** 2
        s[db] = beta2 * s[db] + (1 - beta2) * grads[db] ** 2
        v_hat[dW] = v[dW] / (1 - beta1 ** l)
        v_hat[db] = v[db] / (1 - beta1 ** l)
        s_hat[dW] = s[dW] / (1 - beta2 ** l)
        s_hat[db] = s[db] / (1 - beta2 ** l)
        parameters[W] = parameters[W] - learning_rate * v_hat[dW] / (np.sqrt(s_hat[dW]) + epsilon)
        parameters[b] = parameters[b] - learning_rate * v_hat[db] / (np.sqrt(s_hat[db]) + epsilon)
    return parameters, v, s, v_hat, s_hat
