# Known from two public repositories of this course.
# Wrong: The last batch is cut from one full batch before the end, up to the rest.
# May be called: after its loop | after the loop | no value | not run | last batch

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
        batches.append((X[:, k * size:-rest], Y[:, k * size:-rest]))
    return batches
