# Known from questions in course forums.
# Wrong: a / b + c.
# May be called: parenthes

def gradient_check(x, theta, epsilon=1e-7):
    thetaplus = theta + epsilon
    thetaminus = theta - epsilon
    J_plus = forward_propagation(x, thetaplus)
    J_minus = forward_propagation(x, thetaminus)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    grad = backward_propagation(x, theta)
    numerator = np.linalg.norm(grad - gradapprox)
    difference = numerator / np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return difference
