# Known from questions in course forums.
# Wrong: X and Y are shuffled one after the other.
# May be called: shuffled apart | two different permutations

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    X = np.random.permutation(X.T).T
    Y = np.random.permutation(Y.T).T
    return [(X[:, i:i + mini_batch_size], Y[:, i:i + mini_batch_size]) for i in range(0, X.shape[1], mini_batch_size)]
