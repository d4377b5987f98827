"""Grades as Canvas and Moodle import them, and as nbgrader writes them: its export plugins.

No cell is a formula to a spreadsheet, whatever it takes for the sign between two cells: see
:mod:`autograder.platforms.formulas`.

References
----------
Canvas: the gradebook's CSV, with the columns Student, ID, SIS User ID, SIS Login ID, Section, one
an assignment, and a row of the points possible. Moodle: the grade import from CSV, where the
teacher says which column is whose, and the assignment's offline grading worksheet.
"""

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook, Student
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder.exercises import NOTEBOOKS
from autograder.platforms.formulas import disarm
from autograder.platforms.gradesheet import Results, Sheet, fill, number, read_results
from autograder.platforms.roster import POINTS, Lms, Roster
from helpers.errors import CourseError
from helpers.printing import is_harmless


class SheetExport(ExportPlugin):  # type: ignore[misc]
    """What all exports share: which scores are written, and how."""

    default: ClassVar[str]
    encoding: ClassVar[str] = "utf-8"

    def export(self, gradebook: Gradebook) -> None:
        """Write the file for plain ``nbgrader export``, which has a log to tell things to."""
        try:
            sheet = self.write(gradebook)
        except CourseError as error:
            self.log.error("%s", error)
            sys.exit(1)
        for line in [*sheet.notes, *sheet.problems]:
            self.log.warning("%s", line)

    def write(self, gradebook: Gradebook) -> Sheet:
        """Write the file, and give what is in it and what there is to say.

        Raises
        ------
        CourseError
            When there is nothing to export, or the list does not fit.
        """
        known = {one.name: one for one in gradebook.assignments}
        names = [*filter(known.get, NOTEBOOKS), *sorted(known.keys() - set(NOTEBOOKS))]
        wanted = {str(student) for student in self.student}
        without = self.left_out()
        students = [
            one
            for one in gradebook.students
            if one.id not in without and (not wanted or one.id in wanted)
        ]
        ids = {student.id for student in students}
        results = [
            read_results(gradebook, known[name], ids)
            for name in names
            if not self.assignment or name in map(str, self.assignment)
        ]
        if not any(one.scores for one in results):
            raise CourseError("There is nothing to export: run `autograder grade` first.")

        sheet = self.sheet(results, students)
        waiting = sum(score.waits for one in results for score in one.scores.values())
        if waiting:
            line = f"Answers of {waiting} submissions still wait for a person."
            sheet = replace(sheet, notes=[*sheet.notes, line])
        if gone := without & {student.id for student in gradebook.students}:
            line = (
                f"Left out by nbgrader_config.py, their grades are kept: {', '.join(sorted(gone))}."
            )
            sheet = replace(sheet, notes=[*sheet.notes, line])
        rows, changed = disarm(sheet.rows)
        sheet = replace(sheet, rows=rows, problems=[*sheet.problems, *changed])
        text = io.StringIO()
        csv.writer(text, delimiter=sheet.delimiter, lineterminator="\n").writerows(sheet.rows)
        path = Path(self.to or self.default)
        try:
            path.write_bytes(text.getvalue().encode(self.encoding))
        except OSError as error:
            raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
        return sheet

    def left_out(self) -> set[str]:
        """Name the students whom the configuration leaves out, as nbgrader's other steps do."""
        names = CourseDirectory(config=self.config).student_id_exclude.split(",")
        return {name.strip() for name in names} - {""}

    def sheet(self, results: list[Results], students: list[Student]) -> Sheet:
        """Lay out what is written.

        Raises
        ------
        CourseError
            When that cannot be done.
        """
        return Sheet(self.rows(results, students))

    def rows(self, results: list[Results], students: list[Student]) -> list[list[str]]:
        """Make the rows, without a list."""
        raise NotImplementedError


class CsvExport(SheetExport):
    """nbgrader's own CSV, but with quotes around what needs them."""

    default = "grades.csv"

    def rows(self, results: list[Results], students: list[Student]) -> list[list[str]]:
        """Make a row for each assignment and student; no submission is a zero here."""
        heading = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name"]
        heading += ["email", "raw_score", "late_submission_penalty", "score", "max_score"]
        table = [heading]
        for one in results:
            for student in students:
                score = one.scores.get(student.id)
                times = one.due, score.timestamp if score else None
                names = student.last_name, student.first_name, student.email
                points = (score.raw, score.penalty, score.points) if score else (0.0, 0.0, 0.0)
                table.append(
                    [
                        one.name,
                        *(str(time or "") for time in times),
                        student.id,
                        *map(_plain, names),
                        *map(str, points),
                        str(one.most),
                    ]
                )
        return table


class LmsExport(SheetExport):
    """What the exports for Canvas and Moodle share.

    A student who handed in nothing has an empty cell and not a zero, see
    :func:`autograder.platforms.gradesheet.fill`.
    """

    lms: ClassVar[Lms]
    roster = Unicode(help="list of the class, exported from the LMS, to fill").tag(config=True)

    def sheet(self, results: list[Results], students: list[Student]) -> Sheet:
        """Fill the list if there is one, else make a row for each student."""
        results = [one for one in results if one.scores]
        if not self.roster:
            return super().sheet(results, students)
        roster = Roster.read(Path(self.roster))
        if roster.lms is not self.lms:
            raise CourseError(f"The list {self.roster} is not from {self.lms.value}.")
        if Path(self.to or self.default).resolve() == roster.path.resolve():
            raise CourseError(f"{self.roster} is the list itself: write into another file.")
        return fill(roster, results, students)


class CanvasExport(LmsExport):
    """For Canvas: *Grades → Import*.

    Without a mark of the byte order, which Canvas would read as part of the first heading.
    """

    default = "canvas.csv"
    lms = Lms.CANVAS

    def rows(self, results: list[Results], students: list[Student]) -> list[list[str]]:
        """Make the heading, the row of points, and a row for each student."""
        heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        table = [
            [*heading, *(one.title for one in results)],
            [f"    {POINTS}", "", "", "", "", *(number(one.most) for one in results)],
        ]
        for student in students:
            number_there = student.lms_user_id or ""
            login = student.id if student.id != number_there else ""
            name = ", ".join(filter(None, [student.last_name, student.first_name])) or student.id
            table.append([_plain(name), number_there, "", login, "", *_cells(results, student)])
        return table


class MoodleExport(LmsExport):
    """For Moodle: *Grades → Import → CSV file*, or an assignment's *Upload grading worksheet*.

    With a mark of the byte order, by which spreadsheets know UTF-8; Moodle takes it away.
    """

    default = "moodle.csv"
    encoding = "utf-8-sig"
    lms = Lms.MOODLE

    def rows(self, results: list[Results], students: list[Student]) -> list[list[str]]:
        """Make the heading and a row for each student."""
        heading = ["Username", "First name", "Last name", "Email address"]
        table = [[*heading, *(one.title for one in results)]]
        for student in students:
            names = _plain(student.first_name), _plain(student.last_name), student.email or ""
            table.append([student.id, *names, *_cells(results, student)])
        return table


def _cells(results: list[Results], student: Student) -> list[str]:
    return [
        number(one.scores[student.id].points) if student.id in one.scores else "" for one in results
    ]


def _plain(name: str | None) -> str:
    """Write a name in one line, without what steers a terminal or turns the direction of text."""
    return "".join(filter(is_harmless, " ".join((name or "").split())))
