"""Lists of students as Canvas and Moodle export them.

References
----------
Canvas: ``lib/gradebook_exporter.rb`` and ``lib/gradebook_importer.rb`` of instructure/canvas-lms.
Moodle: ``mod/assign/gradingtable.php`` and ``mod/assign/feedback/offline/importgradeslib.php`` of
moodle/moodle. The guides for instructors describe the same formats in words.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from pathlib import Path

from nbgrader.api import Student

from helpers.errors import CourseError
from helpers.printing import printable


class Lms(Enum):
    """A learning management system."""

    CANVAS = "Canvas"
    MOODLE = "Moodle"


POINTS = "Points Possible"  # begins the row of Canvas's list that tells the points
IDS = {
    Lms.CANVAS: ("SIS Login ID", "SIS User ID", "ID"),
    Lms.MOODLE: ("Username", "ID number", "Email address"),
}
MOODLE_TIMES = (  # in English, with hours to 12 or to 24, the day or the month first
    "%A, %d %B %Y, %I:%M %p",
    "%A, %d %B %Y, %H:%M",
    "%A, %B %d, %Y, %I:%M %p",
    "%A, %B %d, %Y, %H:%M",
)
BRACKETS = str.maketrans("<>", "‹›")  # which are in no name
NEVER = ("", "-", "Never")
SUBMITTED = "Submitted"  # Moodle's status begins so, as in “Submitted for grading - Graded”


@dataclass(frozen=True)
class Person:
    """One student of a list.

    Attributes
    ----------
    row
        Which row of the list this is, from 0.
    number
        The LMS's own number, which is in the names of downloaded files. Moodle's is another for
        each assignment.
    ids
        By what the gradebook may know this student, the best first.
    first, last, email
        As far as the list tells them.
    name
        As the list writes it.
    handed_in
        When, in UTC, where the list tells it so that it can be read in one way.
    modified
        The same as the list writes it; empty where nothing was handed in.
    is_submitted
        Whether Moodle says that it was submitted for grading.
    """

    row: int
    number: str
    ids: tuple[str, ...]
    first: str
    last: str
    email: str
    name: str
    handed_in: datetime | None = None
    modified: str = ""
    is_submitted: bool = False


@dataclass(frozen=True)
class Roster:
    """A list of students: Canvas's gradebook, Moodle's grading worksheet or its grade export.

    Attributes
    ----------
    path
        Where it lies.
    lms
        Who wrote it.
    delimiter
        What stands between its cells.
    heading, rows
        What is in them.
    """

    path: Path
    lms: Lms
    delimiter: str
    heading: list[str]
    rows: list[list[str]]

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """Read a list.

        Raises
        ------
        CourseError
            When it cannot be read, or is neither Canvas's nor Moodle's.
        """
        try:
            text = path.read_text("utf-8-sig")
        except OSError as error:
            raise CourseError(f"The list {path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CourseError(
                f"The list {path} is no text in UTF-8: export it again, and do not save it from a "
                "spreadsheet."
            ) from None
        for delimiter in ",;\t":
            try:
                table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            except csv.Error as error:
                raise CourseError(f"The list {path} is damaged: {error}.") from None
            heading, *rows = table or [[]]
            lms = _written_by(heading)
            if lms:
                padded = [row + [""] * (len(heading) - len(row)) for row in rows if any(row)]
                roster = cls(path, lms, delimiter, heading, padded)
                roster._check_numbers()
                return roster
        raise CourseError(
            f"The list {path} has none of the columns that tell students: ID and Section in "
            "Canvas's; Identifier, Username, ID number or Email address in Moodle's, in English."
        )

    def _check_numbers(self) -> None:
        numbers = Counter(person.number for person in self.people if person.number)
        for number, times in numbers.items():
            if times > 1:
                raise CourseError(f"The list {self.path} has {times} students {number}.")

    @property
    def is_worksheet(self) -> bool:
        """Whether this is Moodle's grading worksheet, which is about one assignment."""
        return self.lms is Lms.MOODLE and {"Identifier", "Grade"} <= set(self.heading)

    @property
    def is_of_groups(self) -> bool:
        """Whether it is the worksheet of an assignment that groups hand in."""
        return self.is_worksheet and any(self.cell(row, "Group") for row in self.rows)

    def cell(self, row: list[str], *titles: str) -> str:
        """Text of the first of these columns that has one."""
        columns = [self.heading.index(title) for title in titles if title in self.heading]
        return next((row[column].strip() for column in columns if row[column].strip()), "")

    @cached_property
    def people(self) -> list[Person]:
        """The students in it."""
        found = [self._person(number, row) for number, row in enumerate(self.rows)]
        return [person for person in found if person is not None]

    @cached_property
    def by_number(self) -> dict[str, Person]:
        """The students in it by the LMS's number."""
        return {person.number: person for person in self.people if person.number}

    def _person(self, row: int, cells: list[str]) -> Person | None:
        ids = [self.cell(cells, title) for title in IDS[self.lms]]
        number = self.cell(cells, "ID" if self.lms is Lms.CANVAS else "Identifier")
        if self.lms is Lms.CANVAS and not number:  # the row of points, or of what is hidden
            return None
        if self.lms is Lms.MOODLE:  # it is written as "Participant 123"
            number = (re.findall(r"[0-9]+$", number) or [""])[0]
            email = self.cell(cells, "Email address")
            ids += [email.partition("@")[0], number]
        known = tuple(dict.fromkeys(filter(None, ids)))
        name = self.cell(cells, "Student", "Full name", "User full name")
        last, _, first = name.partition(", ") if self.lms is Lms.CANVAS else ("", "", "")
        first = self.cell(cells, "FirstName", "First name") or first
        last = self.cell(cells, "LastName", "Last name", "Surname") or last
        if not known:
            return None
        modified = self.cell(cells, "Last modified (submission)")
        return Person(
            row,
            number,
            known,
            _harmless(first or ("" if last else name)),
            _harmless(last),
            _harmless(self.cell(cells, "Email address")),
            _harmless(name or f"{first} {last}".strip() or known[0]),
            _moodle_time(modified),
            "" if modified in NEVER else modified,
            self.cell(cells, "Status").startswith(SUBMITTED),
        )

    def known(self, students: Iterable[Student]) -> dict[str, Person]:
        """Find the gradebook's students in the list, each by what is sure.

        Parameters
        ----------
        students
            The gradebook's.

        Returns
        -------
        people
            By the gradebook's id. Who could be two people is not in it; of two students who are
            the same person, only the first is.
        """
        by_id: dict[str, list[Person]] = {}
        for person in self.people:
            for identity in person.ids:
                by_id.setdefault(identity, []).append(person)
        found: dict[str, Person] = {}
        taken = set()
        for student in students:
            candidates: list[Person | None]
            if self.lms is Lms.CANVAS and student.lms_user_id:
                candidates = [self.by_number.get(student.lms_user_id)]
            else:
                candidates = [*(by_id.get(student.id) or by_id.get(student.email or "", []))]
            match candidates:
                case [Person() as person] if person.row not in taken:
                    found[student.id] = person
                    taken.add(person.row)
        return found


def _harmless(name: str) -> str:
    """Write a name so that it is none of a page's tags: nbgrader's pages show it as it is."""
    return printable(name).translate(BRACKETS)


def _written_by(heading: list[str]) -> Lms | None:
    titles = set(heading)
    if {"ID", "Section"} <= titles:
        return Lms.CANVAS
    if titles & {"Identifier", *IDS[Lms.MOODLE]}:
        return Lms.MOODLE
    return None


def _moodle_time(text: str) -> datetime | None:
    """Read a time as Moodle writes it in English, in the time zone of this machine."""
    plain = " ".join(text.split())
    for form in MOODLE_TIMES:
        try:
            local = datetime.strptime(plain, form)
            if not plain.startswith(f"{local:%A}"):  # another day than it says: not understood
                return None
            once, again = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        except (OverflowError, ValueError):
            continue
        return once.replace(tzinfo=None) if once == again else None  # twice, as summer ends
    return None
