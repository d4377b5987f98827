# Known from questions in course forums.
# Wrong: The costs are subtracted and never divided by 2ε.
# May be called: not divided | division | divided by 2ε

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope = up - down
    exact = backward_propagation(x, theta)
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
