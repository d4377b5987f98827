"""Whether a student wrote anything in a notebook, as the grader would look at it."""

import nbformat
import pytest
from classroom import edited, release, solved, text_of
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.reading import read_submission
from autograder.notebook import is_solution, labelled
from autograder.platforms.unwritten import is_written

NAME = "gradient_checking"
EXERCISE = next(iter(CATALOGUE[NAME]))


def written(notebook, tmp_path, name=NAME):
    """Read a notebook as it is handed in, and ask."""
    path = tmp_path / "handed_in.ipynb"
    path.write_text(text_of(notebook), "utf-8")
    with path.open("rb") as file:
        return is_written(read_submission(file), release(name), name)


def changed(change):
    """Change what was handed out."""
    notebook = release(NAME)
    change(notebook)
    return notebook


def run_it(notebook):
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="it ran")]
        cell.id = f"new-{number}"
    notebook.metadata["kernelspec"] = {"name": "other", "display_name": "other"}


def saved_on_windows(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n") + "  \r\n"


def of_an_older_release(notebook):
    cell = labelled(notebook)["setup"]
    cell.source = cell.source.replace("import", "import math\nimport", 1)


def with_another_setting(notebook):
    cell = next(c for c in notebook.cells if "experiment" in c.metadata.get("tags", []))
    cell.source += "\n# faster"


def with_empty_answers(notebook):
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = "\n"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_what_was_handed_out_is_not_written_in(tmp_path, name):
    assert not written(release(name), tmp_path, name)


@pytest.mark.parametrize(
    "change",
    [run_it, saved_on_windows, of_an_older_release, with_another_setting, with_empty_answers],
)
def test_what_is_no_answer_does_not_count(tmp_path, change):
    assert not written(changed(change), tmp_path)


def in_a_cell_of_ones_own(notebook):
    notebook.cells.append(new_code_cell(f"def {EXERCISE}(x, theta):\n    return x"))


def by_another_name(notebook):
    notebook.cells.append(new_code_cell(f"{EXERCISE} = lambda x, theta: x"))


def in_a_locked_cell(notebook):
    labelled(notebook)["setup"].source += f"\n\ndef {EXERCISE}(x, theta):\n    return x"


def in_words_of_ones_own(notebook):
    notebook.cells.append(new_markdown_cell("The step must not be too small."))


def in_an_answer(notebook):
    cells = [c for c in notebook.cells if c.cell_type == "markdown" and is_solution(c)]
    cells[0].source = "?"


def in_a_stub(notebook):
    labelled(notebook)[EXERCISE].source += "\n    J = x"


def without_any_id(notebook):
    notebook.cells = solved(NAME).cells
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


@pytest.mark.parametrize(
    "change",
    [
        in_a_cell_of_ones_own,
        by_another_name,
        in_a_locked_cell,
        in_words_of_ones_own,
        in_an_answer,
        in_a_stub,
        without_any_id,
    ],
)
def test_whatever_a_grader_would_look_at_counts(tmp_path, change):
    assert written(changed(change), tmp_path)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_solved_notebook_is_written_in(tmp_path, name):
    assert written(edited(name, lambda notebook: None), tmp_path, name)


def test_what_cannot_be_read_is_not_taken_for_empty(tmp_path):
    assert written({"no": "notebook"}, tmp_path)
    assert written(new_notebook(), tmp_path)
