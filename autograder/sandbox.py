"""The only step that runs a student's code: from a notebook and its inputs to its answers.

A fresh kernel for each notebook, in an empty folder, with an environment that holds no more than
what a kernel needs. It is told neither where the course lies nor what the answers are.
"""

import copy
import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.log import ErrorLog
from autograder.restore import add_note
from helpers.cases import Case
from helpers.checking import CASES_VARIABLE

EXPERIMENT = "experiment"
IMPORT_CHECK = "from helpers import check"  # a student may have another thing by this name
# these two end a cell; IPython's own would end the kernel
GENTLE_EXIT = "get_ipython().push(dict.fromkeys(['exit', 'quit'], __import__('sys').exit))"
SECONDS_TO_REACT = 30  # to an interrupt, or to send what is left of a flood of output
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "JUPYTER_PATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    cell_seconds
        Wall time of one cell.
    notebook_seconds
        Wall time after which no other cell is started.
    experiments
        Whether the cells tagged as experiments are run as well; no points depend on them.
    """

    cell_seconds: int = 120
    notebook_seconds: int = 600
    experiments: bool = False


def execute(
    notebook: NotebookNode, cases: Mapping[str, Sequence[Case]], limits: Limits
) -> NotebookNode:
    """Run a notebook and let its check cells report answers.

    Parameters
    ----------
    notebook
        A sanitized submission.
    cases
        Inputs of each exercise; all that the kernel is handed.
    limits
        What it may use.

    Returns
    -------
    executed
        A new notebook with outputs. What ended early is noted in it.
    """
    executed = copy.deepcopy(notebook)
    for cell in executed.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = f"{IMPORT_CHECK}\n{cell.source}"
    with tempfile.TemporaryDirectory(prefix="submission-") as folder:
        handed_over = Path(folder) / "cases.json"
        handed_over.write_text(
            json.dumps({name: [case.to_json() for case in some] for name, some in cases.items()})
        )
        try:
            _client(executed, limits, folder).execute(
                env=_environment(folder, handed_over), stdout=DEVNULL, stderr=DEVNULL
            )
        except DeadKernelError:
            add_note(executed, "The kernel died while the notebook ran; the rest did not run.")
        except CellTimeoutError:
            add_note(executed, "The notebook took too long and was stopped; the rest did not run.")
        except Exception as error:  # whatever a student's process makes of nbclient
            reason = f"{type(error).__name__}: {str(error)[:200]}"
            add_note(executed, f"The notebook could not be run to its end ({reason}).")
    for cell, original in zip(executed.cells, notebook.cells, strict=True):
        cell.source = original.source
    if not limits.experiments:
        _mark_experiments(executed)
    return executed


class _Client(NotebookClient):  # type: ignore[misc]
    """Leaves out what a student's process sends as an output but is none."""

    def output(self, *arguments: Any) -> NotebookNode | None:
        """Add one output to a cell."""
        try:
            return super().output(*arguments)
        except nbformat.ValidationError:
            return None


def _client(notebook: NotebookNode, limits: Limits, folder: str) -> NotebookClient:
    deadline = time.monotonic() + limits.notebook_seconds
    message = f"This cell was stopped after {limits.cell_seconds} seconds."
    stopped = {"ename": "TimeoutError", "evalue": message, "traceback": [message]}

    def check_deadline(**cell: Any) -> None:
        if time.monotonic() > deadline:
            raise CellTimeoutError(message)

    def show_timeout(cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        if execute_reply["content"].get("evalue") == message:
            first_line = cell.source.removeprefix(IMPORT_CHECK).strip().split("\n", 1)[0]
            add_note(notebook, f"{message[:-1]}: “{first_line[:60]}”.")
            cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
            cell.outputs.append(nbformat.v4.new_output("error", **stopped))

    return _Client(
        notebook,
        timeout=limits.cell_seconds,
        interrupt_on_timeout=True,
        error_on_timeout=stopped,
        iopub_timeout=SECONDS_TO_REACT,
        raise_on_iopub_timeout=True,
        allow_errors=True,
        skip_cells_with_tag="" if limits.experiments else EXPERIMENT,
        extra_arguments=[f"--IPKernelApp.exec_lines={GENTLE_EXIT}"],
        shutdown_kernel="immediate",
        resources={"metadata": {"path": folder}},
        config=over_ipc(folder),
        log=ErrorLog().logger(),
        on_cell_start=check_deadline,
        on_cell_error=show_timeout,
    )


def over_ipc(folder: str) -> Config:
    """Let a kernel talk over sockets in ``folder``, which no other user can reach."""
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _environment(folder: str, handed_over: Path) -> dict[str, str]:
    """All that the kernel sees of the environment: nothing that could hold a secret."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": folder,
        "TMPDIR": folder,
        "MPLCONFIGDIR": folder,
        "IPYTHONDIR": folder,
        "TQDM_DISABLE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        CASES_VARIABLE: str(handed_over),
    }


def _mark_experiments(notebook: NotebookNode) -> None:
    text = "This experiment was not run again for grading."
    for cell in notebook.cells:
        if cell.cell_type == "code" and EXPERIMENT in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": text})]
