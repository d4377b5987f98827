"""Grades as Canvas and Moodle import them: nbgrader's export plugins.

References
----------
Canvas: the gradebook's CSV, with the columns Student, ID, SIS User ID, SIS Login ID, Section, one
an assignment, and a row of the points possible. Moodle: the grade import from CSV, where the
teacher says which column is whose, and the assignment's offline grading worksheet.
"""

import csv
import re
from pathlib import Path

from nbgrader.api import Gradebook, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder.exercises import NOTEBOOKS
from autograder.gradebook import Grade, graded_assignments
from autograder.roster import Person, Roster
from helpers.errors import CourseError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins to calculate
Grades = dict[str, dict[str, Grade]]  # by assignment and student


class PlatformExport(ExportPlugin):  # type: ignore[misc]
    """What both platforms have in common.

    A student who handed in nothing, and whom the platform may have excused, gets an empty cell and
    not 0: both leave the grade then as it is. Late penalties are taken off.
    """

    roster = Unicode("", help="list of the class, exported from the platform").tag(config=True)
    default = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file, and find out whom the list does not know.

        Raises
        ------
        CourseError
            When there is nothing to export, or the list does not fit.
        """
        wanted = self.assignment or NOTEBOOKS
        grades = {
            name: {row.student: row for row in rows}
            for name, rows in graded_assignments(gradebook).items()
            if name in wanted
        }
        if not grades:
            raise CourseError("There is nothing to export: run `autograder grade` first.")
        students = {student.id: student for student in gradebook.students}
        self.waiting = sum(bool(row.by_hand) for rows in grades.values() for row in rows.values())
        self.unknown: list[str] = []
        self.empty: list[str] = []
        if self.roster:
            table = self._filled(Roster.read(Path(self.roster)), grades, students)
        else:
            table = Roster(*self._new(grades, students), ",")
        with Path(self.to or self.default).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=table.delimiter).writerows([table.header, *table.rows])

    def _filled(self, roster: Roster, grades: Grades, students: dict[str, Student]) -> Roster:
        """Put the grades into the list."""
        columns = {name: self._column(roster, name, grades) for name in grades}
        found: set[str] = set()
        for person, row in roster.people:
            mine = [student.id for student in students.values() if _is_same(person, student)]
            found |= {*mine}
            known = [(name, grades[name].get(student)) for student in mine for name in grades]
            for name, grade in known:
                row[columns[name]] = _points(grade)
            if not any(grade for _, grade in known):
                self.empty.append(person.student)
        self.unknown = sorted({student for rows in grades.values() for student in rows} - found)
        kept = self._kept(roster, {*columns.values()})
        return Roster(
            [roster.header[i] for i in kept],
            [[row[i] for i in kept] for row in roster.rows],
            roster.delimiter,
        )

    def _column(self, roster: Roster, name: str, grades: Grades) -> int:
        """Find where the points of an assignment go; add a column if there is none."""
        place = roster.column(title(name))
        if place is None:
            roster.header.append(title(name))
            for row in roster.rows:
                row.append("")
            place = len(roster.header) - 1
        return place

    def _kept(self, roster: Roster, filled: set[int]) -> list[int]:
        raise NotImplementedError

    def _new(
        self, grades: Grades, students: dict[str, Student]
    ) -> tuple[list[str], list[list[str]]]:
        raise NotImplementedError


class CanvasExport(PlatformExport):
    """For Canvas: *Grades → Import*."""

    default = "canvas.csv"
    columns = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

    def _kept(self, roster: Roster, filled: set[int]) -> list[int]:
        """Leave out all columns of points but ours, so that nothing else is changed."""
        return [i for i, name in enumerate(roster.header) if name in self.columns or i in filled]

    def _new(
        self, grades: Grades, students: dict[str, Student]
    ) -> tuple[list[str], list[list[str]]]:
        most = [f"{_most(rows):g}" for rows in grades.values()]
        rows = [["    Points Possible", "", "", "", "", *most]]
        for one in students.values():
            name = ", ".join(filter(None, (one.last_name, one.first_name))) or one.id
            points = [_points(grades[key].get(one.id)) for key in grades]
            rows.append([_plain(name), one.lms_user_id or "", "", one.id, "", *points])
        return [*self.columns, *map(title, grades)], rows


class MoodleExport(PlatformExport):
    """For Moodle: *Grades → Import → CSV file*, or an assignment's *Upload grading worksheet*."""

    default = "moodle.csv"

    def _column(self, roster: Roster, name: str, grades: Grades) -> int:
        if "Identifier" not in roster.header:
            return super()._column(roster, name, grades)
        if len(grades) > 1 or "Grade" not in roster.header:
            raise CourseError(
                "A grading worksheet of Moodle is for one assignment: name it, as in "
                "`autograder export initialization --for moodle --list FILE`."
            )
        most = _most(grades[name])
        for person, row in roster.people:
            there = roster.cell(row, ["Maximum Grade"]).replace(",", ".")
            if re.fullmatch(r"\d+(\.\d+)?", there) and float(there) != most:
                raise CourseError(
                    f"In Moodle {title(name)} gives at most {there} points, here {most:g}: change "
                    f"it there and download the worksheet again (row of {person.student})."
                )
        return roster.header.index("Grade")

    def _kept(self, roster: Roster, filled: set[int]) -> list[int]:
        """Leave all: Moodle wants its worksheet back as it was."""
        return list(range(len(roster.header)))

    def _new(
        self, grades: Grades, students: dict[str, Student]
    ) -> tuple[list[str], list[list[str]]]:
        rows = [
            [
                *(one.id, _plain(one.first_name), _plain(one.last_name), one.email or ""),
                *(_points(grades[name].get(one.id)) for name in grades),
            ]
            for one in students.values()
        ]
        header = ["Username", "First name", "Last name", "Email address", *map(title, grades)]
        return header, rows


def title(name: str) -> str:
    """Name an assignment as its column does.

    >>> title("gradient_checking")
    'Gradient Checking'
    """
    return name.replace("_", " ").title()


def _is_same(person: Person, student: Student) -> bool:
    return bool({student.id, student.lms_user_id} & person.known_as)


def _points(grade: Grade | None) -> str:
    return f"{round(grade.total, 2):g}" if grade else ""


def _most(rows: dict[str, Grade]) -> float:
    one = next(iter(rows.values()))
    return sum(one.most.values()) + sum(one.most_written.values())


def _plain(name: str | None) -> str:
    """Keep a spreadsheet from calculating a name; the platforms do not read this column."""
    return f"'{name}" if name and name.startswith(FORMULA) else name or ""
