"""Who has not handed in, by assignment."""

import pytest
from classroom import copy_of_course, submit, text_of

from autograder.grading.gradebook import open_gradebook
from autograder.platforms.absent import everybody, not_handed_in, sentences
from autograder.platforms.roster import Roster

NAME, OTHER = "initialization", "optimization"


@pytest.fixture
def course(tmp_path):
    """Course with three students: one has handed in, one was graded, one did nothing."""
    course = copy_of_course(tmp_path, (NAME, OTHER))
    with open_gradebook(course) as gradebook:
        for student in ("ana", "bob", "cyd"):
            gradebook.add_student(student)
        gradebook.add_submission(NAME, "bob")
    submit(course, "ana", NAME, text_of({}))
    course.submitted("cyd", NAME).parent.mkdir(parents=True)  # and nothing is in it
    return course


def test_who_has_neither_a_file_nor_a_score_has_not_handed_in(course):
    with open_gradebook(course) as gradebook:
        absent = not_handed_in(course, gradebook, [NAME, OTHER])

    assert absent == {NAME: ["cyd"], OTHER: ["ana", "bob", "cyd"]}


def test_with_a_list_the_class_is_that_of_the_list(course, tmp_path):
    listed = tmp_path / "class.csv"
    listed.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        'Ana,1,,ana,\nDan,2,,dan,\nOdd,3,,"../odd",\nLong,4,,' + "x" * 300 + ",\n"
    )
    roster = Roster.read(listed)

    with open_gradebook(course) as gradebook:
        absent = not_handed_in(course, gradebook, [NAME], roster)
        people = everybody(gradebook, roster)

    assert absent == {NAME: ["../odd", "dan", "x" * 300]}
    assert len(people) == 4


def test_it_is_said_in_a_line_an_assignment():
    absent = {NAME: ["cyd"], OTHER: ["ana", "bob", "cyd"], "gradient_checking": []}

    assert sentences(absent, 3) == [
        "initialization: 1 of 3 has not handed in: cyd.",
        "optimization: nobody of 3 has handed in.",
    ]
