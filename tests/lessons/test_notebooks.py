"""The student version runs from top to bottom before anything was written in it."""

import pytest
from classroom import release
from nbclient import NotebookClient
from waiting import SECONDS

from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.notebook import labelled
from autograder.sandbox.unconfined import over_ipc

pytestmark = pytest.mark.slow
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Student versions, executed as a student does who runs all cells at once."""
    folder = str(tmp_path_factory.mktemp("student"))

    def execute(notebook):
        resources = {"metadata": {"path": folder}}
        config = over_ipc(folder)
        client = NotebookClient(notebook, resources=resources, config=config, timeout=SECONDS)
        return client.execute()

    return {name: execute(release(name)) for name in NOTEBOOKS}


def errors(cell):
    """Collect the exceptions that a cell ended with."""
    return [output.ename for output in cell.get("outputs", []) if output.output_type == "error"]


@each_notebook
def test_run_all_comes_to_the_last_cell_whatever_is_still_open(executed, name):
    code = [cell for cell in executed[name].cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)


@each_notebook
def test_an_experiment_says_what_to_solve_first(executed, name):
    said = {
        "".join(output.traceback)
        for cell in executed[name].cells
        if "experiment" in cell.metadata.get("tags", [])
        for output in cell.outputs
        if output.output_type == "error"
    }

    assert said
    assert all("Solve that exercise first" in t or "solve an exercise" in t for t in said)


@each_notebook
def test_nothing_fails_but_what_is_not_attempted(executed, name):
    found = {error for cell in executed[name].cells for error in errors(cell)}

    assert found == {"NotAttempted"}


@each_notebook
def test_each_check_says_that_its_exercise_is_not_attempted(executed, name):
    cells = labelled(executed[name])

    found = {exercise: errors(cells[f"check-{exercise}"]) for exercise in CATALOGUE[name]}

    assert found == {exercise: ["NotAttempted"] for exercise in CATALOGUE[name]}


@each_notebook
def test_what_is_given_runs(executed, name):
    cells = labelled(executed[name])
    checks = {f"check-{exercise}" for exercise in CATALOGUE[name]}

    assert [identity for identity in cells if errors(cells[identity])] == [
        identity for identity in cells if identity in checks
    ]


@each_notebook
def test_no_cell_warns(executed, name):
    texts = [
        output.text
        for cell in executed[name].cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]

    assert texts == []
