"""nbgrader's gradebook: what it knows of assignments, and the grades it holds."""

from dataclasses import dataclass

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Grade as Entry
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading.database import Database
from autograder.notebook import CHECK, labelled
from helpers.errors import CourseError


@dataclass(frozen=True)
class Grade:
    """One student's points in one assignment.

    Attributes
    ----------
    student, name
        The student's id, and the name if it is known.
    exercises
        Points of each exercise.
    most
        Points that each exercise can give.
    written
        Points of each written answer; None while it waits for a person.
    most_written
        Points that each written answer can give.
    by_hand
        Points that wait for a person.
    penalty
        Points taken off because it came late.
    seconds_late
        How late it came.
    """

    student: str
    name: str
    exercises: dict[str, float]
    most: dict[str, float]
    written: dict[str, float | None]
    most_written: dict[str, float]
    by_hand: float
    penalty: float = 0.0
    seconds_late: float = 0.0

    @property
    def score(self) -> float:
        """Points of all exercises together."""
        return sum(self.exercises.values())

    @property
    def total(self) -> float:
        """All points so far, as nbgrader counts them."""
        return max(0.0, self.score + sum(filter(None, self.written.values())) - self.penalty)


def open_gradebook(course: Course, new: bool = False) -> Database:
    """Open the gradebook that the configuration names.

    Parameters
    ----------
    course
        The course folder.
    new
        Whether to make one where there is none.

    Raises
    ------
    CourseError
        When there is none, or it cannot be used.
    """
    return Database(CourseDirectory(config=course.config()).db_url, new)


def check_current(course: Course, gradebook: Gradebook, notebook: str) -> None:
    """Fail unless the gradebook knows the notebook as ``release/`` has it.

    Raises
    ------
    CourseError
        When the assignment is missing or of another version.
    """
    if not course.release(notebook).is_file():
        raise CourseError(f"release/{notebook} is missing: run `autograder build`.")
    release = nbformat.read(course.release(notebook), as_version=4)
    wanted = {
        identity: cell.metadata.nbgrader.get("checksum")
        for identity, cell in labelled(release).items()
    }
    try:
        cells = gradebook.find_notebook(notebook, notebook).source_cells
    except MissingEntry:
        raise CourseError(
            f"The gradebook does not know {notebook}: run `autograder build`."
        ) from None
    if {cell.name: cell.checksum for cell in cells} != wanted:
        raise CourseError(
            f"The gradebook holds another version of {notebook} than release/: "
            "run `autograder build`."
        )


def grades(gradebook: Gradebook, notebook: str, students: list[str] | None = None) -> list[Grade]:
    """Read the grades of one assignment.

    Parameters
    ----------
    gradebook, notebook
        Where they are, and the assignment.
    students
        Whose, in this order; all who handed in when None.
    """
    release = gradebook.find_notebook(notebook, notebook)
    order = [cell.name for cell in release.source_cells]
    cells = sorted(release.grade_cells, key=lambda cell: order.index(cell.name))
    most = {cell.name: cell.max_score for cell in cells}
    scores, submissions = _scores(gradebook, notebook), _submissions(gradebook, notebook)
    wanted = sorted(submissions) if students is None else students
    return [_grade(*submissions[student], most, scores[student]) for student in wanted]


def graded_assignments(gradebook: Gradebook) -> dict[str, list[Grade]]:
    """Read the grades of all assignments that somebody handed in."""
    # one that has only a due date yet has no notebook
    known = {assignment.name for assignment in gradebook.assignments if assignment.notebooks}
    found = {name: grades(gradebook, name) for name in NOTEBOOKS if name in known}
    return {name: rows for name, rows in found.items() if rows}


def _grade(
    submission: SubmittedAssignment,
    name: str,
    penalty: float | None,
    most: dict[str, float],
    scores: dict[str, tuple[float, bool]],
) -> Grade:
    checks = {name: name.removeprefix(CHECK) for name in most if name.startswith(CHECK)}
    by_hand = {name: points for name, points in most.items() if name not in checks}
    return Grade(
        student=submission.student_id,
        name=name,
        exercises={exercise: scores[name][0] for name, exercise in checks.items()},
        most={exercise: most[name] for name, exercise in checks.items()},
        written={name: _given(*scores[name]) for name in by_hand},
        most_written=by_hand,
        by_hand=sum(most[name] for name, (_, waits) in scores.items() if waits),
        penalty=penalty or 0.0,
        seconds_late=submission.total_seconds_late,
    )


def _given(score: float, waits: bool) -> float | None:
    """Tell the points of a written answer: those given before count while it waits again."""
    return None if waits and not score else score


def _scores(gradebook: Gradebook, notebook: str) -> dict[str, dict[str, tuple[float, bool]]]:
    """Read of each student and cell the score, and whether it waits for a person."""
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id, BaseCell.name, Entry.score, Entry.needs_manual_grade
        )
        .select_from(Entry)
        .join(Entry.cell)
        .join(Entry.notebook)
        .join(SubmittedNotebook.assignment)
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == notebook)
    )
    found: dict[str, dict[str, tuple[float, bool]]] = {}
    for student, cell, score, waits in rows:
        found.setdefault(student, {})[cell] = score, waits
    return found


def _submissions(
    gradebook: Gradebook, notebook: str
) -> dict[str, tuple[SubmittedAssignment, str, float | None]]:
    """Read of each student the submission, the student's name, and what coming late costs."""
    rows = (
        gradebook.db.query(
            SubmittedAssignment,
            SubmittedNotebook.late_submission_penalty,
            Student.first_name,
            Student.last_name,
        )
        .join(SubmittedNotebook.assignment)
        .join(SubmittedAssignment.assignment)
        .join(SubmittedAssignment.student)
        .filter(Assignment.name == notebook)
    )
    return {
        submission.student_id: (submission, " ".join(filter(None, names)), penalty)
        for submission, penalty, *names in rows
    }


def record_zero(gradebook: Gradebook, notebook: str, student: str) -> None:
    """Give a submission that could not be graded its row: no points, until a person looks."""
    gradebook.update_or_create_student(student)
    gradebook.update_or_create_submission(notebook, student)
    for grade in gradebook.find_submission_notebook(notebook, notebook, student).grades:
        grade.auto_score = 0
        grade.needs_manual_grade = False
    gradebook.db.commit()
