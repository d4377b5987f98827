"""One submission in the gradebook, by statements: what nbgrader's methods do object by object.

The tables are nbgrader's own. What is entered is what its methods and ``SaveAutoGrades`` would
enter, cell by cell; the tests hold the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.utils import parse_utc
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session, scoped_session

Db = scoped_session[Session]
GRADED, COMMENTED = {"GradeCell", "TaskCell"}, {"SolutionCell", "TaskCell"}  # in nbgrader's words

assignments, notebooks, cells = Assignment.__table__, Notebook.__table__, BaseCell.__table__
students, submissions = Student.__table__, SubmittedAssignment.__table__
handed_in, grades, comments = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__


@dataclass(frozen=True)
class Form:
    """What the gradebook has of an assignment, the same for all who hand it in.

    Attributes
    ----------
    assignment, notebook
        Their ids; an assignment of ours has one notebook.
    due
        When it is due.
    graded, commented
        Ids of the cells that have points, and of those that have a comment, by name.
    """

    assignment: str
    notebook: str
    due: datetime | None
    graded: dict[str, str] = field(default_factory=dict)
    commented: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """What the gradebook has of a submission now.

    Attributes
    ----------
    auto, by_hand
        Points of each cell as they were graded by machine, and the cells that a person graded and
        that wait for nobody.
    penalty
        Points taken off because it came late.
    extension
        Time that the student has beyond the date.
    is_late
        Whether it came later than that.
    notebook
        Its id there.
    """

    auto: dict[str, float | None]
    by_hand: set[str]
    penalty: float | None
    extension: timedelta | None
    is_late: bool
    notebook: str


def penalty_of(db: Db, entered: Entered) -> float | None:
    """Read what coming late costs."""
    this = handed_in.c.id == entered.notebook
    penalty: float | None = db.execute(
        select(handed_in.c.late_submission_penalty).where(this)
    ).scalar_one()
    return penalty


def form_of(db: Db, name: str) -> Form:
    """Read what the gradebook has of an assignment.

    Raises
    ------
    MissingEntry
        When it does not have it.
    """
    here = notebooks.join(assignments, notebooks.c.assignment_id == assignments.c.id)
    ours = (assignments.c.name == name) & (notebooks.c.name == name)
    wanted = select(assignments.c.id, notebooks.c.id, assignments.c.duedate)
    row = db.execute(wanted.select_from(here).where(ours)).one_or_none()
    if row is None:
        raise MissingEntry(f"No such notebook: {name}")
    form = Form(*row)
    of_ours = cells.c.notebook_id == form.notebook
    for cell, named, kind in db.execute(
        select(cells.c.id, cells.c.name, cells.c.type).where(of_ours)
    ):
        if kind in GRADED:
            form.graded[named] = cell
        if kind in COMMENTED:
            form.commented[named] = cell
    return form


def enter(
    db: Db,
    form: Form,
    student: str,
    points: Mapping[str, float | None],
    said: Mapping[str, str | None],
    settled: set[str],
    told: Mapping[str, Any],
) -> Entered:
    """Enter a submission; whoever asks for it commits.

    Parameters
    ----------
    db, form
        The gradebook, and what it has of the assignment.
    student
        Who handed in.
    points, said
        Of each cell the points, None where a person must give them, and the comment.
    settled
        Cells that a person graded and need not look at again.
    told
        The time of submission as ``timestamp``, or nothing where that is not known.
    """
    told = {name: time and parse_utc(time) for name, time in told.items()}
    found = _found(db, form, student)
    if found is None:
        _add_student(db, student)
        found = _Found(new_uuid(), told.get("timestamp"), None, new_uuid(), None)
        _add(db, form, student, found)
    elif told:
        this = submissions.c.id == found.submission
        db.execute(update(submissions).where(this).values(timestamp=told["timestamp"]))
    entered = _score(db, form, found.notebook, points, settled)
    _comment(db, form, found.notebook, said)
    time = told.get("timestamp", found.time)
    due = form.due and form.due + (found.extension or timedelta())
    is_late = bool(time and due and time > due)
    return Entered(*entered, found.penalty, found.extension, is_late, found.notebook)


@dataclass(frozen=True)
class _Found:
    """A submission as the gradebook has it: ids, time, extension and penalty."""

    submission: str
    time: datetime | None
    extension: timedelta | None
    notebook: str
    penalty: float | None


def _found(db: Db, form: Form, student: str) -> _Found | None:
    here = handed_in.join(submissions, handed_in.c.assignment_id == submissions.c.id)
    wanted = select(
        submissions.c.id,
        submissions.c.timestamp,
        submissions.c.extension,
        handed_in.c.id,
        handed_in.c.late_submission_penalty,
    )
    row = db.execute(
        wanted.select_from(here).where(
            submissions.c.assignment_id == form.assignment,
            submissions.c.student_id == student,
            handed_in.c.notebook_id == form.notebook,
        )
    ).one_or_none()
    return row and _Found(*row)


def _add_student(db: Db, student: str) -> None:
    if db.execute(select(students.c.id).where(students.c.id == student)).first() is None:
        db.execute(insert(students).values(id=student))


def _add(db: Db, form: Form, student: str, new: _Found) -> None:
    """Make the rows of a submission, to be filled."""
    db.execute(
        insert(submissions).values(
            id=new.submission,
            assignment_id=form.assignment,
            student_id=student,
            timestamp=new.time,
        )
    )
    db.execute(
        insert(handed_in).values(
            id=new.notebook,
            assignment_id=new.submission,
            notebook_id=form.notebook,
            flagged=False,
        )
    )
    for table, cells_with in ((grades, form.graded), (comments, form.commented)):
        rows = [
            {"id": new_uuid(), "cell_id": cell, "notebook_id": new.notebook}
            for cell in cells_with.values()
        ]
        if rows:
            db.execute(insert(table), rows)


def _score(
    db: Db, form: Form, notebook: str, points: Mapping[str, float | None], settled: set[str]
) -> tuple[dict[str, float | None], set[str]]:
    """Enter the points; return those of all cells, and the cells settled by hand."""
    names = {cell: name for name, cell in form.graded.items()}
    auto: dict[str, float | None] = {}
    by_hand, rows = set(), []
    wanted = select(grades).where(grades.c.notebook_id == notebook)
    for row in db.execute(wanted).mappings():
        name = names[row["cell_id"]]
        auto[name], waits = row["auto_score"], row["needs_manual_grade"]
        if name in points:
            auto[name] = points[name]
            # a person looks again at what was graded by hand, or cannot be otherwise
            waits = row["manual_score"] is not None or points[name] is None
            waits = waits and name not in settled
            rows.append({"row": row["id"], "auto_score": points[name], "needs_manual_grade": waits})
        if row["manual_score"] is not None and not waits:
            by_hand.add(name)
    if missing := points.keys() - auto.keys():
        raise MissingEntry(f"No such grades: {', '.join(sorted(missing))}")
    if rows:
        db.execute(update(grades).where(grades.c.id == bindparam("row")), rows)
    return auto, by_hand


def _comment(db: Db, form: Form, notebook: str, said: Mapping[str, str | None]) -> None:
    if missing := said.keys() - form.commented.keys():
        raise MissingEntry(f"No such comments: {', '.join(sorted(missing))}")
    rows = [{"cell": form.commented[name], "auto_comment": text} for name, text in said.items()]
    this = (comments.c.cell_id == bindparam("cell")) & (comments.c.notebook_id == notebook)
    if rows:
        db.execute(update(comments).where(this), rows)
