"""Which attempt of a student counts, beside the others and beside what is there already."""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from autograder.course import Course
from autograder.grading.reading import read_submission
from autograder.platforms.matching import Attempt, Fate, Line, Matcher
from autograder.platforms.unwritten import is_written

ORIGIN = "collected_as.txt"  # beside a submission: Canvas's number and name of the file


def choose(matcher: Matcher, attempts: Sequence[Attempt], force: bool) -> dict[Attempt, Line]:
    """Choose each student's last attempt in which something was written.

    A notebook in which nothing was written takes the place of no work. Where it came with other
    notebooks, because somebody sent the whole course, it is not handed in at all.
    """
    ordered = sorted(attempts, key=lambda one: (one.student, one.assignment, _rank(one)))
    sent: dict[str, set[str]] = {}
    for one in attempts:
        sent.setdefault(one.student, set()).add(one.assignment)
    working = {one.student for one in attempts if one.is_written}
    lines: dict[Attempt, Line] = {}
    for (student, _), group in groupby(ordered, key=lambda one: (one.student, one.assignment)):
        *older, last = group
        for one in older:
            is_later = one.is_written == last.is_written
            lines[one] = one.line(Fate.OLDER if is_later else Fate.EMPTY)
        if last.is_written or len(sent[student]) == 1:
            lines[last] = _compared(matcher, last, force)
        elif student in working:
            lines[last] = last.line(Fate.EMPTY)
        else:
            reason = "nothing was written in it, nor in any other notebook of this student's"
            lines[last] = last.line(Fate.LOST, reason)
    return lines


def _rank(one: Attempt) -> tuple[bool, tuple[object, ...]]:
    return one.is_written, one.order


def _compared(matcher: Matcher, one: Attempt, force: bool) -> Line:
    """Compare an attempt with what is there."""
    folder = matcher.course.submitted(one.student, one.assignment).parent
    try:
        return _beside(matcher, one, folder, force)
    except OSError as error:
        why = f"{error.filename or folder} cannot be read ({error.strerror})"
        return one.line(Fate.LOST, f"{why}: give yourself the right to")


def _beside(matcher: Matcher, one: Attempt, folder: Path, force: bool) -> Line:
    path = matcher.course.submitted(one.student, one.assignment)
    if folder.is_symlink() or folder.parent.is_symlink():
        return one.line(Fate.LOST, "the folder in submitted/ is a symbolic link")
    if not folder.is_dir() or not any(folder.iterdir()):
        return one.line(Fate.NEW)
    if path.is_file() and path.read_bytes() == one.path.read_bytes():
        return one.line(Fate.SAME)
    if not (force or one.is_written) and _has_work(matcher, path, one.assignment):
        return one.line(Fate.EMPTY, ", and work is there already; --force replaces it")
    is_newer = force or _is_newer(matcher.course, one, folder)
    return one.line({True: Fate.REPLACED, False: Fate.OLDER, None: Fate.CONFLICT}[is_newer])


def _has_work(matcher: Matcher, path: Path, assignment: str) -> bool:
    if not path.is_file():
        return True
    with path.open("rb") as file:
        return is_written(read_submission(file), matcher.releases[assignment], assignment)


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
