# Known from public repositories of this course.
# Right: np.split at the multiples of the size.

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    order = np.random.default_rng(seed).permutation(X.shape[1])
    cuts = np.arange(mini_batch_size, len(order), mini_batch_size)
    return [(X[:, part], Y[:, part]) for part in np.split(order, cuts)]
