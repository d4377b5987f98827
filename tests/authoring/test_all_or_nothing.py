"""A build that fails half way leaves all as it was; one that changes nothing writes nothing."""

import errno
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from classroom import ROOT, copy_of_course

from autograder.authoring import build, change, instructor, outputs, public
from autograder.authoring.replacing import replaced
from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from helpers.errors import CourseError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

NAME = NOTEBOOKS[0]


def state(course):
    """All files of the course and of the students' data; of the gradebook what it holds."""
    files = [*course.root.rglob("*"), *public.FOLDER.rglob("*")]
    return {path: content(path) for path in files if path.is_file()}


def content(path):
    if path.suffix != ".db":
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as gradebook:
        return list(gradebook.iterdump())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Course whose first notebook is in the gradebook."""
    return copy_of_course(tmp_path_factory.mktemp("built"), (NAME,)).root


@pytest.fixture
def course(built, tmp_path, monkeypatch):
    """Copy of it, with a change to be built: data, outputs, release and gradebook are others."""
    shutil.copytree(built, tmp_path / "course")
    shutil.copytree(ROOT / "helpers/public", tmp_path / "public")
    monkeypatch.setattr(public, "FOLDER", tmp_path / "public")
    monkeypatch.setattr(instructor, "execute", executed)
    monkeypatch.setattr(public, "current", current)
    course = Course(tmp_path / "course")
    path = course.text(NAME)
    text = path.read_text("utf-8").replace("points: 25", "points: 24")
    path.write_text(text.replace("import numpy", "import numpy  # new\nimport numpy"), "utf-8")
    return course


MADE = {}
CURRENT = public.current


def current(name, points):
    """Make the students' data once for all tests."""
    key = name, *points.values()
    if key not in MADE:
        MADE[key] = CURRENT(name, points)
    return MADE[key]


def executed(notebook, name, data):
    """Stand in for an execution."""
    outputs.take_over(notebook, instructor.stored(Course(ROOT), name))


def fails(*_, **__):
    raise CourseError("a cell fails")


def interrupted(*_, **__):
    raise KeyboardInterrupt


def at_call(number, function, error):
    """Let a function fail at one of its calls."""
    calls = iter(range(1000))

    def wrapped(*arguments, **options):
        if next(calls) == number:
            raise error
        return function(*arguments, **options)

    return wrapped


FULL = OSError(errno.ENOSPC, "No space left on device")
FAULTS = {
    "a cell fails": (instructor, "execute", fails),
    "Ctrl-C while it is executed": (instructor, "execute", interrupted),
    "nbgrader refuses": (build, "generated", at_call(0, build.generated, CourseError("refused"))),
    "it refuses what was executed": (
        build,
        "generated",
        at_call(1, build.generated, CourseError("refused")),
    ),
    "the gradebook refuses": (change, "_enter_sources", fails),
    "Ctrl-C while the gradebook changes": (change, "_enter_cells", interrupted),
    "Ctrl-C in the midst of it": (Path, "replace", at_call(2, Path.replace, KeyboardInterrupt())),
    **{
        f"the disk is full at file {n}": (Path, "write_bytes", at_call(n, Path.write_bytes, FULL))
        for n in range(6)
    },
    **{
        f"a file cannot be renamed, {n}": (Path, "replace", at_call(n, Path.replace, FULL))
        for n in range(4)
    },
}


@pytest.mark.parametrize(("place", "name", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_build_that_fails_leaves_all_as_it_was(course, monkeypatch, place, name, fault):
    before = state(course)

    with monkeypatch.context() as broken:
        broken.setattr(place, name, fault)
        with pytest.raises((CourseError, KeyboardInterrupt)):
            build.build(course, [NAME], str)

    assert state(course) == before
    build.build(course, [NAME], str)  # and the next one does it
    assert state(course).keys() == before.keys()


def test_a_gradebook_that_cannot_be_written_leaves_the_files_as_they_were(course):
    before = state(course)
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(Exception, match=r"locked|close the formgrader"):
            build.build(course, [NAME], str)

    assert state(course) == before


def test_a_first_build_that_fails_leaves_no_gradebook(course, monkeypatch):
    (course.root / "gradebook.db").unlink()
    before = state(course)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", at_call(1, Path.replace, FULL))
        with pytest.raises(CourseError, match=r"cannot be written: No space left on device\."):
            build.build(course, [NAME], str)

    assert state(course) == before


def test_of_several_notebooks_it_says_which_were_built(course, monkeypatch):
    text = course.text(NOTEBOOKS[1])
    text.write_text(text.read_text("utf-8").replace("import numpy", "import numpy  #", 1), "utf-8")
    monkeypatch.setattr(instructor, "execute", at_call(1, executed, CourseError("It fails.")))
    third = course.source(NOTEBOOKS[2]).read_bytes()

    with pytest.raises(CourseError) as caught:
        build.build(course, list(NOTEBOOKS), str)

    assert str(caught.value) == (
        f"It fails. Built: {NOTEBOOKS[0]}. As before: {NOTEBOOKS[1]}, {NOTEBOOKS[2]}."
    )
    build.check(course, [NOTEBOOKS[0]])
    assert course.source(NOTEBOOKS[2]).read_bytes() == third


def test_the_first_build_of_a_fresh_copy_writes_no_file_but_the_gradebook(course):
    shutil.copytree(ROOT / "notebooks", course.root / "notebooks", dirs_exist_ok=True)
    (course.root / "gradebook.db").unlink()
    before = {path: path.stat().st_mtime_ns for path in state(course)}

    build.build(course, list(NOTEBOOKS), str)

    after = {path: path.stat().st_mtime_ns for path in state(course)}
    assert after.pop(course.root / "gradebook.db")
    assert after == before


def test_a_lesson_is_executed_with_the_data_that_its_checks_will_have(course, monkeypatch):
    monkeypatch.undo()  # it is executed
    text = course.text(NAME)
    cell = "\n```{code-cell} ipython3\nfrom helpers.checks.check import public_exercises\n"
    cell += (
        "print({e: one['points'] for e, one in public_exercises().items() if 'zeros' in e})\n```\n"
    )
    short = text.read_text("utf-8").split("\n# Initialization")[0]
    text.with_name("short.md").write_text(f"{short}\n{cell}", "utf-8")
    notebook = instructor.from_text(text.with_name("short.md"))
    data = json.dumps({"of_zeros": {"points": 7}})

    instructor.execute(notebook, NAME, data)

    printed = notebook.cells[-1].outputs[0].text
    assert re.search(r"'of_zeros': 7", printed)
    assert "of_zeros" not in (ROOT / f"helpers/public/{NAME}.json").read_text("utf-8")


def test_a_file_that_was_there_gets_its_rights_back(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)

    with replaced({path: b"new", tmp_path / "a/b": b"new"}):
        pass
    with pytest.raises(KeyboardInterrupt), replaced({path: b"newer", tmp_path / "c/d": b"new"}):
        raise KeyboardInterrupt

    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "file"]
