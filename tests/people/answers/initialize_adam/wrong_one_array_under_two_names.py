# Known from public repositories of this course.
# Wrong: v and s hold the same arrays.
# May be called: share | one and the same

def initialize_adam(parameters):
    v, s = {}, {}
    for name in parameters:
        v["d" + name] = s["d" + name] = np.zeros_like(parameters[name])
    return v, s
