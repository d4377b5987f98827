"""Shuffled mini-batches."""

import numpy as np

from autograder.exercise import exercise, with_edges
from helpers.checks.cases import Case


def batch_cases(rng):
    X = rng.normal(size=(3, 148))
    Y = (X.sum(axis=0, keepdims=True) > 0).astype(int)
    seed = int(rng.integers(1, 1000))

    def case(name, m, size, seed):
        inputs = {"X": X[:, :m], "Y": Y[:, :m], "mini_batch_size": size, "seed": seed}
        return Case(name, inputs)

    cases = [
        Case("148 examples, size and seed left out", {"X": X, "Y": Y}),
        case("148 examples in batches of 64", 148, 64, 0),
        case("148 examples, another seed", 148, 64, seed),
        case("148 examples, the same seed again", 148, 64, seed),
        case("128 examples: 64 divides them", 128, 64, seed),
        case("50 examples: fewer than one batch", 50, 64, seed),
        case("100 examples in batches of 16", 100, 16, seed),
        case("148 examples in batches of 32", 148, 32, seed + 1),
        case("40 examples in batches of 1", 40, 1, seed),
    ]
    return with_edges(cases, "64 divides them", "fewer than one batch", "batches of 1")


@exercise(cases=batch_cases, comparison="mini_batches")
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.permutation(m)
    shuffled_X = X[:, order]
    shuffled_Y = Y[:, order]
    mini_batches = []
    for first in range(0, m, mini_batch_size):
        last = first + mini_batch_size
        mini_batches.append((shuffled_X[:, first:last], shuffled_Y[:, first:last]))
    return mini_batches


random_mini_batches.slip(
    "the last, smaller batch left out",
    "What is left over when the size does not divide m?",
    "The last examples are in none of your batches. When the size does not divide m, the rest "
    "is a smaller batch.",
    {
        "range(0, m, mini_batch_size)": "range(0, m - mini_batch_size + 1, mini_batch_size)",
    },
)

random_mini_batches.slip(
    "an empty last batch",
    "How many batches of 64 do 128 examples give?",
    "When the size divides m, you add a batch without examples. Nothing is left over then.",
    {
        "range(0, m, mini_batch_size)": "range(0, m + 1, mini_batch_size)",
    },
)

random_mini_batches.slip(
    "rows cut instead of columns",
    "Which axis of X counts the examples?",
    "You cut rows. Examples are columns, the second axis.",
    {
        "[:, first:last]": "[first:last, :]",
    },
)

random_mini_batches.slip(
    "X and Y shuffled apart",
    "Does every label still stand beside its example?",
    "X and Y are shuffled by two different permutations, so labels stand beside other examples."
    " Draw one and use it for both.",
    {
        "    shuffled_Y = Y[:, order]": "    shuffled_Y = Y[:, np.random.permutation(m)]",
    },
)

random_mini_batches.slip(
    "only X shuffled",
    "Does every label still stand beside its example?",
    "X is shuffled and Y is not, so labels stand beside other examples. Use the same "
    "permutation for both.",
    {
        "    shuffled_Y = Y[:, order]": "    shuffled_Y = Y",
    },
)

random_mini_batches.slip(
    "no shuffle",
    "In which order do the examples come out?",
    "The examples are in the order in which they came. Put them into a random order first.",
    {
        "np.random.permutation(m)": "np.arange(m)",
    },
)

random_mini_batches.slip(
    "nothing when m is smaller than a batch",
    "What do 20 examples give, in batches of 64?",
    "When there are fewer examples than a batch holds, you return nothing. All of them are one "
    "smaller batch.",
    {
        "    m = X.shape[1]": "    m = X.shape[1]\n    if m < mini_batch_size:\n        return []",
    },
)

random_mini_batches.slip(
    "seed ignored",
    "Does another seed give another order?",
    "Every seed gives the same order. Use the argument, not a number of your own.",
    {
        "np.random.seed(seed)": "np.random.seed(0)",
    },
)

random_mini_batches.slip(
    "no seed set",
    "Does the same seed give the same order again?",
    "The same seed gives another order each time, because you do not set it.",
    {
        "    np.random.seed(seed)\n": "    np.random.seed(None)\n",
    },
)

random_mini_batches.slip(
    "drawn with replacement",
    "Is every example in exactly one batch?",
    "Some examples come twice and others not at all: `randint` and `choice` draw with "
    "replacement. A permutation has each number once.",
    {
        "np.random.permutation(m)": "np.random.randint(m, size=m)",
    },
    alone=True,
)

random_mini_batches.slip(
    "the first batch again and again",
    "Where does your second batch begin?",
    "All your batches begin at the first example. The second one should begin where the first one "
    "ends.",
    {
        "first:last": ":mini_batch_size",
    },
)
