# Known from public repositories of this course.
# Right: Arrays are moved in place, in pairs.

def update_parameters_with_gd(parameters, grads, learning_rate):
    for value, slope in zip(parameters.values(), grads.values()):
        value -= learning_rate * slope
    return parameters
