"""Submissions as Canvas and Moodle let teachers download them, into nbgrader's folders."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.plugins import FileNameCollectorPlugin

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.log import ErrorLog
from autograder.restore import MEGABYTE, MOST_BYTES, grade_id, labelled, printable, read_submission
from autograder.roster import Person, Roster
from helpers.errors import CourseError

MOST_FILES, MOST_UNPACKED = 50_000, 4096 * MEGABYTE
# lastnamefirstname_LATE_12345_67890_initialization-2.ipynb
CANVAS = re.compile(r"(?P<name>[^_]*)_(LATE_)?(?P<number>\d+)_\d+_(?P<file>.+)", re.DOTALL)
# First Last_12345_assignsubmission_file_/initialization.ipynb, or without the folder
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_file_?(?P<file>.*)", re.DOTALL)
ATTEMPT = re.compile(r"(?:-(\d+)| ?\((\d+)\))?\.ipynb$")  # Canvas's count, or a browser's


class Fate(Enum):
    """What became of a file."""

    NEW = "collected"
    SAME = "was there already"
    REPLACED = "replaces what was there"
    OLDER = "left out: there is a later attempt"
    CONFLICT = "left out: another version is there; --force replaces it"
    UNKNOWN = "left out: "


@dataclass(frozen=True)
class Found:
    """A file that was downloaded.

    Attributes
    ----------
    name
        Its path in the download.
    path
        Where it lies.
    fate, reason
        What became of it, and why it was left out.
    student, assignment
        Whose it is, and what for, if that could be told.
    attempt
        The platform's count of attempts.
    """

    name: str
    path: Path
    fate: Fate = Fate.UNKNOWN
    reason: str = ""
    student: str = ""
    assignment: str = ""
    attempt: int = 0

    @property
    def needs_a_person(self) -> bool:
        """Tell whether a notebook was left out that may be somebody's work."""
        unknown = self.fate is Fate.UNKNOWN and self.path.suffix.lower() == ".ipynb"
        return unknown or self.fate is Fate.CONFLICT


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells nbgrader whose a file is: it lies in a folder of the student's name."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """Read it from the path."""
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.stem}


def collect(
    course: Course, gradebook: Gradebook, download: Path, roster: Roster | None, force: bool
) -> list[Found]:
    """Take in a folder or a zip file that was downloaded.

    Parameters
    ----------
    course, gradebook
        Where submissions go; students whom the list names are entered.
    download
        A folder, or a zip file.
    roster
        List of the class; without one the platform's numbers are the students' ids.
    force
        Whether another version that is there already is replaced.

    Returns
    -------
    found
        What became of each file.

    Raises
    ------
    CourseError
        When there is no such folder or file, or it is no proper zip file.
    """
    people = {person.number: person for person, _ in roster.people} if roster else None
    with tempfile.TemporaryDirectory(prefix="collected-") as folder:
        unpacked = Path(folder) / "unpacked"
        if download.is_dir():
            unpacked = download
        else:
            _unpack(download, unpacked)
        matched = [_match(course, file, unpacked, people) for file in _files(unpacked)]
        found = _decide(course, matched, force)
        for name in NOTEBOOKS:
            chosen = [one for one in found if one.assignment == name and _is_taken(one)]
            _hand_over(course, name, chosen, Path(folder) / "chosen")
    _enter(gradebook, found, people or {})
    return found


def _is_taken(one: Found) -> bool:
    return one.fate in (Fate.NEW, Fate.REPLACED)


def _unpack(download: Path, folder: Path) -> None:
    """Unpack a zip file; what it holds may not leave the folder, nor fill the disk."""
    try:
        with zipfile.ZipFile(download) as archive:
            files = archive.infolist()
            if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_UNPACKED:
                raise CourseError(
                    f"{download} holds more than {MOST_FILES} files or "
                    f"{MOST_UNPACKED // MEGABYTE} MB: unpack it by hand and name the folder."
                )
            archive.extractall(folder)
    except OSError as error:
        raise CourseError(f"{download} cannot be read: {error.strerror}.") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise CourseError(f"{download} is no zip file that can be unpacked: {error}.") from None


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path


def _match(course: Course, path: Path, folder: Path, people: dict[str, Person] | None) -> Found:
    """Tell whose a file is, and what for."""
    name = path.relative_to(folder)
    found = Found(printable(str(name)), path)
    if path.is_symlink():
        return replace(found, reason="a symbolic link")
    if path.suffix.lower() != ".ipynb":
        return replace(found, reason="no notebook")
    owner = _owner(name)
    if owner is None:
        return replace(found, reason="neither a name of Canvas's nor one of Moodle's")
    if people is not None and owner["number"] not in people:
        return replace(found, reason=f"{owner['number']} is not in the list")
    student = people[owner["number"]].student if people else owner["number"]
    if not student.isprintable() or re.search(r"[/\\]|^\.|^$", student):
        return replace(found, reason=f"“{printable(student)}” cannot be a folder's name")
    count = ATTEMPT.search(path.name)
    attempt = int(next(filter(None, count.groups()), 0)) if count else 0
    found = replace(found, student=student, attempt=attempt)
    assignment = _assignment(course, owner["file"] or path.name, path)
    if assignment is None:
        return replace(found, reason="the notebook is none of this course's")
    return replace(found, assignment=assignment)


def _owner(name: Path) -> dict[str, str] | None:
    """Read the platform's number of the student, and the name that the student gave."""
    for part in name.parts:
        if match := MOODLE.fullmatch(part):
            return match.groupdict()
    match = CANVAS.fullmatch(name.name)
    return match.groupdict() if match else None


def _assignment(course: Course, name: str, path: Path) -> str | None:
    """Tell what a notebook is for: by its name, else by the cells in it."""
    plain = ATTEMPT.sub("", name).casefold()
    if plain in NOTEBOOKS:
        return plain
    with path.open("rb") as file:
        there = {grade_id(cell) for cell in read_submission(file).cells} - {None}
    shared = {key: len(there & labelled(_release(course, key)).keys()) for key in NOTEBOOKS}
    best = max(shared, key=lambda key: shared[key])
    return best if 2 * shared[best] > len(there) > 0 else None


def _release(course: Course, name: str) -> nbformat.NotebookNode:
    if not course.release(name).is_file():
        raise CourseError(f"release/{name} is missing: run `autograder build`.")
    return nbformat.read(course.release(name), as_version=4)


def _decide(course: Course, matched: list[Found], force: bool) -> list[Found]:
    """Of several attempts take the last; leave alone what is there already."""
    last: dict[tuple[str, str], Found] = {}
    for one in matched:
        known = last.get((one.student, one.assignment))
        if known is None or one.attempt >= known.attempt:
            last[one.student, one.assignment] = one
    decided = []
    for one in matched:
        if one.reason:
            decided.append(one)
        elif one is not last[one.student, one.assignment]:
            decided.append(replace(one, fate=Fate.OLDER))
        else:
            decided.append(replace(one, fate=_fate(course, one, force)))
    return decided


def _fate(course: Course, one: Found, force: bool) -> Fate:
    there = course.submitted(one.student, one.assignment)
    if not there.is_file():
        return Fate.NEW
    if there.stat().st_size < MOST_BYTES and there.read_bytes() == one.path.read_bytes():
        return Fate.SAME
    return Fate.REPLACED if force else Fate.CONFLICT


def _hand_over(course: Course, name: str, chosen: list[Found], folder: Path) -> None:
    """Let nbgrader's ``zip_collect`` put the files where they belong."""
    for one in chosen:
        place = folder / name / "extracted" / one.student
        place.mkdir(parents=True)
        shutil.copyfile(one.path, place / f"{name}.ipynb")
    if not chosen:
        return
    app = ZipCollectApp(config=course.config(), log=ErrorLog().logger())
    app.coursedir = course.directory()
    app.coursedir.assignment_id = name
    app.collect_directory_structure = f"{folder}/{{assignment_id}}/{{collect_step}}"
    app.collector_plugin, app.force = Collector, True
    app.init_plugins()
    app.process_extracted_files()


def _enter(gradebook: Gradebook, found: list[Found], people: dict[str, Person]) -> None:
    """Enter the students, with the names that the list has, so that exports have them too."""
    numbers = {person.student: person for person in people.values()}
    for student in sorted({one.student for one in found if _is_taken(one)}):
        known = {"lms_user_id": student}
        if student in numbers:
            person = numbers[student]
            known = {
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": person.email,
                "lms_user_id": person.number,
            }
        gradebook.update_or_create_student(student, **known)
