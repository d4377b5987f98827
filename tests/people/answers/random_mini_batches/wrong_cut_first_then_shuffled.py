# Known from public repositories of this course.
# Wrong: Examples are shuffled inside each batch only.
# May be called: shuffled well | inside each batch | inside every batch | not shuffled | near

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    out = []
    for i in range(0, X.shape[1], mini_batch_size):
        a, b = X[:, i:i + mini_batch_size], Y[:, i:i + mini_batch_size]
        p = np.random.permutation(a.shape[1])
        out.append((a[:, p], b[:, p]))
    return out
