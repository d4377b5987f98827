"""A sample class, made from the catalogue and the release notebooks, and graded for real."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.build import generate
from autograder.course import CONFIG, Course
from autograder.exercise import Exercise, source_of
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.gradebook import Grade
from autograder.restore import is_solution, labelled
from helpers.errors import CourseError


@dataclass(frozen=True)
class Pupil:
    """One member of the sample class.

    Attributes
    ----------
    name
        Says what this one does, and is the student's id.
    solve
        From an exercise, its number in the notebook and the instructor's own solution to the
        source handed in; None leaves the stub.
    solved
        Whether that earns the points.
    """

    name: str
    solve: Callable[[Exercise, int, str], str | None]
    solved: Callable[[int], bool]


PUPILS = (
    Pupil("perfect", lambda e, number, solution: solution, lambda number: True),
    Pupil("blank", lambda e, number, solution: None, lambda number: False),
    Pupil(
        "half-done",
        lambda e, number, solution: None if number % 2 else solution,
        lambda number: number % 2 == 0,
    ),
    Pupil(
        "mistaken",
        lambda e, number, solution: e.misconceptions[0].source,
        lambda number: False,
    ),
    Pupil(
        "own-way",
        lambda e, number, solution: source_of(e.alternatives[0], e.name),
        lambda number: True,
    ),
)


def make_class(course: Course, folder: Path) -> Course:
    """Copy the course into ``folder`` and let the sample class hand in.

    Raises
    ------
    CourseError
        When the course has not been built.
    """
    for name in NOTEBOOKS:
        if not course.release(name).is_file():
            raise CourseError(f"release/{name} is missing: run `autograder build`.")
    sample = Course(folder)
    shutil.copy(course.root / CONFIG, folder)
    for part in ("notebooks", "source", "release"):
        shutil.copytree(course.root / part, folder / part)
    for name in NOTEBOOKS:
        generate(sample, name)
        for pupil in PUPILS:
            path = sample.submitted(pupil.name, name)
            path.parent.mkdir(parents=True)
            nbformat.write(hand_in(pupil, sample, name), path)
    return sample


def hand_in(pupil: Pupil, course: Course, name: str) -> NotebookNode:
    """Fill the student version as this pupil would."""
    notebook = nbformat.read(course.release(name), as_version=4)
    instructor = labelled(nbformat.read(course.source(name), as_version=4))
    cells = labelled(notebook)
    for number, exercise in enumerate(CATALOGUE[name].values()):
        source = pupil.solve(exercise, number, instructor[exercise.name].source)
        if source is not None:
            cells[exercise.name].source = source
    for cell in cells.values():
        if cell.cell_type == "markdown" and is_solution(cell) and pupil.name != "blank":
            cell.source = f"An answer in words by the pupil who is {pupil.name}."
    return notebook


def wrong_scores(notebook: str, grades: list[Grade]) -> list[str]:
    """Name the scores that are not what the sample class should get."""
    expected = {pupil.name: pupil.solved for pupil in PUPILS}
    return [
        f"{notebook}, {grade.student}, {name}: {points:g} points"
        for grade in grades
        for number, (name, points) in enumerate(grade.exercises.items())
        if points != (grade.most[name] if expected[grade.student](number) else 0)
    ]
