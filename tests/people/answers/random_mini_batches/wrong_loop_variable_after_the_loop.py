# Known from six public repositories of this course.
# Wrong: The loop's variable is used after a loop that may not have run.
# May be called: after its loop | after the loop | no value | not run

import math


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    perm = list(np.random.permutation(m))
    sX = X[:, perm]
    sY = Y[:, perm].reshape((1, m))
    out = []
    n = math.floor(m / mini_batch_size)
    for k in range(0, n):
        out.append((sX[:, k * mini_batch_size:(k + 1) * mini_batch_size], sY[:, k * mini_batch_size:(k + 1) * mini_batch_size]))
    if m % mini_batch_size != 0:
        out.append((sX[:, (k + 1) * mini_batch_size:m], sY[:, (k + 1) * mini_batch_size:m]))
    return out
