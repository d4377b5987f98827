# Known from public repositories of this course.
# Wrong: A permutation for every batch.
# May be called: every batch | for each batch | anew

def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m, size = X.shape[1], mini_batch_size
    batches = []
    for first in range(0, m, size):
        order = np.random.permutation(m)
        batches.append((X[:, order][:, first:first + size], Y[:, order][:, first:first + size]))
    return batches
