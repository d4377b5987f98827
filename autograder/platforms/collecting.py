"""Submissions as Canvas and Moodle let teachers download them, into nbgrader's folders."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.log import ErrorLog
from autograder.notebook import printable
from autograder.platforms.downloads import SafeExtractor
from autograder.platforms.filenames import read_name
from autograder.platforms.kinds import NO_NOTEBOOK
from autograder.platforms.matching import Attempt, Fate, Line, Matcher, stem
from autograder.platforms.roster import Lms, Roster
from helpers.errors import CourseError

ORIGIN = "collected_as.txt"  # beside a submission: Canvas's number and name of the file


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Knows the names that Canvas and Moodle give, also for plain ``nbgrader zip_collect``."""

    roster = Unicode(help="the class as the LMS exports it").tag(config=True)
    chosen: dict[str, dict[str, str]] | None = None  # by path, where it has been decided already

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Tell whose a file is and which notebook, or None if it is not to be taken."""
        if self.chosen is not None:
            return self.chosen.get(submitted_file)
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
        return {"student_id": person.ids[0], "file_id": stem(name.file)} if person else None


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
    matcher, log = Matcher(course, gradebook, roster), ErrorLog()
    with tempfile.TemporaryDirectory(prefix="collected-") as folder:
        app = ZipCollectApp(
            config=course.config(),
            coursedir=course.directory(),
            log=log.logger(),
            force=True,  # what is replaced was decided before
            extractor_plugin=SafeExtractor,
            collector_plugin=LmsCollector,
            collect_directory_structure=f"{folder}/{{collect_step}}",
        )
        app.init_plugins()
        app.extractor_plugin_inst.extract(str(download), f"{folder}/{app.extracted_directory}")
        matched = _one_name_each(map(matcher.match, app.extractor_plugin_inst.found))
        decided = _decide(course, [one for one in matched if isinstance(one, Attempt)], force)
        taken = [one for one, line in decided.items() if line.fate in (Fate.NEW, Fate.REPLACED)]
        try:
            for name in NOTEBOOKS:
                app.coursedir.assignment_id = name
                chosen = {str(one.path): _info(one) for one in taken if one.assignment == name}
                app.collector_plugin_inst.chosen = chosen
                app.process_extracted_files()
        except SystemExit:  # nbgrader's way to give up
            raise CourseError(f"nbgrader could not take them in: {log.reason}.") from None
    for one in taken:
        origin = course.submitted(one.student, one.assignment).with_name(ORIGIN)
        origin.write_text(f"{one.name.attachment} {printable(one.found.name)}\n", "utf-8")
    _enter(gradebook, (one for one, line in decided.items() if not line.needs_a_person))
    return _watched([decided[one] if isinstance(one, Attempt) else one for one in matched])


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


def has_names_of_moodle(lines: list[Line]) -> bool:
    """Tell whether files were named by Moodle."""
    names = [read_name(line.file) for line in lines]
    return any(name.lms is Lms.MOODLE for name in names if name)


def _info(one: Attempt) -> dict[str, str]:
    info = {"student_id": one.student, "file_id": one.assignment}
    return info | {"timestamp": one.time.isoformat(" ")} if one.time else info


def _decide(course: Course, attempts: list[Attempt], force: bool) -> dict[Attempt, Line]:
    """Choose each student's last attempt, and compare it with what is there."""
    ordered = sorted(attempts, key=lambda one: (one.student, one.assignment, one.order))
    lines: dict[Attempt, Line] = {}
    for _, group in groupby(ordered, key=lambda one: (one.student, one.assignment)):
        *older, last = group
        lines |= {one: one.line(Fate.OLDER) for one in older}
        lines[last] = _compare(course, last, force)
    return lines


def _compare(course: Course, one: Attempt, force: bool) -> Line:
    """Compare an attempt with what is there."""
    path = course.submitted(one.student, one.assignment)
    folder = path.parent
    if folder.is_symlink() or folder.parent.is_symlink():
        return one.line(Fate.LOST, "the folder in submitted/ is a symbolic link")
    if not folder.is_dir() or not any(folder.iterdir()):
        return one.line(Fate.NEW)
    if path.is_file() and path.read_bytes() == one.path.read_bytes():
        return one.line(Fate.SAME)
    is_newer = force or _is_newer(course, one, folder)
    return one.line({True: Fate.REPLACED, False: Fate.OLDER, None: Fate.CONFLICT}[is_newer])


def _is_newer(course: Course, one: Attempt, folder: Path) -> bool | None:
    """Tell whether an attempt is newer than what is there: by time, else by Canvas's numbers."""
    there = course.directory().get_existing_timestamp(str(folder))
    if one.time and there and one.time != there:
        return one.time > there
    origin = folder / ORIGIN
    number = re.match(rb"[0-9]{1,20}", origin.read_bytes()) if origin.is_file() else None
    known = int(number[0]) if number else 0
    if known and one.name.attachment not in (0, known):
        return one.name.attachment > known
    return None


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
