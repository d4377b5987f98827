"""One course folder and several people: one run at a time, and the rights of what is made there."""

import contextlib
import errno
import json
import os
import platform
import shlex
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from helpers.errors import CourseError

CONFIG = "nbgrader_config.py"  # what makes a folder a course
LOCK = ".autograder.lock"
PRIVATE = (  # what is no student's to read
    "notebooks",
    "source",
    "submitted",
    "autograded",
    "answers",
    "feedback",
    "gradebook.db",
    "course_secret",
)
SECONDS_BETWEEN_TRIES = 0.5
RIGHT = "give this account the right to it (`ls -ld` says whose it is)"
REMEDIES = {
    errno.EACCES: RIGHT,
    errno.EPERM: RIGHT,
    errno.EROFS: "it lies on a disk that cannot be written to",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room: the quota of this account is used up",
    errno.ENOMEM: "end other programs, or use --jobs 1",
    errno.EAGAIN: "end other programs, or use --jobs 1",
    errno.EMFILE: "raise the limit of open files, `ulimit -n`",
    errno.EIO: "the disk or the network failed: see whether it is well",
    errno.ESTALE: "the network folder was lost: see whether it is there again",
}
AGAIN = "then run the same command again"


@contextlib.contextmanager
def locked(folder: Path, command: str, wait: bool, tell: Callable[[str], None]) -> Iterator[None]:
    """Be the only run that writes into a course folder.

    The lock is the system's, so it ends with the process that holds it, however that ends; its
    file says who that is.

    Parameters
    ----------
    folder
        The course folder.
    command
        What runs, as others are told.
    wait
        Whether to wait until another run has ended.
    tell
        Receives a sentence before that.

    Raises
    ------
    CourseError
        When another run holds the lock, or nothing can be written here.
    """
    path = folder / LOCK
    lock = FileLock(path, on_acquired=lambda handle: _sign(handle, command))
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise CourseError(
                    f"{_holder(path)}: wait until it has ended, or add --wait."
                ) from None
            tell(f"{_holder(path)}: waiting until it has ended.")
            lock.acquire(poll_interval=SECONDS_BETWEEN_TRIES)
    except OSError as error:
        raise CourseError(
            f"`autograder {command}` must write into the course, and cannot. {in_words(error)}"
        ) from None
    try:
        share(path)
        yield
    finally:
        lock.release()


def _sign(handle: int, command: str) -> None:
    """Write into the file of the lock who holds it."""
    holder = {
        "user": psutil.Process().username(),
        "command": command,
        "machine": platform.node(),
        "process": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(holder).encode(), 0)


def _holder(path: Path) -> str:
    """Say who holds the lock; its file is read as something that anybody may have written."""
    try:
        holder = json.loads(path.read_bytes())
        since = datetime.fromisoformat(holder["since"]).astimezone()
        said = (
            f"{holder['user']} has been running `autograder {holder['command']}` in this course "
            f"since {since.day} {since:%B %Y, %H:%M} on {holder['machine']} "
            f"(process {holder['process']})"
        )
    except (OSError, ValueError, TypeError, KeyError):  # not yet written, or not by us
        said = ""
    return said if said.isprintable() and said else f"Another run holds {path}"


def is_shared(folder: Path) -> bool:
    """Tell whether a folder is a group's to write in."""
    return hasattr(os, "chown") and bool(_rights(folder) & stat.S_IWGRP)


def share(path: Path) -> None:
    """Let a file or folder that was made here be its folder's group's, if that may write there.

    What is made in a folder later is then the group's from the beginning. Somebody else's is left
    as it is.
    """
    if not is_shared(path.parent):
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    for_group = (mode & stat.S_IRWXU) >> 3 | (stat.S_ISGID if path.is_dir() else 0)
    with contextlib.suppress(OSError):
        os.chown(path, -1, path.parent.stat().st_gid)
        path.chmod(mode | for_group)


def make_folder(path: Path) -> None:
    """Make a folder, with the rights of the one that it lies in."""
    with contextlib.suppress(FileExistsError):
        path.mkdir()
        share(path)


@contextlib.contextmanager
def rights_of(folder: Path) -> Iterator[None]:
    """Let what is made meanwhile be a group's, if the folder is, and for others no more than that.

    In a folder of one's own all is as ever.
    """
    if not is_shared(folder):
        yield
        return
    there = _entries(folder)
    before = os.umask(0o077)
    os.umask(before & ~stat.S_IRWXG | ~_rights(folder) & stat.S_IRWXO)
    try:
        yield
    finally:
        os.umask(before)
        for path, _ in sorted(_entries(folder) - there):
            for made in (path, *path.rglob("*")):
                share(made)


def _entries(folder: Path) -> set[tuple[Path, int]]:
    """List what lies in a folder and in its folders, each with what tells it from another."""
    found = set()
    for parent in (folder, *folder.glob("*/")):
        with contextlib.suppress(OSError), os.scandir(parent) as entries:
            found |= {(Path(entry), entry.inode()) for entry in entries}
    return found


def open_to_others(folder: Path) -> list[str]:
    """Say what of a course everybody with an account on this machine can read, if anything is."""
    root = folder.absolute()
    on_the_way = all(_rights(part) & stat.S_IXOTH for part in (root, *root.parents))
    if not (on_the_way and _rights(root / CONFIG)):
        return []
    rights = {name: _rights(root / name) for name in PRIVATE}
    seen = [
        name
        for name, mode in rights.items()
        if mode & (stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH)
    ]
    if not seen:
        return []
    return [
        f"Everybody with an account on this machine can read {', '.join(seen)}. To close the "
        f"course: chmod o-rwx {shlex.quote(str(root))}"
    ]


def _rights(path: Path) -> int:
    """Read kind and rights of a file or folder; none of what is not there."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def in_words(error: OSError) -> str:
    """Say in one sentence what went wrong, where, and what to do.

    >>> in_words(OSError(errno.EIO, "I/O error", "answers/ada")).split("; ")[0]
    'answers/ada: I/O error'
    """
    place = f"{error.filename2 or error.filename}: " if error.filename else ""
    remedy = REMEDIES.get(error.errno or 0, "see what is there")
    return f"{place}{error.strerror or type(error).__name__}; {remedy}, {AGAIN}."
