"""What a whole run needs is tried before anything is touched."""

import os
import shutil
import subprocess
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest
from classroom import PROGRAMS, copy_of_course, solved, submit
from surroundings import ORDINARY_USER, as_user

from autograder.course import GRADEBOOK, SECRET
from autograder.grading import ready
from autograder.grading.gradebook import open_gradebook
from helpers.errors import CourseError

NAME = "gradient_checking"
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def course():
    """Course with a class that was graded, in a place that every user may enter."""
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
        made = copy_of_course(Path(folder), (NAME,))
        submit(made, "ana", NAME, solved(NAME))
        made.secret()
        for part in ("answers/ana", "autograded/ana"):
            (made.root / part).mkdir(parents=True)
            (made.root / part / "kept").touch()
        yield made


def contents(course):
    """All that lies in the course, and when it was written."""
    paths = [*course.root.rglob("*")]
    return {
        path: path.stat().st_mtime_ns
        for path in paths
        if path.is_file() and path.name != ".autograder.lock"
    }


def refusal(course):
    """Ask whether the class can be graded; return the sentence that says why not."""
    with pytest.raises(CourseError) as raised, open_gradebook(course) as gradebook:
        ready.check_ready(course, gradebook, [NAME])
    return str(raised.value)


def check(course):
    with open_gradebook(course) as gradebook:
        ready.check_ready(course, gradebook, [NAME])


def test_a_course_that_is_ready_is_left_as_it_is(course):
    before = contents(course)

    check(course)

    assert contents(course) == before


def test_what_is_missing_is_made_when_all_else_is_there(course):
    for part in ("answers", "autograded"):
        shutil.rmtree(course.root / part)
    (course.root / SECRET).unlink()

    check(course)

    assert (course.root / "answers").is_dir()
    assert (course.root / "autograded").is_dir()
    assert len(course.secret()) == 64


@pytest.mark.parametrize(
    "content", ["", "\n", "\0" * 64, "deadbeef", "\x01" * 64, " " * 70], ids=repr
)
def test_a_secret_that_is_damaged_is_never_used(course, content):
    (course.root / SECRET).write_text(content)

    assert refusal(course) == (
        f"{course.root}/course_secret is damaged, so the inputs that were graded with it are not "
        "known: put a copy of it back, or remove it, and all are graded anew with other inputs."
    )
    with pytest.raises(CourseError, match="is damaged"):
        course.cases(NAME, "ana", b"")


def test_a_secret_that_was_typed_is_as_good(course):
    (course.root / SECRET).write_text("a sentence that nobody else would think of\n")

    check(course)


def test_a_disk_that_is_all_but_full(course, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 5 * 2**20))

    assert refusal(course) == (
        f"Nothing was graded: only 5 MB are free where {course.root} lies, and 100 MB should be: "
        "make room on the disk."
    )


def test_a_release_that_is_missing(course):
    shutil.rmtree(course.release(NAME).parent)

    assert refusal(course) == f"release/{NAME} is missing: run `autograder build`."


@as_root
@pytest.mark.parametrize("closed", [SECRET, "answers", "autograded", GRADEBOOK])
def test_what_belongs_to_another_account_is_named_and_nobody_loses_a_point(course, closed):
    """A second instructor: the first one's files are not for her."""
    for path in (course.root, *course.root.rglob("*")):
        os.chown(path, ORDINARY_USER, ORDINARY_USER)
    os.chown(course.root / closed, 0, 0)
    before = contents(course)

    done = subprocess.run(
        as_user(ORDINARY_USER, [str(PROGRAMS / "autograder"), "grade", "--no-sandbox"]),
        cwd=course.root,
        env={**os.environ, "HOME": str(course.root)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert str(course.root / closed) in done.stderr
    assert done.stderr.count("\n") == 1
    assert "`ls -ld` says whose" in done.stderr
    made = contents(course)
    assert {path: made[path] for path in before} == before
