"""A gradebook that cannot be used is told in a sentence, with what to do; nothing is lost."""

import contextlib
import shutil
import sqlite3
import threading

import pytest

from autograder.course import CONFIG, GRADEBOOK, Course
from autograder.grading import database
from autograder.grading.gradebook import open_gradebook
from helpers.errors import CourseError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Course with an empty gradebook."""
    folder = tmp_path_factory.mktemp("made")
    (folder / CONFIG).touch()
    open_gradebook(Course(folder), new=True).close()
    return folder


@pytest.fixture
def course(made, tmp_path):
    """Copy of that course, to be spoiled."""
    shutil.copytree(made, tmp_path / "course")
    return Course(tmp_path / "course")


@contextlib.contextmanager
def held(course, kind="IMMEDIATE"):
    """Hold the gradebook, as another program does that has not finished writing."""
    other = sqlite3.connect(course.root / GRADEBOOK, check_same_thread=False)
    other.execute(f"BEGIN {kind}")
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def refusal(course, new=False):
    """Try to use the gradebook; return the sentence that refuses."""
    with pytest.raises(CourseError) as raised, open_gradebook(course, new) as gradebook:
        gradebook.try_out()
    return str(raised.value)


@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_gradebook_that_another_program_holds(course, monkeypatch, kind):
    monkeypatch.setattr(database, "SECONDS", 0.1)

    with held(course, kind):
        said = refusal(course)

    assert said == (
        f"Another program holds the gradebook {course.root}/gradebook.db: close the formgrader and "
        "whatever else has it open, and give the same command again. Nothing is lost."
    )


def test_a_write_that_another_program_holds_up_for_good(course, monkeypatch):
    monkeypatch.setattr(database, "SECONDS", 0.1)

    with (
        held(course),
        pytest.raises(CourseError, match="Another program holds"),
        open_gradebook(course) as gradebook,
    ):
        gradebook.add_student("ana")


def test_a_gradebook_that_is_held_as_it_is_begun(course, monkeypatch):
    """nbgrader makes another error of it."""
    monkeypatch.setattr(database, "SECONDS", 0.1)
    change(course, "DELETE FROM course")

    with held(course):
        assert refusal(course).startswith("Another program holds the gradebook")


def test_a_write_that_is_held_up_for_a_moment_is_done_after_it(course):
    with held(course) as other, open_gradebook(course) as gradebook:
        release = threading.Timer(1, other.rollback)
        release.start()
        gradebook.add_student("ana")
        release.join()

        assert [student.id for student in gradebook.students] == ["ana"]


def test_a_file_that_is_no_gradebook(course):
    (course.root / GRADEBOOK).write_text("this is nothing of the kind")

    said = refusal(course)

    assert said.startswith(
        f"The gradebook {course.root}/gradebook.db is damaged (file is not a database): put a copy "
        "of it back, or move it away and run `autograder build` and `autograder grade`"
    )


def test_a_gradebook_of_which_a_part_is_damaged(course):
    path = course.root / GRADEBOOK
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(content)

    assert " is damaged (" in refusal(course)


def test_a_gradebook_that_was_cut_off(course):
    path = course.root / GRADEBOOK
    path.write_bytes(path.read_bytes()[:10_000])

    assert " is damaged (" in refusal(course)


def test_a_gradebook_that_is_a_folder(course):
    (course.root / GRADEBOOK).unlink()
    (course.root / GRADEBOOK).mkdir()

    assert refusal(course) == (
        f"{course.root}/gradebook.db is a folder, and should be the gradebook: move it away."
    )


def test_a_gradebook_of_a_newer_nbgrader(course):
    change(course, "UPDATE alembic_version SET version_num = 'fedcba987654'")

    assert refusal(course) == (
        f"The gradebook {course.root}/gradebook.db is of a newer nbgrader than the one here (its "
        "form is fedcba987654): `pip install --upgrade nbgrader`."
    )


def test_a_gradebook_of_an_older_nbgrader(course):
    change(course, "UPDATE alembic_version SET version_num = '167914646830'")

    assert refusal(course) == (
        f"The gradebook {course.root}/gradebook.db is of an older nbgrader than the one here: run "
        "`nbgrader db upgrade`, which copies it first."
    )


def change(course, statement):
    with contextlib.closing(sqlite3.connect(course.root / GRADEBOOK)) as connection:
        connection.execute(statement)
        connection.commit()


def test_there_is_no_gradebook(course):
    (course.root / GRADEBOOK).unlink()

    assert refusal(course) == (
        f"There is no gradebook at {course.root}/gradebook.db: run `autograder build` first."
    )


def test_a_gradebook_in_a_folder_that_is_not_there(course):
    configure(course, f"sqlite:///{course.root}/no/such.db")

    assert refusal(course, new=True) == (
        f"The gradebook {course.root}/no/such.db cannot be written (unable to open database file): "
        "it and its folder must be there, and yours or your group's to write; `ls -ld` says whose "
        "they are."
    )


def configure(course, url):
    (course.root / CONFIG).write_text(f"c.CourseDirectory.db_url = {url!r}")


def test_what_is_no_address(course):
    configure(course, "gradebook.db")

    assert refusal(course).startswith(
        "The configuration names the gradebook 'gradebook.db', which is no address: "
    )


def test_a_gradebook_of_a_kind_that_is_not_known(course):
    configure(course, "paper://desk/drawer")

    assert refusal(course) == (
        "The gradebook paper://desk/drawer is of an unknown kind: SQLite and PostgreSQL are known."
    )


def test_postgresql_without_its_driver(course, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    configure(course, "postgresql+psycopg://ana:a-password@server/class")

    assert refusal(course) == (
        "The gradebook is postgresql+psycopg://ana:***@server/class, and the Python package "
        "psycopg for it is not installed: run `pip install 'psycopg[binary]'`, and let the address "
        "begin with postgresql+psycopg://."
    )


def test_postgresql_that_cannot_be_reached(course):
    pytest.importorskip("psycopg")
    configure(course, "postgresql+psycopg://ana:a-password@localhost:9/class")

    said = refusal(course)

    assert said.startswith(
        "The gradebook postgresql+psycopg://ana:***@localhost:9/class cannot be reached: "
    )
    assert "\n" not in said
    assert "a-password" not in said
