# Known from files of learners found elsewhere.
# Wrong: The denominator is a norm of a sum that holds a norm.
# May be called: norm of a sum | norm inside | one norm inside

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope = (up - down) / (2 * epsilon)
    exact = backward_propagation(x, theta)
    difference = np.linalg.norm(exact - slope) / np.linalg.norm(exact + np.linalg.norm(slope))
    tell(difference)
    return difference
