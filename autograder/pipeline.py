"""Grading in three steps: sanitize, execute, judge and record.

The steps are nbgrader's, cut at its seams, so that plain ``nbgrader autograde`` gives the same
scores; only the middle one runs a student's code, and it touches neither course nor gradebook.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.utils import rmtree

from autograder.build import check_source
from autograder.course import Course
from autograder.gradebook import check_current, record_zero
from autograder.log import ErrorLog
from autograder.preprocessors import RECORD, SANITIZE, ExecuteSubmission
from autograder.restore import add_note, notes_of
from autograder.sandbox import Limits, execute
from helpers.errors import CourseError


@dataclass(frozen=True)
class Submission:
    """One student's notebook for one assignment."""

    student: str
    notebook: str


@dataclass(frozen=True)
class Outcome:
    """What came of grading a submission: the scores are in the gradebook, the notes are here.

    Attributes
    ----------
    submission
        What was graded.
    notes
        What a person should know about it.
    entered
        False if the gradebook cannot hold the student's name.
    """

    submission: Submission
    notes: list[str]
    entered: bool = True


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


def check_ready(course: Course, gradebook: Gradebook, submissions: list[Submission]) -> None:
    """Fail unless the course is ready to grade these.

    Raises
    ------
    CourseError
        When ``source/``, ``release/`` or the gradebook is stale.
    """
    for notebook in dict.fromkeys(submission.notebook for submission in submissions):
        check_source(course, notebook)
        check_current(course, gradebook, notebook)


def grade(
    course: Course,
    gradebook: Gradebook,
    submissions: list[Submission],
    limits: Limits,
    done: Callable[[Outcome], None],
) -> list[Outcome]:
    """Grade the submissions, one after another.

    Parameters
    ----------
    course, gradebook
        Where they lie and where their scores go.
    submissions
        What to grade.
    limits
        What each of them may use.
    done
        Receives each outcome as soon as it is there.

    Returns
    -------
    outcomes
        One for each submission. A submission that fails never ends the run: it gets a row and a
        note.
    """
    outcomes = []
    for submission in submissions:
        outcomes.append(_grade(course, gradebook, submission, limits))
        done(outcomes[-1])
    return outcomes


def _grade(course: Course, gradebook: Gradebook, submission: Submission, limits: Limits) -> Outcome:
    if not submission.student.isprintable():  # from an archive packed in another encoding
        note = "The name of the folder cannot be entered into the gradebook: rename it."
        return Outcome(submission, [note], entered=False)
    steps = Steps(course, submission)
    steps.discard()
    if not course.submitted(submission.student, submission.notebook).is_file():
        record_zero(gradebook, submission.notebook, submission.student)
        return Outcome(submission, [f"There is no {submission.notebook}.ipynb in the submission."])
    try:
        sanitized = steps.sanitize()
        cases = course.cases(submission.notebook, submission.student)
        executed = execute(sanitized, cases, limits)
        return Outcome(submission, notes_of(steps.record(executed)))
    except Exception as error:  # one submission must never end the run for the others
        steps.discard()
        record_zero(gradebook, submission.notebook, submission.student)
        return Outcome(submission, [f"It could not be graded ({type(error).__name__}: {error})."])


class Steps:
    """The trusted steps of one submission, by nbgrader's own ``Autograde``."""

    def __init__(self, course: Course, submission: Submission) -> None:
        self.submission = submission
        self.path = str(course.submitted(submission.student, submission.notebook))
        directory = course.directory()
        directory.assignment_id = submission.notebook
        config = course.config()
        self.converter = Autograde(coursedir=directory, config=config)
        self.converter.log = ErrorLog().logger()
        self.converter.notebooks = [self.path]
        self.converter.exporter = self.converter.exporter_class(
            parent=self.converter, config=config
        )
        self.converter.writer = FilesWriter(parent=self.converter, config=config)

    def discard(self) -> None:
        """Remove what an earlier run wrote."""
        submission = self.submission
        destination = self.converter._format_dest(submission.notebook, submission.student)
        if Path(destination).exists():
            rmtree(destination)

    def sanitize(self) -> NotebookNode:
        """Put locked cells, points and missing cells back; enter the submission."""
        self.converter.init_assignment(self.submission.notebook, self.submission.student)
        sanitized, _ = self._convert(SANITIZE, None)
        if self.converter.coursedir.has_unreadable_timestamp(Path(self.path).parent):
            add_note(sanitized, "timestamp.txt holds no time: the submission counts as in time.")
        return sanitized

    def record(self, executed: NotebookNode) -> NotebookNode:
        """Judge the answers, enter the scores and write the autograded notebook."""
        judged, resources = self._convert(RECORD, executed)
        self.converter.write_single_notebook(nbformat.writes(judged), resources)
        self.converter.set_permissions(self.submission.notebook, self.submission.student)
        return judged

    def _convert(
        self, preprocessors: list[Any], notebook: NotebookNode | None
    ) -> tuple[NotebookNode, dict[str, Any]]:
        exporter = self.converter.exporter
        exporter._preprocessors = []
        for preprocessor in preprocessors:
            exporter.register_preprocessor(preprocessor)
        resources = self.converter.init_single_notebook_resources(self.path)
        if notebook is None:
            text, resources = exporter.from_filename(self.path, resources=resources)
        else:
            text, resources = exporter.from_notebook_node(notebook, resources=resources)
        return nbformat.reads(text, as_version=4), resources
