"""The door opens at once: nothing is loaded before it is asked for."""

import subprocess
import sys

import pytest
from classroom import ROOT

HEAVY = {"IPython", "jupyter_client", "matplotlib", "nbformat", "nbgrader", "numpy", "scipy"}
COMMAND = """
import sys
from autograder.terminal import cli
try:
    cli.main(sys.argv[1:])
except SystemExit:
    pass
"""


def loaded(program, *arguments):
    """Run a program of one line or more; name the packages that it loaded, of the heavy ones."""
    lines = f"{program}\nimport sys\nprint('loaded', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", lines, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    [modules] = [line for line in done.stdout.splitlines() if line.startswith("loaded ")]
    return {name.partition(".")[0] for name in modules.split()} & HEAVY


@pytest.mark.parametrize("arguments", [["--help"], ["grade", "--help"], ["doctor"]])
def test_a_command_that_grades_nothing_loads_nothing_for_it(arguments):
    assert loaded(COMMAND, *arguments) == set()


def test_importing_the_library_loads_nothing():
    assert loaded("import helpers") == set()


def test_who_asks_for_a_check_gets_no_plots():
    assert loaded("from helpers import check, hint, progress") == {"numpy"}


def test_who_asks_for_a_plot_gets_it():
    assert "matplotlib" in loaded("from helpers import plot_costs")


def test_a_name_that_the_library_has_not_is_refused_as_ever():
    with pytest.raises(ImportError, match="cannot import name 'chekc' from 'helpers'"):
        exec("from helpers import chekc")


def test_the_names_of_the_lessons_cost_no_exercise():
    asked = "from autograder.exercises import CATALOGUE, NOTEBOOKS; assert list(CATALOGUE)"

    assert loaded(asked) == set()


def test_a_lesson_is_loaded_without_the_others():
    asked = """
from autograder.exercises import CATALOGUE, NOTEBOOKS
import sys
first, *others = NOTEBOOKS
assert CATALOGUE[first]
assert not any(f"autograder.exercises.{name}" in sys.modules for name in others)
"""

    assert "numpy" in loaded(asked)


@pytest.mark.parametrize("name", ["", "__init__", "alternatives", "Initialization"])
def test_what_is_no_lesson_is_not_in_the_catalogue(name):
    asked = f"""
from autograder.exercises import CATALOGUE
assert {name!r} not in CATALOGUE and CATALOGUE.get({name!r}) is None
"""

    assert loaded(asked) == set()
