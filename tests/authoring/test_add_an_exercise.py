"""What `docs/add-an-exercise.md` says, done to its end with the very blocks that stand there."""

import pytest
from guides import follow, run

pytestmark = pytest.mark.slow
NAME = "initialize_parameters_lecun"
PROVE = "autograder prove initialization --seeds 1"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy of the project in which the page is followed."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def done(project):
    """What came of each command on the page."""
    return follow("add-an-exercise.md", project)


@pytest.mark.parametrize("command", ["autograder build", "autograder build --check", PROVE])
def test_each_command_on_the_page_ends_well(done, command):
    assert (done[command].returncode, done[command].stderr) == (0, ""), done[command].stdout


def test_the_proof_holds_of_the_new_exercise_too(done):
    said = done[PROVE].stdout

    assert said.count(f"{NAME}, line ") == 12  # mutants that survive, each with its reason
    assert "for no known reason" not in said


def test_the_sample_class_is_graded_as_it_should_be_in_the_new_exercise_too(done):
    demo = done["autograder demo"]

    assert (demo.returncode, demo.stderr) == (0, ""), demo.stdout
    assert f" {NAME}" in demo.stdout
    assert "mistakes in them is called by its name." in " ".join(demo.stdout.split())


@pytest.mark.usefixtures("done")
def test_the_tests_of_exercises_and_lessons_hold(project):
    tested = "tests/exercises/test_catalogue.py"

    tests = run(project, f"pytest -m 'not slow' -k 'initialization or lecun' {tested}")

    assert tests.returncode == 0, tests.stdout


@pytest.mark.usefixtures("done")
def test_what_was_pasted_has_the_style_of_the_project(project):
    style = run(project, "ruff format --check autograder && ruff check autograder")

    assert style.returncode == 0, style.stdout
