"""A term in the life of a course, in any order of events: the scores are what they must be.

The model knows no more than what an instructor would say: what somebody handed in last, what was
given by hand, when it was due. ``make test-long`` lives through many longer terms.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import pytest
from classroom import PROGRAMS, add_exercise, copy_of_project, edited, python, submit, text_of
from faulty import Runs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import labelled

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
FIRST = next(iter(CATALOGUE[NAME]))
CHECK, WRITTEN = f"check-{FIRST}", "questions"
LONG = os.environ.get("TERMS") == "long"
STUDENTS = st.sampled_from(["101", "102", "103"])
LATE = "102"  # who hands in between the two dates
DATES = ("2026-02-01 12:00:00 UTC", "2026-02-03 12:00:00 UTC")
OTHERS = {"right": 70, "wrong": 70, "blank": 0}  # points of all exercises but the first


def notebook_of(work, words):
    def write(notebook):
        cells = labelled(notebook)
        cells[WRITTEN].source = words
        if work == "wrong":
            cells[FIRST].source = f"def {FIRST}(x, theta):\n    return x + theta"
        if work == "blank":
            for name in CATALOGUE[NAME]:
                cells[name].source = f"def {name}(*arguments):\n    raise NotAttempted"

    return edited(NAME, write)


@dataclass
class Student:
    """What is known of one: what lies there, what was graded last, and what a person gave.

    What the lesson was like at that time is its points of the first exercise, and whether it had
    one more.
    """

    handed_in: tuple[str, str]
    graded: tuple[str, str] | None = None
    due: str = ""
    lesson: tuple[int, bool] = (10, False)
    given: dict[str, float] = field(default_factory=dict)
    waits: bool = True  # the written answer, for a person
    penalty: float = 0.0

    def score(self):
        work, _ = self.graded
        first = self.given.get(CHECK, self.lesson[0] if work == "right" else 0)
        return first + OTHERS[work] + self.given.get(WRITTEN, 0)

    def record(self, work, due, lesson, is_late):
        """What a run that grades it anew makes of it."""
        if self.graded is None or work[1] != self.graded[1]:
            self.waits = True
        self.graded, self.due, self.lesson = work, due, lesson
        self.penalty = self.score() if is_late else 0.0


class Term(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.opened = ExitStack()
        folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory(prefix="term-")))
        self.course = copy_of_project(folder, (NAME,))
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
        self.runs = self.opened.enter_context(Runs(folder))
        self.students, self.due, self.words, self.lesson = {}, "", 0, (10, False)

    def teardown(self):
        self.opened.close()

    @rule(student=STUDENTS, work=st.sampled_from(sorted(OTHERS)), same_words=st.booleans())
    def hand_in(self, student, work, same_words):
        handed_in = self.written(student, work, same_words)
        path = submit(self.course, student, NAME, notebook_of(*handed_in))
        if student == LATE:
            path.with_name("timestamp.txt").write_text("2026-02-02 12:00:00 UTC")

    @rule(student=STUDENTS.filter(lambda one: one != LATE), work=st.sampled_from(sorted(OTHERS)))
    def collect(self, student, work):
        handed_in = self.written(student, work, same_words=False)
        path = self.course.root / "download.zip"
        with zipfile.ZipFile(path, "w") as download:
            name = f"Li_{student}_assignsubmission_file_/{NAME}.ipynb"
            download.writestr(name, text_of(notebook_of(*handed_in)))
        done = self.runs.run(self.course, ["collect", path.name, "--force"])
        assert done["code"] == 0, done["said"]

    def written(self, student, work, same_words):
        """What somebody hands in, which the model knows then."""
        known = self.students.get(student)
        if not (same_words and known):
            self.words += 1
        words = known.handed_in[1] if same_words and known else f"Answer {self.words}."
        if known:
            known.handed_in = work, words
        else:
            self.students[student] = Student((work, words))
        return work, words

    @precondition(lambda self: self.students)
    @rule(force=st.booleans())
    def grade(self, force):
        done = self.runs.run(self.course, ["grade", NAME, *(["--force"] if force else [])])
        assert done["code"] == 0, done["said"]
        self.was_graded(force)

    @precondition(lambda self: self.students)
    @rule()
    def two_instructors_grade(self):
        command = [sys.executable, "-m", "autograder", "grade", NAME, "--wait"]
        colleague = subprocess.Popen(
            command,
            cwd=self.course.root,
            env=os.environ | {"PYTHONPATH": str(self.course.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        done = self.runs.run(self.course, ["grade", NAME, "--wait"])
        said, _ = colleague.communicate()
        assert (done["code"], colleague.returncode) == (0, 0), done["said"] + said
        self.was_graded(force=False)

    def was_graded(self, force):
        now = self.due, self.lesson
        for name, student in self.students.items():
            if force or (student.handed_in, *now) != (student.graded, student.due, student.lesson):
                student.record(student.handed_in, *now, self.is_late(name))
        self.hold()

    @precondition(lambda self: any(one.graded for one in self.students.values()))
    @rule()
    def rejudge(self):
        done = self.runs.run(self.course, ["rejudge", NAME])
        can = {
            name: one
            for name, one in self.students.items()
            if one.graded and one.lesson[1] == self.lesson[1]  # else it was another notebook
        }
        assert done["code"] == (0 if can.keys() == self.students.keys() else 1), done["said"]
        for name, student in can.items():
            student.record(student.graded, self.due, self.lesson, self.is_late(name))
        self.hold()

    @rule(points=st.sampled_from([5, 10, 20]))
    def change_points(self, points):
        def change(notebook):
            labelled(notebook)[CHECK].metadata["nbgrader"]["points"] = points

        self.change_the_lesson(change)
        self.lesson = points, self.lesson[1]
        self.hold()

    @precondition(lambda self: not self.lesson[1])
    @rule()
    def add_an_exercise(self):
        self.change_the_lesson(lambda lesson: add_exercise(self.course, lesson, NAME, "double"))
        self.lesson = self.lesson[0], True
        self.runs.__exit__()
        self.runs.__enter__()  # what is in the catalogue is loaded once
        self.hold()

    def change_the_lesson(self, change):
        notebook = jupytext.read(self.course.text(NAME))
        change(notebook)
        jupytext.write(notebook, self.course.text(NAME), fmt="md:myst")
        way = ["build", NAME]
        done = python(self.course.root, "-m", "autograder", *way, project=self.course.root)
        if done.returncode == 2 and "--keep-grades" in done.stderr:
            [way] = re.findall(r"`autograder (build --keep-grades [a-z_]+)`", done.stderr)
            way = way.split()
            done = python(self.course.root, "-m", "autograder", *way, project=self.course.root)
        assert done.returncode == 0, done.stderr

    @precondition(lambda self: self.students)
    @rule(number=st.integers(0, 160), kind=st.sampled_from(["SIGKILL", "SIGINT", "EIO"]))
    def stop_a_run_and_go_on(self, number, kind):
        self.runs.run(self.course, ["grade", NAME], kind, number)
        self.grade(force=False)

    @precondition(lambda self: any(one.graded for one in self.students.values()))
    @rule(student=STUDENTS, cell=st.sampled_from([CHECK, WRITTEN]), points=st.integers(0, 10))
    def grade_by_hand(self, student, cell, points):
        known = self.students.get(student)
        if known is None or known.graded is None:
            return
        with open_gradebook(self.course) as gradebook:
            found = gradebook.find_grade(cell, NAME, NAME, student)
            found.manual_score, found.needs_manual_grade = points, False
            gradebook.db.commit()
        known.given[cell] = points
        if cell == WRITTEN:
            known.waits = False
        self.hold()

    @rule(date=st.sampled_from(DATES))
    def move_the_due_date(self, date):
        with open_gradebook(self.course) as gradebook:
            gradebook.update_or_create_assignment(NAME, duedate=date)
        self.due = date

    @precondition(lambda self: len(self.students) > 1)
    @rule(student=STUDENTS)
    def drop_out(self, student):
        if self.students.pop(student, None) is None:
            return
        for part in ("submitted", "autograded", "answers"):
            shutil.rmtree(self.course.root / part / student, ignore_errors=True)
        command = [PROGRAMS / "nbgrader", "db", "student", "remove", student, "--force"]
        subprocess.run(command, cwd=self.course.root, capture_output=True, check=False)
        self.hold()

    def is_late(self, student):
        return student == LATE and self.due == DATES[0]

    def hold(self):
        """Fail unless the gradebook has what the model says."""
        with open_gradebook(self.course) as gradebook:
            rows = {row.student: row for row in grades(gradebook, NAME)}
            waits = {
                name: gradebook.find_grade(WRITTEN, NAME, NAME, name).needs_manual_grade
                for name in rows
            }
        graded = {name: one for name, one in self.students.items() if one.graded}
        assert {name: row.total for name, row in rows.items()} == {
            name: max(0, one.score() - one.penalty) for name, one in graded.items()
        }
        assert waits == {name: one.waits for name, one in graded.items()}


Term.TestCase.settings = settings(
    max_examples=40 if LONG else 2,
    stateful_step_count=30 if LONG else 12,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
TestTerm = Term.TestCase
