# Known from public repositories of this course.
# Right: The costs are kept in arrays, as the first version of the course has it.

def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    theta, _ = dictionary_to_vector(parameters)
    gradient = gradients_to_vector(gradients)
    n = theta.shape[0]
    J_up, J_down, approximation = (np.zeros((n, 1)) for _ in range(3))
    for i in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up[i] += epsilon
        down[i] -= epsilon
        J_up[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(up))
        J_down[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(down))
        approximation[i] = (J_up[i] - J_down[i]) / (2 * epsilon)
    difference = np.linalg.norm(gradient - approximation) / (np.linalg.norm(gradient) + np.linalg.norm(approximation))
    tell(difference)
    return difference
