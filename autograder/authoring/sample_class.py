"""A sample class, made from the catalogue and the release notebooks, and graded for real."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.build import generate
from autograder.course import Course
from autograder.exercise import Exercise, Misconception, source_of
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import Grade
from autograder.grading.handed_in import Submission
from autograder.grading.judge import judge
from autograder.notebook import CHECK, is_solution, labelled
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
    mistake
        From an exercise to the mistake made in it; None if that earns what ``right`` says.
    right
        Whether the exercise of this number is right, where no mistake is made.
    """

    name: str
    solve: Callable[[Exercise, int, str], str | None]
    mistake: Callable[[Exercise], Misconception | None] = lambda e: None
    right: Callable[[int], bool] = lambda number: True

    def takes_part(self, notebook: str) -> bool:
        """Tell whether this one hands in the notebook: those with mistakes only if it has one."""
        exercises = CATALOGUE[notebook].values()
        return not self.name.startswith("mistake-") or any(map(self.mistake, exercises))


def _mistaken(number: int) -> Pupil:
    """Make somebody who makes the mistake of this number in every exercise that has so many."""

    def mistake(exercise: Exercise) -> Misconception | None:
        known = exercise.misconceptions
        return known[number] if number < len(known) else None

    def solve(exercise: Exercise, place: int, solution: str) -> str:
        made = mistake(exercise)
        return made.source if made else solution

    return Pupil(f"mistake-{number + 1:02}", solve, mistake)


MOST_MISTAKES = max(len(e.misconceptions) for some in CATALOGUE.values() for e in some.values())
PUPILS = (
    Pupil("perfect", lambda e, number, solution: solution),
    Pupil("blank", lambda e, number, solution: None, right=lambda number: False),
    Pupil(
        "half-done",
        lambda e, number, solution: None if number % 2 else solution,
        right=lambda number: number % 2 == 0,
    ),
    Pupil("own-way", lambda e, number, solution: source_of(e.alternatives[0], e.name)),
    *map(_mistaken, range(MOST_MISTAKES)),
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
    sample = course.copy_config(folder)
    for part in ("notebooks", "source", "release"):
        shutil.copytree(course.root / part, folder / part)
    for name in NOTEBOOKS:
        generate(sample, name)
        for pupil in (pupil for pupil in PUPILS if pupil.takes_part(name)):
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


def wrong_scores(course: Course, notebook: str, grades: list[Grade]) -> list[str]:
    """Name the scores that are not what the sample class should get, and mistakes not named."""
    pupils = {pupil.name: pupil for pupil in PUPILS}
    return [
        f"{notebook}, {grade.student}, {exercise.name}: {grade.exercises[exercise.name]:g} points"
        for grade in grades
        for number, exercise in enumerate(CATALOGUE[notebook].values())
        if not _as_expected(course, pupils[grade.student], exercise, number, grade)
    ]


def _as_expected(
    course: Course, pupil: Pupil, exercise: Exercise, number: int, grade: Grade
) -> bool:
    points, most = grade.exercises[exercise.name], grade.most[exercise.name]
    mistake = pupil.mistake(exercise)
    if mistake is None:
        return points == (most if pupil.right(number) else 0)
    handed_in = Submission.expected(course, pupil.name, exercise.notebook).digest()
    cases = course.cases(exercise.notebook, pupil.name, handed_in)[exercise.name]
    share = judge(exercise, cases, exercise.answers(mistake.function, cases)).share
    path = course.root / "autograded" / pupil.name / exercise.notebook
    graded = labelled(nbformat.read(path / f"{exercise.notebook}.ipynb", as_version=4))
    said = graded[f"{CHECK}{exercise.name}"].outputs[0].data["text/plain"]
    # with some inputs another mistake gives the same answers within the tolerance: both are said
    names = said.split("\n")[0].removeprefix(f"✗ {exercise.name}: wrong: ").split(", or ")
    return abs(points - share * most) < 1e-9 and mistake.name in names


def mistakes_of(notebook: str, grades: list[Grade]) -> int:
    """Count the known mistakes that the class made in a notebook."""
    pupils = {pupil.name: pupil for pupil in PUPILS}
    return sum(
        pupils[grade.student].mistake(exercise) is not None
        for grade in grades
        for exercise in CATALOGUE[notebook].values()
    )
