"""What a source shows by itself: true of it, said in words, and never against a right answer."""

import functools
import itertools
import linecache
import time

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.exercise import source_of as text_of
from helpers.checks.source import identifiers, signs, source_of

cell_numbers = itertools.count()


def uses(name):
    """Arguments and functions that the reference reads."""
    code = EXERCISES[name].reference.__code__
    read = identifiers(text_of(EXERCISES[name].reference, name), name)
    return read & {*code.co_varnames[: code.co_argcount], *code.co_names}


RIGHT = [
    pytest.param(name, text_of(function, name), id=f"{name}: {function.__name__}")
    for name, exercise in EXERCISES.items()
    for function in (exercise.reference, *exercise.alternatives)
]

# what people write who are right
SLOPPY = [
    "def f(x, t):\n    try:\n        while True:\n            t = next(x)\n"
    "    except StopIteration:\n        return t",
    "def f(x, t):\n    while True:\n        x = x + t\n        if x > 3:\n            return x",
    "def f(x, t):\n    i = 0\n    while i < t:\n        i += 1\n    return x",
    "def f(x, t):\n    while x < t:\n        x[0] += 1\n    return x",
    "def f(x, t):\n    while x != t:\n        x.pop()\n    return x",
    "def f(x, t):\n    while len(x) < 3:\n        x = x + t\n    return x",
    "def f(x, t):\n    while 0:\n        t = x\n    return x + t",
    "def f(x, t):\n    m = x.shape[1]\n    L = len(t)\n    return x * t",
    "def f(x, t):\n    J = None\n    J = x * t\n    return J",
    "def f(x, t):\n    J=-x*t\n    return -J",
    "def f(x, t):\n    cost, cache = both(x, t)\n    return cost",
    "def f(x, t):\n    J = np.zeros(3)\n    J = x * t\n    print(J)\n    return J",
    "def f(x, t):\n    'a docstring'\n    ...\n    x.sort()\n    out.append(t)\n    return x",
    "def f(x, t):\n    scale = np.sqrt\n    return scale(x) * t",
    "def f(x, t):\n    return list(map(x.copy, t))",
    "def f(x, *more):\n    return x * more[0]",
    "def f(x, **more):\n    return x * more['t']",
    "def f(x, t):\n    return eval('x * t')",
    "def f(x, t):\n    return [x[i] * t for i in range(3)] + [i for i in x]",
    "def f(x, t):\n    for i in range(3):\n        x = x * t\n    i = 5\n    return x + i",
    "def f(x, t):\n    for row in x:\n        if row > t:\n            return row\n    return t",
    "def f(x, t):\n    up = x\n    up[0] = t\n    return up",
    "def f(x, t):\n    return x[:, None] * t",
    "def f(x, t):\n    x = np.asarray(x)\n    return x * t",
    "def f(x, t=None):\n    if t is None:\n        t = 1\n    return x * t",
    "def f(x, t):\n    if t:\n        yes = x * 2\n    else:\n        yes = x * 3\n    return yes",
    "f = lambda x, t: x * t",
    "%matplotlib inline\n!pip list\ndef f(x, t):\n    return x * t",
]

SHOWN = [
    ("a loop without an end", "def f(x, t):\n    while True:\n        x = x + t"),
    ("a loop without an end", "def f(x, t):\n    i = 0\n    while i < t:\n        x = x + 1"),
    ("nothing is returned", "def f(x, t):\n    J = x * t"),
    ("nothing is returned", "def f(x, t):\n    J = x * t\n    return"),
    ("nothing is returned", "def f(x, t):\n    def g():\n        return x * t\n    g()"),
    ("printed, not returned", "def f(x, t):\n    print(x * t)"),
    ("printed, not returned", "def f(x, t):\n    return print(x * t)"),
    ("`yield` in place of `return`", "def f(x, t):\n    for each in x:\n        yield each * t"),
    (
        "returned inside the loop",
        "def f(x, t):\n    for i in range(3):\n        x = x * t\n        return x",
    ),
    ("`None` is left", "def f(x, t):\n    J = None\n    return J + x * t"),
    ("`None` is left", "def f(x, t):\n    v = {}\n    v['dW'] = None\n    return v, x * t"),
    ("`None` is left", "def f(x, t):\n    return np.dot(None, None) + x * t"),
    ("`None` is left", "def f(x, t):\n    return x * t / None"),
    ("`^` is not a power", "def f(x, t):\n    return x ^ 2 + t"),
    ("`^` is not a power", "def f(x, t):\n    return 1 - x ^ t"),
    ("`=-` in place of `-=`?", "def f(x, t):\n    x[0] =- t\n    return x"),
    ("`=+` in place of `+=`?", "def f(x, t):\n    x =+ t\n    return x"),
    ("a function that is not called", "def f(x, t):\n    up = x.copy\n    return up + t"),
    ("a function that is not called", "def f(x, t):\n    return np.zeros[3] + x * t"),
    ("a value computed and not stored", "def f(x, t):\n    J = x\n    J == x * t\n    return J"),
    ("a value computed and not stored", "def f(x, t):\n    x\n    x - t\n    return x"),
    ("a value computed and not stored", "def f(x, t):\n    J = x\n    -t * x\n    return J"),
    ("a value computed and not stored", "def f(x, t):\n    np.append(x, t)\n    return x"),
    ("t is overwritten", "def f(x, t):\n    t = 2\n    return x**t"),
    ("x is overwritten", "def f(x, t):\n    for x in range(t):\n        t = t + x\n    return t"),
    ("t is never used", "def f(x, t):\n    return 2 * x"),
    ("t and x are never used", "def f(x, t):\n    return 2"),
    ("the old t is never read", "def f(x, t):\n    t['dW'] = 2 * x\n    return x, t"),
    ("hat is not used", "def f(x, t):\n    hat = x / (1 - t)\n    return x, t"),
    ("hat is not used", "def f(x, t):\n    hat = {}\n    hat['W'] = x / (1 - t)\n    return x, t"),
    (
        "a value overwritten before it is used",
        "def f(x, t):\n    J = g(x + t)\n    J = g(x - t)\n    return J",
    ),
    ("`//` drops the fraction", "def f(x, t):\n    return x * (2 // t)"),
    (
        "the seed is set in every round",
        "def f(x, t):\n    for l in range(t):\n        np.random.seed(3)\n    return x",
    ),
    (
        "only the last a is left",
        "def f(x, t):\n    for each in x:\n        a = each / t\n    return a",
    ),
    (
        "a second name, not a copy",
        "def f(x, t):\n    for i in range(3):\n        up = x\n        up[i] += t\n    return x",
    ),
    (
        "k after its loop",
        "def f(x, t):\n    for k in range(t):\n        x = x + k\n    return x[k:]",
    ),
]

HOSTILE = {
    "no Python": "def f(x:\n",
    "half a pair": "def f(x, t):\n    return '\ud800' ^ 2\n",
    "a zero": "def f(x, t):\n    return x\0\n",
    "parentheses": f"def f(x, t):\n    return {'(' * 5000}x{')' * 5000}",
    "signs": f"def f(x, t):\n    return {'-' * 15_000}x",
    "a chain": f"def f(x, t):\n    return x{'.a' * 9000}",
    "sums": f"def f(x, t):\n    return {'+'.join('x' * 9000)}",
    "long": "def f(x, t):\n" + "    x = x + 1\n" * 100_000,
    "loops": "def f(x, t):\n" + " for a in x:\n  pass\n a\n" * 700,
    "stores": "def f(x, t):\n" + "".join(f" a{i} = x * 1\n" for i in range(1300)) + " return t",
    "names": f"def f(x, t):\n    {'n' * 9000} = x * t\n    return x * t",
}


@pytest.mark.parametrize(("name", "source"), RIGHT)
def test_a_right_answer_shows_no_sign(name, source):
    assert signs(source, name, uses(name)) == ()


@pytest.mark.parametrize("source", SLOPPY)
def test_what_does_no_harm_is_not_said(source):
    assert signs(source, "f", {"x", "t"}) == ()


@pytest.mark.parametrize(("name", "source"), SHOWN)
def test_a_slip_is_seen_first_and_said_in_words(name, source):
    first, *_ = signs(source, "f", {"x", "t"})

    assert first.name == name
    assert first.question.endswith("?")
    assert first.hint.endswith(".")


def test_the_line_is_quoted():
    source = "def f(x, t):\n    J = x  # a remark\n    J == x * t  # compared\n    return J"

    (seen,) = signs(source, "f", {"x", "t"})

    assert "`J == x * t`" in seen.hint


class TestGivenFunctions:
    ASKED = frozenset({"x", "forward_propagation", "backward_propagation"})

    def test_one_that_is_not_called_is_named(self):
        source = "def f(x):\n    return forward_propagation(x) - x"

        assert [seen.name for seen in signs(source, "f", self.ASKED)] == [
            "backward_propagation is not called"
        ]

    @pytest.mark.parametrize(
        "source",
        [
            "def both(x): return forward_propagation(x) - backward_propagation(x)\n"
            "def f(x): return both(x)",
            "def f(x): return elsewhere(x)",
            "def f(x, cost=forward_propagation): return cost(x) - backward_propagation(x)",
            "def f(x, *more): return more[0](x)",
            "def f(x):\n    from helpers import gradients\n    return gradients.both(x)",
        ],
    )
    def test_one_that_may_be_called_elsewhere_is_not(self, source):
        assert signs(source, "f", self.ASKED) == ()


def test_the_last_definition_counts():
    source = "def f(x):\n    return x ^ 2\n\n\ndef f(x):\n    return x**2"

    assert signs(source, "f", {"x"}) == ()


@pytest.mark.parametrize("source", [None, "", "g = 1", "class f:\n    x = 2", "import f"])
def test_where_there_is_no_such_function_there_is_no_sign(source):
    assert (signs(source, "f", {"x"}), identifiers(source, "f")) == ((), frozenset())


@pytest.mark.parametrize("kind", HOSTILE)
def test_any_text_is_read_in_bounded_time(kind):
    begin = time.process_time()

    seen = signs(HOSTILE[kind], "f", {"x", "t", "forward_propagation"})
    identifiers(HOSTILE[kind], "f")

    assert time.process_time() - begin < 1
    assert len(seen) <= 3
    assert all(len(text) <= 400 for each in seen for text in (each.name, each.question, each.hint))


def test_identifiers_are_those_of_the_function_and_of_what_it_calls_beside_it():
    source = """
def both(x):
    return np.copy(x)
def other(x):
    return reshape(x)
def f(x):
    return both(x).T
"""

    assert identifiers(source, "f") == {"both", "x", "np", "copy", "T"}


class Odd:
    """Breaks whenever it is looked at."""

    def __getattr__(self, name):
        raise RuntimeError(name)


class Endless:
    """Says that it wraps another, and that one another."""

    @property
    def __wrapped__(self):
        return Endless()


@pytest.mark.parametrize(
    "thing",
    [max, 3, None, Odd(), Endless(), Odd, functools.partial(max, 1), np.add, eval("lambda: 1")],
    ids=lambda thing: type(thing).__name__,
)
def test_what_has_no_text_has_none(thing):
    assert source_of(thing) is None


def test_a_function_of_a_cell_gives_the_whole_cell():
    cell = "def half(x):\n    return x / 2\n\n\ndef f(x):\n    return half(x)\n"
    filename, scope = f"/tmp/ipykernel_7/{next(cell_numbers)}.py", {}
    linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
    exec(compile(cell, filename, "exec"), scope)

    assert source_of(scope["f"]) == cell


def test_a_function_of_a_file_gives_its_own_lines():
    assert source_of(uses).startswith("def uses(name):")
