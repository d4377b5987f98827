# Known from files of learners found elsewhere.
# Right: scikit-learn's shuffle, and lists for pairs.

from sklearn.utils import shuffle


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    a, b = shuffle(X.T, Y.T, random_state=seed)
    return [[a[i:i + mini_batch_size].T, b[i:i + mini_batch_size].T] for i in range(0, len(a), mini_batch_size)]
