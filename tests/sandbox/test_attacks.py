"""Attacks on the grader: all are handed in beside honest work, and graded for real."""

import os

import pytest
from attack_files import ATTACKS
from attacked import graded_class
from attacking import AREAS, NAME, NEIGHBOUR
from surroundings import ORDINARY_USER

from autograder.grading.gradebook import open_gradebook

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

HONEST = [NEIGHBOUR, *(attack.witness for attack in ATTACKS if attack.witness)]
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)
each_on_a_page = pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if a.area == "instructor"], ids=lambda attack: attack.student
)


PLAINLY = {
    *(
        "forges_answers_in_the_check",
        "searches_memory",
        "replaces_the_kernel",
        "infects_later_runs",
    ),
    *("zz_looks_for_what_others_left", "calls_over_the_network", "sees_other_processes"),
    *("kills_everything", "leaves_a_daemon", "shows_scripts", "silences_its_kernel"),
    *("sends_malformed_messages", "prints_many_lines", "takes_all_memory", "ends_its_kernel"),
    *("begins_threads_without_end", "loops_forever", "writes_the_gradebook"),
}
HANDFUL = [attack for attack in ATTACKS if attack.name in PLAINLY]


@pytest.fixture(scope="module", params=[None, ORDINARY_USER], ids=["as_we_are", "ordinary_user"])
def graded(request):
    """Grade the class, as who runs the tests and as a user without any rights."""
    user = request.param
    if user is not None and os.getuid() != 0:
        pytest.skip("only root can become another user, and the tests run without any rights")
    with graded_class(ATTACKS, user) as graded:
        yield graded


@pytest.fixture(scope="module")
def plainly():
    """Grade a handful the plain way."""
    with graded_class(HANDFUL, way="plain") as graded:
        yield graded


def test_there_are_attacks_on_everything_that_is_to_be_held():
    assert {attack.area for attack in ATTACKS} == set(AREAS)


def test_grading_comes_to_its_end(graded):
    assert (graded.said.returncode, graded.said.stderr) == (0, "")


@each_attack
def test_an_attack_earns_what_its_answers_are_worth(graded, attack):
    points = graded.aftermath.points(attack.student)

    assert points == graded.aftermath.due(attack)


@each_attack
def test_an_attack_reads_and_reaches_nothing(graded, attack):
    taken = graded.aftermath.taken(attack)

    assert taken == []


@each_attack
def test_an_attack_leaves_nothing_behind(graded, attack):
    left = graded.aftermath.left(attack)

    assert left == []


@each_attack
def test_an_attack_does_not_fail_by_a_mistake_of_its_own(graded, attack):
    mistakes = graded.aftermath.mistakes(attack)

    assert mistakes == []


@each_on_a_page
def test_nothing_of_an_attack_runs_in_the_page_that_is_returned(graded, attack):
    scripts = graded.aftermath.scripts(attack)

    assert scripts == []


def test_nothing_that_steers_a_terminal_is_printed(graded):
    printed = graded.said.stdout.replace("\n", "")

    assert [character for character in printed if not character.isprintable()] == []


def test_nobody_is_in_the_gradebook_but_those_who_handed_in(graded):
    with open_gradebook(graded.aftermath.course) as gradebook:
        students = {student.id for student in gradebook.students}

    assert students == {*(attack.student for attack in ATTACKS), *HONEST}


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_beside_attacks_has_all_its_points_and_no_note(graded, student):
    points = graded.aftermath.points(student)

    lines = graded.said.stdout.splitlines()
    assert sum(points.values()) == 80
    assert [line for line in lines if line.startswith(f"  {student}, ")] == []


def test_what_the_neighbour_handed_in_is_as_it_was(graded):
    found = graded.aftermath.course.submitted(NEIGHBOUR, NAME).read_bytes()

    assert found == graded.handed_in


def test_nobody_who_listens_on_the_machine_hears_of_it(graded):
    assert graded.aftermath.arrived == ()


def test_a_bystander_lives(graded):
    assert graded.aftermath.surroundings.bystander.poll() is None


@pytest.mark.parametrize("attack", HANDFUL, ids=lambda attack: attack.student)
def test_an_attack_gets_nothing_in_the_plain_way_either(plainly, attack):
    came = plainly.aftermath

    assert came.points(attack.student) == came.due(attack)
    assert [*came.taken(attack), *came.left(attack), *came.mistakes(attack)] == []


def test_the_plain_way_comes_to_its_end_and_honest_work_has_all_its_points(plainly):
    honest = [NEIGHBOUR, *(attack.witness for attack in HANDFUL if attack.witness)]

    points = [sum(plainly.aftermath.points(student).values()) for student in honest]

    assert (plainly.said.returncode, plainly.said.stderr) == (0, "")
    assert points == [80] * len(honest)


def test_the_handful_has_attacks_on_everything_that_is_to_be_held():
    assert {attack.name for attack in HANDFUL} == PLAINLY
    assert {attack.area for attack in HANDFUL} == set(AREAS)
