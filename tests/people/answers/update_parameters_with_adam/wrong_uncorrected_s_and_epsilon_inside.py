# Known from public repositories of this course.
# Wrong: s is corrected and the uncorrected one is used, with ε inside the root.
# May be called: s not corrected | ε inside the root

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v_hat, s_hat = {}, {}
    for l in range(1, len(parameters) // 2 + 1):
        W, b, dW, db = f"W{l}", f"b{l}", f"dW{l}", f"db{l}"
        v[dW] = beta1 * v[dW] + (1 - beta1) * grads[dW]
        v[db] = beta1 * v[db] + (1 - beta1) * grads[db]
        s[dW] = beta2 * s[dW] + (1 - beta2) * grads[dW] ** 2
        s[db] = beta2 * s[db] + (1 - beta2) * grads[db] ** 2
        v_hat[dW] = v[dW] / (1 - beta1 ** t)
        v_hat[db] = v[db] / (1 - beta1 ** t)
        s_hat[dW] = s[dW] / (1 - beta2 ** t)
        s_hat[db] = s[db] / (1 - beta2 ** t)
        parameters[W] = parameters[W] - learning_rate * v_hat[dW] / np.sqrt(s[dW] + epsilon)
        parameters[b] = parameters[b] - learning_rate * v_hat[db] / np.sqrt(s[db] + epsilon)
    return parameters, v, s
