"""Runs that are killed, workers that are killed, and runs after a run."""

import dataclasses
import json
import os
import random
import signal
import subprocess
import time

import nbformat
import psutil
import pytest
from classroom import PROGRAMS, copy_of_course, edited, run, solved, submit
from waiting import SECONDS, wait_until

from autograder.exercises import CATALOGUE
from autograder.grading import pool
from autograder.grading.gradebook import grades, open_gradebook
from autograder.grading.pipeline import Manner, Way, grade, limits_of
from autograder.grading.submissions import survey
from autograder.notebook import labelled

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

NAME = "gradient_checking"
FIRST = next(iter(CATALOGUE[NAME]))
STUDENTS = [f"student-{number:02}" for number in range(12)]


def wrong(notebook):
    """Make a mistake in the first exercise."""
    labelled(notebook)[FIRST].source = f"def {FIRST}(x, theta):\n    return x + theta"


def deadly(notebook):
    """End the kernel in the first exercise."""
    labelled(notebook)[FIRST].source += "\nimport os; os._exit(1)"


def fill(folder):
    """Make a course in which a class has handed in."""
    course = copy_of_course(folder, (NAME,))
    for number, student in enumerate(STUDENTS):
        content = [solved(NAME), edited(NAME, wrong), edited(NAME, deadly), "no JSON"][number % 4]
        submit(course, student, NAME, content)
    (course.root / "course_secret").write_text("the same in all of these courses")
    return course


def start(course):
    """Start to grade the class."""
    return subprocess.Popen(
        [PROGRAMS / "autograder", "grade", NAME, "--jobs", "2"],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def entered(course):
    """Read all that is in the gradebook and in the graded copies."""
    with open_gradebook(course) as gradebook:
        rows = sorted(
            (submission.student.id, grade.name, grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.find_assignment(NAME).submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        )
    copies = {
        student: nbformat.read(
            course.root / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4
        )
        for student in STUDENTS
    }
    said = {
        student: [
            output.data["text/plain"]
            for cell in copy.cells
            if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
            for output in cell.outputs
        ]
        for student, copy in copies.items()
    }
    return rows, said


def left_of(process):
    """Processes of a run that are still there."""
    return [p for p in psutil.process_iter() if p.pid == process.pid or process.pid in _above(p)]


def _above(process):
    try:
        return [parent.pid for parent in process.parents()]
    except psutil.NoSuchProcess:
        return []


def at(depth, process):
    """Processes so many steps below the command: its workers, then their sandboxes."""
    return [p for p in left_of(process) if process.pid in _above(p)[depth - 1 : depth]]


def ended(process):
    """Tell whether a run has come to its end."""
    return process.poll() is not None


def number_of_answers(course):
    """How many submissions have been executed."""
    return len(list(course.root.glob("answers/*/*/answers.json.gz")))


def wait_for_answers(course, process, number):
    """Wait until so many submissions have been executed, or the run has ended."""
    wait_until(lambda: ended(process) or number_of_answers(course) >= number, "answers")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A class that was graded in one run."""
    course = fill(tmp_path_factory.mktemp("undisturbed"))
    done = run(course, "autograder", "grade", NAME, "--jobs", "2")
    assert (done.returncode, done.stderr) == (0, "")
    return course


@pytest.mark.parametrize("seed", range(2))
def test_a_run_killed_at_random_moments_goes_on_and_ends_as_if_undisturbed(
    undisturbed, tmp_path, seed
):
    chance, course = random.Random(seed), fill(tmp_path)
    killed = 0

    for _ in range(3):
        process = start(course)
        wait_for_answers(course, process, number_of_answers(course) + chance.randrange(4))
        time.sleep(chance.uniform(0, 1))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    done = run(course, "autograder", "grade", NAME, "--jobs", "2")

    assert (done.returncode, done.stderr) == (0, "")
    assert killed > 0
    assert entered(course) == entered(undisturbed)


def test_workers_that_are_killed_are_replaced_and_every_submission_is_graded(undisturbed, tmp_path):
    chance, course = random.Random(4), fill(tmp_path)
    process = start(course)
    killed = []

    # one of the grader's processes, and one of their sandboxes; a third could hit the same
    # submission once more, which is then given up
    for depth in (1, 2):
        wait_for_answers(course, process, number_of_answers(course) + 1)
        wait_until(lambda deep=depth: ended(process) or at(deep, process), "a process to kill")
        if below := at(depth, process):
            killed.append(chance.choice(below))
            killed[-1].kill()
    _, errors = process.communicate()

    assert (process.returncode, errors) == (0, "")
    assert len(killed) == 2
    assert entered(course) == entered(undisturbed)


def test_ctrl_c_ends_the_run_at_once_and_leaves_no_process(tmp_path):
    course = fill(tmp_path)
    process = start(course)
    # not while it forks its second worker: what Python runs then swallows a KeyboardInterrupt
    wait_until(lambda: len(at(2, process)) == 2, "both workers start their sandboxes")
    below = left_of(process)

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=SECONDS)

    assert (process.returncode, errors) == (
        130,
        "autograder: stopped. The same command goes on from here.\n",
    )
    assert number_of_answers(course) < len(STUDENTS)
    # a sandbox that was just starting is the last to see that
    wait_until(lambda: not any(map(is_alive, below)), "no process is left")


def is_alive(process):
    """Tell whether a process runs; who has ended and is not yet buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def graded(course, manner):
    """Grade the class in this process and count what was done how."""
    with open_gradebook(course) as gradebook:
        found, _ = survey(course, [NAME])
        outcomes = grade(course, gradebook, found, manner, lambda _: None)
    print([outcome for outcome in outcomes if outcome.notes])
    return {way: sum(outcome.way is way for outcome in outcomes) for way in Way}


@pytest.fixture
def manner(undisturbed):
    """How the class is graded."""
    return Manner(limits_of(undisturbed), jobs=2)


@pytest.fixture
def rejudging(manner):
    """How it is judged again."""
    return dataclasses.replace(manner, rejudge=True)


def test_unchanged_submissions_are_not_graded_again(undisturbed, manner):
    assert graded(undisturbed, manner)[Way.UNCHANGED] == len(STUDENTS)


def test_force_grades_unchanged_submissions_as_well(undisturbed, manner):
    before = entered(undisturbed)

    done = graded(undisturbed, dataclasses.replace(manner, force=True))

    assert done[Way.EXECUTED] == len(STUDENTS)
    assert entered(undisturbed) == before


def test_a_submission_handed_in_anew_is_graded_and_no_other(tmp_path, manner):
    course = fill(tmp_path)
    graded(course, manner)
    submit(course, STUDENTS[1], NAME, solved(NAME))

    done = graded(course, manner)

    assert (done[Way.EXECUTED], done[Way.UNCHANGED]) == (1, len(STUDENTS) - 1)
    with open_gradebook(course) as gradebook:
        [grade] = grades(gradebook, NAME, [STUDENTS[1]])
    assert grade.score == 80


def test_a_judge_that_fails_leaves_scores_and_answers_as_they_were(
    undisturbed, rejudging, monkeypatch
):
    before = entered(undisturbed)
    with monkeypatch.context() as patched:
        patched.setattr(pool, "judge_notebook", None)

        done = graded(undisturbed, rejudging)

    assert done[Way.LEFT] == len(STUDENTS)
    assert entered(undisturbed) == before
    assert graded(undisturbed, rejudging)[Way.JUDGED] == len(STUDENTS)


def test_a_changed_catalogue_judges_recorded_answers_without_running_student_code(
    undisturbed, rejudging, monkeypatch
):
    def forward_propagation(x, theta):
        return x + theta

    mended = dataclasses.replace(CATALOGUE[NAME][FIRST], reference=forward_propagation)
    monkeypatch.setitem(CATALOGUE[NAME], FIRST, mended)
    monkeypatch.setattr(pool, "execute_async", None)

    done = graded(undisturbed, rejudging)
    with open_gradebook(undisturbed) as gradebook:
        rows = grades(gradebook, NAME, STUDENTS[:2])

    assert done[Way.JUDGED] == len(STUDENTS)
    assert [row.exercises[FIRST] for row in rows] == [0, 10]


def test_a_lost_gradebook_is_filled_again_without_running_student_code(
    undisturbed, manner, rejudging, monkeypatch
):
    graded(undisturbed, rejudging)
    before = entered(undisturbed)
    (undisturbed.root / "gradebook.db").unlink()
    assert run(undisturbed, "nbgrader", "generate_assignment", NAME, "--force").returncode == 0
    monkeypatch.setattr(pool, "execute_async", None)

    done = graded(undisturbed, manner)

    assert done[Way.JUDGED] == len(STUDENTS)
    assert entered(undisturbed) == before


def test_a_damaged_record_counts_as_none(undisturbed, manner):
    folder = undisturbed.root / "answers" / STUDENTS[0] / NAME
    (folder / "graded.json").write_text(json.dumps({"what": 5}))
    (folder / "answers.json.gz").write_bytes(os.urandom(100))

    done = graded(undisturbed, manner)

    assert (done[Way.EXECUTED], done[Way.UNCHANGED]) == (1, len(STUDENTS) - 1)


def test_rejudge_says_what_was_never_graded(tmp_path):
    course = fill(tmp_path)

    done = run(course, "autograder", "rejudge", NAME)

    assert done.returncode == 1
    assert f"12 students, {NAME}: There are no recorded answers: run `autograder grade`" in (
        done.stdout
    )
    assert ", ".join(STUDENTS) in done.stdout
