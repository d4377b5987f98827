# Known from questions in course forums.
# Wrong: Layers counted from 0.
# May be called: counted from 0 | dW0

def initialize_adam(parameters):
    L = len(parameters) // 2
    v, s = {}, {}
    for l in range(L):
        for n in ("W", "b"):
            v["d" + n + str(l)] = np.zeros_like(parameters[n + str(l + 1)])
            s["d" + n + str(l)] = np.zeros_like(parameters[n + str(l + 1)])
    return v, s
