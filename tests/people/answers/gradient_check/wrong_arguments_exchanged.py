# Known from two public repositories of this course.
# Wrong: θ is handed over where x belongs.
# May be called: exchanged | other way round | order | swapped

def gradient_check(x, theta, epsilon=1e-7):
    up = forward_propagation(theta + epsilon, x)
    down = forward_propagation(theta - epsilon, x)
    slope = (up - down) / (2 * epsilon)
    exact = backward_propagation(x, theta)
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
