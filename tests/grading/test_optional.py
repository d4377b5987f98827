"""An exercise for those who want more: judged like any other, and no points hang on it."""

import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import NEW_SOLUTION, add_exercise, copy_of_project, python, submit

from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import labelled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

NAME = "gradient_checking"  # the lesson that is built soonest
NEW = "double"
RIGHT = NEW_SOLUTION.format(name=NEW)
NEEDED = sum(not exercise.optional for exercise in CATALOGUE[NAME].values())
SOLUTIONS = {"ada": RIGHT, "ben": RIGHT.replace("2 * x", "3 * x"), "eve": None}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Course with an optional exercise; all solved the others, one this, one tried it in vain."""
    course = copy_of_project(tmp_path_factory.mktemp("project"), (NAME,))
    lesson = jupytext.read(course.text(NAME))
    add_exercise(course, lesson, NAME, NEW, points=0)
    jupytext.write(lesson, course.text(NAME), fmt="md:myst")
    for command in (["build", NAME], ["build", "--check", NAME]):
        built = autograder(course, *command)
        assert built.returncode == 0, built.stderr
    instructor = labelled(nbformat.read(course.source(NAME), as_version=4))
    for student, solution in SOLUTIONS.items():
        notebook = nbformat.read(course.release(NAME), as_version=4)
        cells = labelled(notebook)
        for exercise in CATALOGUE[NAME]:
            cells[exercise].source = instructor[exercise].source
        if solution:
            cells[NEW].source = solution
        submit(course, student, NAME, notebook)
    return course


@pytest.fixture(scope="module")
def graded(course):
    """What was said when the class was graded."""
    done = autograder(course, "grade")
    assert done.returncode == 0, done.stderr
    return done.stdout


def autograder(course, *arguments):
    return python(course.root, "-m", "autograder", *arguments, project=course.root)


def test_a_student_finds_the_same_markers(course):
    source = labelled(nbformat.read(course.release(NAME), as_version=4))[NEW].source

    assert "### START CODE HERE ###\n    raise NotAttempted" in source


@pytest.mark.usefixtures("graded")
def test_whoever_solved_all_that_is_asked_has_all_points(course):
    with open_gradebook(course) as gradebook:
        points = {grade.student: grade.score for grade in grades(gradebook, NAME)}

    assert points == dict.fromkeys(SOLUTIONS, 80)


def test_the_table_has_no_column_for_it(graded):
    assert NEW not in graded


@pytest.mark.usefixtures("graded")
def test_the_graded_copy_says_what_was_found(course):
    def said(student):
        path = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"
        verdict, points = labelled(nbformat.read(path, as_version=4))[f"check-{NEW}"].outputs
        return verdict.data["text/plain"].split("\n")[0], points.data["text/html"]

    none = "<p><b>optional: no points</b></p>"
    assert said("ada") == (f"✓ {NEW}: correct", none)
    assert said("ben")[0].startswith(f"✗ {NEW}: wrong")
    assert said("eve") == (f"○ {NEW}: not attempted", none)


@pytest.mark.usefixtures("graded")
def test_the_report_counts_those_who_tried_and_lists_nobody_as_behind(course):
    page = BeautifulSoup((course.root / "report.html").read_text("utf-8"), "html.parser")
    charts = [chart["aria-label"] for chart in page.find(id=NAME).select("td > svg")]

    assert charts[:NEEDED] == ["3 right, 0 partly, 0 without points, 0 not attempted"] * NEEDED
    assert {*charts[NEEDED:-1]} == {"3 right, 0 partly, 0 without points"}
    assert charts[-1] in {f"1 right, {n} partly, {1 - n} without points" for n in (0, 1)}
    assert NEW not in page.select_one(".grades").get_text().replace("\xad", "")


@pytest.mark.usefixtures("graded")
def test_nbgrader_grades_alike_and_writes_feedback(course):
    for command in (["autograde", "--force"], ["generate_feedback"]):
        done = python(course.root, "-m", "nbgrader", *command, NAME, project=course.root)
        assert done.returncode == 0, done.stderr

    with open_gradebook(course) as gradebook:
        points = {grade.student: grade.score for grade in grades(gradebook, NAME)}
    assert points == dict.fromkeys(SOLUTIONS, 80)
    assert (course.root / "feedback/eve" / NAME / f"{NAME}.html").is_file()


@pytest.mark.usefixtures("graded")
def test_progress_of_a_student_shows_it_below_the_sum(course):
    names = ", ".join(["progress", "NotAttempted"])
    program = f"from helpers import {names}\n{RIGHT}\nprogress()"

    shown = python(course.root, "-c", program, project=course.root).stdout.splitlines()

    lines = [" ".join(line.split()) for line in shown]
    assert lines[NEEDED] == f"total 0 of 80 0 of {NEEDED} correct"
    assert lines[-1] == f"{NEW} optional ✓ correct"
