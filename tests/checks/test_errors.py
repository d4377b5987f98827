"""An exception is told in a sentence of the course's terms, whatever version worded it."""

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.errors import explained

W1, b1 = np.ones((4, 2)), np.ones((4, 1))
WHOLE_NUMBERS = np.ones(3, dtype=int)


def run(line):
    """Have this Python and this numpy word the exception of a line."""
    try:
        exec(line, {"np": np, "math": math, "W1": W1, "b1": b1, "whole": WHOLE_NUMBERS.copy()})
    except Exception as error:
        return f"{type(error).__name__}: {error} (in the line `{line}`)"
    raise AssertionError(f"{line} raised nothing")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("np.random.randn((4, 2))", "`randn(rows, columns)`, and not as one tuple"),
        ("np.zeros(4, 2)", "`np.zeros((rows, columns))`"),
        ("range((4, 2))", "A tuple stands where one whole number belongs"),
        ("np.zeros((2 / 1, 3))", "`/` always gives one with a fraction"),
        ("np.dot(W1, W1)", "(4, 2) and (4, 2) do not fit in a matrix product: the first has 2 col"),
        ("W1 @ W1", "the matrix on the left has 2 columns, the one on the right 4 rows"),
        ("W1 + np.ones((2, 4))", "shapes (4, 2) and (2, 4) cannot be computed with entry by entry"),
        ("b1 += W1", "keeps the shape (4, 1), and the result has the shape (4, 2)"),
        ("b1[:, 0] = np.ones(3)", "shape (3,) does not go into a place of shape (4,)"),
        ("W1.reshape(3, 3)", "An array of 8 entries cannot be given the shape (3, 3)"),
        ("np.sum(np.ones(3), axis=1)", "axis 1 was asked of an array with 1 axes"),
        ("(1.0, {}) - 2", "as in `cost, cache = …`"),
        ("2 * None", "`None` stands where a value belongs"),
        ("x = None; x['W1']", "`None` stands where a value belongs"),
        ("np.sqrt(None)", "`None` stands where a value belongs"),
        ("float(None)", "`None` stands where a value belongs"),
        ("{} * 0.1", "A whole dictionary stands in a formula"),
        ("[1.0] * 0.1", "an array of numpy does"),
        ("'W' + 1", '`f"W{l}"` or `"W" + str(l)`'),
        ("2.0 ^ 2", "a power is written `**`"),
        ("W1 ^ 2", "a power is written `**`"),
        ("W1.sum - 1", "without parentheses"),
        ("{'W1': 1}['W0']", "no key `W0`"),
        ("[1][3]", "the first of n entries is 0"),
        ("W1[7]", "entry 7 was asked for along axis 0, which has 4 entries"),
        ("W1['W1']", "names such as `W1` are for dictionaries"),
        (
            "x = [1]; x['W1']",
            "An entry of a list was asked for by something that is no whole number",
        ),
        ("x = 3; x[0]", "what is a single number"),
        ("np.zeros[3]", "called with parentheses"),
        ("x = 3; x(2)", "a `*` may be missing"),
        ("W1(2)", "square brackets"),
        ("[x for x in 3]", "`range` makes numbers of one"),
        ("a, b = 3", "Several names stand on the left, and one number"),
        ("a, b = 1, 2, 3", "the 2 names on the left"),
        ("a, b, c = 1, 2", "3 names stand on the left, and 2 values"),
        ("def f():\n  for i in (): pass\n  return i\nf()", "`i` is read before it has a value"),
        ("thta", "There is no `thta`"),
        ("np.rand(3)", "`numpy` has no function `rand`"),
        ("[1].shape", "A `shape` was asked of a list"),
        ("{}.append(1)", "Only a list has `append`, and not a dictionary"),
        ("1 / 0", "divided by zero"),
        ("1.0 % 0", "divided by zero"),
        ("math.sqrt(-1)", "below zero"),
        ("math.sqrt(W1)", "`math.sqrt` takes one number; `np.sqrt` takes an array"),
        ("float(W1)", "several entries stands where one number belongs"),
        ("np.array([[1, 2], [3]])", "different shapes"),
        ("if W1 > 0: pass", "numpy compares entry by entry"),
        ("whole -= 0.5", "as in `x = x - …`"),
        ("x = (1, 2); x[0] = 3", "A tuple cannot be changed"),
        ("{[1]: 2}", "The key of a dictionary cannot be a list"),
        ("np.zeros(3, axis=1)", "no argument of the name `axis`"),
        ("def f(a, b): pass\nf(1)", "`b` is missing"),
        ("def f(a): pass\nf(1, 2)", "another number of values than it takes"),
        ("def f(): return f()\nf()", "calls itself again and again"),
    ],
)
def test_what_this_python_and_numpy_raise_is_explained(line, words):
    assert words in explained(run(line))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("TypeError: only size-1 arrays can be converted to Python scalars", "one number belongs"),
        ("TypeError: only length-1 arrays can be converted to Python scalars", "one number belong"),
        ("ValueError: too many values to unpack (expected 2, got 3)", "the 2 names on the left"),
        ("ZeroDivisionError: float floor division by zero", "divided by zero"),
        ("KeyError: 'W0'; the keys are W1, b1", "There is no key `W0`; the keys are W1, b1."),
        (
            "TypeError: f() takes 1 positional argument but 2 were given; it is called with x, t",
            "takes other arguments than it is called with: x, t.",
        ),
        (
            "KeyError: 'W1' (in the line `J = …`, inside `forward_propagation_n`)",
            "`forward_propagation_n` takes X, Y and a dictionary of parameters, and was given som",
        ),
    ],
)
def test_other_versions_and_what_the_check_adds_are_explained(error, words):
    assert words in explained(error)


@pytest.mark.parametrize(
    "error",
    ["", "ValueError: my own words", "AssertionError", "StopIteration: ", "Odd: {0} {line}", "("],
)
def test_what_is_not_known_is_not_explained(error):
    assert explained(error) is None


@given(st.text())
def test_any_text_is_read(error):
    assert explained(error) is None or explained(error).endswith(".")


@pytest.mark.parametrize(
    "piece",
    ["(", "`", "x() ", "(in the line `", "'a' and ", "not 'tuple'", "index 0 has size 1", "a, "],
)
def test_a_text_that_repeats_itself_is_read_in_no_time(piece):
    begin = time.process_time()

    for start in ("TypeError: ", "KeyError: 'x'; the keys are ", "operand type(s) for -: "):
        explained(start + piece * 10_000)

    assert time.process_time() - begin < 0.5
