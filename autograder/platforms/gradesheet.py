"""The sheet of grades that goes into a file: the scores, and an LMS's own list filled with them."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func

from autograder.platforms.roster import POINTS, Lms, Person, Roster
from helpers.errors import CourseError

EXCUSED = "EX"  # Canvas's mark in place of a score


@dataclass(frozen=True)
class Score:
    """What one student has in one assignment."""

    raw: float
    penalty: float
    waits: bool
    timestamp: datetime | None

    @property
    def points(self) -> float:
        """The points that count, as nbgrader counts them."""
        return max(0.0, self.raw - self.penalty)


@dataclass(frozen=True)
class Results:
    """One assignment: the most points it can give, and the scores by student."""

    name: str
    most: float
    due: datetime | None
    scores: dict[str, Score]

    @property
    def title(self) -> str:
        """Name the assignment as its column does."""
        return self.name.replace("_", " ").title()


@dataclass(frozen=True)
class Sheet:
    """What is written into a file, and what there is to say about it.

    Attributes
    ----------
    rows
        The cells, the heading among them.
    notes, problems
        A sentence each; a problem is that a score is not in the rows.
    delimiter
        What stands between the cells.
    """

    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    delimiter: str = ","


def read_results(gradebook: Gradebook, assignment: Assignment, students: set[str]) -> Results:
    """Read what these students have in an assignment."""
    penalties = dict(
        gradebook.db.query(
            SubmittedAssignment.student_id, func.sum(SubmittedNotebook.late_submission_penalty)
        )
        .select_from(SubmittedNotebook)
        .join(SubmittedNotebook.assignment)
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == assignment.name)
        .group_by(SubmittedAssignment.student_id)
        .all()
    )
    scores = {
        row["student"]: Score(
            raw=row["score"],
            penalty=penalties.get(row["student"]) or 0.0,
            waits=bool(row["needs_manual_grade"]),
            timestamp=row["timestamp"],
        )
        for row in gradebook.submission_dicts(assignment.name)
        if row["student"] in students
    }
    return Results(assignment.name, assignment.max_score, assignment.duedate, scores)


def number(points: float) -> str:
    """Write points as Canvas and Moodle read them: with a point, and at most two digits behind."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def fill(roster: Roster, results: list[Results], students: list[Student]) -> Sheet:
    """Fill the list that an LMS exported with scores.

    A cell without a score stays as it is. It does not become a zero: for the LMS a zero is a
    grade like any other, which is shown and counted, and whether missing work counts as none is
    its own setting. Nor is it emptied: Canvas would take a grade away that it has.

    Parameters
    ----------
    roster
        The list. Of Canvas's, only the columns that tell who somebody is and those of these
        assignments are kept: the others may have changed in Canvas since, and would be set back.
    results
        The assignments.
    students
        Whom the gradebook knows.

    Returns
    -------
    sheet
        Its rows are the list's.

    Raises
    ------
    CourseError
        When it cannot be told which column is meant, or an assignment gives other points there.
    """
    people = roster.known(students)
    heading, rows = list(roster.heading), [list(row) for row in roster.rows]
    columns, notes = [], []
    for one in results:
        column = _column(roster, one, len(results))
        if column is None:
            column = len(heading)
            heading.append(one.title)
            for row in rows:
                row.append(number(one.most) if POINTS in row[0] else "")
            notes.append(f"{roster.path} has no column for {one.name}: it was added.")
        columns.append(column)
        for student, score in one.scores.items():
            if student in people:
                row = rows[people[student].row]
                if row[column].strip().upper() == EXCUSED:
                    notes.append(f"{student} is excused from {one.name}, and stays so.")
                else:
                    row[column] = number(score.points)
    keep = list(range(len(heading)))
    if roster.lms is Lms.CANVAS:
        keep = [*keep[: heading.index("Section") + 1], *sorted(columns)]
    table = [[row[column] for column in keep] for row in [heading, *rows]]
    missing = _missing(roster, results, people)
    notes += _named(
        "In the list, but handed in nothing", [one for one in missing if not one.is_submitted]
    )
    problems = _named(
        f"Submitted, says {roster.lms.value}, but not collected or not graded",
        [one for one in missing if one.is_submitted],
    )
    problems += _unknown(results, people)
    return Sheet(table, notes, problems, roster.delimiter)


def _column(roster: Roster, one: Results, assignments: int) -> int | None:
    """Find the column of an assignment, whatever stands before a colon or in brackets behind."""
    if roster.is_worksheet:
        if assignments != 1:
            raise CourseError(
                "A grading worksheet of Moodle is for one assignment: name it, as in "
                f"`autograder export {one.name} --for moodle --list FILE`."
            )
        found = [roster.heading.index("Grade")]
    else:
        titles = [re.sub(r"^.*: |\s*\([^()]*\)$", "", title) for title in roster.heading]
        found = [place for place, title in enumerate(titles) if _key(title) == _key(one.name)]
    if len(found) > 1:
        both = " and ".join(f"“{roster.heading[place]}”" for place in found)
        raise CourseError(f"{roster.path} has two columns for {one.name}, {both}: delete one.")
    for most in {_most(roster, row, place) for place in found for row in roster.rows} - {None}:
        if most != one.most:
            raise CourseError(
                f"In {roster.lms.value} {one.title} gives at most {number(most or 0)} points, "
                f"here {number(one.most)}: change it there and export the list again."
            )
    return found[0] if found else None


def _key(title: str) -> str:
    return re.sub(r"[\W_]", "", title).casefold()


def _most(roster: Roster, row: list[str], column: int) -> float | None:
    """Read how many points the LMS gives, if this row says so."""
    text = roster.cell(row, "Maximum grade", "Maximum Grade")
    if roster.lms is Lms.CANVAS:
        text = row[column] if POINTS in row[0] else ""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _unknown(results: list[Results], people: dict[str, Person]) -> list[str]:
    """Name the students whose scores have no place in the list."""
    scored = {student for one in results for student in one.scores}
    unknown = ", ".join(sorted(scored - people.keys()))
    return [f"Not in the list, or not just once, so not in the file: {unknown}."] if unknown else []


def _missing(roster: Roster, results: list[Results], people: dict[str, Person]) -> list[Person]:
    """Find the people of the list who have no score at all."""
    scored = {people[student].row for one in results for student in one.scores if student in people}
    return [person for person in roster.people if person.row not in scored]


def _named(said: str, people: list[Person]) -> list[str]:
    return [f"{said}: {', '.join(person.ids[0] for person in people)}."] if people else []
