"""Grading: sanitize, execute, judge and record.

The steps are nbgrader's, cut at its seams, so that plain ``nbgrader autograde`` gives the same
scores. This process reads what was handed in and records what came of it; the steps between touch
no gradebook and nothing else of the course than its release, so they run for many at once.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import cast

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.grading.answers import Answers, Graded, Record, fingerprint, judges
from autograder.grading.faults import Fault, in_words
from autograder.grading.judge import findings_of
from autograder.grading.pool import Pool, Result, Task
from autograder.grading.preparing import Raw, released
from autograder.grading.preprocessors import ExecuteSubmission
from autograder.grading.reading import read_submission
from autograder.grading.record import Recorder
from autograder.grading.submissions import Submission, check_fit
from autograder.notebook import add_note, labelled, notes_of
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

SECONDS_BETWEEN_SIGNS = 0.2  # of life, while submissions run
TOUCHED = (
    "Its scores or its graded copy are not what the last run left: another program graded it "
    "since, such as the formgrader. It was graded again."
)


class Way(Enum):
    """How much of the way a submission went this time.

    One that is refused is itself at fault, and has no points. One that is left was not graded for
    a reason that is no fault of its own: all that was there before is there still.
    """

    EXECUTED = "executed"
    JUDGED = "judged again"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    LEFT = "not graded"


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
        One for each submission. None that fails ends the run: the others are graded.

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
        self.path = submission.path
        self.record = Record(course, self.notebook, self.student)
        self.notes: list[str] = []  # of this run

    def begin(self, pool: Pool) -> Outcome | None:
        """Do all that can be done without the pool; if that is not all, hand it on."""
        if not self.student.isprintable():  # from an archive packed in another encoding
            return self._leave(
                "The name of the folder cannot be entered into the gradebook: rename it."
            )
        try:
            return self._rejudge(pool) if self.manner.rejudge else self._grade(pool)
        except Exception as error:  # one submission must never end the run for the others
            return self._leave(in_words(error))

    def end(self, result: Result) -> Outcome:
        """Record what the pool made of it."""
        try:
            return self._record(result)
        except Exception as error:
            return self._leave(in_words(error))

    def _grade(self, pool: Pool) -> Outcome | None:
        try:
            check_fit(self.submission)
            self.print = self._fingerprint()
        except Fault as fault:
            return self._refuse(str(fault))
        if not self.manner.force:
            graded = self.record.graded()
            if graded and graded.submission == self.print and self._stands(graded):
                return Outcome(self.submission, graded.notes, Way.UNCHANGED)
            answers = self.record.answers()
            if answers and answers.submission == self.print:
                self._judge(pool, answers)
                return None
        with self.path.open("rb") as file:
            read = read_submission(file)
        raw = Raw(read, self.submission.notes, self.release, self.seeds)
        pool.submit(Task(self.submission, self.notebook, raw, {}, True, self.print))
        return None

    def _fingerprint(self) -> str:
        handed_in = self.submission.digest()
        self.seeds = self.course.seeds(self.notebook, self.student, handed_in)
        self.release = self.course.release(self.notebook)
        return fingerprint(self.submission, handed_in, self.release, self.seeds, self.manner.limits)

    def _stands(self, graded: Graded) -> bool:
        """Tell whether nothing has changed since that decides the scores, nor the scores."""
        left = self.recorder.left(self.notebook, self.student)
        if left and graded.left and left != graded.left:
            self.notes.append(TOUCHED)
        rules = self.recorder.rules(self.notebook, self.student)
        return (graded.judges, graded.rules, graded.left) == (judges(), rules, left)

    def _rejudge(self, pool: Pool) -> Outcome | None:
        answers = self.record.answers()
        if answers is None:
            return self._leave("There are no recorded answers: run `autograder grade` first.")
        if _asked(answers.notebook) != _asked(released(self.course.release(self.notebook))):
            return self._leave(
                "The recorded answers are to another version of the notebook: run "
                "`autograder grade`."
            )
        self._judge(pool, answers)
        return None

    def _judge(self, pool: Pool, answers: Answers) -> None:
        self.print = answers.submission
        task = Task(self.submission, self.notebook, answers.notebook, answers.cases, run=False)
        pool.submit(task)

    def _record(self, result: Result) -> Outcome:
        if result.answers:
            self.record.keep(result.answers)
        if result.judged is None:
            return self._leave(result.problem)
        for note in self.notes:
            add_note(result.judged, note)
        self.recorder.record(result.judged, self.submission)
        notes, findings = notes_of(result.judged), findings_of(result.judged)
        rules = self.recorder.rules(self.notebook, self.student)
        left = self.recorder.left(self.notebook, self.student)
        self.record.finish(Graded(self.print, judges(), notes, findings, rules, left))
        return Outcome(self.submission, notes, Way.EXECUTED if result.task.run else Way.JUDGED)

    def _refuse(self, reason: str) -> Outcome:
        """Give it no points, and say why."""
        self.recorder.refuse(self.notebook, self.student)
        # without a fingerprint: it is looked at again in the next run
        self.record.finish(Graded("", "", [reason], []))
        return Outcome(self.submission, [reason], Way.REFUSED)

    def _leave(self, reason: str) -> Outcome:
        """Leave all as it was, and say why; this touches neither disk nor gradebook."""
        return Outcome(self.submission, [reason], Way.LEFT, entered=False)


def _asked(notebook: NotebookNode) -> dict[str, object]:
    """Read what a notebook asks for: its cells with an id, and their points."""
    return {one: cell.metadata.nbgrader.get("points") for one, cell in labelled(notebook).items()}
