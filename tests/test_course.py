"""The course folder: its secret and the students' inputs."""

import stat

import pytest

from autograder.course import SECRET, Course
from autograder.exercises import NOTEBOOKS


def inputs(course, name, student, file=b"the sum of a file"):
    """Encode a student's inputs, so that they can be compared."""
    cases = course.cases(name, student, file)
    return {name: [case.to_json() for case in some] for name, some in cases.items()}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_student_gets_the_same_inputs_when_graded_again(tmp_path, name):
    before = inputs(Course(tmp_path), name, "Ana")

    after = inputs(Course(tmp_path), name, "Ana")

    assert after == before


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_two_students_get_different_inputs(tmp_path, name):
    course = Course(tmp_path)

    assert inputs(course, name, "Ana") != inputs(course, name, "Bob")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_another_file_of_the_same_student_gets_other_inputs(tmp_path, name):
    course = Course(tmp_path)

    first, second = (inputs(course, name, "Ana", file) for file in (b"first", b"second"))

    assert all(first[exercise] != second[exercise] for exercise in first)


def test_two_courses_give_a_student_different_inputs(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()

    one, other = (Course(tmp_path / name) for name in ("one", "other"))

    assert inputs(one, "optimization", "Ana") != inputs(other, "optimization", "Ana")


def test_the_secret_is_for_the_instructor_alone(tmp_path):
    course = Course(tmp_path)

    secret = course.secret()

    assert len(secret) == 64
    assert stat.S_IMODE((tmp_path / SECRET).stat().st_mode) == 0o600
