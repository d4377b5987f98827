"""A report of a class whose catalogue, points or students are not as one expects."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from classroom import copy_of_course, run, solved, submit, with_exercises

from autograder.course import CONFIG
from autograder.exercise import ENTERED
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.answers import Graded, Record
from autograder.grading.gradebook import open_gradebook
from autograder.grading.judge import Finding
from autograder.grading.submissions import survey
from autograder.report import page
from helpers.checks.verdict import State

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

NAME = NOTEBOOKS[0]
FIRST, SECOND, THIRD, *_ = CATALOGUE[NAME]
FOUND = {"ada": State.CORRECT, "ben": State.WRONG, "eve": State.NOT_ATTEMPTED}


@pytest.fixture
def course(tmp_path):
    """Three students: one has all points, one some, one none."""
    course = copy_of_course(tmp_path, (NAME,))
    with open_gradebook(course) as gradebook:
        for student, share in zip(FOUND, (1, 0.5, 0), strict=True):
            gradebook.add_student(student)
            gradebook.add_submission(NAME, student)
            for grade in gradebook.find_submission_notebook(NAME, NAME, student).grades:
                grade.auto_score, grade.needs_manual_grade = share * grade.cell.max_score, False
            findings = [Finding(exercise, FOUND[student].value, []) for exercise in CATALOGUE[NAME]]
            Record(course, NAME, student).finish(Graded("", "", [], findings))
        gradebook.db.commit()
    return course


def report(course):
    """Write the report, and read it as a browser does."""
    path = course.root / page.NAME
    with open_gradebook(course) as gradebook:
        page.write(course, gradebook, path)
    return BeautifulSoup(path.read_text("utf-8").replace("<wbr>", ""), "html.parser")


def bars(soup):
    """How each of the first three exercises went, in words."""
    return [chart["aria-label"] for chart in soup.find(id=NAME).select("td > svg")][:3]


def test_an_exercise_that_the_catalogue_no_longer_has_is_named(course, monkeypatch):
    with_exercises(monkeypatch, NAME, go=(SECOND,))

    soup = report(course)

    assert f"The catalogue has no {SECOND}: autograder build says" in soup.find(id=NAME).get_text()
    assert len(bars(soup)) == 3


def test_an_exercise_that_the_gradebook_does_not_have_yet_is_named(course, monkeypatch):
    with_exercises(monkeypatch, NAME, come=("extra",))

    soup = report(course)

    assert "The gradebook has no extra: autograder build says" in soup.find(id=NAME).get_text()


def test_a_mistake_that_the_catalogue_has_not_is_shown_with_what_was_told(course):
    told = Finding(FIRST, State.WRONG.value, ["in the biases: ones"], ["They start at zero."])
    Record(course, NAME, "ben").finish(Graded("", "", [], [told]))

    [table] = [t for t in report(course).find(id=NAME).select("table") if "mistake" in t.get_text()]

    assert [cell.get_text() for cell in table.select("tbody td")][1:] == [
        "in the biases: onesben",
        FIRST,
        "They start at zero.",
    ]


def test_an_exercise_of_no_points_is_counted_by_what_was_found(course):
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_notebook(NAME, NAME)
        [cell] = [one for one in notebook.grade_cells if one.name == f"check-{FIRST}"]
        cell.max_score = 0
        for submission in notebook.submissions:
            for grade in submission.grades:
                if grade.name == cell.name:
                    grade.auto_score = 0
        gradebook.db.commit()

    assert bars(report(course)) == [
        "1 right, 0 partly, 1 without points, 1 not attempted",
        "1 right, 1 partly, 0 without points, 1 not attempted",
        "1 right, 1 partly, 0 without points, 1 not attempted",
    ]


def test_a_lesson_that_gives_no_points_at_all_has_a_report(course):
    with open_gradebook(course) as gradebook:
        notebook = gradebook.find_notebook(NAME, NAME)
        for cell in notebook.grade_cells:
            cell.max_score = 0
        for submission in notebook.submissions:
            for grade in submission.grades:
                grade.auto_score = 0
        gradebook.db.commit()

    assert len(bars(report(course))) == 3


def test_an_optional_exercise_has_no_points_and_no_open_problem(course, monkeypatch):
    optional = replace(CATALOGUE[NAME][FIRST], optional=True)
    monkeypatch.setitem(ENTERED, NAME, CATALOGUE[NAME] | {FIRST: optional})

    soup = report(course)

    assert bars(soup) == [
        "1 right, 1 partly, 0 without points, 1 not attempted",
        "1 right, 1 partly, 0 without points, 1 not attempted",
        "1 right, 1 partly, 0 without points",
    ]


def test_an_assignment_that_has_only_a_due_date_yet_is_no_trouble(course):
    with open_gradebook(course) as gradebook:
        gradebook.add_assignment(NOTEBOOKS[1], duedate="2027-01-15 12:00:00 UTC")

    assert report(course).find(id=NOTEBOOKS[1]) is None


def test_grades_of_an_assignment_that_is_not_in_the_catalogue_are_named(course):
    with open_gradebook(course) as gradebook:
        gradebook.add_assignment("homework0")
        gradebook.add_submission("homework0", "ada")

    assert "Not in the catalogue, so not in this report: homework0." in report(course).get_text()


@pytest.fixture
def without_ben(course):
    """Course that ben has left."""
    with (course.root / CONFIG).open("a") as config:
        config.write('\nc.CourseDirectory.student_id_exclude = "ben,nobody"\n')
    return course


def test_who_left_the_course_is_out_of_the_report_and_keeps_the_grades(without_ben):
    soup = report(without_ben)

    students = [row.get_text() for row in soup.find(id=NAME).select(".grades tbody th")]
    assert students == ["ada", "eve"]
    assert bars(soup)[0] == "1 right, 0 partly, 0 without points, 1 not attempted"
    assert "Left out by nbgrader_config.py, their grades are kept: ben." in soup.get_text()
    with open_gradebook(without_ben) as gradebook:
        assert gradebook.find_submission(NAME, "ben").score == 50


def test_who_left_the_course_is_not_graded_again(without_ben):
    for student in ("ada", "ben"):
        submit(without_ben, student, NAME, solved(NAME))

    submissions, left = survey(without_ben, [NAME])

    assert ([one.student for one in submissions], left) == (["ada"], [])


@pytest.mark.parametrize("command", [["autograder", "export"], ["nbgrader", "export"]])
@pytest.mark.parametrize("platform", ["csv", "canvas", "moodle"])
def test_who_left_the_course_is_out_of_the_export(without_ben, command, platform):
    program, verb = command
    kinds = {"csv": "CsvExport", "canvas": "CanvasExport", "moodle": "MoodleExport"}
    how = ["--for", platform]
    if program == "nbgrader":
        how = [f"--exporter=autograder.exporting.{kinds[platform]}"]

    done = run(without_ben, program, verb, *how, "--to", "out.csv")

    assert done.returncode == 0, done.stderr
    written = (without_ben.root / "out.csv").read_text("utf-8")
    assert ("ada" in written, "ben" in written) == (True, False)
    assert (
        "Left out by nbgrader_config.py, their grades are kept: ben." in done.stdout + done.stderr
    )


def test_nbgrader_removes_a_student_only_with_force_and_then_the_grades_as_well(course):
    kept = run(course, "nbgrader", "db", "student", "remove", "ben")
    with open_gradebook(course) as gradebook:
        assert gradebook.find_submission(NAME, "ben").score == 50
    gone = run(course, "nbgrader", "db", "student", "remove", "ben", "--force")

    assert (kept.returncode, gone.returncode) == (1, 0)
    with open_gradebook(course) as gradebook:
        assert [one.student_id for one in gradebook.assignment_submissions(NAME)] == ["ada", "eve"]
