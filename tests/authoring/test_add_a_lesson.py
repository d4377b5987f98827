"""What `docs/add-a-lesson.md` says, done to its end with the very blocks that stand there."""

import zipfile

import pytest
from guides import follow, run

from autograder.authoring.bundle import NAME as BUNDLE
from autograder.exercises import NOTEBOOKS

pytestmark = pytest.mark.slow
NAME, EXERCISE = "weight_decay", "update_parameters_with_decay"
COMMANDS = [
    "autograder build",
    "autograder build --check",
    f"autograder prove {NAME}",
    "autograder bundle",
    f"autograder grade {NAME}",
    "autograder report",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy of the project in which the page is followed."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def done(project):
    """What came of each command on the page."""
    return follow("add-a-lesson.md", project)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_on_the_page_ends_well(done, command):
    assert (done[command].returncode, done[command].stderr) == (0, ""), done[command].stdout


def test_the_lesson_comes_after_the_others(done):
    said = done["autograder build --check"].stdout

    assert said == f"Up to date: {', '.join([*NOTEBOOKS, NAME])}.\n"


@pytest.mark.usefixtures("done")
def test_students_get_it_and_a_guide_that_names_it(project):
    with zipfile.ZipFile(project / f"{BUNDLE}.zip") as archive:
        names = archive.namelist()
        guide = archive.read(f"{BUNDLE}/README.md").decode()

    assert f"{BUNDLE}/{NAME}.ipynb" in names
    assert f"{BUNDLE}/helpers/public/{NAME}.json" in names
    assert f"and `{NAME}.ipynb` under just these names" in guide


def test_what_is_right_gets_all_points_and_what_is_wrong_those_for_its_form(done):
    lines = done[f"autograder grade {NAME}"].stdout.splitlines()

    rows = [line.strip("│ ").split("│") for line in lines if line.startswith("│")]

    assert [[cell.strip() for cell in row[:2]] for row in rows] == [["ada", "80"], ["bob", "16"]]


@pytest.mark.usefixtures("done")
def test_the_mistake_is_called_by_its_name(project):
    graded = (project / f"autograded/bob/{NAME}/{NAME}.ipynb").read_text("utf-8")

    assert f"✗ {EXERCISE}: wrong: decay left out" in graded


@pytest.mark.usefixtures("done")
def test_the_report_lists_the_lesson_and_the_mistake(project):
    page = (project / "report.html").read_text("utf-8")

    assert NAME in page
    assert "decay left out" in page


@pytest.mark.usefixtures("done")
def test_the_tests_of_exercises_and_lessons_hold(project):
    tested = "tests/exercises/test_catalogue.py tests/lessons"

    tests = run(project, f"pytest -m 'not slow' -k 'weight_decay or with_decay' {tested}")

    assert tests.returncode == 0, tests.stdout


@pytest.mark.usefixtures("done")
def test_what_was_pasted_has_the_style_of_the_project(project):
    style = run(project, "ruff format --check autograder && ruff check autograder")

    assert style.returncode == 0, style.stdout
