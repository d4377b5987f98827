# Known from questions in course forums.
# Wrong: np.random.shuffle shuffles rows.
# May be called: rows

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    X = X.copy()
    np.random.shuffle(X)
    return [(X[:, i:i + mini_batch_size], Y[:, i:i + mini_batch_size]) for i in range(0, X.shape[1], mini_batch_size)]
