# Known from questions in course forums.
# Wrong: θ moves by ε · θ.
# May be called: ε times θ | ε · θ

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon * theta)
    down = forward_propagation(x, theta - epsilon * theta)
    slope = (up - down) / (2 * epsilon)
    exact = backward_propagation(x, theta)
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
