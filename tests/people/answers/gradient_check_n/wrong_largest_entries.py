# Known from questions in course forums.
# Wrong: The largest entries for the norms.
# May be called: largest

def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)
    for i in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up[i] += epsilon
        down[i] -= epsilon
        J_up, _ = forward_propagation_n(X, Y, vector_to_dictionary(up))
        J_down, _ = forward_propagation_n(X, Y, vector_to_dictionary(down))
        approximation[i] = (J_up - J_down) / (2 * epsilon)
    difference = np.abs(gradient - approximation).max() / (np.abs(gradient).max() + np.abs(approximation).max())
    tell(difference)
    return difference
