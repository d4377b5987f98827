"""The project's own files agree with one another."""

import importlib
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from nbgrader.coursedir import CourseDirectory
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from setuptools import find_packages

import autograder
import helpers
from autograder.authoring import bundle

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEPENDENCIES = [
    *PROJECT["project"]["dependencies"],
    *(EXTRAS["site"] + EXTRAS["test"]),
]
OURSELVES = f"{PROJECT['project']['name']}[site]"  # what one extra takes from another
DEPENDENCIES.remove(OURSELVES)
PINNED = {
    canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for requirement in [Requirement(line)]
}
SUPPORTED = [
    kind.removeprefix("Programming Language :: Python :: ")
    for kind in PROJECT["project"]["classifiers"]
]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
OLDEST = PROJECT["project"]["requires-python"].removeprefix(">=")


def conda_environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_conda_installs_nothing_but_python_pip_and_the_project():
    python, pip, installed_by_pip = conda_environment()["dependencies"]

    assert python.startswith("python>=3.")
    assert pip == "pip"
    assert installed_by_pip == {"pip": ["--constraint constraints.txt", "--editable .[test]"]}


def test_the_oldest_python_is_of_the_first_of_the_supported_ones():
    assert f"{OLDEST}.".startswith(f"{SUPPORTED[0]}.")
    assert PROJECT["project"]["requires-python"] == f">={OLDEST}"


@pytest.mark.parametrize(
    "environment",
    [conda_environment(), yaml.safe_load(bundle.ENVIRONMENT)],
    ids=["ours", "students"],
)
def test_conda_s_python_is_any_of_the_supported_ones_and_no_other(environment):
    after = f"{SUPPORTED[-1].split('.')[0]}.{int(SUPPORTED[-1].split('.')[1]) + 1}"
    python = Requirement(environment["dependencies"][0]).specifier
    assert python == SpecifierSet(f">={OLDEST},<{after}")


GUIDES = [
    "README.md",
    "docs/grade-a-class.md",
    "docs/take-the-course.md",
    "autograder/authoring/bundle.md",
]


@pytest.mark.parametrize("page", GUIDES)
def test_the_guides_name_the_supported_pythons(page):
    text = (ROOT / page).read_text(encoding="utf-8")

    named = re.findall(r"Python (3\.[\d.]*\d to 3\.\d+)", text)
    assert named == [f"{SUPPORTED[0]} to {SUPPORTED[-1]}"]


def test_the_readme_names_the_oldest_python_to_the_last_number():
    assert f"from {OLDEST} on" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_workflow_tries_each_supported_python():
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")

    assert yaml.safe_load(text)["jobs"]["test"]["strategy"]["matrix"]["python"] == SUPPORTED


def test_style_and_types_are_those_of_the_oldest_python():
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{SUPPORTED[0].replace('.', '')}"


def ask_whether_it_is_supported(folder):
    """Ask about the Python of these tests, as the Makefile of the folder does."""
    program = [sys.executable, ROOT / ".ci/supported.py"]
    said = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)
    return said.returncode, said.stdout + said.stderr


def test_the_python_of_these_tests_is_supported():
    said = ask_whether_it_is_supported(ROOT)

    assert said == (0, f"{platform.python_version()}\n")


def test_a_python_that_is_not_supported_is_told_which_are(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        'requires-python = ">=4.1.5"\n"Programming Language :: Python :: 3.98"\n'
        '"Programming Language :: Python :: 3.99"\n'
    )

    said = ask_whether_it_is_supported(tmp_path)

    here = platform.python_version()
    assert said == (1, f"Python 3.98 or 3.99 is needed, 4.1.5 at least; this is {here}.\n")


@pytest.mark.parametrize(
    ("name", "told"), [("notes", "is no environment"), ("my notes", "name one folder")]
)
def test_no_folder_is_removed_to_make_an_environment_but_an_environment(tmp_path, name, told):
    for part in ("Makefile", "pyproject.toml", "constraints.txt", ".ci/supported.py"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    for folder in ("my", "notes"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lecture.txt").touch()
    named = [f"VENV={name}", f"PYTHON={sys.executable}"]

    done = subprocess.run(
        ["make", "install", *named], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert told in done.stdout + done.stderr
    assert len([*tmp_path.glob("*/lecture.txt")]) == 2


def test_pythons_that_are_not_here_are_listed_as_well():
    found = subprocess.run([ROOT / ".ci/pythons"], capture_output=True, text=True, check=True)

    lines = [line.split(" ", 1) for line in found.stdout.splitlines()]
    assert [".".join(version.split(".")[:2]) for version, _ in lines] == SUPPORTED
    assert all(path == "-" or Path(path).is_file() for _, path in lines)


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_a_dependency_is_pinned_to_a_version_that_the_project_accepts(dependency):
    requirement = Requirement(dependency)

    version = PINNED[canonicalize_name(requirement.name)]

    assert version in requirement.specifier


def test_every_pin_is_to_one_version():
    assert all(version and "," not in version for version in PINNED.values())


def rooms_by_floor(root):
    """What stands beside each other in the picture of the rooms, from the top down."""
    picture = re.search(r"```text\nautograder/\n(.*?)```", ARCHITECTURE, re.DOTALL)[1]
    above, below = re.split(r"^helpers/.*\n", picture, flags=re.MULTILINE)
    part = above if root == "autograder" else below
    lines = [line for line in part.splitlines() if line.startswith("    ")]
    return [set(re.findall(r"(?<= )(\w+)(?:/|\.py)(?=\s|$)", line)) for line in lines]


@pytest.mark.parametrize("root", ["autograder", "helpers"])
def test_the_picture_of_the_rooms_is_that_of_the_contracts(root):
    [contract] = [
        each
        for each in PROJECT["tool"]["importlinter"]["contracts"]
        if each.get("containers") == [root]
    ]

    assert rooms_by_floor(root) == [set(layer.split(" | ")) for layer in contract["layers"]]


@pytest.mark.parametrize("package", ["helpers", "autograder"])
def test_every_folder_of_code_is_packaged(package):
    where = PROJECT["tool"]["setuptools"]["packages"]["find"]

    packaged = set(find_packages(ROOT, **where))

    folders = {path.parent.relative_to(ROOT) for path in (ROOT / package).rglob("*.py")}
    assert {".".join(folder.parts) for folder in folders} <= packaged


def test_the_public_surface_of_helpers_is_sorted():
    assert helpers.__all__ == sorted(helpers.__all__)


@pytest.mark.parametrize("name", helpers.__all__)
def test_what_helpers_list_is_there_and_documented(name):
    thing = getattr(helpers, name)

    assert thing.__doc__


@pytest.mark.parametrize(
    "module",
    [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in (helpers, autograder)
        for path in sorted(Path(package.__file__).parent.rglob("*.py"))
        if path.name != "__main__.py"
    ],
)
def test_every_module_can_be_imported_and_says_what_it_is_for(module):
    assert importlib.import_module(module).__doc__


def ignored():
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return {line.strip("/*") for line in lines}


@pytest.mark.parametrize(
    "folder", ["submitted_directory", "autograded_directory", "feedback_directory"]
)
def test_git_ignores_the_working_folders_of_nbgrader(folder):
    assert getattr(CourseDirectory(), folder) in ignored()


@pytest.mark.parametrize("file", ["gradebook.db", ".nbgrader.log"])
def test_git_ignores_the_files_that_nbgrader_writes(file):
    assert file in ignored()


@pytest.mark.parametrize("folder", ["source_directory", "release_directory"])
def test_git_keeps_what_is_built(folder):
    assert getattr(CourseDirectory(), folder) not in ignored()
