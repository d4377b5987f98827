# Known from questions in course forums.
# Wrong: A sum for a product.
# May be called: sum instead | add

def forward_propagation(x, theta):
    J = np.add(theta, x)
    return J
