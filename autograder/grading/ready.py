"""Whether a class can be graded at all: tried before anything is touched."""

import shutil
import tempfile
from pathlib import Path

from autograder import sharing
from autograder.course import Course
from autograder.grading.answers import FOLDER
from autograder.grading.database import Database, file_of
from autograder.grading.gradebook import check_current
from autograder.notebook import MEGABYTE
from helpers.errors import CourseError

ROOM = 100 * MEGABYTE  # that must be free; a submission takes less than one hundredth of it
PAGE = 4096  # bytes


def check_ready(course: Course, gradebook: Database, names: list[str]) -> None:
    """Fail unless everything is at hand that a whole run needs.

    Parameters
    ----------
    course, gradebook
        Where they lie, and where their scores go.
    names
        The assignments that are to be graded.

    Raises
    ------
    CourseError
        When something is missing; the message names it and says what to do.
    """
    for name in names:
        check_current(course, gradebook, name)
    made = [course.root / course.directory().autograded_directory, course.root / FOLDER]
    file = file_of(gradebook.address)
    for folder in dict.fromkeys([course.root, *made, *([file.parent] if file else [])]):
        _check_writable(folder)
    for folder in (course.root, Path(tempfile.gettempdir())):
        _check_room(folder)
    gradebook.try_out()
    course.secret()
    for folder in made:
        sharing.make_folder(folder)


def _check_writable(folder: Path) -> None:
    """Make a file in a folder, if that is there; else it can be made where the others are."""
    try:
        if folder.exists():
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(PAGE))
                file.flush()
    except OSError as error:
        error.filename = folder  # instead of a file that nobody knows
        raise CourseError(f"Nothing was graded: {sharing.in_words(error)}") from None


def _check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise CourseError(
            f"Nothing was graded: only {free // MEGABYTE} MB are free where {folder} lies, and "
            f"{ROOM // MEGABYTE} MB should be: make room on the disk."
        )
