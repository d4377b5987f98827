"""What `docs/add-an-exercise.md` says, done with the very blocks that stand there."""

import re
import shutil

import pytest
from classroom import ROOT, python

pytestmark = pytest.mark.slow
NAME = "initialize_parameters_xavier"
PAGE = (ROOT / "docs" / "add-an-exercise.md").read_text("utf-8")
JUDGE = f"""
from autograder.exercises import CATALOGUE
from autograder.grading.judge import judge

exercise = CATALOGUE["initialization"]["{NAME}"]
cases = exercise.cases_for(1)
for function in [*exercise.alternatives, *(m.function for m in exercise.misconceptions)]:
    print(judge(exercise, cases, exercise.answers(function, cases)))
"""


def block(language):
    """The first fenced block of a language on the page."""
    [_, found] = re.search(rf"^(````?){language}\n(.*?)^\1$", PAGE, re.M | re.S).groups()
    return found


def insert(path, text, before):
    """Put a text before a line of a file, as somebody would who follows the page."""
    content = path.read_text("utf-8")
    assert content.count(before) == 1
    path.write_text(content.replace(before, f"{text}\n\n{before}"), "utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy of the project in which the page has been followed."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for part in ("autograder", "helpers", "notebooks", "source", "release"):
        shutil.copytree(ROOT / part, folder / part)
    insert(
        folder / "autograder/exercises/initialization.py",
        block("python"),
        "# what goes wrong with shapes and names",
    )
    insert(folder / "notebooks/initialization.md", block("markdown"), "## How far you are\n")
    return folder


def run(project, *arguments):
    """Run Python in the copy, with the copy's packages."""
    return python(project, *arguments, project=project)


def test_the_build_needs_nothing_else(project):
    built = run(project, "-m", "autograder", "build", "initialization")
    checked = run(project, "-m", "autograder", "build", "--check", "initialization")

    assert (built.returncode, built.stderr) == (0, "")
    assert (checked.returncode, checked.stdout) == (0, "Up to date: initialization.\n")


def test_right_solutions_are_accepted_and_mistakes_are_called_by_their_names(project):
    said = run(project, "-c", JUDGE).stdout.splitlines()

    assert [line.split(". ")[0].rstrip(".") for line in said] == [
        f"✓ {NAME}: correct",
        f"✗ {NAME}: wrong: He's scale",
        f"✗ {NAME}: wrong: the square of the scale",
    ]
