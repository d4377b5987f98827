# Known from files of learners found elsewhere.
# Wrong: The paper's second form, with the ε of the first.
# May be called: uncorrected root | uncorrected s

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    rate = learning_rate * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    for name, g in ((name, grads["d" + name]) for name in parameters):
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g * g
        parameters[name] = parameters[name] - rate * v["d" + name] / (np.sqrt(s["d" + name]) + epsilon)
    return parameters, v, s
