# Known from questions in course forums.
# Wrong: Y has one axis in the batches.
# May be called: Y flattened | one axis | flatten

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], mini_batch_size
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order].reshape(-1)
    full, rest = divmod(m, size)
    batches = []
    for k in range(full):
        batches.append((X[:, k * size:(k + 1) * size], Y[k * size:(k + 1) * size]))
    if rest:
        batches.append((X[:, full * size:m], Y[full * size:m]))
    return batches
