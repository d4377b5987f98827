"""The list of a class as Canvas or Moodle writes it: who is who, and where grades go."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from helpers.errors import CourseError

# the names of columns, the first that is there and filled counts
NUMBERS = ("ID", "Identifier")
STUDENTS = ("SIS Login ID", "SIS User ID", "ID number", "Username", "Email address")
NAMES = ("Student", "Full name")
FIRST_NAMES, LAST_NAMES = ("First name",), ("Last name", "Surname")
EMAILS = ("Email address",)


@dataclass(frozen=True)
class Person:
    """One student of the list.

    Attributes
    ----------
    student
        Id in this course: the login if the list has it, else what else tells the student.
    number
        The learning platform's own number; it stands in the names of downloaded files.
    first_name, last_name, email
        As far as the list has them.
    known_as
        All that the list calls this student by.
    """

    student: str
    number: str
    first_name: str
    last_name: str
    email: str
    known_as: frozenset[str]


@dataclass(frozen=True)
class Roster:
    """A table that was exported from a learning platform.

    Attributes
    ----------
    header
        Names of its columns.
    rows
        Its rows, those that are no students among them.
    delimiter
        What stands between two columns.
    """

    header: list[str]
    rows: list[list[str]]
    delimiter: str

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """Read a table.

        Raises
        ------
        CourseError
            When it is none, or no column tells who the students are.
        """
        try:
            text = path.read_text("utf-8-sig")
        except OSError as error:
            raise CourseError(f"The list {path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CourseError(
                f"The list {path} is no text in UTF-8: export it again as CSV."
            ) from None
        first_line = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first_line.count)
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        header = [name.strip() for name in lines[0]] if lines else []
        if not {*NUMBERS, *STUDENTS} & set(header):
            wanted = ", ".join(dict.fromkeys((*NUMBERS, *STUDENTS)))
            raise CourseError(f"The list {path} has none of the columns {wanted}.")
        rows = [row + [""] * (len(header) - len(row)) for row in lines[1:] if any(row)]
        return cls(header, rows, delimiter)

    @property
    def people(self) -> list[tuple[Person, list[str]]]:
        """The students and their rows; the row of possible points is no student."""
        found = [(self._person(row), row) for row in self.rows]
        return [(person, row) for person, row in found if person]

    def _person(self, row: list[str]) -> Person | None:
        number = self.cell(row, NUMBERS).rpartition(" ")[2]  # “Participant 12345”
        student = self.cell(row, STUDENTS) or number
        if not student:
            return None
        last, comma, first = self.cell(row, NAMES).partition(", ")
        if not comma:
            first, _, last = last.rpartition(" ")
        names = {self.cell(row, (column,)) for column in STUDENTS} | {number}
        return Person(
            student=student,
            number=number,
            first_name=self.cell(row, FIRST_NAMES) or first,
            last_name=self.cell(row, LAST_NAMES) or last,
            email=self.cell(row, EMAILS),
            known_as=frozenset(names - {""}),
        )

    def cell(self, row: list[str], columns: Iterable[str]) -> str:
        """Read the first of some columns that is there and filled."""
        values = (row[self.header.index(name)].strip() for name in columns if name in self.header)
        return next(filter(None, values), "")

    def column(self, assignment: str) -> int | None:
        """Find the column of an assignment, however the platform adorns its name."""
        plain = [
            re.sub(r"^assignment:|\(real\)$|\(\d+\)$", "", name.strip(), flags=re.IGNORECASE)
            for name in self.header
        ]
        matching = [i for i, name in enumerate(plain) if _key(name) == _key(assignment)]
        return matching[0] if matching else None


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
