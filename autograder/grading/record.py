"""The one writer: what a graded submission leaves in the gradebook and in ``autograded/``.

The fast way does what nbgrader's ``Autograde`` and ``SaveAutoGrades`` do, with one connection and
one transaction a submission instead of some thirty. The plain way lets nbgrader's own preprocessors
do it. The tests hold the two equal, to each other and to nbgrader.
"""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)

from autograder.course import Course
from autograder.grading.gradebook import record_zero
from autograder.log import ErrorLog
from autograder.notebook import add_note, grade_id
from autograder.tried import Step, is_fast


class Recorder:
    """Writes down what came of grading.

    Parameters
    ----------
    course, gradebook
        Where it is written.
    """

    def __init__(self, course: Course, gradebook: Gradebook) -> None:
        self.course, self.gradebook = course, gradebook
        self.config, self.directory = course.config(), course.directory()
        self.converter = Autograde(coursedir=self.directory, config=self.config)
        self.converter.log = ErrorLog().logger()
        self.limit_output = LimitOutput(config=self.config)
        self.fast = is_fast(Step.RECORD)

    def is_entered(self, notebook: str, student: str) -> bool:
        """Tell whether the gradebook and ``autograded/`` have the submission."""
        try:
            self.gradebook.find_submission(notebook, student)
        except MissingEntry:
            return False
        return (self._folder(notebook, student) / f"{notebook}.ipynb").is_file()

    def refuse(self, notebook: str, student: str) -> None:
        """Give a submission that cannot be graded no points, and remove its graded copy."""
        self._discard(notebook, student)
        record_zero(self.gradebook, notebook, student)

    def record(self, judged: NotebookNode, notebook: str, student: str) -> None:
        """Enter the scores and write the graded copy.

        Parameters
        ----------
        judged
            Its check cells hold their points as nbgrader reads them; a note is added if the time
            of submission cannot be read.
        notebook, student
            Whose it is.
        """
        handed_in = self.course.submitted(student, notebook).parent
        if self.directory.has_unreadable_timestamp(handed_in):
            add_note(judged, "timestamp.txt holds no time: the submission counts as in time.")
        judged, _ = self.limit_output.preprocess(judged, {})
        if self.fast:
            # and with a new session after each, so that a large class needs no more memory
            with self._one_transaction():
                entered = self._enter(handed_in, notebook, student)
                self._score(judged, entered)
            if entered.assignment.total_seconds_late > 0 or entered.late_submission_penalty:
                self._let_nbgrader(AssignLatePenalties, judged, notebook, student)
            self.gradebook.db.remove()
        else:
            self._enter(handed_in, notebook, student)
            for step in (SaveAutoGrades, AssignLatePenalties):
                self._let_nbgrader(step, judged, notebook, student)
        self._write(judged, handed_in, notebook, student)

    @contextlib.contextmanager
    def _one_transaction(self) -> Iterator[None]:
        """Keep nbgrader's methods from committing one by one."""
        session = self.gradebook.db
        session.commit = session.flush
        try:
            yield
        finally:
            del session.commit
        session.commit()

    def _enter(self, handed_in: Path, notebook: str, student: str) -> SubmittedNotebook:
        time = self.directory.get_existing_timestamp(str(handed_in))
        known = {"timestamp": time} if time else {}
        self.gradebook.update_or_create_student(student)
        self.gradebook.update_or_create_submission(notebook, student, **known)
        return self.gradebook.find_submission_notebook(notebook, notebook, student)

    def _score(self, judged: NotebookNode, entered: SubmittedNotebook) -> None:
        scores = {grade.name: grade for grade in entered.grades}
        comments = {comment.name: comment for comment in entered.comments}
        for cell in judged.cells:
            if utils.is_grade(cell):
                grade = scores[grade_id(cell)]
                grade.auto_score, _ = utils.determine_grade(cell, self.converter.log)
                # a person looks again at what was graded by hand, or cannot be otherwise
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand
            if utils.is_solution(cell):
                untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
                comments[grade_id(cell)].auto_comment = "No response." if untouched else None

    def _let_nbgrader(
        self, step: type[NbGraderPreprocessor], judged: NotebookNode, notebook: str, student: str
    ) -> None:
        """Let one of nbgrader's preprocessors do its part."""
        names = {"notebook": notebook, "assignment": notebook, "student": student}
        resources = {"nbgrader": names | {"db_url": self.directory.db_url}}
        step(config=self.config).preprocess(judged, resources)

    def _write(self, judged: NotebookNode, handed_in: Path, notebook: str, student: str) -> None:
        self._discard(notebook, student)
        folder = self._folder(notebook, student)
        folder.mkdir(parents=True)
        for origin in (handed_in, self.course.source(notebook).parent):
            for path in utils.find_all_files(str(origin), [*self.directory.ignore, "*.ipynb"]):
                copy = folder / Path(path).relative_to(origin)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        # without nbformat's checks and line breaks, which took longer than all the gradebook
        (folder / f"{notebook}.ipynb").write_bytes(json.dumps(judged, ensure_ascii=False).encode())
        self.converter.set_permissions(notebook, student)

    def _discard(self, notebook: str, student: str) -> None:
        if self._folder(notebook, student).exists():
            utils.rmtree(str(self._folder(notebook, student)))

    def _folder(self, notebook: str, student: str) -> Path:
        graded = self.directory.autograded_directory
        return Path(self.directory.format_path(graded, student, notebook))
