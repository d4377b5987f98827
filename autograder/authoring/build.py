"""From text to notebooks: ``notebooks/*.md`` to ``source/`` to ``release/``."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.reader import NotJSONError
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException

from autograder.authoring import outputs, public
from autograder.course import Course
from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import open_gradebook
from autograder.log import ErrorLog
from autograder.notebook import CHECK, grade_id, labelled
from autograder.sandbox.unconfined import over_ipc
from helpers.errors import CourseError

EXECUTED = Path("source", "executed.json")  # fingerprints of what the outputs were made with
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
        public.write(name, points(course, name))
    for name in notebooks:
        path = course.source(name)
        before = path.read_bytes() if path.is_file() else None
        if write_source(course, name):
            done = "executed"
        else:
            done = "unchanged" if path.read_bytes() == before else "written, its outputs kept"
        generate(course, name)
        tell(f"{name}: source/ {done}; release/ generated; gradebook up to date")


def check(course: Course, notebooks: list[str]) -> None:
    """Fail unless all that is built is what ``notebooks/`` gives, stored outputs left aside.

    Raises
    ------
    CourseError
        When something is not; the message names it.
    """
    for name in notebooks:
        check_source(course, name)
        check_executed(course, name)
        check_release(course, name)
        public.check(name, points(course, name))


def from_text(path: Path) -> NotebookNode:
    """Read a lesson; ids come from the grade ids or the position, never from chance."""
    if not path.is_file():
        raise CourseError(f"{path} is missing: it is the text that the notebook is built from.")
    notebook = jupytext.read(path)
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = grade_id(cell) or f"cell-{number}"
    return notebook


def write_source(course: Course, name: str) -> bool:
    """Write the instructor version; tell whether it had to be executed."""
    notebook, is_current = _with_stored_outputs(course, name)
    if not is_current:
        notebook, stored = from_text(course.text(name)), _stored(course, name)
        _execute(notebook, name)
        if stored is not None:
            outputs.keep_what_was_rounded(notebook, stored)
    path = course.source(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    if not is_current:
        wanted = outputs.fingerprint(nbformat.read(path, as_version=4), public.read(name))
        lines = json.dumps(_executed_with(course) | {name: wanted}, indent=1, sort_keys=True)
        (course.root / EXECUTED).write_text(lines + "\n", encoding="utf-8")
    return not is_current


def _with_stored_outputs(course: Course, name: str) -> tuple[NotebookNode, bool]:
    """Read a lesson, give it the stored outputs, and tell whether they were made with it."""
    notebook, stored = from_text(course.text(name)), _stored(course, name)
    if stored is None:
        return notebook, False
    outputs.take_over(notebook, stored)
    wanted = outputs.fingerprint(notebook, public.read(name))
    return notebook, _executed_with(course).get(name) == wanted


def _stored(course: Course, name: str) -> NotebookNode | None:
    """Read the stored instructor version; one that is missing or damaged counts as not built."""
    try:
        return nbformat.read(course.source(name), as_version=4)
    except (FileNotFoundError, ValueError, NotJSONError, ValidationError):
        return None


def _executed_with(course: Course) -> dict[str, str]:
    """Read what each stored notebook was executed with."""
    try:
        executed = json.loads((course.root / EXECUTED).read_bytes())
    except (OSError, ValueError):
        return {}
    return executed if isinstance(executed, dict) else {}


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


def points(course: Course, name: str) -> dict[str, float]:
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


class _Generator(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's, for one notebook: it would look for it by a pattern, and so misread a ``[``."""

    def init_notebooks(self) -> None:
        """Name the notebook."""
        directory, name = self.coursedir, self.coursedir.assignment_id
        folder = directory.format_path(directory.source_directory, directory.student_id, name)
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


def check_source(course: Course, name: str) -> None:
    """Fail unless the instructor version has the cells that the text gives."""
    stored = _stored(course, name)
    if stored is None or _bare(stored) != _bare(from_text(course.text(name))):
        raise CourseError(
            f"source/{name} is not what notebooks/{name}.md gives: run `autograder build`."
        )


def check_executed(course: Course, name: str) -> None:
    """Fail unless the outputs are those that the code cells and the library gave as they are."""
    if not _with_stored_outputs(course, name)[1]:
        raise CourseError(
            f"source/{name} was executed with other code than there is now, or its outputs were "
            "changed since: run `autograder build`."
        )


def check_release(course: Course, name: str) -> None:
    """Fail unless the student version is what nbgrader makes of the instructor version."""
    with tempfile.TemporaryDirectory() as folder:
        copy = course.copy_config(Path(folder))
        shutil.copytree(course.source(name).parent, copy.source(name).parent)
        generate(copy, name)
        wanted = copy.release(name).read_bytes()
    path = course.release(name)
    if not path.is_file() or path.read_bytes() != wanted:
        raise CourseError(f"release/{name} is not what source/ gives: run `autograder build`.")


def _bare(notebook: NotebookNode) -> NotebookNode:
    """Leave out what nbval holds: outputs and execution counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
