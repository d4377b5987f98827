"""Grading: sanitize, execute, judge and record.

The steps are nbgrader's, cut at its seams, so that plain ``nbgrader autograde`` gives the same
scores. Execute and judge touch neither course nor gradebook, so they can run for many submissions
at once, while this process sanitizes and records.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.grading.answers import Answers, Graded, Record, fingerprint, judges
from autograder.grading.judge import findings_of
from autograder.grading.pool import Pool, Result, Task
from autograder.grading.preprocessors import ExecuteSubmission
from autograder.grading.record import Recorder
from autograder.grading.sanitize import read_submission, restore
from autograder.notebook import notes_of
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from helpers.errors import CourseError

SECONDS_BETWEEN_SIGNS = 0.2  # of life, while submissions run


@dataclass(frozen=True)
class Submission:
    """One student's notebook for one assignment."""

    student: str
    notebook: str


class Way(Enum):
    """How much of the way a submission went this time."""

    EXECUTED = "executed"
    JUDGED = "judged again"
    UNCHANGED = "unchanged"
    REFUSED = "not graded"


@dataclass(frozen=True)
class Outcome:
    """What came of grading a submission: the scores are in the gradebook, the notes are here.

    Attributes
    ----------
    submission
        What was graded.
    notes
        What a person should know about it.
    way
        How much of it had to be done.
    entered
        False if the gradebook cannot hold the student's name.
    """

    submission: Submission
    notes: list[str]
    way: Way = Way.EXECUTED
    entered: bool = True


@dataclass(frozen=True)
class Manner:
    """How a class is graded.

    Attributes
    ----------
    limits
        What each submission may use.
    jobs
        How many run at once.
    confined
        Whether student code runs in a sandbox.
    force
        Whether unchanged submissions are graded as well.
    rejudge
        Whether answers that were recorded are judged again and nothing is executed; what was
        never executed is not graded then.
    ahead
        A sandbox that was started before, to be used first.
    """

    limits: Limits
    jobs: int = 1
    confined: bool = True
    force: bool = False
    rejudge: bool = False
    ahead: Sandbox | None = None


def limits_of(course: Course) -> Limits:
    """Read the limits that ``nbgrader_config.py`` sets."""
    limits: Limits = ExecuteSubmission(config=course.config()).limits()
    return limits


def find_submissions(course: Course, notebooks: list[str]) -> list[Submission]:
    """Find what lies in ``submitted/``.

    Raises
    ------
    CourseError
        When nothing does.
    """
    found = [
        Submission(folder.parent.name, folder.name)
        for name in notebooks
        for folder in sorted(course.root.glob(f"submitted/*/{name}"))
        if folder.is_dir()
    ]
    if not found:
        raise CourseError(
            f"Nothing to grade: there is no folder submitted/<student>/<assignment> for "
            f"{', '.join(notebooks)}."
        )
    return found


def grade(
    course: Course,
    gradebook: Gradebook,
    submissions: list[Submission],
    manner: Manner,
    done: Callable[[Outcome | None], None],
) -> list[Outcome]:
    """Grade the submissions: many run at once, one process records.

    Parameters
    ----------
    course, gradebook
        Where they lie and where their scores go.
    submissions
        What to grade.
    manner
        How.
    done
        Receives each outcome as soon as it is there, and now and then None.

    Returns
    -------
    outcomes
        One for each submission. A submission that fails never ends the run: it gets a row and a
        note.

    Raises
    ------
    CourseError
        When there is to be a sandbox and none can be had.
    """
    recorder = Recorder(course, gradebook)
    outcomes: dict[Submission, Outcome] = {}

    def settle(outcome: Outcome) -> None:
        outcomes[outcome.submission] = outcome
        done(outcome)

    jobs = min(manner.jobs, len(submissions))
    with Pool(jobs, manner.limits, manner.confined, manner.ahead) as pool:
        running: dict[Submission, _Grading] = {}
        left = deque(_Grading(course, recorder, one, manner) for one in submissions)
        while left or not pool.is_empty:
            while left and pool.has_room:
                one = left.popleft()
                outcome = one.begin(pool)
                if outcome is None:
                    running[one.submission] = one
                else:
                    settle(outcome)
            for result in pool.finished(SECONDS_BETWEEN_SIGNS):
                one = running.pop(cast("Submission", result.task.key))
                settle(one.end(result))
            done(None)
    return [outcomes[submission] for submission in submissions]


class _Grading:
    """One submission on its way."""

    def __init__(
        self, course: Course, recorder: Recorder, submission: Submission, manner: Manner
    ) -> None:
        self.course, self.recorder = course, recorder
        self.submission, self.manner = submission, manner
        self.student, self.notebook = submission.student, submission.notebook
        self.path = course.submitted(self.student, self.notebook)
        self.record = Record(course, self.notebook, self.student)

    def begin(self, pool: Pool) -> Outcome | None:
        """Do all that can be done without the pool; if that is not all, hand it on."""
        try:
            if not self.student.isprintable():  # from an archive packed in another encoding
                note = "The name of the folder cannot be entered into the gradebook: rename it."
                return Outcome(self.submission, [note], Way.REFUSED, entered=False)
            return self._rejudge(pool) if self.manner.rejudge else self._grade(pool)
        except Exception as error:  # one submission must never end the run for the others
            return self._refuse(f"It could not be graded ({type(error).__name__}: {error}).")

    def end(self, result: Result) -> Outcome:
        """Record what the pool made of it."""
        try:
            return self._record(result)
        except Exception as error:
            return self._refuse(f"It could not be graded ({type(error).__name__}: {error}).")

    def _grade(self, pool: Pool) -> Outcome | None:
        reason = unfit(self.path)
        if reason:
            return self._refuse(reason)
        cases = self.course.cases(self.notebook, self.student)
        release = self.course.release(self.notebook)
        self.print = fingerprint(self.path, release, cases, self.manner.limits)
        if not self.manner.force:
            graded = self.record.graded()
            as_now = graded and (graded.submission, graded.judges) == (self.print, judges())
            if graded and as_now and self.recorder.is_entered(self.notebook, self.student):
                return Outcome(self.submission, graded.notes, Way.UNCHANGED)
            answers = self.record.answers()
            if answers and answers.submission == self.print:
                self._judge(pool, answers)
                return None
        with self.path.open("rb") as file:
            sanitized = restore(read_submission(file), _released(release))
        task = Task(self.submission, self.notebook, sanitized, cases, True, self.print)
        pool.submit(task)
        return None

    def _rejudge(self, pool: Pool) -> Outcome | None:
        answers = self.record.answers()
        if answers is None:
            note = "There are no recorded answers: run `autograder grade` first."
            return Outcome(self.submission, [note], Way.REFUSED, entered=False)
        self._judge(pool, answers)
        return None

    def _judge(self, pool: Pool, answers: Answers) -> None:
        self.print = answers.submission
        task = Task(self.submission, self.notebook, answers.notebook, answers.cases, run=False)
        pool.submit(task)

    def _record(self, result: Result) -> Outcome:
        if result.answers:
            self.record.keep(result.answers)
        if result.judged is None and self.manner.rejudge:
            note = f"It could not be judged ({result.problem}): its scores are as they were."
            return Outcome(self.submission, [note], Way.REFUSED)
        if result.judged is None:
            return self._refuse(f"It could not be graded ({result.problem}).")
        self.recorder.record(result.judged, self.notebook, self.student)
        notes, findings = notes_of(result.judged), findings_of(result.judged)
        self.record.finish(Graded(self.print, judges(), notes, findings))
        return Outcome(self.submission, notes, Way.EXECUTED if result.task.run else Way.JUDGED)

    def _refuse(self, reason: str) -> Outcome:
        """Give it no points, and say why."""
        # without a fingerprint: it is looked at again in the next run
        self.record.finish(Graded("", "", [reason], []))
        self.recorder.refuse(self.notebook, self.student)
        return Outcome(self.submission, [reason], Way.REFUSED)


@cache
def _released(path: Path) -> NotebookNode:
    """Read a student notebook, once a run."""
    return nbformat.read(path, as_version=4)


def unfit(path: Path) -> str | None:
    """Say why a submission is not even read, or None if it can be.

    A link in it could lead to what the student may not see, and nbgrader copies what it finds.
    """
    folder = path.parent
    if folder.is_symlink() or folder.parent.is_symlink():
        return "The folder of the submission is a symbolic link: it was not followed."
    for found in sorted(folder.rglob("*")):
        if found.is_symlink():
            return f"“{found.name}” is a symbolic link: take it out of the submission."
        if not (found.is_file() or found.is_dir()):
            return f"“{found.name}” is no ordinary file: take it out of the submission."
    if not path.is_file():
        return f"There is no {path.name} in the submission."
    return None
