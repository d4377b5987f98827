# Known from public repositories of this course.
# Wrong: The biases take the step of the weights.
# May be called: biases | dW

def update_parameters_with_gd(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"dW{l}"]
    return parameters
