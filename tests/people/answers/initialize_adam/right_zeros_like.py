# Known from public repositories of this course.
# Right: zeros_like in two loops.

def initialize_adam(parameters):
    L = len(parameters) // 2
    v, s = {}, {}
    for l in range(L):
        for n in ("W", "b"):
            v["d" + n + str(l + 1)] = np.zeros_like(parameters[n + str(l + 1)])
            s["d" + n + str(l + 1)] = np.zeros_like(parameters[n + str(l + 1)])
    return v, s
