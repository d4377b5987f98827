"""Whatever of the grader's world fails, and whenever: no score falls and nothing is lost.

A class is graded and hands in again; then something that the run touches fails, once. What is
touched is counted in a run before; here a few places are tried for each kind of fault, with
``make test-long`` all of them, and with ``FAULTS=40`` so many.
"""

import os
import random
import re
import shutil
import sqlite3
from dataclasses import dataclass

import pytest
from classroom import copy_of_course, edited, solved, submit
from faulty import KINDS, Runs

from autograder.exercises import CATALOGUE
from autograder.notebook import labelled

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
FIRST = next(iter(CATALOGUE[NAME]))
STUDENTS = ("ada", "bob")
CHANGING = ("answers", "autograded", "submitted", "gradebook.db")
FAULTS = os.environ.get("FAULTS", "")
COMMANDS = {"judged": ["rejudge", NAME], "executed": ["grade", NAME]}
FEW = {"judged": 2, "executed": 1}  # places that are tried for each kind of fault
if FAULTS.isdecimal():
    FEW = dict.fromkeys(FEW, int(FAULTS))
WHERE = ("run", "process")  # in the run itself, or in a process that executes and judges for it
ENDED = {"SIGINT": 130, "SIGKILL": -9}


def wrong(notebook):
    labelled(notebook)[FIRST].source = f"def {FIRST}(x, theta):\n    return x + theta"


@dataclass
class Class:
    """A class that was graded, with what is to be done, and how that ends undisturbed."""

    course: object
    kept: object
    command: list[str]
    few: int
    before: dict
    after: dict
    touched: dict

    def begin(self):
        """Put everything back as it was before."""
        for part in CHANGING:
            place = self.course.root / part
            if place.is_dir():
                shutil.rmtree(place)
                shutil.copytree(self.kept / part, place)
            else:
                shutil.copy2(self.kept / part, place)


def scores(course):
    """Points in the gradebook, by student and cell."""
    with sqlite3.connect(course.root / "gradebook.db") as db:
        rows = db.execute(
            "select submitted_assignment.student_id, base_cell.name, grade.auto_score,"
            " grade.needs_manual_grade from grade"
            " join base_cell on base_cell.id = grade.cell_id"
            " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
            " join submitted_assignment on submitted_assignment.id"
            " = submitted_notebook.assignment_id"
        ).fetchall()
    db.close()
    return {(student, cell): (points, waits) for student, cell, points, waits in rows}


def copies(course):
    """Graded copies, by student."""
    return {
        path.parts[-3]: path.read_bytes()
        for path in course.root.glob(f"autograded/*/{NAME}/{NAME}.ipynb")
    }


def state(course):
    return {"scores": scores(course), "copies": copies(course)}


@pytest.fixture(scope="module")
def runs():
    with Runs() as runs:
        yield runs


@pytest.fixture(scope="module", params=COMMANDS)
def graded(request, runs, tmp_path_factory):
    """A class that was graded: ada with all points, bob with a mistake that he has mended since."""
    course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME,))
    submit(course, "ada", NAME, solved(NAME))
    submit(course, "bob", NAME, edited(NAME, wrong))
    done = runs.run(course, ["grade", NAME])
    assert done["code"] == 0, done["said"]
    if request.param == "executed":
        submit(course, "ada", NAME, edited(NAME, lambda notebook: notebook.cells.pop()))
        submit(course, "bob", NAME, solved(NAME))
    kept = tmp_path_factory.mktemp("kept")
    for part in CHANGING:
        place = course.root / part
        (shutil.copytree if place.is_dir() else shutil.copy2)(place, kept / part)
    before, command = state(course), COMMANDS[request.param]
    made = Class(course, kept, command, FEW[request.param], before, {}, {})
    for where in WHERE:
        made.begin()
        done = runs.run(course, command, where=where)
        assert done["code"] == 0, done["said"]
        made.after, made.touched[where] = state(course), done["touched"]
    return made


def places(graded, kind, where):
    """Choose touches for a kind of fault: of each sort one, or a few of all."""
    sorts = {}
    for number, touch in enumerate(graded.touched[where]):
        event = touch.split(" ", 1)[0]
        if (kind == "locked") == (event == "sql"):
            sorts.setdefault(touch, []).append(number)
    chance = random.Random(kind)
    if FAULTS == "all":
        return [number for numbers in sorts.values() for number in numbers]
    chosen = chance.sample(list(sorts.values()), min(graded.few, len(sorts)))
    return [chance.choice(numbers) for numbers in chosen]


@pytest.mark.parametrize(
    ("where", "kind"),
    [(where, kind) for where in WHERE for kind in KINDS if (where, kind) != ("process", "locked")],
)
def test_no_fault_lowers_a_score_or_loses_anything_and_the_next_run_completes(
    runs, graded, where, kind
):
    wrong = []
    for number in places(graded, kind, where):
        graded.begin()
        touch = graded.touched[where][number].replace(f"{graded.course.root}/", "")
        done = runs.run(graded.course, graded.command, kind, number, where)
        found = problems(graded, kind if where == "run" else f"{kind} elsewhere", touch, done)
        again = runs.run(graded.course, graded.command)
        if again["code"] != 0 or state(graded.course) != graded.after:
            found.append(f"the next run does not complete it ({again['code']}): {again['said']}")
        wrong += [f"{kind} in {where} at {number}, {touch}: {problem}" for problem in found]
    assert wrong == []


def problems(graded, kind, touch, done):
    """What a run left that it should not have, or did not say."""
    now, found = state(graded.course), []
    for key, (points, _) in graded.before["scores"].items():
        if (now["scores"].get(key, (None, 0))[0] or 0) < (points or 0):
            found.append(f"{key} had {points} and has {now['scores'].get(key)}")
    lost = graded.before["copies"].keys() - now["copies"].keys()
    if lost and kind != "SIGKILL":
        found.append(f"the graded copies of {lost} are gone")
    if "Traceback" in done["said"]:
        found.append(done["said"])
    if kind in ENDED and done["code"] != ENDED[kind]:
        found.append(f"ended with {done['code']}")
    if kind not in ENDED and now != graded.after:
        if done["code"] not in (1, 2):
            found.append(f"is not done and ended with {done['code']}")
        name = re.sub(r"^\S+ ", "", touch).rsplit("/", 1)[-1]
        is_ours = "/grading-" not in touch  # else it has another name in each run
        if name and is_ours and kind not in {"locked", "MemoryError"} and name not in done["said"]:
            found.append(f"does not name the place: {done['said']}")
    return found
