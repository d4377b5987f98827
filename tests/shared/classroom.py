"""What the tests of grading share: the course, submissions to it, and copies to work in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring.build import generate
from autograder.authoring.sample_class import PUPILS, hand_in
from autograder.course import CONFIG, Course
from autograder.exercise import ENTERED
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.notebook import labelled

ROOT = Path(__file__).parents[2]
COURSE = Course(ROOT)
EXERCISES = {
    name: exercise for exercises in CATALOGUE.values() for name, exercise in exercises.items()
}
PROGRAMS = Path(sys.executable).parent
PERFECT = PUPILS[0]
NEW_EXERCISE = """

from autograder.exercise import exercise
from helpers.checks.cases import Case


@exercise(
    cases=lambda rng: [Case("one", {{"x": 1.0}}), Case("two", {{"x": 2.0}})], optional={optional}
)
def {name}(x):
    return 2 * x
"""
NEW_SOLUTION = """def {name}(x):
    # 1 line
    ### START CODE HERE ###
    return 2 * x
    ### END CODE HERE ###"""


def release(name: str) -> NotebookNode:
    """Read the student version of a notebook."""
    return nbformat.read(COURSE.release(name), as_version=4)


def solved(name: str) -> NotebookNode:
    """Fill the student version with right answers."""
    return hand_in(PERFECT, COURSE, name)


def text_of(notebook: object) -> str:
    """Write a notebook, or what passes for one, as a file would hold it."""
    return json.dumps(notebook)


def without(notebook: NotebookNode, *identities: str) -> NotebookNode:
    """Take cells out of a notebook."""
    unwanted = [labelled(notebook)[identity] for identity in identities]
    notebook.cells = [cell for cell in notebook.cells if not any(cell is u for u in unwanted)]
    return notebook


def copy_of_course(folder: Path, notebooks: tuple[str, ...] = NOTEBOOKS) -> Course:
    """Copy the course into a folder and give it a gradebook."""
    shutil.copy(ROOT / CONFIG, folder)
    for part in ("notebooks", "source", "release"):
        shutil.copytree(ROOT / part, folder / part)
    course = Course(folder)
    for name in notebooks:
        generate(course, name)
    return course


def copy_of_project(folder: Path, notebooks: tuple[str, ...] = NOTEBOOKS) -> Course:
    """Copy the course with its programs, to change them as well; :func:`python` runs them."""
    for part in ("autograder", "helpers"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return copy_of_course(folder, notebooks)


def add_exercise(
    course: Course, notebook: NotebookNode, name: str, new: str, points: int = 5
) -> None:
    """Add an exercise to the catalogue in a copy of the project, and to its lesson.

    Without points it is optional.
    """
    folder = course.root / "autograder/exercises"
    module = folder / f"{name}.py"
    module = module if module.exists() else folder / name / "__init__.py"
    with module.open("a", encoding="utf-8") as file:
        file.write(NEW_EXERCISE.format(name=new, optional=not points))
    for source, grade in ((NEW_SOLUTION.format(name=new), False), (f"check({new})", True)):
        made = new_code_cell(source)
        made.pop("id")
        made.metadata["nbgrader"] = {
            "grade_id": f"check-{new}" if grade else new,
            "grade": grade,
            "solution": not grade,
            "locked": grade,
            "task": False,
            "schema_version": 3,
            **({"points": points} if grade else {}),
        }
        notebook.cells.append(made)


def with_exercises(monkeypatch, name: str, come: tuple[str, ...] = (), go: tuple[str, ...] = ()):
    """Let exercises come into the catalogue and go from it, until the test ends."""
    there = CATALOGUE[name]
    some = {one: exercise for one, exercise in there.items() if one not in go}
    first = next(iter(there.values()))
    new = {one: replace(first, name=one) for one in come}
    monkeypatch.setitem(ENTERED, name, some | new)


def submit(
    course: Course, student: str, name: str, content: bytes | str | NotebookNode | None
) -> Path:
    """Lay a submission into ``submitted/``; without content, only its folder."""
    path = course.submitted(student, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case bytes():
            path.write_bytes(content)
        case str():
            path.write_text(content, "utf-8")
        case NotebookNode():
            path.write_text(text_of(content), "utf-8")
    return path


def run(course: Course, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment in the course folder, in a wide terminal."""
    return _run([PROGRAMS / program, *arguments], course.root, COLUMNS="300")


def python(folder: Path, *arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with the packages of a copy of the project."""
    return _run([sys.executable, *arguments], folder, PYTHONPATH=str(project))


def _run(
    command: list[str | Path], folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def edited(name: str, edit: Callable[[NotebookNode], object]) -> NotebookNode:
    """Let ``edit`` change a notebook that is solved."""
    notebook = solved(name)
    edit(notebook)
    return notebook
