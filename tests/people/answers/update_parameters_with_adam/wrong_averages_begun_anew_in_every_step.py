# Known from questions in course forums.
# Wrong: The old v and s are dropped.
# May be called: old averages

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for name in parameters:
        g = grads["d" + name]
        v["d" + name] = (1 - beta1) * g
        s["d" + name] = (1 - beta2) * g * g
        step = v["d" + name] / (1 - beta1 ** t) / (np.sqrt(s["d" + name] / (1 - beta2 ** t)) + epsilon)
        parameters[name] = parameters[name] - learning_rate * step
    return parameters, v, s
