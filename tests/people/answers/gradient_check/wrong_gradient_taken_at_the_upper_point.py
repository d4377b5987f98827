# Known from questions in course forums.
# Wrong: backward_propagation is called at θ + ε.
# May be called: at θ + ε | θ + ε in place of θ | θ₊

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope = (up - down) / (2 * epsilon)
    exact = backward_propagation(x, theta + epsilon)
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
