"""Several people and one course folder: one run at a time, and rights for all of a group."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from classroom import PROGRAMS, copy_of_course, solved, submit
from surroundings import ORDINARY_USER, as_user

from autograder.authoring import public
from autograder.authoring.sample_class import PUPILS, hand_in
from autograder.course import CONFIG, GRADEBOOK, SECRET, Course
from autograder.grading.gradebook import grades, open_gradebook
from autograder.sharing import LOCK, make_folder, open_to_others, rights_of, share
from autograder.terminal import cli

NAME = "gradient_checking"
FIRST, SECOND, GROUP = ORDINARY_USER, ORDINARY_USER + 1, ORDINARY_USER + 2
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can be several people")
HOLD = """
import sys
from pathlib import Path
from autograder.course import Course
with Course.at(Path()).locked("grade", wait="--wait" in sys.argv, tell=print):
    print("holds", flush=True)
    {meanwhile}
"""


@pytest.fixture
def folder():
    """A place that every user may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        (Path(made) / CONFIG).touch()
        yield Path(made)


def hold(folder, *arguments, meanwhile="sys.stdin.read()", user=None, group=None):
    """Start a run that holds the course until its input ends; its first line says that it does."""
    program = [sys.executable, "-c", HOLD.format(meanwhile=meanwhile), *arguments]
    return subprocess.Popen(
        as_user(user, program, group),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(run):
    """Let a run end; give its exit code and the rest of what it said."""
    said, errors = run.communicate()
    return run.returncode, said, errors


@pytest.mark.parametrize(
    "command", [["grade"], ["rejudge"], ["build"], ["collect", "download.zip"]], ids=" ".join
)
def test_a_second_run_is_told_whose_the_first_is_and_changes_nothing(folder, capsys, command):
    first = hold(folder)
    first.stdout.readline()
    before = sorted(folder.rglob("*"))

    code = cli.main([*command, "--course", str(folder)])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert re.fullmatch(
        r"autograder: \S+ has been running `autograder grade` in this course since "
        r"\d+ \w+ \d{4}, \d\d:\d\d on \S+ "
        rf"\(process {first.pid}\): wait until it has ended, or add --wait.\n",
        said.err,
    )
    assert sorted(folder.rglob("*")) == before
    end(first)


def test_what_writes_nothing_is_not_kept_waiting(folder, capsys):
    first = hold(folder)
    first.stdout.readline()

    cli.main(["build", "--check", "--course", str(folder)])

    assert "has been running" not in capsys.readouterr().err
    end(first)


def test_a_run_that_waits_says_for_whom_and_goes_on_when_it_may(folder):
    first = hold(folder)
    first.stdout.readline()

    second = hold(folder, "--wait")
    told = second.stdout.readline()
    end(first)
    after = second.stdout.readline()

    assert f"(process {first.pid}): waiting until it has ended." in told
    assert after == "holds\n"
    assert end(second) == (0, "", "")


def test_a_run_that_was_killed_holds_nobody_up(folder):
    first = hold(folder)
    first.stdout.readline()
    first.send_signal(signal.SIGKILL)
    end(first)

    assert end(hold(folder)) == (0, "holds\n", "")


def test_nor_does_a_process_that_outlives_it(folder):
    """The grader's processes are forked from the one that holds the lock."""
    first = hold(folder, meanwhile="import os, time; os.fork() or time.sleep(5); os._exit(0)")
    first.stdout.readline()
    first.wait()

    second = end(hold(folder))

    assert second == (0, "holds\n", "")
    assert first.stdout.read() == ""  # which is known when the last has ended
    end(first)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"user": 7}', "\udce9"])
def test_a_lock_that_does_not_say_whose_it_is(folder, content):
    first = hold(folder)
    first.stdout.readline()
    (folder / LOCK).write_bytes(content.encode("utf-8", "surrogateescape"))

    code, said, errors = end(hold(folder))

    assert f"Another run holds {folder / LOCK}: wait until it has ended" in errors
    assert (code, said) == (1, "")
    end(first)


def test_a_lock_cannot_steer_the_terminal_of_whoever_reads_it(folder):
    first = hold(folder)
    first.stdout.readline()
    holder = json.loads((folder / LOCK).read_bytes())
    (folder / LOCK).write_text(json.dumps(holder | {"user": "\x1b[2Jana"}))

    assert "\x1b" not in end(hold(folder))[2]
    end(first)


@as_root
@pytest.mark.parametrize("mode", [0o2770, 0o770])
def test_a_lock_that_another_of_the_group_made_can_be_taken(folder, mode):
    os.chown(folder, FIRST, GROUP)
    folder.chmod(mode)

    first = end(hold(folder, user=FIRST, group=GROUP))
    second = end(hold(folder, user=SECOND, group=GROUP))

    assert (first, second) == ((0, "holds\n", ""), (0, "holds\n", ""))


@as_root
def test_a_course_in_which_nothing_can_be_written(folder):
    done = subprocess.run(
        as_user(ORDINARY_USER, [str(PROGRAMS / "autograder"), "grade"]),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: `autograder grade` must write into the course, and cannot. "
        f"{folder}/{LOCK}: Permission denied; give this account the right to it (`ls -ld` says "
        "whose it is), then run the same command again.\n"
    )


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


@as_root
@pytest.mark.parametrize("mode", [0o2770, 0o770])
def test_what_is_made_in_a_group_s_folder_is_the_group_s(folder, mode):
    os.chown(folder, FIRST, GROUP)
    folder.chmod(mode)
    course = Course(folder)

    with rights_of(folder):
        course.secret()
        open_gradebook(course, new=True).close()
        make_folder(folder / "answers")
        (folder / "answers" / "ana").mkdir()
        (folder / "answers" / "ana" / "graded.json").touch()
        (folder / "report.html").touch()

    made = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    del made[CONFIG]
    assert {path.stat().st_gid for path in made.values()} == {GROUP}
    assert {name: mode_of(path) for name, path in made.items()} == {
        SECRET: 0o660,
        GRADEBOOK: 0o660,
        "answers": 0o2770,
        "answers/ana": 0o2770,
        "answers/ana/graded.json": 0o660,
        "report.html": 0o660,
    }


def test_what_is_made_in_a_folder_of_one_s_own_is_as_ever(folder):
    before = os.umask(0o022)

    with rights_of(folder):
        make_folder(folder / "answers")
        (folder / "answers" / "file").touch()
        Course(folder).secret()
    os.umask(before)

    assert (mode_of(folder / "answers"), mode_of(folder / "answers/file")) == (0o755, 0o644)
    assert mode_of(folder / SECRET) == 0o600


@as_root
def test_what_is_somebody_else_s_is_left_as_it_is(folder, monkeypatch):
    os.chown(folder, FIRST, GROUP)
    folder.chmod(0o770)
    path = folder / "gradebook.db"
    path.touch(mode=0o600)
    monkeypatch.setattr(os, "chown", refuse)

    share(path)

    assert mode_of(path) == 0o600


def refuse(*arguments):
    raise PermissionError


def grade_as(user, folder, home):
    return subprocess.run(
        as_user(user, [str(PROGRAMS / "autograder"), "grade", NAME, "--jobs", "1"], GROUP),
        cwd=folder,
        env={**os.environ, "HOME": str(home), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


@as_root
@pytest.mark.slow
@pytest.mark.parametrize("mode", ["g+rwXs", "g+rwX,g-s"])
def test_two_instructors_with_two_accounts_grade_one_class(folder, mode):
    course = copy_of_course(folder, (NAME,))
    submit(course, "ana", NAME, solved(NAME))
    submit(course, "bob", NAME, solved(NAME))
    subprocess.run(["chown", "-R", f"{FIRST}:{GROUP}", folder], check=True)
    subprocess.run(["chmod", "-R", f"{mode},o-rwx", folder], check=True)
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o777)
        first = grade_as(FIRST, folder, home)
        submit(course, "ana", NAME, hand_in(PUPILS[1], course, NAME))
        submit(course, "eve", NAME, solved(NAME))
        subprocess.run(["chmod", "-R", "g+rwX", folder / "submitted"], check=True)
        subprocess.run(["chgrp", "-R", str(GROUP), folder / "submitted"], check=True)
        second = grade_as(SECOND, folder, home)
        third = grade_as(FIRST, folder, home)

    assert [(run.returncode, run.stderr) for run in (first, second, third)] == [(0, "")] * 3
    assert "1 executed" not in first.stdout
    assert "2 executed, 1 unchanged" in second.stdout
    assert "3 unchanged" in third.stdout
    with open_gradebook(course) as gradebook:
        scores = {row.student: row.score for row in grades(gradebook, NAME)}
    assert scores == {"ana": 0, "bob": 80, "eve": 80}


@pytest.fixture
def readable(folder):
    """A course that everybody can read."""
    for name in ("source", "notebooks"):
        (folder / name).mkdir(mode=0o755)
    (folder / GRADEBOOK).touch(mode=0o644)
    (folder / SECRET).touch(mode=0o600)
    return folder


def test_a_course_that_everybody_can_read_is_told_with_the_command_that_closes_it(readable):
    [said] = open_to_others(readable)

    assert said == (
        "Everybody with an account on this machine can read notebooks, source, gradebook.db. "
        f"To close the course: chmod o-rwx {readable}"
    )


def test_after_that_command_there_is_nothing_to_tell(readable):
    subprocess.run(open_to_others(readable)[0].rpartition(": ")[2], shell=True, check=True)

    assert open_to_others(readable) == []


def test_nor_is_there_in_a_folder_that_nobody_else_can_enter(readable, tmp_path):
    course = tmp_path / "course"
    readable.rename(course)
    tmp_path.chmod(0o700)

    assert open_to_others(course) == []
    course.rename(readable)


def test_the_doctor_says_so_in_a_course_and_nowhere_else(readable, capsys):
    cli.main(["doctor", "--course", str(readable)])
    in_course = capsys.readouterr().out
    cli.main(["doctor", "--course", str(readable / "source")])
    elsewhere = capsys.readouterr().out

    assert "! Everybody with an account" in in_course
    assert "Everybody" not in elsewhere


@pytest.mark.slow
def test_so_does_a_build(readable, capsys, monkeypatch, tmp_path):
    shutil.copytree(public.FOLDER, tmp_path / "public")
    monkeypatch.setattr(public, "FOLDER", tmp_path / "public")
    for name in ("source", "notebooks"):
        (readable / name).rmdir()
    (readable / GRADEBOOK).unlink()
    copy_of_course(readable, (NAME,))

    code = cli.main(["build", NAME, "--course", str(readable)])

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert "! Everybody with an account on this machine can read notebooks" in said.out
    assert f"To close the course: chmod o-rwx {readable}\n" in said.out
