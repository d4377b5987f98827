# Known from questions in course forums.
# Wrong: Names of the parameters, without d.
# May be called: without d | names of the parameters

def initialize_velocity(parameters):
    return {k: np.zeros(a.shape) for k, a in parameters.items()}
