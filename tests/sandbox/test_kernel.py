"""The kernel that a student's code runs in understands cells as IPython does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.confined.kernel import MORE_THAN_PYTHON

PIECES = (
    *("x", "= ", "5", "(", ")", "[", ":", ",", "\n", "\n", "\n    ", " ", "\t", "\\\n", ";", "/"),
    *("%", "%%", "!", "!=", "?", "??", "'", '"""', "# ", "-> ", "@", "def f", "if x", ">>> "),
    *("... ", "In [1]: ", "   ...: ", "%time ", "ls", "lambda ", "await ", "*", "{", "é"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_what_is_taken_for_python_is_what_ipython_would_leave_alone(source):
    if "\n" in source and not MORE_THAN_PYTHON.search(source):
        ended = source if source.endswith("\n") else f"{source}\n"

        assert TransformerManager().transform_cell(source) == ended


@pytest.mark.parametrize(
    "source",
    [
        "x = 5\n%time y = x",
        "x = 5\ny = !ls",
        "x = 5\n!ls",
        "x = 5\nx?",
        "%%time\nx = 5",
        ">>> x = 5\n>>> x",
        "In [1]: x = 5\n   ...: x",
        "\nx = 5\ny = x",
        "    x = 5\n    y = x",
    ],
)
def test_what_is_more_than_python_goes_the_long_way(source):
    assert MORE_THAN_PYTHON.search(source)
    assert TransformerManager().transform_cell(source) != f"{source}\n"
