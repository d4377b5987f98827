"""What can become of a file that was handed in: it is a submission, or it is left and named."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from autograder.course import Course
from autograder.grading.faults import Fault


@dataclass(frozen=True)
class Submission:
    """One student's notebook for one assignment.

    Attributes
    ----------
    student, notebook
        Whose it is, and for which assignment.
    path
        Where it lies.
    folder
        Where the time of submission and what belongs to it lie; it need not exist.
    notes
        What a person should know of its name and place.
    """

    student: str
    notebook: str
    path: Path
    folder: Path
    notes: tuple[str, ...] = ()

    def digest(self) -> bytes:
        """Sum up the file as it was handed in."""
        with self.path.open("rb") as file:
            return digest(file)

    @classmethod
    def expected(cls, course: Course, student: str, notebook: str) -> "Submission":
        """Make the one that lies where nbgrader looks for it."""
        path = course.submitted(student, notebook)
        return cls(student, notebook, path, path.parent)


@dataclass(frozen=True)
class Left:
    """A file or folder that was not graded.

    Attributes
    ----------
    path
        Where it lies.
    why
        What it is.
    remedy
        What to do.
    may_be_work
        Whether a student's work may be in it.
    """

    path: Path
    why: str
    remedy: str = ""
    may_be_work: bool = True


def digest(file: BufferedReader) -> bytes:
    """Sum up a file that was handed in; a student's inputs are made from it as well."""
    return hashlib.file_digest(file, "sha256").digest()


def check_fit(submission: Submission) -> None:
    """Fail unless a submission can be read.

    A link in it could lead to what the student may not see, and nbgrader copies what it finds.

    Raises
    ------
    Fault
        When it is itself to blame.
    """
    path, folder = submission.path, submission.folder
    for place in (folder.parent, folder):
        if place.is_symlink():
            raise Fault("The folder of the submission is a symbolic link: it was not followed.")
    for found in _all_in(folder):
        mode = found.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise Fault(f"“{found.name}” is a symbolic link: take it out of the submission.")
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise Fault(f"“{found.name}” is no ordinary file: take it out of the submission.")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise Fault(f"There is no {path.name} in the submission.") from None
    if not stat.S_ISREG(mode):
        raise Fault(f"{path.name} is no file: there is no notebook in the submission.")


def _all_in(folder: Path) -> Iterator[Path]:
    """Find all that lies in a folder; one that cannot be read is no fault of the submission."""

    def fail(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for above, folders, files in os.walk(folder, onerror=fail):
        yield from (Path(above, name) for name in sorted([*folders, *files]))
