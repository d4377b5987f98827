"""The one writer: what a graded submission leaves in the gradebook and in ``autograded/``.

The fast way does what nbgrader's ``Autograde`` and ``SaveAutoGrades`` do, with one connection and
one transaction a submission instead of some thirty. The plain way lets nbgrader's own preprocessors
do it. The tests hold the two equal, to each other and to nbgrader.
"""

import contextlib
import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)

from autograder.course import Course
from autograder.grading.answers import digest
from autograder.grading.entering import enter, form_of, penalty_of
from autograder.grading.gradebook import record_zero
from autograder.grading.handed_in import Submission
from autograder.log import ErrorLog
from autograder.notebook import CHECK, add_note, grade_id, labelled
from autograder.swap import new_folder
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
        self.entries: dict[str, dict[str, Entry]] = {}  # by assignment, as this run found them

    def left(self, notebook: str, student: str) -> str:
        """Sum up what of a submission is in the gradebook and in ``autograded/``.

        It is empty if one of them has nothing. Who graded it by hand changes nothing in it.
        """
        entry = self._entry(notebook, student)
        try:
            copy = (self._folder(notebook, student) / f"{notebook}.ipynb").read_bytes()
        except FileNotFoundError:
            return ""
        return "" if entry is None else digest(entry.scores, entry.penalty, copy)

    def rules(self, notebook: str, student: str) -> str:
        """Sum up what decides the points besides the answers: when it was due, and what that costs.

        The points of each exercise stand in the release, which the fingerprint of a submission
        covers.
        """
        entry = self._entry(notebook, student)
        return digest(entry and entry.due, self._late_rules)

    def _entry(self, notebook: str, student: str) -> "Entry | None":
        if notebook not in self.entries:
            self.entries[notebook] = entries(self.gradebook, notebook)
        return self.entries[notebook].get(student)

    @cached_property
    def _late_rules(self) -> list[str]:
        """Describe the plugin that says what being late costs, with all that can be set in it."""
        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        plugin = step.plugin_inst
        settings = {name: getattr(plugin, name) for name in plugin.trait_names(config=True)}
        return [repr(type(plugin)), repr(sorted(settings.items()))]

    def refuse(self, notebook: str, student: str) -> None:
        """Give a submission that cannot be graded no points, then remove its graded copy."""
        record_zero(self.gradebook, notebook, student)
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._folder(notebook, student))

    def record(self, judged: NotebookNode, submission: Submission) -> None:
        """Enter the scores and write the graded copy.

        The copy is written beside the old one first, then the scores are entered, then the copy
        takes its place: where one of these fails, what was there is there still.

        Parameters
        ----------
        judged
            Its check cells hold their points as nbgrader reads them; a note is added if the time
            of submission cannot be read.
        submission
            What was graded.
        """
        notebook, student = submission.notebook, submission.student
        handed_in = submission.folder
        unclear = self.directory.unclear_time(handed_in)
        if unclear:
            add_note(judged, unclear)
        judged, _ = self.limit_output.preprocess(judged, {})
        settled = self._settled(judged, notebook, student)
        # without nbformat's checks and line breaks, which took longer than all the gradebook
        copy = json.dumps(judged, ensure_ascii=False).encode()
        with new_folder(self._folder(notebook, student)) as new:
            self._fill(new, copy, handed_in, notebook)
            try:
                entry = self._enter_all(judged, handed_in, notebook, student, settled)
            except BaseException:
                self.gradebook.db.remove()  # the session is of no use after it failed
                raise
        self.converter.set_permissions(notebook, student)
        self.entries.setdefault(notebook, {})[student] = entry

    def _enter_all(
        self,
        judged: NotebookNode,
        handed_in: Path,
        notebook: str,
        student: str,
        settled: set[str],
    ) -> "Entry":
        """Enter scores and what being late costs; return what there is now."""
        time = self.directory.get_existing_timestamp(str(handed_in))
        is_told = time is not None or self.directory.unclear_time(handed_in) is not None
        told = {"timestamp": time} if is_told else {}  # else what is known stays
        if not self.fast:
            return self._enter_plainly(judged, notebook, student, settled, told)
        db = self.gradebook.db
        form = form_of(db, notebook)
        points, comments = self._points(judged), _comments(judged)
        entered = enter(db, form, student, points, comments, settled, told)
        db.commit()
        if entered.is_late or entered.penalty:
            self._let_nbgrader(AssignLatePenalties, judged, notebook, student)
            entered = replace(entered, penalty=penalty_of(db, entered))
        # and with a new session after each, so that a large class needs no more memory
        db.remove()
        due = _due(form.due, entered.extension)
        return Entry(entered.auto, entered.by_hand, entered.penalty, due)

    def _enter_plainly(
        self,
        judged: NotebookNode,
        notebook: str,
        student: str,
        settled: set[str],
        told: dict[str, Any],
    ) -> "Entry":
        """Let nbgrader's own methods and preprocessors do all."""
        self.gradebook.update_or_create_student(student)
        self.gradebook.update_or_create_submission(notebook, student, **told)
        for step in (SaveAutoGrades, AssignLatePenalties):
            self._let_nbgrader(step, judged, notebook, student)
        self.gradebook.db.expire_all()  # they have connections of their own
        entered = self.gradebook.find_submission_notebook(notebook, notebook, student)
        for grade in entered.grades:
            if grade.name in settled:
                grade.needs_manual_grade = False
        self.gradebook.db.commit()
        entry = entry_of(entered)
        self.gradebook.db.remove()
        return entry

    def _points(self, judged: NotebookNode) -> dict[str, float | None]:
        """Read the points of each cell that has some; None where a person must give them."""
        points = {
            str(grade_id(cell)): utils.determine_grade(cell, self.converter.log)[0]
            for cell in judged.cells
            if utils.is_grade(cell)
        }
        # as the gradebook gives them back: what it has is compared with this
        return {name: None if each is None else float(each) for name, each in points.items()}

    def _let_nbgrader(
        self, step: type[NbGraderPreprocessor], judged: NotebookNode, notebook: str, student: str
    ) -> None:
        """Let one of nbgrader's preprocessors do its part."""
        names = {"notebook": notebook, "assignment": notebook, "student": student}
        resources = {"nbgrader": names | {"db_url": self.directory.db_url}}
        step(config=self.config).preprocess(judged, resources)

    def _settled(self, judged: NotebookNode, notebook: str, student: str) -> set[str]:
        """Name the cells that a person graded, and need not look at again: nothing in them changed.

        Of a check this holds if its points are the same and the function as well.
        """
        entry = self._entry(notebook, student)
        if entry is None or not entry.by_hand:
            return set()
        try:
            copy = json.loads((self._folder(notebook, student) / f"{notebook}.ipynb").read_bytes())
            before = labelled(nbformat.from_dict(copy))
        except (OSError, ValueError, KeyError, AttributeError):
            return set()
        settled, now = set(), labelled(judged)
        for name in entry.by_hand & now.keys() & before.keys():
            written = name.removeprefix(CHECK)
            same = all(before[n].source == now[n].source for n in {name, written} & now.keys())
            points, _ = utils.determine_grade(now[name], self.converter.log)
            if same and points == entry.scores[name]:
                settled.add(name)
        return settled

    def _fill(self, new: Path, copy: bytes, handed_in: Path, notebook: str) -> None:
        """Write the graded copy, with all that belongs to it, into a folder."""
        for origin in (handed_in, self.course.source(notebook).parent):
            for path in utils.find_all_files(str(origin), [*self.directory.ignore, "*.ipynb"]):
                beside = new / Path(path).relative_to(origin)
                beside.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, beside)
        (new / f"{notebook}.ipynb").write_bytes(copy)

    def _folder(self, notebook: str, student: str) -> Path:
        graded = self.directory.autograded_directory
        return Path(self.directory.format_path(graded, student, notebook))


@dataclass(frozen=True)
class Entry:
    """What the gradebook has of a submission.

    Attributes
    ----------
    scores
        Points of each cell, as they were graded by machine.
    by_hand
        Cells that a person graded and that wait for nobody.
    penalty
        Points taken off because it came late.
    due
        When it was due, with the student's extension.
    """

    scores: dict[str, float | None]
    by_hand: set[str]
    penalty: float | None
    due: str


def entry_of(entered: SubmittedNotebook) -> Entry:
    """Sum up a submission as the gradebook has it."""
    handed_in = entered.assignment
    return Entry(
        scores={grade.name: grade.auto_score for grade in entered.grades},
        by_hand={grade.name for grade in entered.grades if _is_settled(grade)},
        penalty=entered.late_submission_penalty,
        due=_due(handed_in.assignment.duedate, handed_in.extension),
    )


def _comments(judged: NotebookNode) -> dict[str, str | None]:
    """Say of each solution whether it is as it was handed out."""

    def said(cell: NotebookNode) -> str | None:
        untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        return "No response." if untouched else None

    return {str(grade_id(cell)): said(cell) for cell in judged.cells if utils.is_solution(cell)}


def _is_settled(grade: Grade) -> bool:
    return grade.manual_score is not None and not grade.needs_manual_grade


def _due(date: datetime | None, extension: timedelta | None) -> str:
    return f"{date} {extension or timedelta()}"


def entries(gradebook: Gradebook, notebook: str) -> dict[str, Entry]:
    """Read what the gradebook has of all submissions of an assignment, by student."""
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedNotebook.late_submission_penalty,
            Assignment.duedate,
            SubmittedAssignment.extension,
            BaseCell.name,
            Grade,
        )
        .select_from(Grade)
        .join(Grade.cell)
        .join(Grade.notebook)
        .join(SubmittedNotebook.assignment)
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == notebook)
    )
    found: dict[str, Entry] = {}
    for student, penalty, due, extension, cell, grade in rows:
        entry = found.setdefault(student, Entry({}, set(), penalty, _due(due, extension)))
        entry.scores[cell] = grade.auto_score
        if _is_settled(grade):
            entry.by_hand.add(cell)
    gradebook.db.remove()
    return found
