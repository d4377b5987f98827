# Known from questions in course forums.
# Wrong: x is moved and not θ.
# May be called: x moved | move x | x in place of θ

def gradient_check(x, theta, epsilon=1e-7):
    thetaplus = x + epsilon
    thetaminus = x - epsilon
    J_plus = forward_propagation(thetaplus, theta)
    J_minus = forward_propagation(thetaminus, theta)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    grad = backward_propagation(x, theta)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    return difference
