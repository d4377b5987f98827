# Known from public repositories of this course.
# Right: The last batch is counted from the end.

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], mini_batch_size
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    full, rest = divmod(m, size)
    batches = []
    for k in range(full):
        batches.append((X[:, k * size:(k + 1) * size], Y[:, k * size:(k + 1) * size]))
    if rest:
        batches.append((X[:, m - rest:m], Y[:, m - rest:m]))
    return batches
