# Known from public repositories of this course.
# Wrong: Windows k:k+size.
# May be called: overlap | neighbouring

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], mini_batch_size
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    full, rest = divmod(m, size)
    batches = []
    for k in range(full):
        batches.append((X[:, k:k + size], Y[:, k:k + size]))
    if rest:
        batches.append((X[:, full * size:m], Y[:, full * size:m]))
    return batches
