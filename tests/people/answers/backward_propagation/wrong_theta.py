# Known from questions in course forums.
# Wrong: The slope along x.
# May be called: θ instead of x | return θ | θ in place of x

def backward_propagation(x, theta):
    dtheta = theta
    return dtheta
