"""Whose a downloaded file is, and for which assignment."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePosixPath

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading.reading import read_submission
from autograder.notebook import labelled
from autograder.platforms.downloads import Found
from autograder.platforms.filenames import FileName, is_name_of, read_name
from autograder.platforms.roster import Lms, Person, Roster
from autograder.platforms.unwritten import is_written
from helpers.errors import CourseError
from helpers.printing import printable

COPY = re.compile(r"(?:-|\s*\()([0-9]+)\)?$")  # what an LMS or a browser adds to a name


class Fate(Enum):
    """What became of a file."""

    NEW = "collected"
    REPLACED = "replaces an older attempt"
    SAME = "was there already"
    OLDER = "left out: there is a later attempt"
    CONFLICT = "left out: another version is there; --force replaces it"
    EMPTY = "left out: nothing was written in it"
    OTHER = "left out: "
    LOST = "not collected: "
    UNSEEN = "nothing of theirs was collected: "


@dataclass(frozen=True)
class Line:
    """One file of the download, for the table.

    Attributes
    ----------
    file, student, assignment
        Its name, and to whom and what it was matched; empty where it was not.
    fate, reason
        What became of it, and why.
    unread_time
        When it was handed in, in words that could be read in several ways.
    """

    file: str
    student: str
    assignment: str
    fate: Fate
    reason: str = ""
    unread_time: str = ""

    @property
    def needs_a_person(self) -> bool:
        """Tell whether work may be lost if nobody looks."""
        return self.fate in (Fate.CONFLICT, Fate.LOST, Fate.UNSEEN)

    @property
    def is_there(self) -> bool:
        """Tell whether this version lies in ``submitted/`` now."""
        return self.fate in (Fate.NEW, Fate.REPLACED, Fate.SAME)


@dataclass(frozen=True)
class Attempt:
    """A notebook that was matched to a student and an assignment.

    Attributes
    ----------
    is_written
        Whether there is anything in it that the student was to write.
    """

    found: Found
    path: Path
    name: FileName
    student: str
    person: Person | None
    assignment: str
    is_written: bool = True

    @property
    def time(self) -> datetime | None:
        """When it was handed in, in UTC, if the list tells."""
        return self.person.handed_in if self.person else None

    @property
    def order(self) -> tuple[datetime, int, int, datetime, str]:
        """What sorts the attempts of one student, the newest last."""
        copy = COPY.search(PurePosixPath(self.name.file).stem)
        time, version = self.time or datetime.min, int(copy[1]) if copy else 0
        return time, self.name.attachment, version, self.found.modified, self.found.name

    def line(self, fate: Fate, reason: str = "") -> Line:
        """Say what became of it."""
        late = "; late, says Canvas" if self.name.late else ""
        unread = self.person.modified if self.person and not self.time else ""
        return Line(self.found.name, self.student, self.assignment, fate, reason + late, unread)


class Matcher:
    """Matches files to students and assignments.

    Parameters
    ----------
    course, gradebook
        What is known already: the cells of the notebooks, and the students.
    roster
        The list that translates the LMS's numbers; without it they are the students' ids.
    """

    def __init__(self, course: Course, gradebook: Gradebook, roster: Roster | None) -> None:
        self.course, self.roster = course, roster
        students = gradebook.students
        self.by_number = {one.lms_user_id: one.id for one in students if one.lms_user_id}
        known = roster.known(students) if roster else {}
        self.by_row = {person.row: student for student, person in known.items()}

    def match(self, found: Found) -> Attempt | Line:
        """Tell whose a file is and for which assignment, or why that cannot be told."""

        def lost(reason: str, student: str = "") -> Line:
            return Line(found.name, student, "", Fate.LOST, reason)

        if found.path is None:
            fate = Fate.LOST if found.is_loss else Fate.OTHER
            return Line(found.name, "", "", fate, found.why_not)
        name = read_name(found.name, self.roster)
        if name is None:
            return lost(_unread(found.name))
        person = None
        if self.roster:
            if name.lms is not self.roster.lms:
                return lost(f"a name of {name.lms.value}'s, but the list is not")
            person = self.roster.by_number.get(name.number)
            if person is None:
                return lost(f"{name.number} is not in the list")
            if name.lms is Lms.MOODLE and not is_name_of(name.written, person):
                return lost(_other_name(name, person))
            student = self.by_row.get(person.row, person.ids[0])
        else:
            student = self.by_number.get(name.number, name.number)
        if not is_name_of_folder(student):
            return lost(f"“{printable(student)}” cannot be a folder's name")
        if len(student.encode()) > 255:
            return lost("the student's id is too long for a folder's name")
        assignment = self._assignment(name, found.path)
        if assignment is None:
            return lost("the notebook is none of this course's", student)
        with found.path.open("rb") as file:
            written = is_written(read_submission(file), self.releases[assignment], assignment)
        return Attempt(found, found.path, name, student, person, assignment, written)

    def _assignment(self, name: FileName, path: Path) -> str | None:
        """Tell the assignment by the name of the file, else by the ids of its cells."""
        if stem(name.file) in NOTEBOOKS:
            return stem(name.file)
        with path.open("rb") as file:
            ids = set(labelled(read_submission(file)))
        shared = {notebook: len(ids & known) for notebook, known in self._grade_ids.items()}
        best = max(shared, key=lambda notebook: shared[notebook])
        return best if 2 * shared[best] > len(ids) else None

    @cached_property
    def releases(self) -> dict[str, NotebookNode]:
        """The notebooks as students get them."""
        for name in NOTEBOOKS:
            if not self.course.release(name).is_file():
                raise CourseError(f"release/{name} is missing: run `autograder build`.")
        return {name: nbformat.read(self.course.release(name), as_version=4) for name in NOTEBOOKS}

    @cached_property
    def _grade_ids(self) -> dict[str, set[str]]:
        """The ids of the cells of each notebook."""
        return {name: set(labelled(release)) for name, release in self.releases.items()}


def is_name_of_folder(student: str) -> bool:
    """Tell whether a folder can have this name, and nbgrader's pages can show it as it is."""
    return student.isprintable() and not set(student) & set("/<>") and student not in {".", ".."}


def _unread(name: str) -> str:
    if "_assignsubmission_" in name:
        return (
            "whose it is cannot be told by Moodle's name of it: put it into submitted/ by hand, "
            "for each member if it is a group's"
        )
    return "neither a name of Canvas's nor one of Moodle's, or one of two students"


def _other_name(name: FileName, person: Person) -> str:
    return (
        f"{name.number} is {person.name} in the list, and not {name.written}: take the worksheet "
        "of this very assignment; what a group handed in, put into submitted/ by hand"
    )


def stem(file: str) -> str:
    """Name of a notebook without what an LMS or a browser added.

    >>> stem("Gradient Checking (1).ipynb")
    'gradient_checking'
    """
    name = PurePosixPath(file).name.lower().partition(".ipynb")[0].strip()
    return re.sub(r"[\s-]", "_", COPY.sub("", name))
