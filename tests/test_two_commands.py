"""The README's two commands, in a folder of any name and whoever gives them."""

import os
import tempfile
from pathlib import Path

import pytest
from installed import BASE, hand_over, lay_out, make
from surroundings import ORDINARY_USER

pytestmark = pytest.mark.slow
# a part of `make test` that comes by everything: style, types, a notebook, a sandbox, a plot
PART = (
    "NOTEBOOKS=source/gradient_checking",
    "TESTS=tests/test_course.py tests/sandbox/test_sandbox.py tests/lessons/test_figures.py",
    "ARGS=--numprocesses 0 -k 'course or reported or figure'",
)


@pytest.fixture
def folder():
    """A place that every user may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_the_environment_and_the_two_commands_of_an_ordinary_user_in_a_folder_of_any_name(folder):
    """The name is longer than the first line of a program may be; home is read-only."""
    course, home = folder / f"50% [new] & 深度 学习 it's {'long ' * 25}name", folder / "home"
    user = ORDINARY_USER if os.getuid() == 0 else None
    lay_out(course)
    home.mkdir(mode=0o555)

    made = make(course, "install", environment={})

    assert made.returncode == 0, made.stdout + made.stderr
    if user is not None:
        hand_over(course, user)
    given = {"user": user, "environment": {"HOME": str(home), "LC_ALL": "C"}}
    demo, test = make(course, "demo", **given), make(course, "test", *PART, **given)

    assert (demo.returncode, demo.stderr) == (0, ""), demo.stdout
    assert "scores are as they should be, and each of the" in " ".join(demo.stdout.split())
    assert (course / "build/demo/report.html").is_file()
    assert test.returncode == 0, test.stdout + test.stderr
    assert test.stdout.count(" passed") == 2


@pytest.mark.parametrize(("named", "anew"), [("python", False), ("another", True)])
def test_the_environment_is_made_anew_where_another_python_is_named(folder, named, anew):
    lay_out(folder)
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(BASE)
    (folder / ".venv/.ready").write_text(f"{folder}\n")
    other = folder / "another"
    other.write_text("#!/bin/sh\necho 3.99.1\n")
    other.chmod(0o755)
    python = {"python": BASE, "another": other}[named]

    said = make(folder, "--dry-run", "install", f"PYTHON={python}", environment={}).stdout

    assert (f'"{python}" -m venv' in said) is anew
