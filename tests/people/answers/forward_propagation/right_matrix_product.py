# Known from public repositories of this course.
# Right: np.dot of two numbers.

def forward_propagation(x, theta):
    return np.dot(theta, x)
