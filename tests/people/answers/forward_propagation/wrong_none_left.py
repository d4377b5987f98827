# Known from questions in course forums.
# Wrong: None is left from the template.
# May be called: None

def forward_propagation(x, theta):
    J = None
    return J
