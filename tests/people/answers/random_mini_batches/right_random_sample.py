# Known from files of learners found elsewhere.
# Right: Python's own random, and a tuple.

import random


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    random.seed(seed)
    left = random.sample(range(X.shape[1]), X.shape[1])
    batches = []
    while left:
        now, left = left[:mini_batch_size], left[mini_batch_size:]
        batches += [(X[:, now], Y[:, now])]
    return tuple(batches)
