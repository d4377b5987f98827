"""The page of a graded copy is written in time, whatever is in it.

Each case has what takes the square of its length, or a fixed time, in a library that writes it.
"""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from pages import seconds_of

from autograder.grading.harmless import harmless

pytestmark = pytest.mark.slow
MOST_SECONDS = 2  # above an ordinary page
CELLS = 999
PICTURE = {"p": {"image/png": "A" * 100_000}}
TEXTS = (
    *("[", "![", "[](", r"\\[", "$$ ", "`", "> ", "- ", "# a\n", "*a ", "[a][b]", "a|b\n-|-\n"),
    *("![a](attachment:p)", r"\begin{a}\end{b}", "~~~\n", "&amp;", "\n: a\n", "[a]: b\n"),
)
CODE = (".", "\n ", "  \n", "f'{", "%%perl\n<", "(", "'''\"\"\"")
PRINTED = ("\x1b[m", "\x1b[", "\x1b", "\x1b]", "&", "<")


def cells_of(make, pieces, size, count=1, end=""):
    """Say how to make cells of each piece, repeated."""

    def made(piece):
        return lambda: [make((piece * size)[:size] + end) for _ in range(count)]

    return {f"{count} of {piece!r}": made(piece) for piece in pieces}


def text(source):
    return new_markdown_cell(source, attachments=PICTURE)


def printing(*texts):
    return new_code_cell("1", outputs=[new_output("stream", text=text) for text in texts])


@pytest.mark.parametrize(
    "make_cells",
    [
        pytest.param(make_cells, id=f"{what}: {name}")
        for what, cases in {
            "a text": cells_of(text, [r"\begin{a}", "[", "> "], 1_000_000),
            "texts": cells_of(text, TEXTS, 4900, CELLS),
            "code": cells_of(new_code_cell, [".", "\n "], 1_000_000),
            "codes": cells_of(new_code_cell, CODE, 3900, CELLS, end="\nx"),
            "raw": cells_of(new_raw_cell, "&<", 10_000_000),
            "printed": cells_of(printing, PRINTED, 1_000_000),
            "outputs": {"many": lambda: [printing(*"&" * 5000) for _ in range(20)]},
        }.items()
        for name, make_cells in cases.items()
    ],
)
def test_a_page_of_the_worst_takes_hardly_longer_than_an_ordinary_one(make_cells):
    ordinary = new_notebook(cells=[new_code_cell("x = 1"), new_markdown_cell("An answer.")])
    seconds_of(ordinary)

    graded_copy = harmless(new_notebook(cells=make_cells()))

    assert seconds_of(graded_copy) - seconds_of(ordinary) < MOST_SECONDS
