"""An attempt, put into ``submitted/``: wholly or not at all, and never in place of the only copy.

nbgrader's ``zip_collect`` empties the folder before it copies, so a full disk would cost what was
there.
"""

import shutil
from pathlib import Path

from autograder.course import Course
from autograder.notebook import printable
from autograder.platforms.choosing import ORIGIN
from autograder.platforms.matching import Attempt
from autograder.times import TIMESTAMP


def place(course: Course, one: Attempt) -> None:
    """Put an attempt in the place of what is there.

    Raises
    ------
    OSError
        When that cannot be done; what was there is there still.
    """
    path = course.submitted(one.student, one.assignment)
    folder = path.parent
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    _tidy(folder, new, old)
    try:
        _fill(new, path.name, one)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        _tidy(folder, new, old)


def _fill(new: Path, name: str, one: Attempt) -> None:
    new.mkdir(parents=True)
    shutil.copyfile(one.path, new / name)
    if one.time:
        (new / TIMESTAMP).write_text(one.time.isoformat(" "), "utf-8")
    origin = f"{one.name.attachment} {printable(one.found.name)}\n"
    (new / ORIGIN).write_text(origin, "utf-8")


def _tidy(folder: Path, new: Path, old: Path) -> None:
    """Bring back what was put aside if nothing took its place, and clear away the rest."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)
