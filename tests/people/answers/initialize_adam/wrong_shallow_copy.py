# Known from questions in course forums.
# Wrong: A shallow copy shares the arrays.
# May be called: share | one and the same

def initialize_adam(parameters):
    v = {"d" + k: np.zeros_like(a) for k, a in parameters.items()}
    return v, v.copy()
