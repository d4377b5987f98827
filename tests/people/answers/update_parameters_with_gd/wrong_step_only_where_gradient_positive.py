# Known from questions in course forums.
# Wrong: The absolute value of the gradient.
# May be called: absolute | without its sign

def update_parameters_with_gd(parameters, grads, learning_rate):
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * abs(grads["d" + name])
    return parameters
