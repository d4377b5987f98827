"""What goes wrong where mini-batches are cut."""

import numpy as np

from autograder.exercises.optimization.mini_batches import random_mini_batches

# where the last, smaller batch is cut from, in place of its own place
LAST_BATCH = [
    (
        "the last batch begins at the remainder",
        "At which example do the full batches end?",
        "Your last batch begins at the example whose number is the remainder of m. It should begin "
        "where the full batches end.",
        "first = m % mini_batch_size",
    ),
    (
        "the last batch begins after the remainder",
        "At which example do the full batches end?",
        "Your last batch begins one after the example whose number is the remainder of m. It "
        "should begin where the full batches end.",
        "first = m % mini_batch_size + 1",
    ),
    (
        "the last batch cut from the front",
        "At which example do the full batches end?",
        "Your last batch has the right size and holds the first examples once more. It should "
        "begin where the full batches end.",
        "first, last = 0, m % mini_batch_size",
    ),
    (
        "the last batch begins at two sizes",
        "How many full batches come before the last one, and is it always the same number?",
        "Your last batch begins after two full batches, however many there are.",
        "first = 2 * mini_batch_size",
    ),
    (
        "the last batch begins after two full batches at most",
        "How many full batches come before the last one?",
        "Your last batch begins after two full batches at most, however many there are.",
        "first = min(2, m // mini_batch_size) * mini_batch_size",
    ),
    (
        "the last batch begins at a product of two numbers of batches",
        "At which example do the full batches end?",
        "Your last batch begins at (k − 1) · k times the size, with k full batches: right for two "
        "of them alone. It should begin at k times the size.",
        "first = (m // mini_batch_size - 1) * (m // mini_batch_size) * mini_batch_size",
    ),
    (
        "the last batch ends too early",
        "Which example is the last one of your last batch?",
        "Your last batch ends before the last example. It should end with the last one, number m.",
        "last = m // mini_batch_size * (m - mini_batch_size)",
    ),
    (
        "the last batch begins one size too early",
        "At which example do the full batches end?",
        "Your last batch holds the last full batch once more: it begins one size too early.",
        "first = max(0, first - mini_batch_size)",
    ),
    (
        "the last batch from the unshuffled X and Y",
        "Which arrays is your last batch cut from?",
        "Your last batch is cut from X and Y as they came. It should be cut from the shuffled "
        "ones.",
        "shuffled_X, shuffled_Y = X, Y",
    ),
    (
        "X of the last batch unshuffled",
        "Which array is X of your last batch cut from?",
        "X of your last batch is cut from X as it came, Y from the shuffled one. Cut both from the "
        "shuffled ones.",
        "shuffled_X = X",
    ),
]
for name, question, hint, line in LAST_BATCH:
    end = "        last = first + mini_batch_size\n"
    cut = f"        if last > m:\n            {line}\n"
    random_mini_batches.slip(name, question, hint, {end: end + cut}, alone=True)


@random_mini_batches.misconception(
    "the rest after every batch",
    "How often is the rest a batch?",
    "After every full batch you add all that is left over. The rest is one batch, at the end.",
)
def batches_with_the_rest_after_each(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    batches = []
    for end in range(mini_batch_size, m + 1, mini_batch_size):
        batches.append((X[:, end - mini_batch_size : end], Y[:, end - mini_batch_size : end]))
        if m % mini_batch_size:
            batches.append((X[:, end:], Y[:, end:]))
    return batches


random_mini_batches.slip(
    "the size fixed at 64",
    "What happens when somebody calls your function with another size?",
    "You cut batches of 64 and ignore the argument `mini_batch_size`.",
    {
        "    m = X": "    mini_batch_size = 64\n    m = X",
    },
    alone=True,
)

random_mini_batches.slip(
    "windows that overlap",
    "Where does your second batch begin?",
    "Your batches begin at neighbouring examples and overlap. The second one should begin where "
    "the first one ends.",
    {
        "    for first in range(0, m, mini_batch_size):\n": "    rest = m % mini_batch_size\n"
        "    starts = [*range(m // mini_batch_size)]\n"
        "    for first in [*starts, m - rest] if rest else starts:\n",
    },
    alone=True,
)

random_mini_batches.slip(
    "the first batch skipped",
    "Which examples are in none of your batches?",
    "The first examples are missing: your loop begins with the second batch.",
    {
        "range(0, m, mini_batch_size)": "range(m // mini_batch_size and mini_batch_size, m, "
        "mini_batch_size)",
    },
    alone=True,
)

random_mini_batches.slip(
    "another order for every batch",
    "How often is a permutation drawn?",
    "You draw an order anew for every batch, so some examples come twice and others not at all. "
    "Draw one before the loop.",
    {
        "        last =": "        order = np.random.permutation(m)\n"
        "        shuffled_X, shuffled_Y = X[:, order], Y[:, order]\n        last =",
    },
    alone=True,
)

random_mini_batches.slip(
    "Y flattened",
    "What shape does Y have in your batches?",
    "Y of your batches has one axis. It has two, as X has: one row, and a column for each example.",
    {
        "Y[:, order]": "Y[:, order].ravel()",
        "shuffled_Y[:, first:last]": "shuffled_Y[first:last]",
    },
    alone=True,
)


@random_mini_batches.misconception(
    "parts of equal size",
    "How many examples does your first batch hold?",
    "Your batches are all of nearly the same size. Each holds as many as were asked for, and only "
    "the last one may be smaller.",
)
def batches_of_equal_size(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    parts = np.array_split(order, -(-len(order) // mini_batch_size))
    return [(X[:, part], Y[:, part]) for part in parts]


@random_mini_batches.misconception(
    "a generator in place of a list",
    "What does `len` give for what you return?",
    "A function with `yield` gives one batch at a time. Here a list of all batches is asked for.",
)
def batches_by_yield(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    order = np.random.permutation(X.shape[1])
    for first in range(0, len(order), mini_batch_size):
        part = order[first : first + mini_batch_size]
        yield X[:, part], Y[:, part]


@random_mini_batches.misconception(
    "rows shuffled instead of columns",
    "Which axis of X counts the examples?",
    "You shuffle rows, so that the numbers of one example change places. Examples are columns, the "
    "second axis, and Y is shuffled with X.",
)
def batches_of_shuffled_rows(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    X = X.copy()
    np.random.shuffle(X)
    cuts = range(0, X.shape[1], mini_batch_size)
    return [(X[:, i : i + mini_batch_size], Y[:, i : i + mini_batch_size]) for i in cuts]
