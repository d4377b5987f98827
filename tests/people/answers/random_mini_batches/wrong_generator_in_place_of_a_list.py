# Known from questions in course forums.
# Wrong: A generator for a list.
# May be called: generator | yield

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    order = np.random.RandomState(seed).permutation(X.shape[1])
    for first in range(0, len(order), mini_batch_size):
        part = order[first:first + mini_batch_size]
        yield X[:, part], Y[:, part]
