"""Plain nbgrader follows links: one that leads to another's work earns nothing there."""

import pytest
from classroom import copy_of_course, run, solved, submit

from autograder.grading.gradebook import grades, open_gradebook

pytestmark = pytest.mark.slow

NAME = "gradient_checking"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Class in which two point at the work of a third; what nbgrader says of it, too."""
    course = copy_of_course(tmp_path_factory.mktemp("links"), (NAME,))
    work = submit(course, "alice", NAME, solved(NAME))
    by_file, by_folder = course.submitted("file", NAME), course.submitted("folder", NAME).parent
    by_file.parent.mkdir(parents=True)
    by_file.symlink_to(work)
    by_folder.parent.mkdir(parents=True)
    by_folder.symlink_to(work.parent)
    return course, run(course, "nbgrader", "autograde", NAME, "--create")


def test_the_work_itself_has_its_points(course):
    with open_gradebook(course[0]) as gradebook:
        [row] = grades(gradebook, NAME, ["alice"])

    assert sum(row.exercises.values()) == 80


@pytest.mark.parametrize("student", ["file", "folder"])
def test_a_link_to_it_is_refused_by_name_and_has_none(course, student):
    there, said = course
    with open_gradebook(there) as gradebook:
        [row] = grades(gradebook, NAME, [student])

    assert sum(filter(None, (row.exercises or {}).values())) == 0
    assert not (there.root / "autograded" / student / NAME / f"{NAME}.ipynb").exists()
    assert said.returncode == 1
    assert f"processing assignment '{NAME}' for student '{student}'" in said.stderr
    assert "symbolic link" in said.stderr
