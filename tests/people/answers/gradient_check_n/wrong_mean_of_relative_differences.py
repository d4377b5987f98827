# Known from questions in course forums.
# Wrong: A relative difference for each entry, and their mean.
# May be called: mean

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
    difference = np.mean(np.abs(gradient - approximation) / (np.abs(gradient) + np.abs(approximation) + 1e-12))
    tell(difference)
    return difference
