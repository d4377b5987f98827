"""The instructor version of a lesson: the notebook of its text, with the outputs of its code."""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.reader import NotJSONError

import helpers
from autograder.authoring import outputs
from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.notebook import grade_id, joined
from autograder.sandbox.unconfined import over_ipc
from helpers.errors import CourseError
from helpers.widgets import WIDGET

EXECUTED = Path("source", "executed.json")  # fingerprints of what the outputs were made with
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Version:
    """The instructor version of a lesson.

    Attributes
    ----------
    notebook
        With its outputs.
    current
        Whether the outputs are those of its code.
    """

    notebook: NotebookNode
    current: bool

    @property
    def content(self) -> bytes:
        """Write the file."""
        return f"{nbformat.writes(self.notebook).rstrip()}\n".encode()


def from_text(path: Path) -> NotebookNode:
    """Read a lesson; ids come from the grade ids or the position, never from chance."""
    if not path.is_file():
        raise CourseError(f"{path} is missing: it is the text that the notebook is built from.")
    notebook = jupytext.read(path)
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = grade_id(cell) or f"cell-{number}"
    return notebook


def stored(course: Course, name: str) -> NotebookNode | None:
    """Read the stored instructor version; one that is missing or damaged counts as not built."""
    try:
        return nbformat.read(course.source(name), as_version=4)
    except (FileNotFoundError, ValueError, NotJSONError, ValidationError):
        return None


def with_stored_outputs(course: Course, name: str, data: str) -> Version:
    """Read a lesson, give it the stored outputs, and tell whether they were made with it.

    Parameters
    ----------
    course, name
        The lesson.
    data
        What its checks know.
    """
    notebook, there = from_text(course.text(name)), stored(course, name)
    if there is None:
        return Version(notebook, current=False)
    outputs.take_over(notebook, there)
    wanted = outputs.fingerprint(notebook, data)
    return Version(notebook, executed_with(course).get(name) == wanted)


def executed(course: Course, name: str, data: str) -> Version:
    """Execute a lesson; an output that differs from the stored one by rounding stays as it was.

    Raises
    ------
    CourseError
        When a cell fails.
    """
    notebook, there = from_text(course.text(name)), stored(course, name)
    execute(notebook, name, data)
    if there is not None:
        outputs.keep_what_was_rounded(notebook, there)
    return Version(notebook, current=True)


def executed_with(course: Course) -> dict[str, str]:
    """Read what each stored notebook was executed with."""
    try:
        known = json.loads((course.root / EXECUTED).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def executed_with_as_well(course: Course, name: str, content: bytes, data: str) -> bytes:
    """Write down what one notebook was executed with, beside the others of the course."""
    notebook = nbformat.reads(content.decode(), as_version=4)
    known = {
        one: print_
        for one, print_ in executed_with(course).items()
        if one in NOTEBOOKS or course.source(one).is_file()
    }
    lines = known | {name: outputs.fingerprint(notebook, data)}
    return f"{json.dumps(lines, indent=1, sort_keys=True)}\n".encode()


def execute(notebook: NotebookNode, name: str, data: str) -> None:
    """Run all cells, with the library as it is and the checks' data as they are to be."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library")
        shutil.copytree(Path(helpers.__file__).parent, library / "helpers")
        (library / "helpers" / "public" / f"{name}.json").write_text(data, encoding="utf-8")
        path = os.pathsep.join(filter(None, [str(library), os.environ.get("PYTHONPATH")]))
        settings = {"PYTHONPATH": path, "TQDM_DISABLE": "1", "MPLCONFIGDIR": folder}
        client = NotebookClient(
            notebook,
            timeout=300,
            resources={"metadata": {"path": folder}},
            config=over_ipc(folder),
        )
        try:
            client.execute(env={**os.environ, **settings})
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
        if cell.cell_type == "code":
            cell.outputs = list(joined(cell.outputs))
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)  # of a kernel that is no more
