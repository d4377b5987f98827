"""A notebook that was solved in Colab or in VS Code is graded as any other."""

import pytest
from classroom import copy_of_course, run, solved, submit
from nbformat.v4 import new_code_cell

from autograder.authoring.bundle import COLAB
from autograder.grading.gradebook import grades, open_gradebook

pytestmark = pytest.mark.slow

NAME = "gradient_checking"


def as_colab_saves_it(notebook):
    """An older format without ids of cells, names of its own, and the cell that fetches helpers."""
    notebook.cells.insert(0, new_code_cell(COLAB.format(address="https://example.org/course.zip")))
    notebook.nbformat_minor = 0
    notebook.metadata = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        del cell["id"]
        cell.metadata["id"] = f"Zk3{number:09d}"
        if cell.cell_type == "code":
            cell.metadata |= {"colab": {"base_uri": "https://localhost:8080/"}, "outputId": "b1"}
    return notebook


def as_vs_code_saves_it(notebook):
    """The name of the environment, and the language of each cell."""
    notebook.metadata["kernelspec"] = {
        "display_name": ".venv",
        "language": "python",
        "name": "python3",
    }
    for cell in notebook.cells:
        cell.metadata["vscode"] = {"languageId": "python"}
    return notebook


def test_it_has_full_points_and_nothing_is_said_of_it(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))
    submit(course, "colab", NAME, as_colab_saves_it(solved(NAME)))
    submit(course, "vscode", NAME, as_vs_code_saves_it(solved(NAME)))

    done = run(course, "autograder", "grade")

    assert (done.returncode, done.stderr) == (0, "")
    with open_gradebook(course) as gradebook:
        earned = {row.student: sum(row.exercises.values()) for row in grades(gradebook, NAME)}
    assert earned == {"colab": 80, "vscode": 80}
