"""The only step that runs a student's code: from a notebook and its inputs to its answers.

A fresh kernel for each notebook, in an empty folder, with an environment that holds no more than
what a kernel needs. It is told neither where the course lies nor what the answers are.
"""

import copy
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.restore import add_note
from helpers.cases import Case
from helpers.checking import CASES_VARIABLE

EXPERIMENT = "experiment"
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "JUPYTER_PATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    cell_seconds
        Wall time of one cell.
    experiments
        Whether the cells tagged as experiments are run as well; no points depend on them.
    """

    cell_seconds: int = 120
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
    with tempfile.TemporaryDirectory(prefix="submission-") as folder:
        handed_over = Path(folder) / "cases.json"
        handed_over.write_text(
            json.dumps({name: [case.to_json() for case in some] for name, some in cases.items()})
        )
        client = NotebookClient(
            executed,
            timeout=limits.cell_seconds,
            interrupt_on_timeout=True,
            error_on_timeout=_timed_out(limits.cell_seconds),
            allow_errors=True,
            skip_cells_with_tag="" if limits.experiments else EXPERIMENT,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": folder}},
            config=over_ipc(folder),
        )
        try:
            client.execute(env=_environment(folder, handed_over))
        except DeadKernelError:
            add_note(
                executed, "The kernel died while the notebook ran; the cells after it did not."
            )
        except CellTimeoutError:
            add_note(executed, "A cell ran too long and could not be stopped.")
    if not limits.experiments:
        _mark_experiments(executed)
    return executed


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


def _timed_out(seconds: int) -> dict[str, object]:
    message = f"This cell was stopped after {seconds} seconds."
    return {"ename": "CellTimeoutError", "evalue": message, "traceback": [message]}


def _mark_experiments(notebook: NotebookNode) -> None:
    text = "This experiment was not run again for grading."
    for cell in notebook.cells:
        if cell.cell_type == "code" and EXPERIMENT in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": text})]
