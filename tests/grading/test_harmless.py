"""The graded copy: what of a student's is shown in it, and that nothing of it runs."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.grading.harmless import harmless

SCRIPT = "<script>alert(1)</script>"
OURS = {"nbgrader": {"grade_id": "check-f", "grade": True, "solution": False}}
LOCKED = {"nbgrader": {"grade_id": "tell", "grade": False, "solution": False}}
WRITTEN = {"nbgrader": {"grade_id": "answer", "grade": True, "solution": True}}


def only(cell):
    """Make the graded copy of a notebook of one cell and give that back."""
    return harmless(new_notebook(cells=[cell])).cells[0]


def shown(data, metadata=None):
    """Make a cell that shows something."""
    return new_code_cell("f()", outputs=[new_output("display_data", data)], metadata=metadata or {})


@pytest.mark.parametrize(
    "kind",
    ["text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript", "a/b"],
)
def test_an_output_that_could_run_is_left_out_and_its_text_is_kept(kind):
    cell = only(shown({"text/plain": "text", kind: SCRIPT}))

    assert cell.outputs[0].data == {"text/plain": "text"}


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif"])
def test_pictures_are_kept(kind):
    data = {"text/plain": "<Figure>", kind: "AAAA"}

    assert only(shown(data)).outputs[0].data == data


def test_what_the_grader_itself_shows_is_kept():
    data = {"text/plain": "10", "text/html": "<b>10</b>"}

    assert only(shown(data, OURS)).outputs[0].data == data


@pytest.mark.parametrize("metadata", [{}, WRITTEN])
@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (SCRIPT, "&lt;script>alert(1)&lt;/script>"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
        (r"$\href{javascript:alert(1)}{x}$", r"$\text{javascript :alert(1)}{x}$"),
        ("[x](JaVaScRiPt:alert(1))", "[x](JaVaScRiPt :alert(1))"),
        ("[x](&#106;avascript:alert(1))", "[x](&amp;#106;avascript:alert(1))"),
        ("For $a < b$ and 3<4, *yes*.", "For $a < b$ and 3<4, *yes*."),
    ],
)
def test_tags_in_a_students_text_are_shown_and_not_obeyed(metadata, source, kept):
    assert only(new_markdown_cell(source, metadata=metadata)).source == kept


def test_a_locked_text_is_left_as_it_is():
    assert only(new_markdown_cell("<b>ours</b>", metadata=LOCKED)).source == "<b>ours</b>"


def test_the_notebook_that_was_handed_over_is_not_changed():
    notebook = new_notebook(cells=[shown({"text/html": SCRIPT}), new_markdown_cell(SCRIPT)])
    before = copy.deepcopy(notebook)

    harmless(notebook)

    assert notebook == before
