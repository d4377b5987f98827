"""nbgrader's gradebook: what it knows of assignments, and the grades it holds."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.restore import CHECK, labelled
from helpers.errors import CourseError


@dataclass(frozen=True)
class Grade:
    """Points of one student in one assignment.

    Attributes
    ----------
    student
        The student's id.
    exercises
        Exercise to points earned, in the order of the notebook.
    most
        Exercise to points that can be earned.
    by_hand
        Points that wait for a person, for the written answers.
    """

    student: str
    exercises: dict[str, float]
    most: dict[str, float]
    by_hand: float

    @property
    def score(self) -> float:
        """Points of all exercises together."""
        return sum(self.exercises.values())


def open_gradebook(course: Course) -> Gradebook:
    """Open the gradebook that ``nbgrader_config.py`` names.

    Raises
    ------
    CourseError
        When there is none.
    """
    url = CourseDirectory(config=course.config()).db_url
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.is_file():
        raise CourseError(f"There is no gradebook at {path}: run `autograder build` first.")
    return Gradebook(url)


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
        identity: cell.metadata.nbgrader.checksum for identity, cell in labelled(release).items()
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


def grades(gradebook: Gradebook, notebook: str, students: list[str]) -> list[Grade]:
    """Read the grades of some students in one assignment, in the order given."""
    release = gradebook.find_notebook(notebook, notebook)
    order = [cell.name for cell in release.source_cells]
    cells = sorted(release.grade_cells, key=lambda cell: order.index(cell.name))
    most = {c.name.removeprefix(CHECK): c.max_score for c in cells if c.name.startswith(CHECK)}
    return [_grade(gradebook, notebook, student, most) for student in students]


def _grade(gradebook: Gradebook, notebook: str, student: str, most: dict[str, float]) -> Grade:
    submission = gradebook.find_submission_notebook(notebook, notebook, student)
    scores = {grade.name: grade for grade in submission.grades}
    return Grade(
        student=student,
        exercises={name: scores[f"{CHECK}{name}"].score or 0.0 for name in most},
        most=most,
        by_hand=sum(g.max_score for g in submission.grades if g.needs_manual_grade),
    )


def record_zero(gradebook: Gradebook, notebook: str, student: str) -> None:
    """Give a submission that could not be graded its row: no points, until a person looks."""
    gradebook.update_or_create_student(student)
    gradebook.update_or_create_submission(notebook, student)
    for grade in gradebook.find_submission_notebook(notebook, notebook, student).grades:
        grade.auto_score = 0
        grade.needs_manual_grade = False
    gradebook.db.commit()
