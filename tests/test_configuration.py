"""The configuration is read as nbgrader reads it, so both work with one gradebook."""

import errno
import os
import subprocess
import sys

import pytest
from classroom import PROGRAMS, copy_of_course
from nbgrader.apps import NbGrader

from autograder.course import CONFIG, GRADEBOOK, Course
from autograder.grading.gradebook import open_gradebook
from helpers.errors import CourseError

NAME = "gradient_checking"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / CONFIG).write_text("c.CourseDirectory.course_id = 'own'\n")
    return Course(tmp_path / "course")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a person's own configuration."""
    folder = tmp_path / "home" / ".jupyter"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.delenv("JUPYTER_CONFIG_DIR", raising=False)
    return folder


def as_nbgrader_reads_it(course, monkeypatch):
    """Let nbgrader itself tell its configuration when it is started in the course."""
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(sys, "path", list(sys.path))
    app = NbGrader()
    app.initialize([])
    return app.coursedir


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (CONFIG, "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:////there/book.db'"),
        (CONFIG, "c.NbGrader.db_url = 'sqlite:////there/book.db'"),  # as of old
        ("nbgrader_config.json", '{"CourseDirectory": {"db_url": "sqlite:////there/book.db"}}'),
        ("jupyter_config.py", "c.CourseDirectory.db_url = 'sqlite:////there/book.db'"),
    ],
)
def test_a_gradebook_that_the_user_s_own_configuration_names(
    course, home, monkeypatch, name, content
):
    (home / name).write_text(content)

    assert course.directory().db_url == "sqlite:////there/book.db"
    assert as_nbgrader_reads_it(course, monkeypatch).db_url == "sqlite:////there/book.db"


@pytest.mark.parametrize("variable", ["JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH"])
def test_a_configuration_that_the_environment_names(course, home, monkeypatch, tmp_path, variable):
    monkeypatch.setenv(variable, str(tmp_path))
    (tmp_path / CONFIG).write_text("c.CourseDirectory.db_url = 'sqlite:////there/book.db'")

    assert course.directory().db_url == "sqlite:////there/book.db"
    assert as_nbgrader_reads_it(course, monkeypatch).db_url == "sqlite:////there/book.db"


def test_the_course_s_own_comes_last(course, home, monkeypatch):
    (home / CONFIG).write_text(
        "c.CourseDirectory.course_id = 'the user'\nc.CourseDirectory.groupshared = True"
    )

    directory = course.directory()

    assert (directory.course_id, directory.groupshared) == ("own", True)
    assert as_nbgrader_reads_it(course, monkeypatch).course_id == "own"


def test_a_course_that_is_named_is_the_one_that_is_worked_in(course, home):
    """As with nbgrader's --course-dir."""
    (home / CONFIG).write_text("c.CourseDirectory.root = '/another/course'")

    assert course.directory().root == str(course.root)


def test_a_gradebook_that_is_named_by_its_place_in_the_course(course, monkeypatch, tmp_path):
    (course.root / CONFIG).write_text("c.CourseDirectory.db_url = 'sqlite:///book.db'")

    monkeypatch.chdir(tmp_path)

    assert course.directory().db_url == f"sqlite:///{course.root}/book.db"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (CONFIG, "c.no = unknown", "NameError: name 'unknown' is not defined."),
        (CONFIG, "c =", "SyntaxError: invalid syntax"),
        (CONFIG, "raise SystemExit(0)", "SystemExit: 0."),
        ("nbgrader_config.json", "{", "JSONDecodeError: "),
        ("jupyter_config.py", "import no_such_package", "ModuleNotFoundError: "),
    ],
)
def test_a_file_of_it_that_fails_is_named(course, home, name, content, told):
    (home / name).write_text(content)

    with pytest.raises(CourseError) as refusal:
        course.config()

    assert str(refusal.value).startswith(f"{home / name} fails: {told}")


def test_a_file_of_it_that_cannot_be_read(course, home, monkeypatch):
    (home / CONFIG).touch()

    def refuse(path, *arguments):
        raise PermissionError(errno.EACCES, "Permission denied", path)

    with monkeypatch.context() as patched:
        patched.setattr("builtins.open", refuse)
        with pytest.raises(CourseError) as refusal:
            course.config()

    assert str(refusal.value).startswith(f"{home / CONFIG}: Permission denied; give this account")


def test_a_setting_that_cannot_be(course):
    (course.root / CONFIG).write_text("c.Application.log_level = 'much'")

    with pytest.raises(CourseError, match=r"^The configuration cannot be used: .*log_level"):
        course.config()


def test_a_copy_of_a_course_has_a_gradebook_of_its_own(course, home, tmp_path):
    (home / CONFIG).write_text("c.CourseDirectory.db_url = 'sqlite:////the/real/one.db'")
    (tmp_path / "copy").mkdir()

    copy = course.copy_config(tmp_path / "copy")

    assert copy.directory().db_url == f"sqlite:///{tmp_path}/copy/{GRADEBOOK}"
    assert copy.directory().course_id == "own"


@pytest.mark.slow
def test_autograder_and_nbgrader_use_one_gradebook(tmp_path, home):
    shared = tmp_path / "the class.db"
    (home / CONFIG).write_text(f"c.CourseDirectory.db_url = {f'sqlite:///{shared}'!r}")
    (tmp_path / "course").mkdir()
    course = copy_of_course(tmp_path / "course", (NAME,))

    subprocess.run(
        [PROGRAMS / "nbgrader", "db", "student", "add", "ana"],
        cwd=course.root,
        env={**os.environ, "HOME": str(home.parent)},
        check=True,
        capture_output=True,
    )

    with open_gradebook(course) as gradebook:
        assert [student.id for student in gradebook.students] == ["ana"]
        assert [assignment.name for assignment in gradebook.assignments] == [NAME]
    assert shared.is_file()
    assert not (course.root / GRADEBOOK).exists()
