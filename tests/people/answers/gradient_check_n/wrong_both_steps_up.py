# Known from questions in course forums.
# Wrong: Both steps go up, so the approximation is zero.
# May be called: approximation is zero | same point | both

def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)
    for i in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up[i] += epsilon
        down[i] += epsilon
        J_up, _ = forward_propagation_n(X, Y, vector_to_dictionary(up))
        J_down, _ = forward_propagation_n(X, Y, vector_to_dictionary(down))
        approximation[i] = (J_up - J_down) / (2 * epsilon)
    difference = np.linalg.norm(gradient - approximation) / (np.linalg.norm(gradient) + np.linalg.norm(approximation))
    tell(difference)
    return difference
