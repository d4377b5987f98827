"""The step that runs a student's code: what it may see, and what ends it."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import sandbox
from autograder.exercises import CATALOGUE
from autograder.restore import notes_of
from autograder.sandbox import Limits, execute
from helpers.checking import ANSWERS_TYPE

pytestmark = pytest.mark.slow

EXERCISE = "forward_propagation"
CASES = {EXERCISE: CATALOGUE["gradient_checking"][EXERCISE].cases_for(1)}
SOLUTION = f"def {EXERCISE}(x, theta):\n    return x * theta"


def notebook_of(*sources):
    """Make a notebook of cells; one that begins with check is a check cell."""
    grade = {"nbgrader": {"grade": True}}
    return new_notebook(
        cells=[
            new_code_cell(source, metadata=grade if source.startswith("check") else {})
            for source in sources
        ]
    )


def answers(cell):
    """Read the answers that a cell reported."""
    found = [output.get("data", {}).get(ANSWERS_TYPE) for output in cell.outputs]
    return [report["answers"] for report in found if report]


def said(cell):
    """Read what a cell printed."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_a_check_reports_one_answer_for_each_case():
    executed = execute(notebook_of(SOLUTION, f"check({EXERCISE})"), CASES, Limits())

    [reported] = answers(executed.cells[1])
    assert len(reported) == len(CASES[EXERCISE])
    assert notes_of(executed) == []


def test_the_notebook_that_was_handed_over_is_not_changed():
    notebook = notebook_of(SOLUTION, f"check({EXERCISE})")
    before = copy.deepcopy(notebook)

    executed = execute(notebook, CASES, Limits())

    assert notebook == before
    assert [cell.source for cell in executed.cells] == [cell.source for cell in before.cells]


@pytest.mark.parametrize(
    "source",
    ["check = 5", "def check(f):\n    pass", "del __builtins__.input\nquit()", "%reset -f"],
)
def test_a_check_works_whatever_the_student_calls_by_that_name(source):
    executed = execute(notebook_of(source, SOLUTION, f"check({EXERCISE})"), CASES, Limits())

    assert len(answers(executed.cells[2])) == 1


def test_a_students_code_sees_neither_secrets_of_the_environment_nor_the_course(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "secret")

    executed = execute(
        notebook_of("import os", "print(os.environ.get('SECRET_TOKEN'), os.listdir())"),
        CASES,
        Limits(),
    )

    seen = said(executed.cells[1])
    assert seen.startswith("None [")
    assert "cases.json" in seen
    assert "nbgrader_config.py" not in seen


@pytest.mark.parametrize(("experiments", "printed"), [(False, ""), (True, "ran\n")])
def test_experiments_are_run_only_when_asked_for(experiments, printed):
    notebook = notebook_of("print('ran')")
    notebook.cells[0].metadata.tags = ["experiment"]

    executed = execute(notebook, CASES, Limits(experiments=experiments))

    assert said(executed.cells[0]) == printed


def test_a_cell_that_cannot_be_stopped_ends_the_run_and_leaves_what_was_earned(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS_TO_REACT", 1)
    endless = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
    notebook = notebook_of(SOLUTION, f"check({EXERCISE})", endless, "print('after')")

    executed = execute(notebook, CASES, Limits(cell_seconds=10))

    assert len(answers(executed.cells[1])) == 1
    assert said(executed.cells[3]) == ""
    assert notes_of(executed) == [
        "The notebook took too long and was stopped; the rest did not run."
    ]


def test_no_cell_is_started_when_the_time_of_the_notebook_is_over():
    executed = execute(notebook_of("print('ran')"), CASES, Limits(notebook_seconds=0))

    assert said(executed.cells[0]) == ""
    assert notes_of(executed) == [
        "The notebook took too long and was stopped; the rest did not run."
    ]


def test_what_is_no_proper_output_is_left_out():
    bad = "get_ipython().display_pub.publish({'text/plain': 5})\nprint('after')"

    executed = execute(notebook_of(bad), CASES, Limits())

    assert [output.output_type for output in executed.cells[0].outputs] == ["stream"]


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(tmp_path))

    execute(notebook_of("open('mine', 'w').close()"), CASES, Limits())

    assert list(tmp_path.iterdir()) == []
