"""A notebook that changes while the gradebook holds grades of it: what is kept, and a copy first.

nbgrader refuses to add or remove cells of a notebook that was handed in. Here they are added,
removed and renamed in its own tables, in one transaction: what belongs to a cell that stays, stays.
"""

import contextlib
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Course,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from autograder.authoring.cells import Cell, cells_of
from autograder.authoring.release import Release
from autograder.grading.database import file_of
from helpers.errors import CourseError


def backup(url: str, backed_up: bool) -> list[str]:
    """Copy the gradebook beside itself, with the time in its name, and say where.

    Parameters
    ----------
    url
        Where it is kept.
    backed_up
        Whether there is a copy already: then none is made of what is no file.

    Raises
    ------
    CourseError
        When it cannot be copied.
    """
    path = file_of(make_url(url))
    if path is not None:
        return [f"the gradebook was copied to {_copied(path)}"]
    if backed_up:
        return []
    raise CourseError(
        f"The gradebook is kept by a server ({make_url(url).get_backend_name()}): back it up with "
        "its own tool, such as pg_dump, then build again with --backed-up. Nothing was changed."
    )


def _copied(path: Path) -> Path:
    copy = path.with_name(f"{path.name}.{datetime.now():%Y-%m-%d-%H%M%S-%f}")
    try:
        copy.touch(mode=0o600, exist_ok=False)
        with (
            contextlib.closing(sqlite3.connect(path)) as origin,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            origin.backup(target)
        shutil.copymode(path, copy)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise CourseError(f"The gradebook cannot be copied to {copy}: {error}.") from None
    return copy


@contextlib.contextmanager
def alone(gradebook: Gradebook) -> Iterator[None]:
    """Hold the gradebook against others; what is not committed at the end is as it was."""
    try:
        if gradebook.engine.dialect.name == "sqlite":
            gradebook.db.connection().exec_driver_sql("BEGIN IMMEDIATE")
        yield
    except DatabaseError as error:
        if "locked" not in str(error.orig):
            raise
        raise CourseError(
            "Another program holds the gradebook: close the formgrader, or wait until it has "
            "ended, and build again."
        ) from None
    finally:
        gradebook.db.rollback()


def known(gradebook: Gradebook, name: str) -> list[Cell]:
    """Read the cells that the gradebook has of a notebook."""
    try:
        return cells_of(gradebook.find_notebook(name, name))
    except MissingEntry:
        return []


def handed_in(gradebook: Gradebook, name: str) -> int:
    """Count the submissions of a notebook that the gradebook has."""
    try:
        return len(gradebook.find_notebook(name, name).submissions)
    except MissingEntry:
        return 0


def above(gradebook: Gradebook, name: str) -> list[str]:
    """Name the cells for which somebody was given more by hand than they can give now."""
    found = Counter(
        grade.name
        for submission in gradebook.find_notebook(name, name).submissions
        for grade in submission.grades
        if (grade.manual_score or 0) > grade.cell.max_score
    )
    return [
        f"{cell}: {number} were given more points by hand than it can give now, and keep them"
        for cell, number in found.items()
    ]


def enter(
    gradebook: Gradebook, course_id: str, name: str, release: Release, renamed: dict[str, str]
) -> None:
    """Enter a notebook, within a transaction; what belongs to a cell that stays, stays.

    Parameters
    ----------
    gradebook, course_id
        The gradebook, and nbgrader's name of the course.
    name, release
        The notebook.
    renamed
        Cells that have another name now.
    """
    notebook = _notebook(gradebook, course_id, name)
    if notebook.kernelspec == release.kernelspec and cells_of(notebook) == release.cells:
        return
    notebook.kernelspec = release.kernelspec
    for cell in notebook._base_cells:
        cell.name = renamed.get(cell.name, cell.name)
    gradebook.db.flush()
    _enter_cells(gradebook, notebook, release.cells)
    _enter_sources(gradebook, notebook, release.cells)
    gradebook.db.flush()


def _notebook(gradebook: Gradebook, course_id: str, name: str) -> Notebook:
    """Find the notebook, or make it."""
    with contextlib.suppress(MissingEntry):
        return gradebook.find_notebook(name, name)
    session = gradebook.db
    try:
        assignment = gradebook.find_assignment(name)
    except MissingEntry:
        if session.get(Course, course_id) is None:
            session.add(Course(id=course_id))
        assignment = Assignment(name=name, course_id=course_id)
        session.add(assignment)
    notebook = Notebook(name=name, assignment=assignment)
    session.add(notebook)
    for submission in assignment.submissions:  # of an assignment that had no notebook yet
        session.add(SubmittedNotebook(notebook=notebook, assignment=submission))
    session.flush()
    return notebook


def _enter_cells(gradebook: Gradebook, notebook: Notebook, cells: list[Cell]) -> None:
    """Make the cells that hold grades or answers those of the release."""
    session = gradebook.db
    there = {(type(cell), cell.name): cell for cell in notebook._base_cells}
    wanted: dict[tuple[type[BaseCell], str], BaseCell] = {}
    for cell in cells:
        kinds = {GradeCell: cell.grade, SolutionCell: cell.solution, TaskCell: cell.task}
        for kind in (kind for kind, is_it in kinds.items() if is_it):
            entry = there.get((kind, cell.name)) or kind(name=cell.name, notebook=notebook)
            if kind is not SolutionCell:
                entry.max_score, entry.cell_type = cell.points, cell.cell_type
            session.add(entry)
            wanted[kind, cell.name] = entry
    session.flush()  # the new ones get their ids
    graded = {name: one for (kind, name), one in wanted.items() if kind is not SolutionCell}
    commented = {name: one for (kind, name), one in wanted.items() if kind is not GradeCell}
    for submission in notebook.submissions:
        _hand_over(gradebook, submission, submission.grades, graded, Grade)
        _hand_over(gradebook, submission, submission.comments, commented, Comment)
    session.flush()
    for key, entry in there.items():
        if key not in wanted:
            session.delete(entry)
    session.flush()


def _hand_over(
    gradebook: Gradebook,
    submission: SubmittedNotebook,
    entries: list[Grade] | list[Comment],
    cells: dict[str, BaseCell],
    kind: type[Grade] | type[Comment],
) -> None:
    """Leave each cell its grade or comment, give new cells one, and delete the others."""
    missing = dict(cells)
    for entry in list(entries):
        cell = missing.pop(entry.cell.name, None)
        if cell is None:
            gradebook.db.delete(entry)
        elif entry.cell_id != cell.id:
            entry.cell = cell
    for cell in missing.values():
        gradebook.db.add(kind(cell_id=cell.id, notebook=submission))


def _enter_sources(gradebook: Gradebook, notebook: Notebook, cells: list[Cell]) -> None:
    """Write the sources anew: nothing belongs to them, and their order is the notebook's."""
    session = gradebook.db
    session.query(SourceCell).filter(SourceCell.notebook_id == notebook.id).delete()
    session.expire(notebook, ["source_cells"])
    for cell in cells:
        session.add(
            SourceCell(
                name=cell.name,
                cell_type=cell.cell_type,
                locked=cell.locked,
                source=cell.source,
                checksum=cell.checksum,
                notebook_id=notebook.id,
            )
        )
