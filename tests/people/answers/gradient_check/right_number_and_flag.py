# Known from public repositories of this course.
# Right: A verdict is returned after the number.

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope = (up - down) / (2 * epsilon)
    exact = backward_propagation(x, theta)
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference, difference < 1e-7
