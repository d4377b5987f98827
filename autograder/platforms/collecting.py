"""Submissions as Canvas and Moodle let teachers download them, into nbgrader's folders."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

from autograder.course import Course
from autograder.platforms.absent import unseen
from autograder.platforms.choosing import choose
from autograder.platforms.downloads import unpack
from autograder.platforms.filenames import is_name_of, read_name
from autograder.platforms.kinds import NO_NOTEBOOK
from autograder.platforms.matching import (
    Attempt,
    Fate,
    Line,
    Matcher,
    is_name_of_folder,
    stem,
)
from autograder.platforms.placing import place
from autograder.platforms.roster import Lms, Roster
from helpers.errors import CourseError


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Knows the names that Canvas and Moodle give, also for plain ``nbgrader zip_collect``."""

    roster = Unicode(help="the class as the LMS exports it").tag(config=True)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Tell whose a file is and which notebook, or None if it is not to be taken."""
        command = self.parent  # nbgrader's `zip_collect`
        folder = Path(command.coursedir.root) / command.collect_directory_structure.format(
            downloaded=command.downloaded_directory,
            assignment_id=command.coursedir.assignment_id,
            collect_step=command.extracted_directory,
        )
        roster = Roster.read(Path(self.roster)) if self.roster else None
        name = read_name(Path(submitted_file).relative_to(folder).as_posix(), roster)
        if name is None or not name.file.endswith(".ipynb"):
            return None
        if roster is None:
            return {"student_id": name.number, "file_id": stem(name.file)}
        person = roster.by_number.get(name.number)
        if person is None or (name.lms is Lms.MOODLE and not is_name_of(name.written, person)):
            return None
        if not is_name_of_folder(person.ids[0]):
            return None
        return {"student_id": person.ids[0], "file_id": stem(name.file)}


def collect(
    course: Course, gradebook: Gradebook, download: Path, roster: Roster | None, force: bool
) -> list[Line]:
    """Take in a folder or a zip file that was downloaded.

    Parameters
    ----------
    course, gradebook
        Where submissions go; their students are entered, with the names in the list.
    download
        A folder or a zip file; it is left as it is.
    roster
        List of the class; without one the LMS's numbers are the students' ids.
    force
        Whether a notebook is replaced when it cannot be told which one is newer.

    Returns
    -------
    lines
        What became of each file.

    Raises
    ------
    CourseError
        When nothing can be taken in.
    """
    if roster and not roster.by_number:
        raise CourseError(
            f"The list {roster.path} has not the numbers that are in the names of files: take "
            "Canvas's gradebook or Moodle's grading worksheet."
        )
    if roster and roster.is_of_groups:
        raise CourseError(
            f"The list {roster.path} is of an assignment that groups hand in, and Moodle's numbers "
            "in the names of files are the groups': let students hand in one by one, or put each "
            "group's notebook into submitted/<student>/<assignment>/ for each of its members."
        )
    if not download.exists():
        raise CourseError(f"{download} cannot be read: No such file or directory.")
    matcher = Matcher(course, gradebook, roster)
    with tempfile.TemporaryDirectory(prefix="collected-") as folder:
        matched = _one_name_each(map(matcher.match, unpack(download, Path(folder))))
        attempts = [one for one in matched if isinstance(one, Attempt)]
        chosen = choose(matcher, attempts, force)
        chosen = {one: _placed(course, one, line) for one, line in chosen.items()}
    _enter(gradebook, (one for one, line in chosen.items() if not line.needs_a_person))
    lines = [chosen[one] if isinstance(one, Attempt) else one for one in matched]
    return [*_watched(lines), *unseen(course, matcher, lines)]


def has_names_of_moodle(lines: list[Line]) -> bool:
    """Tell whether files were named by Moodle."""
    names = [read_name(line.file) for line in lines]
    return any(name.lms is Lms.MOODLE for name in names if name)


def _placed(course: Course, one: Attempt, line: Line) -> Line:
    """Put an attempt in its place if it is to go there, and say what became of it."""
    if line.fate in (Fate.NEW, Fate.REPLACED):
        try:
            place(course, one)
        except OSError as error:
            where = error.filename or course.submitted(one.student, one.assignment).parent
            why = f"{where} cannot be written ({error.strerror}): mend that, and collect again"
            return one.line(Fate.LOST, why)
    return line


def _one_name_each(matched: Iterable[Attempt | Line]) -> list[Attempt | Line]:
    """Take nothing where Moodle's number stands beside two names: one is a group's, perhaps."""
    found = list(matched)
    names: dict[str, set[str]] = {}
    for one in found:
        if isinstance(one, Attempt) and one.name.lms is Lms.MOODLE:
            names.setdefault(one.name.number, set()).add(one.name.written)
    return [
        one.line(Fate.LOST, f"{one.name.number} is the number of {' and '.join(sorted(both))}")
        if isinstance(one, Attempt) and len(both := names.get(one.name.number, set())) > 1
        else one
        for one in found
    ]


def _watched(lines: list[Line]) -> list[Line]:
    """Let a person look where nothing that somebody handed in was a notebook."""
    names = {line.file: read_name(line.file) for line in lines}
    numbers = {file: name.number for file, name in names.items() if name}
    known = {numbers.get(line.file) for line in lines if line.assignment}
    return [
        replace(line, fate=Fate.LOST)
        if line.reason == NO_NOTEBOOK.words and numbers.get(line.file) not in {None, *known}
        else line
        for line in lines
    ]


def _enter(gradebook: Gradebook, attempts: Iterable[Attempt]) -> None:
    """Let the gradebook know the students, and all that is known of them."""
    for one in attempts:
        # Moodle's number is another for each assignment, so it says nothing of the student
        known = {"lms_user_id": one.name.number if one.name.lms is Lms.CANVAS else ""}
        if one.person:
            known["first_name"], known["last_name"] = one.person.first, one.person.last
            known["email"] = one.person.email
        told = {key: value for key, value in known.items() if value}
        gradebook.update_or_create_student(one.student, **told)
