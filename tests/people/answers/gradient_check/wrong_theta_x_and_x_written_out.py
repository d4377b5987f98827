# Known from 5 of 55 public repositories of this course.
# Wrong: θ·x and x are written out, so x is compared with x.
# May be called: written out | not called | always 0 | never call

def gradient_check(x, theta, epsilon=1e-7):
    up = (theta + epsilon) * x
    down = (theta - epsilon) * x
    slope = (up - down) / (2 * epsilon)
    exact = x
    difference = abs(exact - slope) / (abs(exact) + abs(slope))
    tell(difference)
    return difference
