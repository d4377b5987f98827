"""What lies in other places than it should is graded or named, with the real command."""

import nbformat
import pytest
from classroom import copy_of_course, edited, run, solved, submit
from test_submissions import OTHER_WORK, UNTOUCHED, WORK, lay_all

from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import labelled, notes_of

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
FIRST = "forward_propagation"
LEFT = {
    f"cleo/{NAME}/{NAME}.ipynb": WORK,
    f"cleo/{NAME}/{NAME}-Copy1.ipynb": OTHER_WORK,
    "dora/work.rar": "Rar!",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Course of five: two with work in odd places, two with what nobody can grade, one late."""
    course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME,))
    lay_all(
        course,
        {
            f"ada/{NAME}/{NAME}.ipynb": UNTOUCHED,
            f"ada/{NAME}/{NAME}-Copy1.ipynb": WORK,
            f"bob/Gradient Checking/{NAME} (1).ipynb": WORK,
            "bob/Gradient Checking/data.csv": "1,2",
            "bob/Gradient Checking/timestamp.txt": "2026-02-02 12:00:00 UTC",
            **LEFT,
        },
    )
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-02-01 12:00:00 UTC")
    return course


@pytest.fixture(scope="module")
def done(course):
    """What `autograder grade` gives."""
    return run(course, "autograder", "grade", NAME)


def test_what_may_be_a_student_s_work_makes_the_exit_code_1(done):
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("name", LEFT)
def test_it_is_listed_with_what_it_is_and_what_to_do(done, name):
    [line] = [line for line in done.stdout.splitlines() if f"submitted/{name} " in line]

    assert "could be meant" in line or "a rar archive" in line
    assert "unpack it" in line or "leave the one that counts" in line


def test_who_has_more_than_one_notebook_that_could_be_meant_gets_no_zero(course, done):
    with open_gradebook(course) as gradebook:
        found = {row.student: row.score for row in grades(gradebook, NAME)}

    assert found == {"ada": 80, "bob": 80}


@pytest.mark.parametrize(
    ("student", "taken"),
    [("ada", f"{NAME}/{NAME}-Copy1.ipynb"), ("bob", f"Gradient Checking/{NAME} (1).ipynb")],
)
def test_the_graded_copy_lies_where_it_should_and_says_what_was_taken(course, done, student, taken):
    path = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"

    notebook = nbformat.read(path, as_version=4)

    note = f"“{taken}” was taken for {NAME}/{NAME}.ipynb."
    assert notes_of(notebook) == [note]
    assert f"  {student}, {NAME}: {note}" in done.stdout.splitlines()
    assert labelled(notebook)[FIRST].source == labelled(solved(NAME))[FIRST].source


def test_data_and_time_come_from_where_the_notebook_lies(course, done):
    with open_gradebook(course) as gradebook:
        late = gradebook.find_submission(NAME, "bob").total_seconds_late

    assert (course.root / "autograded" / "bob" / NAME / "data.csv").read_text() == "1,2"
    assert late == 24 * 3600


def test_when_it_is_tidied_up_nothing_is_said_any_more(course, done):
    for name in LEFT:
        (course.root / "submitted" / name).unlink()
    submit(course, "cleo", NAME, edited(NAME, lambda notebook: None))
    (course.root / "submitted" / "dora").rmdir()

    again = run(course, "autograder", "grade", NAME)

    assert (again.returncode, again.stderr) == (0, "")
    assert "Not graded" not in again.stdout
    assert "2 unchanged" in again.stdout
