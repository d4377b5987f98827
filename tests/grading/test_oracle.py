"""What the feedback says of one hand-in is worth nothing in the next."""

import re

import nbformat
import pytest
from classroom import copy_of_course, run, solved, submit

from autograder.grading.answers import Record
from autograder.grading.gradebook import grades, open_gradebook
from autograder.grading.pipeline import Manner, Way, grade, limits_of
from autograder.grading.submissions import survey
from autograder.notebook import labelled
from autograder.sandbox.execute import as_data

pytestmark = pytest.mark.slow

NAME, STUDENT = "gradient_checking", "oracle"
NUMBERS = ("forward_propagation", "backward_propagation", "gradient_check", "gradient_check_n")
NOTHING = {name: [] for name in NUMBERS}
HAND_INS = 6
# returns, in the order of the calls, what the pages of feedback have shown so far
REPLAY = """
TOLD = {told}
CALLS = iter(TOLD)

def {name}(*inputs, **more):
    return next(CALLS, 0.5)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return copy_of_course(tmp_path_factory.mktemp("oracle"), (NAME,))


def graded(course, **how):
    """Grade what is handed in; return how each was graded."""
    with open_gradebook(course) as gradebook:
        found, _ = survey(course, [NAME])
        manner = Manner(limits_of(course), **how)
        return [one.way for one in grade(course, gradebook, found, manner, lambda _: None)]


def points(course, student=STUDENT):
    """What a student has for each exercise."""
    with open_gradebook(course) as gradebook:
        [row] = grades(gradebook, NAME, [student])
    return row.exercises


def page(course, student=STUDENT):
    """What the checks of the graded copy say."""
    path = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"
    cells = labelled(nbformat.read(path, as_version=4))
    return {name: cells[f"check-{name}"].outputs[0].data["text/plain"] for name in NUMBERS}


def handed_in(told, mark=""):
    """Hand in functions that return numbers in the order in which they are called."""
    notebook = solved(NAME)
    for name in NUMBERS:
        labelled(notebook)[name].source = REPLAY.format(name=name, told=told[name]) + mark
    return notebook


def recorded(course, student=STUDENT):
    """Read the inputs that the recorded answers are answers to."""
    return as_data(Record(course, NAME, student).answers().cases)


def test_numbers_read_off_the_feedback_earn_nothing_in_the_next_hand_in(course):
    told = {name: [] for name in NUMBERS}

    for _ in range(HAND_INS):
        submit(course, STUDENT, NAME, handed_in(told))
        graded(course)
        for name, said in page(course).items():
            shown = re.search(r"expected\s+([-+.e\d]*\d)", said)
            told[name] += [float(shown[1])] if shown else []

    assert all(map(len, told.values())), told
    assert {name: points(course)[name] for name in NUMBERS} == dict.fromkeys(NUMBERS, 0)


def test_the_same_file_is_called_with_the_same_inputs_also_when_it_is_graded_by_force(course):
    submit(course, STUDENT, NAME, handed_in(NOTHING))
    graded(course)
    before, said = recorded(course), page(course)

    again = graded(course, force=True)

    assert again == [Way.EXECUTED]
    assert recorded(course) == before
    assert page(course) == said
    assert graded(course) == [Way.UNCHANGED]


def test_any_change_of_the_file_brings_other_inputs_for_every_exercise(course):
    submit(course, STUDENT, NAME, handed_in(NOTHING))
    graded(course)
    before = recorded(course)

    submit(course, STUDENT, NAME, handed_in(NOTHING, mark="\n"))
    graded(course)

    after = recorded(course)
    assert all(after[name] != before[name] for name in before)


def test_what_is_judged_again_keeps_the_inputs_it_was_called_with(course):
    path = submit(course, STUDENT, NAME, handed_in(NOTHING))
    graded(course)
    before, said = recorded(course), page(course)
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")  # handed in anew, and not yet graded

    way = graded(course, rejudge=True)

    assert way == [Way.JUDGED]
    assert recorded(course) == before
    assert page(course) == said


def test_plain_nbgrader_calls_a_file_with_the_same_inputs(course):
    submit(course, STUDENT, NAME, handed_in({name: [8, 2] for name in NUMBERS}))
    graded(course, force=True)
    said, scores = page(course), points(course)

    done = run(course, "nbgrader", "autograde", NAME, "--student", STUDENT, "--force")

    assert done.returncode == 0, done.stderr
    assert page(course) == said
    assert points(course) == scores
