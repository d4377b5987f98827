# Known from questions in course forums.
# Wrong: The step goes up.
# May be called: plus | up the slope

def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for l in range(1, len(parameters) // 2 + 1):
        for n in ("W", "b"):
            p, d = n + str(l), "d" + n + str(l)
            v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
            s[d] = beta2 * s[d] + (1 - beta2) * np.square(grads[d])
            vc = v[d] / (1 - np.power(beta1, t))
            sc = s[d] / (1 - np.power(beta2, t))
            parameters[p] += learning_rate * vc / (np.sqrt(sc) + epsilon)
    return parameters, v, s
