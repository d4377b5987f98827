"""From text to notebooks: ``notebooks/*.md`` to ``source/`` to ``release/``."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
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
from autograder.log import ErrorLog
from autograder.restore import grade_id
from autograder.sandbox import over_ipc
from helpers.cases import Case
from helpers.comparison import COMPARISONS, Tolerance
from helpers.encoding import decode, encode
from helpers.errors import CourseError

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
        write_public(name)
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
        check_public(name)


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


def generate(course: Course, name: str) -> None:
    """Make the release and enter the assignment into the gradebook, by nbgrader."""
    directory = course.directory()
    directory.assignment_id = name
    converter = GenerateAssignment(coursedir=directory, config=course.config())
    converter.force = True
    errors = ErrorLog()
    converter.log = errors.logger()
    try:
        converter.start()
    except NbGraderException:
        raise CourseError(f"nbgrader could not generate {name}: {errors.reason}") from None


def write_public(name: str) -> None:
    """Write what the student-side ``check`` needs: public cases and expected answers."""
    data = {exercise.name: _public(exercise) for exercise in CATALOGUE[name].values()}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (PUBLIC / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _public(exercise: Exercise) -> dict[str, Any]:
    cases = exercise.cases_for(PUBLIC_SEED)
    return {
        "comparison": exercise.comparison,
        "tolerance": [exercise.tolerance.relative, exercise.tolerance.absolute],
        "cases": [case.to_json() for case in cases],
        "expected": [encode(value) for value in exercise.expected(cases)],
    }


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


def check_public(name: str) -> None:
    """Compare within the tolerance of the exercise: last digits differ between processors."""
    path = PUBLIC / f"{name}.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for exercise in CATALOGUE[name].values():
        if not _is_current(exercise, stored.get(exercise.name)):
            raise CourseError(
                f"helpers/public/{name}.json is not what the catalogue gives for "
                f"{exercise.name}: run `autograder build`."
            )


def _is_current(exercise: Exercise, stored: dict[str, Any] | None) -> bool:
    wanted = _public(exercise)
    if stored is None or stored.keys() != wanted.keys():
        return False
    if any(stored[key] != wanted[key] for key in ("comparison", "tolerance")):
        return False
    cases = [Case.from_json(data) for data in stored["cases"]]
    expected = [decode(data) for data in stored["expected"]]
    if len(cases) != len(wanted["cases"]) or len(expected) != len(cases):
        return False
    wanted_cases = [Case.from_json(data) for data in wanted["cases"]]
    wanted_expected = [decode(data) for data in wanted["expected"]]
    same = COMPARISONS["values"]
    inputs = same(
        cases,
        [(c.name, dict(c.inputs), list(c.given.items())) for c in wanted_cases],
        [(c.name, dict(c.inputs), list(c.given.items())) for c in cases],
        Tolerance(),
    )
    return not any(inputs) and not any(same(cases, wanted_expected, expected, exercise.tolerance))


def _bare(notebook: NotebookNode) -> NotebookNode:
    """Leave out what nbval holds: outputs and execution counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
