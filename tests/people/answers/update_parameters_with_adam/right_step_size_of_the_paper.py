# Known from public repositories of this course.
# Right: Both corrections in one factor, as in the paper's second form, with ε fitted to it.

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    root = np.sqrt(1 - beta2 ** t)
    rate = learning_rate * root / (1 - beta1 ** t)
    for name, g in ((name, grads["d" + name]) for name in parameters):
        v["d" + name] = v["d" + name] + (1 - beta1) * (g - v["d" + name])
        s["d" + name] = s["d" + name] + (1 - beta2) * (g * g - s["d" + name])
        parameters[name] = parameters[name] - rate * v["d" + name] / (np.sqrt(s["d" + name]) + epsilon * root)
    return parameters, v, s
