"""A class is graded, then its lesson changes: all commands work then, and no grade is lost."""

import re

import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import add_exercise, copy_of_project, python, submit
from nbgrader.apps.api import NbGraderAPI

from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import open_gradebook
from autograder.notebook import labelled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

NAME = NOTEBOOKS[0]
FIRST, SECOND, THIRD, *_ = CATALOGUE[NAME]
STUDENTS = ("ada", "ben")


def autograder(course, *arguments):
    return python(course.root, "-m", "autograder", *arguments, project=course.root)


def nbgrader(course, *arguments):
    return python(course.root, "-m", "nbgrader", *arguments, project=course.root)


def grade_of(gradebook, student, cell):
    return gradebook.find_grade(cell, NAME, NAME, student)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Copy of the project with a class that was graded, by the program and by hand."""
    course = copy_of_project(tmp_path_factory.mktemp("project"), (NAME,))
    instructor = labelled(nbformat.read(course.source(NAME), as_version=4))
    for student, solved in zip(STUDENTS, ((FIRST, SECOND, THIRD), (SECOND,)), strict=True):
        notebook = nbformat.read(course.release(NAME), as_version=4)
        cells = labelled(notebook)
        for exercise in solved:
            cells[exercise].source = instructor[exercise].source
        cells["conclusion"].source = f"{student} concludes."
        cells["questions"].source = f"{student} asks."
        submit(course, student, NAME, notebook)
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-01 12:00:00 UTC")
    submit(course, "ben", NAME, None).with_name("timestamp.txt").write_text("2026-01-02 12:00 UTC")
    done = autograder(course, "grade")
    assert done.returncode == 0, done.stderr
    with open_gradebook(course) as gradebook:
        for student in STUDENTS:
            conclusion = grade_of(gradebook, student, "conclusion")
            conclusion.manual_score, conclusion.needs_manual_grade = 7, False
            gradebook.find_comment("conclusion", NAME, NAME, student).manual_comment = "Well put."
        grade_of(gradebook, "ada", f"check-{THIRD}").extra_credit = 2
        entered = gradebook.find_submission_notebook(NAME, NAME, "ben")
        entered.late_submission_penalty = 3
        gradebook.db.commit()
    return course


GIVEN_UP = f"""
from autograder.exercise import ENTERED

del ENTERED["{NAME}"]["{FIRST}"]
"""


def append(path, text):
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def change_the_lesson(course):
    """Give one exercise away, add another, rename an answer, and change points."""
    append(course.root / f"autograder/exercises/alternatives/{NAME}.py", GIVEN_UP)
    notebook = jupytext.read(course.text(NAME))
    cells = labelled(notebook)
    cells[FIRST].metadata["nbgrader"].update(solution=False, locked=True)
    cells[FIRST].source = re.sub(r" *### \w+ CODE HERE ###\n?", "", cells[FIRST].source)
    cells["conclusion"].metadata["nbgrader"]["grade_id"] = "summary"
    cells[f"check-{THIRD}"].metadata["nbgrader"]["points"] = 50
    place = next(i for i, cell in enumerate(notebook.cells) if cell is cells[f"check-{FIRST}"])
    del notebook.cells[place]
    add_exercise(course, notebook, NAME, "double")
    jupytext.write(notebook, course.text(NAME), fmt="md:myst")


def test_a_lesson_that_changes_after_it_was_graded(graded):
    course = graded
    with open_gradebook(course) as gradebook:
        program = {s: grade_of(gradebook, s, f"check-{SECOND}").auto_score for s in STUDENTS}
    change_the_lesson(course)

    stopped = autograder(course, "grade")
    refused = autograder(course, "build", NAME)

    assert (stopped.returncode, refused.returncode) == (2, 2)
    assert "run `autograder build`" in stopped.stderr
    [way] = re.findall(r"`autograder (build --keep-grades [a-z]+)`", refused.stderr)
    for said in (
        f"has grades of {NAME}: 2 submissions.",
        "Added: double, check-double.",
        f"Removed, with their grades: check-{FIRST}.",
        "Renamed, with their grades: conclusion to summary.",
        f"Other points: check-{THIRD} (30 before, 50 now).",
        f"Of another kind: {FIRST}.",
    ):
        assert said in refused.stderr

    done = autograder(course, *way.split())

    assert (done.returncode, done.stderr) == (0, "")
    [copy] = course.root.glob("gradebook.db.*")
    assert str(copy) in done.stdout
    check_by_hand(course, penalty=3)
    with open_gradebook(course) as gradebook:
        assert grade_of(gradebook, "ada", "check-double").score == 0

    done = autograder(course, "rejudge")  # the answers are to the lesson as it was
    assert done.returncode == 1
    assert " ".join(done.stdout.split()).count("are to another version of the notebook") == 2
    check_by_hand(course)

    for program_, *arguments in (
        (autograder, "grade"),
        (autograder, "report"),
        (autograder, "export"),
        (nbgrader, "generate_feedback", NAME),
    ):
        done = program_(course, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    check_by_hand(course)
    check_by_program(course, program)
    page = BeautifulSoup((course.root / "report.html").read_text("utf-8"), "html.parser")
    assert "double" in page.find(id=NAME).get_text()

    done = nbgrader(course, "autograde", NAME, "--force")
    assert done.returncode == 0, done.stderr
    check_by_program(course, program)
    shown = NbGraderAPI(coursedir=course.directory()).get_notebook_submissions(NAME, NAME)
    assert {one["student"] for one in shown} == {*STUDENTS}
    assert autograder(course, "build", "--check", NAME).returncode == 0


def check_by_hand(course, penalty=None):
    """All that a person gave is there."""
    with open_gradebook(course) as gradebook:
        for student in STUDENTS:
            assert grade_of(gradebook, student, "summary").manual_score == 7
            comment = gradebook.find_comment("summary", NAME, NAME, student)
            assert comment.manual_comment == "Well put."
        assert grade_of(gradebook, "ada", f"check-{THIRD}").extra_credit == 2
        ben = gradebook.find_submission(NAME, "ben")
        assert ben.total_seconds_late == 24 * 3600
        if penalty is not None:
            assert ben.late_submission_penalty == penalty


def check_by_program(course, program):
    """The program's points are those of the lesson as it is now."""
    with open_gradebook(course) as gradebook:
        for student, before in program.items():
            assert grade_of(gradebook, student, f"check-{SECOND}").auto_score == before == 25
            assert grade_of(gradebook, student, "check-double").auto_score == 0  # never asked
            assert not grade_of(gradebook, student, "check-double").needs_manual_grade
        assert grade_of(gradebook, "ada", f"check-{THIRD}").auto_score == 50
        assert grade_of(gradebook, "ben", f"check-{THIRD}").auto_score == 0
