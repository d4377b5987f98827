"""The only step that runs a student's code: from a notebook and its inputs to its answers.

A fresh process for each notebook, in the sandbox of a worker. It is told neither where the course
lies nor what the answers are. A cell that ends it costs that cell alone: the notebook is run again
without it.
"""

import asyncio
import contextlib
import json
import math
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.log import ErrorLog
from autograder.notebook import MEGABYTE, NEWER_PYTHON, NOTES, add_note, grade_id, joined
from autograder.sandbox.channel import SHOWN, Meter, Silence
from autograder.sandbox.confined.barriers import Bounds
from autograder.sandbox.limits import Limits
from autograder.tried import Step, is_fast
from helpers.checks import ANSWERS_TYPE
from helpers.checks.cases import Case
from helpers.errors import CourseError

EXPERIMENT = "experiment"
IMPORT_CHECK = "from helpers import check"  # a student may have another thing by this name
BY_VERSION = ("SyntaxError", "ImportError")  # what a newer version's words give in an older one
SECONDS_TO_START = 120  # for a kernel, on a machine that is busy with other things
SECONDS_TO_REACT = 20  # to send what is left of a long output
OWN_SHARE = 1 / 2  # of the notebook's time and room, for what nobody asked for
OWN_TOO_SLOW = (
    "Cells of the student's own took half of the time that a notebook has: those that came later "
    "were left out."
)
TOO_MUCH = "All outputs together are long, and were cut."
RUNS = 4  # of one notebook, each without the cells that ended those before
INDENT, HEAD = 12, 100  # bytes that a line of an output takes beside its text, and an output


class Kernels(Protocol):
    """Where kernels come from, one after another: ``Worker``, or ``Unconfined`` if asked for."""

    @property
    def manager(self) -> type:
        """Jupyter's manager that starts them."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Further options on a kernel's command line."""

    def options(self, inputs: Mapping[str, Any], bounds: Bounds) -> dict[str, Any]:
        """Options with which the manager is to start the next one."""

    def config(self) -> Config:
        """Configure the manager."""

    def limit(self, seconds: float) -> None:
        """End the kernel after so many seconds, unless another limit is set by then."""

    def lost(self) -> bool:
        """Tell whether all broke down, which no student's code can bring about."""


async def execute_async(
    notebook: NotebookNode,
    cases: Mapping[str, Sequence[Case]],
    limits: Limits,
    kernels: Kernels,
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
    kernels
        Where it runs: a worker's sandbox.

    Returns
    -------
    executed
        A new notebook with outputs. What ended early is noted in it.

    Raises
    ------
    CourseError
        When no kernel starts.
    """
    inputs = as_data(cases)
    now = time.monotonic()
    run = _Run(limits, now + limits.notebook_seconds, now + OWN_SHARE * limits.notebook_seconds)
    executed, reached = await _once(notebook, inputs, run, kernels)
    while run.again and run.number < RUNS:
        later, place = await _once(notebook, inputs, run, kernels)
        if place >= reached:
            executed, reached = later, place
    for note in dict.fromkeys(run.notes):
        add_note(executed, note)
    _note_newer_python(executed)
    if not limits.experiments:
        _mark_experiments(executed)
    return executed


execute = run_sync(execute_async)  # for those who run no event loop, or know of none


def as_data(cases: Mapping[str, Sequence[Case]]) -> dict[str, Any]:
    """Write the inputs of each exercise as JSON has them."""
    return {name: [case.to_json() for case in some] for name, some in cases.items()}


@dataclass
class _Run:
    """What is known of a notebook that is run, maybe more than once.

    Attributes
    ----------
    limits
        What it may use.
    deadline
        Time after which no cell is started.
    own_deadline
        Time after which no cell of the student's own is, so that exercises and checks have theirs.
    number
        How often it was run.
    left_out
        Index of a cell to the reason why it is not run again.
    notes
        What a person should know of the latest run and the reasons for those before.
    again
        Whether there is reason to run it again.
    """

    limits: Limits
    deadline: float
    own_deadline: float
    number: int = 0
    left_out: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    again: bool = False

    def leave_out(self, cell: NotebookNode, index: int, reason: str) -> None:
        """Blame a cell for the end of a run."""
        self.left_out[index] = reason
        self.again = True
        then = (
            "the notebook was run again without it"
            if self.number < RUNS
            else "the rest did not run"
        )
        self.notes.append(f"{reason}, so {then}: {_quoted(cell)}.")


async def _once(
    notebook: NotebookNode, inputs: dict[str, Any], run: _Run, kernels: Kernels
) -> tuple[NotebookNode, int]:
    """Run the notebook once, without the cells that are left out; tell how far it came."""
    executed = nbformat.from_dict(notebook)
    for cell in executed.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = f"{IMPORT_CHECK}\n{cell.source}"
    run.number, run.again = run.number + 1, False
    options = kernels.options(inputs, run.limits.bounds())
    client = _Client(executed, run, kernels)
    try:
        await client.async_execute(**options)
    except Exception as error:  # whatever a student's process makes of nbclient
        if kernels.lost():
            run.again = True
        elif isinstance(error, MemoryError) or getattr(error, "errno", None):
            raise  # it is ours, and no fault of the cell
        else:
            client.blame(error)
    for cell, original in zip(executed.cells, notebook.cells, strict=True):
        cell.source = original.source
        if cell.cell_type == "code":
            cell.outputs = list(joined(cell.outputs))
    return executed, client.current[1]


class _Late(Exception):
    """The notebook's time is over."""


class _Client(NotebookClient):  # type: ignore[misc]
    """Runs the cells, within the limits."""

    def __init__(self, notebook: NotebookNode, run: _Run, kernels: Kernels) -> None:
        limits = run.limits
        self.run, self.fast = run, is_fast(Step.OUTPUTS)
        self.meter = Meter()
        self.kernels, self.current = kernels, (nbformat.v4.new_code_cell(), -1)
        self.written = 0  # bytes of all outputs
        self.clearable: Counter[int] = Counter()  # of these, what each cell may clear again
        self.places: dict[int, Counter[str]] = {}  # how often a cell shows what has an id
        super().__init__(
            notebook,
            timeout_func=lambda cell: self.seconds,
            startup_timeout=SECONDS_TO_START,
            interrupt_on_timeout=True,
            iopub_timeout=SECONDS_TO_REACT,
            record_timing=False,
            store_widget_state=False,
            raise_on_iopub_timeout=True,
            allow_errors=True,
            skip_cells_with_tag="" if limits.experiments else EXPERIMENT,
            extra_arguments=list(kernels.arguments),
            ipython_hist_file="",
            shutdown_kernel="immediate",
            kernel_manager_class=kernels.manager,
            config=kernels.config(),
            log=ErrorLog().logger(),
            on_cell_error=self._show_timeout,
        )

    def blame(self, error: Exception) -> None:
        """Say what ended the run; if it was a cell, the notebook is run again without it."""
        told = f"{type(error).__name__}: {str(error)[:200]}"
        if self.current[1] < 0:  # no cell had begun, so no student's code is to blame
            self.run.again = True
            if self.run.number == RUNS:
                raise CourseError(f"No kernel starts here ({told}): see `autograder doctor`.")
            return
        match error:
            case _ if self.meter.flooded:
                self.run.leave_out(*self.current, "A cell flooded its output")
            case _ if isinstance(error, _Late) or time.monotonic() > self.run.deadline:
                self.run.notes.append(
                    "The notebook took too long and was stopped; the rest did not run."
                )
            case _ if isinstance(error, CellTimeoutError) or self.meter.is_late:
                self.run.leave_out(*self.current, "A cell could not be stopped")
            case DeadKernelError() | Silence():
                self.run.leave_out(*self.current, "A cell ended the kernel")
            case _:
                self.run.leave_out(*self.current, f"A cell disturbed the run ({told})")

    async def async_start_new_kernel(self, **options: Any) -> None:
        """Start the kernel; who interrupts us means us, and nbclient would go on without it."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(RuntimeError):  # signals are the main thread's
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
        await super().async_start_new_kernel(**options)

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, **options: Any
    ) -> NotebookNode:
        """Run one cell, unless it is left out."""
        self.current = cell, cell_index
        if cell_index in self.run.left_out:
            reason = f"{self.run.left_out[cell_index]}; it was left out."
            cell.outputs = [nbformat.v4.new_output("error", **_error("LeftOut", reason))]
            return cell
        now = time.monotonic()
        if now > self.run.deadline:
            raise _Late
        if now > self.run.own_deadline and grade_id(cell) is None:
            self._note_once(OWN_TOO_SLOW)
            cell.outputs = [nbformat.v4.new_output("error", **_error("LeftOut", OWN_TOO_SLOW))]
            return cell
        self._begin(self.run.deadline - now)
        try:
            executed = await super().async_execute_cell(cell, cell_index, **options)
        except Exception:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()  # nbclient leaves behind what watched the kernel
            raise
        if self.meter.cut:
            self._note_once(f"The output of a cell is long and was cut: {_quoted(cell)}.")
        return executed

    def _begin(self, left: float) -> None:
        """Set the clocks for a cell: the one that interrupts it, and the one that ends it."""
        self.seconds = min(self.run.limits.cell_seconds, math.ceil(left))
        self.told = f"This cell was stopped after {self.seconds} seconds."
        self.error_on_timeout = _error("TimeoutError", self.told)
        self.meter = self.kc.meter
        self.meter.begin(self.seconds + self.run.limits.grace)
        self.kernels.limit(self.seconds + self.run.limits.grace)

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take in what the kernel says, as far as it is a proper message and there is room."""
        content, kind = msg["content"], msg["msg_type"]
        if not isinstance(content, dict):
            return None
        if "execution_count" in content:
            content["execution_count"] = self.code_cells_executed  # who sends them counts them
        if kind in SHOWN and not self._shows(kind, content, cell, cell_index):
            return None
        try:
            return super().process_message(msg, cell, cell_index)
        except (ValueError, TypeError, LookupError, AttributeError):
            return None

    def _shows(
        self, kind: str, content: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> bool:
        """Leave what a person can see; tell whether there is room, wherever it is to be shown."""
        times, here = 1, self.places.setdefault(cell_index, Counter())
        match content:
            case {"data": dict(data)}:
                content["metadata"] = {}
                content["data"] = {
                    mime: shown
                    for mime, shown in data.items()
                    if isinstance(shown, str) or mime == ANSWERS_TYPE
                }
                if not content["data"]:
                    return False
                match content.pop("transient", None):
                    case {"display_id": str(identity)} if identity:
                        content["transient"] = {"display_id": identity}
                        here[identity] += kind != "update_display_data"
                        times = sum(one[identity] for one in self.places.values())
        share = 1 if grade_id(cell) and kind != "stream" else OWN_SHARE
        size = times * _written(content)
        if self.written + size > share * self.run.limits.output_megabytes * MEGABYTE:
            self._note_once(TOO_MUCH)
            return False
        self.written += size
        if "transient" not in content:
            self.clearable[cell_index] += size
        return True

    def clear_display_id_mapping(self, cell_index: int) -> None:
        """Forget where outputs were shown that a cell cleared."""
        self.places.pop(cell_index, None)
        self.written -= self.clearable.pop(cell_index, 0)
        super().clear_display_id_mapping(cell_index)

    def output(
        self,
        outs: list[NotebookNode],
        msg: dict[str, Any],
        display_id: str | None,
        cell_index: int,
    ) -> NotebookNode | None:
        """Add one output to a cell, unless it is none."""
        if self.fast:
            usual = _usual_output(msg["msg_type"], msg["content"])
            captured = self.output_hook_stack[msg["parent_header"].get("msg_id")]
            if usual and not (display_id or captured or self.clear_before_next_output):
                outs.append(usual)
                return usual
        try:
            return super().output(outs, msg, display_id, cell_index)
        except nbformat.ValidationError:
            return None

    def _note_once(self, note: str) -> None:
        if note not in self.run.notes:
            self.run.notes.append(note)

    def _show_timeout(
        self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]
    ) -> None:
        if execute_reply["content"].get("evalue") == self.told:
            self.run.notes.append(f"{self.told[:-1]}: {_quoted(cell)}.")
            cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
            cell.outputs.append(
                nbformat.v4.new_output("error", **_error("TimeoutError", self.told))
            )


def _usual_output(kind: str, content: dict[str, Any]) -> NotebookNode | None:
    """Make one of the usual outputs: nbformat's check of it takes as long as all else with it."""
    match kind, content:
        case "stream", {"name": "stdout" | "stderr" as name, "text": str(text)}:
            return NotebookNode(output_type=kind, name=name, text=text)
        case "error", {"ename": str(name), "evalue": str(value), "traceback": list(lines)}:
            if all(isinstance(line, str) for line in lines):
                return NotebookNode(output_type=kind, ename=name, evalue=value, traceback=lines)
        case "display_data", {"data": dict(data), "metadata": {**more}} if not more:
            if all(isinstance(data[mime], str) or mime == ANSWERS_TYPE for mime in data):
                return nbformat.from_dict({"output_type": kind, "data": data, "metadata": {}})
    return None


def _written(shown: dict[str, Any]) -> int:
    """Tell how many bytes this takes in a file, at most; what cannot be written is replaced."""
    text = json.dumps(shown, ensure_ascii=False)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:  # half a surrogate pair
        whole = text.encode("utf-8", "replace")
        size = len(whole)
        shown.clear()
        shown.update(json.loads(whole))
    lines = text.count("\\n") + text.count(", ")  # of texts, and of lists of texts
    return size + INDENT * lines + HEAD


def _quoted(cell: NotebookNode) -> str:
    first_line = cell.source.removeprefix(IMPORT_CHECK).strip().split("\n", 1)[0]
    return f"“{first_line[:60]}”"


def _error(name: str, message: str) -> dict[str, Any]:
    return {"ename": name, "evalue": message, "traceback": [message]}


def _note_newer_python(notebook: NotebookNode) -> None:
    """Say so where an error may come of a version of Python that the grader has not."""
    version = notebook.metadata.get(NOTES, {}).get(NEWER_PYTHON)
    if version is None:
        return
    failed = [
        _quoted(cell)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" and output.ename in BY_VERSION
    ]
    if failed:
        ours = ".".join(map(str, sys.version_info[:2]))
        add_note(
            notebook,
            f"It was written with Python {version} and graded with {ours}, which cannot run "
            f"{failed[0]}: grade it with Python {version}, or look at it.",
        )


def _mark_experiments(notebook: NotebookNode) -> None:
    text = "This experiment was not run again for grading."
    for cell in notebook.cells:
        if cell.cell_type == "code" and EXPERIMENT in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": text})]
