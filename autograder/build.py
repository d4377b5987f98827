"""From text to notebooks: ``notebooks/*.md`` to ``source/`` to ``release/``."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException

import helpers
from autograder.course import CONFIG, Course
from autograder.exercise import Exercise
from autograder.exercises import CATALOGUE
from autograder.gradebook import open_gradebook
from autograder.log import ErrorLog
from autograder.restore import CHECK, grade_id, labelled
from autograder.unconfined import over_ipc
from helpers.comparison import COMPARISONS
from helpers.errors import CourseError
from helpers.rubric import Rubric

PUBLIC_SEED = 2026
PUBLIC = Path(helpers.__file__).parent / "public"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def build(course: Course, notebooks: list[str], tell: Callable[[str], None]) -> None:
    """Build everything that is built: the students' data, ``source/`` and ``release/``.

    Parameters
    ----------
    course
        The course folder.
    notebooks
        Names of the notebooks to build.
    tell
        Receives a line for each finished step.

    Raises
    ------
    CourseError
        When a text is missing, a cell fails, or nbgrader refuses the notebook.
    """
    for name in notebooks:
        write_public(course, name)
    for name in notebooks:
        notebook = from_text(course.text(name))
        _execute(notebook, name)
        course.source(name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, course.source(name))
        generate(course, name)
        tell(f"{name}: source/ executed, release/ generated, gradebook up to date")


def check(course: Course, notebooks: list[str]) -> None:
    """Fail unless all that is built is what ``notebooks/`` gives, stored outputs left aside.

    Raises
    ------
    CourseError
        When something is not; the message names it.
    """
    for name in notebooks:
        check_source(course, name)
        check_release(course, name)
        check_public(course, name)


def from_text(path: Path) -> NotebookNode:
    """Read a lesson; ids come from the grade ids or the position, never from chance."""
    if not path.is_file():
        raise CourseError(f"{path} is missing: it is the text that the notebook is built from.")
    notebook = jupytext.read(path)
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = grade_id(cell) or f"cell-{number}"
    return notebook


def _execute(notebook: NotebookNode, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=300,
            resources={"metadata": {"path": folder}},
            config=over_ipc(folder),
        )
        try:
            client.execute(env={**os.environ, "TQDM_DISABLE": "1", "MPLCONFIGDIR": folder})
        except CellExecutionError as error:
            cells = [cell for cell in notebook.cells if cell.get("outputs")]
            first_line = cells[-1].source.split("\n", 1)[0]  # where the error is the last output
            raise CourseError(
                f"{name}: a cell of the instructor version fails with {error.ename}: "
                f"{error.evalue}. It begins with “{first_line}”."
            ) from None
        except (CellTimeoutError, DeadKernelError) as error:
            raise CourseError(f"{name}: the instructor version could not be run: {error}") from None
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # the times of this run


class _Generator(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's, for one notebook: it would look for it by a pattern, and so misread a ``[``."""

    def init_notebooks(self) -> None:
        """Name the notebook."""
        name = self.coursedir.assignment_id
        folder = self._format_source(name, self.coursedir.student_id)
        self.assignments = {folder: [f"{folder}/{name}.ipynb"]}


def generate(course: Course, name: str) -> None:
    """Make the release and enter the assignment into the gradebook, by nbgrader."""
    directory = course.directory()
    directory.assignment_id = name
    open_gradebook(course, new=True).close()
    converter = _Generator(coursedir=directory, config=course.config())
    converter.force = True
    errors = ErrorLog()
    converter.log = errors.logger()
    try:
        converter.start()
    except NbGraderException:
        raise CourseError(f"nbgrader could not generate {name}: {errors.reason}") from None


def write_public(course: Course, name: str) -> None:
    """Write what the student-side ``check`` needs: public cases, answers, traces of mistakes."""
    points = _points(course, name)
    data = {e.name: _public(e, points[e.name]) for e in CATALOGUE[name].values()}
    (PUBLIC / f"{name}.json").write_text(_lines(data) + "\n", encoding="utf-8")


def _public(exercise: Exercise, points: float) -> dict[str, Any]:
    rubric = exercise.rubric(exercise.cases_for(PUBLIC_SEED))
    return {"notebook": exercise.notebook, "points": points, **rubric.to_json()}


def _points(course: Course, name: str) -> dict[str, float]:
    """Read the points of each exercise from the text of a lesson.

    Raises
    ------
    CourseError
        When the text lacks the check cell of an exercise.
    """
    cells = labelled(from_text(course.text(name)))
    checks = {exercise: f"{CHECK}{exercise}" for exercise in CATALOGUE[name]}
    for exercise, check_cell in checks.items():
        if check_cell not in cells:
            raise CourseError(
                f"notebooks/{name}.md has no cell “{check_cell}”, which should hold "
                f"check({exercise}) and its points."
            )
    return {e: float(cells[cell].metadata["nbgrader"]["points"]) for e, cell in checks.items()}


def _lines(data: Any, depth: int = 3) -> str:
    """Write JSON with a line for each case and each mistake, so that a difference can be read."""
    compact = (",", ":")
    if depth == 0 or not isinstance(data, dict | list) or not data:
        return json.dumps(data, ensure_ascii=False, separators=compact)
    if isinstance(data, list):
        return "[\n" + ",\n".join(_lines(each, depth - 1) for each in data) + "\n]"
    entries = (f"{json.dumps(key)}: {_lines(value, depth - 1)}" for key, value in data.items())
    return "{\n" + ",\n".join(entries) + "\n}"


def check_source(course: Course, name: str) -> None:
    """Fail unless the instructor version has the cells that the text gives."""
    path = course.source(name)
    if not path.is_file() or _bare(nbformat.read(path, as_version=4)) != _bare(
        from_text(course.text(name))
    ):
        raise CourseError(
            f"source/{name} is not what notebooks/{name}.md gives: run `autograder build`."
        )


def check_release(course: Course, name: str) -> None:
    """Fail unless the student version is what nbgrader makes of the instructor version."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Course(Path(folder))
        shutil.copy(course.root / CONFIG, copy.root)
        shutil.copytree(course.source(name).parent, copy.source(name).parent)
        generate(copy, name)
        wanted = copy.release(name).read_bytes()
    path = course.release(name)
    if not path.is_file() or path.read_bytes() != wanted:
        raise CourseError(f"release/{name} is not what source/ gives: run `autograder build`.")


def check_public(course: Course, name: str) -> None:
    """Compare within the tolerance of the exercise: last digits differ between processors."""
    path = PUBLIC / f"{name}.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    points = _points(course, name)
    for exercise in CATALOGUE[name].values():
        there = stored.get(exercise.name, {})
        if there.get("points") != points[exercise.name] or not _is_current(exercise, there):
            raise CourseError(
                f"helpers/public/{name}.json is not what the catalogue gives for "
                f"{exercise.name}: run `autograder build`."
            )


def _is_current(exercise: Exercise, stored: dict[str, Any]) -> bool:
    wanted = exercise.rubric(exercise.cases_for(PUBLIC_SEED))
    try:
        there = Rubric.from_json(exercise.name, stored)
        exact = _exact_part(there) == _exact_part(wanted)
        return exact and not any(
            COMPARISONS["values"](
                wanted.cases, _numbers(wanted), _numbers(there), exercise.tolerance
            )
        )
    except (KeyError, TypeError, ValueError):
        return False


def _exact_part(rubric: Rubric) -> tuple[Any, ...]:
    return (
        [replace(case, inputs={}) for case in rubric.cases],
        (rubric.comparison, rubric.tolerance, rubric.shares),
        [replace(mistake, trace=()) for mistake in rubric.mistakes],
    )


def _numbers(rubric: Rubric) -> list[Any]:
    """For each case its inputs, the expected answer, and the traces of the known mistakes."""
    inputs = [dict(case.inputs) for case in rubric.cases]
    traces = zip(*(mistake.trace for mistake in rubric.mistakes), strict=True)
    return list(zip(inputs, rubric.expected, map(list, traces), strict=True))


def _bare(notebook: NotebookNode) -> NotebookNode:
    """Leave out what nbval holds: outputs and execution counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
