# Known from 5 of 55 public repositories of this course.
# Wrong: x is taken for the gradient.
# May be called: backward_propagation

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(x, theta + epsilon)
    down = forward_propagation(x, theta - epsilon)
    slope = (up - down) / (2 * epsilon)
    exact = x
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
