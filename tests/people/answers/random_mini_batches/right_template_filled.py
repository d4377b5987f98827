# Known from public repositories of this course.
# Right: The template of the course, filled in.

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
        out.append((sX[:, n * mini_batch_size:], sY[:, n * mini_batch_size:]))
    return out
