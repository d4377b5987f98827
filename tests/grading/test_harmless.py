"""The graded copy: what of a student's is shown in it, and that nothing of it runs."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from pages import Page, feedback

from autograder.grading.harmless import harmless
from autograder.notebook import notes_of

SCRIPT = "<script>alert(1)</script>"
OURS = {"nbgrader": {"grade_id": "check-f", "grade": True, "solution": False}}
LOCKED = {"nbgrader": {"grade_id": "tell", "grade": False, "solution": False}}
WRITTEN = {"nbgrader": {"grade_id": "answer", "grade": True, "solution": True}}


def of(*cells):
    """Make a notebook, valid or not."""
    notebook = new_notebook()
    notebook.cells = list(cells)
    return notebook


def only(cell):
    """Make the graded copy of a notebook of one cell and give that back."""
    return harmless(of(cell)).cells[0]


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
        (SCRIPT, "< script>alert(1)< /script>"),
        ("<img src=x onerror=alert(1)>", "< img src=x onerror=alert(1)>"),
        (r"$\href{javascript:alert(1)}{x}$", r"$\text{href}{javascript:alert(1)}{x}$"),
        ("[x](JaVaScRiPt:alert(1))", "[x] (JaVaScRiPt:alert(1))"),
        ("[x](&#106;avascript:alert(1))", "[x] (&#106;avascript:alert(1))"),
        ("For $a < b$ and 3<4, *yes*.", "For $a < b$ and 3<4, *yes*."),
    ],
)
def test_tags_in_a_students_text_are_shown_and_not_obeyed(metadata, source, kept):
    assert only(new_markdown_cell(source, metadata=metadata)).source == kept


@pytest.mark.parametrize("count", [SCRIPT, "1", [SCRIPT], {"a": 1}, True, -1, 1e9, 10**400, None])
def test_the_number_of_a_cell_is_a_number(count):
    output = new_output("execute_result", {"text/plain": "1"})
    cell = new_code_cell("1")
    output.execution_count = cell.execution_count = count
    cell.outputs = [output]

    found = only(cell)

    assert (found.execution_count, found.outputs[0].execution_count) == (None, None)
    assert only(new_code_cell("1", execution_count=7)).execution_count == 7


def test_what_a_notebook_says_of_its_language_and_a_cell_of_itself_is_not_believed():
    cell = new_code_cell("1")
    cell.metadata = NotebookNode(tags=["a", 1], magics_language=SCRIPT, name="x")
    notebook = of(cell)
    notebook.metadata.language_info = {"name": SCRIPT, "pygments_lexer": "perl"}

    found = harmless(notebook)

    assert found.metadata.language_info == {"name": "python", "pygments_lexer": "ipython3"}
    assert found.cells[0].metadata == {"tags": ["a"], "magics_language": "python"}


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": SCRIPT, "text": "x"},
        {"output_type": "stream", "name": "stdout", "text": {"a": 1}},
        {"output_type": "error", "ename": ["x"], "evalue": "", "traceback": []},
        {"output_type": "display_data", "data": SCRIPT},
        {"output_type": SCRIPT},
    ],
)
def test_what_is_no_output_is_left_out(output):
    cell = new_code_cell("1")
    cell.outputs = [nbformat.from_dict(output)]

    assert only(cell).outputs == []


def test_nothing_that_steers_a_terminal_is_in_an_output_or_a_source():
    steers = "\x1b[31ma\x1b]0;b\x07\x9b\x00"
    error = new_output("error", ename=steers, evalue=steers, traceback=[steers, steers])
    stream = new_output("stream", text=steers)
    cell = new_code_cell(steers, outputs=[error, stream, *shown({"text/plain": steers}).outputs])

    found = only(cell)

    assert found.source == "a"
    assert found.outputs[0] == new_output("error", ename="a", evalue="a", traceback=["a", "a"])
    assert [found.outputs[1].text, found.outputs[2].data["text/plain"]] == ["a", "a"]


def test_raw_text_is_shown_as_it_was_written():
    page = Page(feedback(new_notebook(cells=[only(new_raw_cell(f"{SCRIPT} [a](b)"))])))

    assert f"{SCRIPT} [a](b)" in page.text


def test_what_is_too_long_for_a_page_is_cut_and_named_and_what_comes_before_is_whole():
    cells = [new_code_cell("first"), new_code_cell("x = 1\n" * 100_000), new_markdown_cell("last")]

    found = harmless(new_notebook(cells=cells))

    assert found.cells[0].source == "first"
    assert found.cells[1].source.endswith("characters more in submitted/]")
    assert len(found.cells[1].source) < 250_000
    [note] = notes_of(found)
    assert "too long for a page (1)" in note
    assert "read their ends in submitted/" in note


def test_a_long_output_leaves_room_for_what_comes_after_it():
    cells = [
        new_code_cell("print(x)", outputs=[new_output("stream", text="x" * 10**6)]),
        new_code_cell("print(y)", outputs=[new_output("stream", text="y")]),
    ]

    found = harmless(of(*cells))

    assert found.cells[0].outputs[0].text.endswith("x\n[… 950000 characters more]")
    assert (found.cells[1].source, found.cells[1].outputs[0].text) == ("print(y)", "y")


def test_outputs_that_were_cut_are_named_once_however_many_they_are():
    long, many = new_output("stream", text="x" * 60_000), new_output("stream", text="x")
    cells = [
        new_code_cell("print(x)", outputs=[long]),
        new_code_cell("print(y)", outputs=[many] * 600),
    ]

    [note] = notes_of(harmless(of(*cells)))

    assert note.startswith("Outputs that are too long for a page (102) were cut in the graded copy")


def test_an_answer_longer_than_what_is_set_is_shown_as_it_was_written():
    text = "word " * 3000

    found = harmless(new_notebook(cells=[new_markdown_cell(text)]))

    assert Page(feedback(found)).text.split().count("word") == 3000
    assert notes_of(found) == []


def test_a_locked_text_is_left_as_it_is():
    assert only(new_markdown_cell("<b>ours</b>", metadata=LOCKED)).source == "<b>ours</b>"


def test_the_notebook_that_was_handed_over_is_not_changed():
    notebook = new_notebook(cells=[shown({"text/html": SCRIPT}), new_markdown_cell(SCRIPT)])
    before = copy.deepcopy(notebook)

    harmless(notebook)

    assert notebook == before
