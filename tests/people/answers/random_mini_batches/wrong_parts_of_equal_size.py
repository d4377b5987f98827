# Known from questions in course forums.
# Wrong: array_split into parts of nearly equal size.
# May be called: equal size | same size

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    parts = np.array_split(order, int(np.ceil(len(order) / mini_batch_size)))
    return [(X[:, part], Y[:, part]) for part in parts]
