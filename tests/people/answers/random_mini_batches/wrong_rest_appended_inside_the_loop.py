# Known from public repositories of this course.
# Wrong: The rest is added after every batch.
# May be called: rest

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], mini_batch_size
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    batches = []
    for k in range(m // size):
        batches.append((X[:, k * size:(k + 1) * size], Y[:, k * size:(k + 1) * size]))
        if m % size:
            batches.append((X[:, (k + 1) * size:], Y[:, (k + 1) * size:]))
    return batches
