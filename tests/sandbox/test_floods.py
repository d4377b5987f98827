"""A flood of any kind costs its sender's own time, and nobody else's."""

import time

import jupytext
import psutil
import pytest
from attacking import FOLDER
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercises import CATALOGUE
from autograder.sandbox import execute as step
from autograder.sandbox.limits import Limits
from autograder.sandbox.worker import Worker
from helpers.checks import ANSWERS_TYPE

pytestmark = pytest.mark.slow

EXERCISE = "forward_propagation"
CASES = {EXERCISE: CATALOGUE["gradient_checking"][EXERCISE].cases_for(1)}
SOLUTION = f"def {EXERCISE}(x, theta):\n    return x * theta"
LIMITS = Limits(cell_seconds=4, notebook_seconds=20)
SECONDS_TO_START = 5  # of kernels, on a busy machine
FLOODS = (
    *("announces_a_huge_frame", "answers_nobody", "answers_nobody_dearly", "drips_bytes"),
    *("drips_outputs", "floods_when_it_is_interrupted", "hangs_up", "opens_many_widgets"),
    *("prints_many_lines", "prints_wide_characters", "raises_a_huge_error"),
    *("sends_endless_empty_frames", "sends_unfinished_messages", "sends_widget_buffers"),
    *("shows_what_grows", "speaks_of_no_cell", "updates_many_outputs"),
)


@pytest.fixture(scope="module")
def worker():
    """One sandbox."""
    with Worker() as worker:
        yield worker


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_takes_no_longer_than_the_limits_and_little_memory_to_read(worker, flood):
    cells = jupytext.read(FOLDER / f"{flood}.py", fmt="py:percent").cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    check = {"nbgrader": {"grade": True, "grade_id": f"check-{EXERCISE}"}}
    notebook = new_notebook(
        cells=[
            # the solution first: a flood on a busy machine may take the time of what comes after
            *map(new_code_cell, [SOLUTION, *sources]),
            new_code_cell(f"check({EXERCISE})", metadata=check),
        ]
    )
    before, began, used = psutil.Process().memory_info().rss, time.monotonic(), time.process_time()

    executed = step.execute(notebook, CASES, LIMITS, worker)

    assert time.monotonic() - began < 1.1 * LIMITS.notebook_seconds + SECONDS_TO_START
    assert time.process_time() - used < LIMITS.notebook_seconds / 4
    assert psutil.Process().memory_info().rss - before < 300 * 2**20
    assert any(ANSWERS_TYPE in output.get("data", {}) for output in executed.cells[-1].outputs)


def test_cells_that_are_stopped_one_after_another_take_the_notebook_s_time_alone(worker):
    busy = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(100)"
    notebook = new_notebook(cells=[new_code_cell(busy) for _ in range(9)])
    limits = Limits(cell_seconds=5, notebook_seconds=8)
    began = time.monotonic()

    step.execute(notebook, CASES, limits, worker)

    assert time.monotonic() - began < limits.notebook_seconds + limits.grace + SECONDS_TO_START


def test_the_sandbox_ends_a_kernel_in_time_although_nobody_here_looks(worker, monkeypatch):
    notebook = new_notebook(cells=[new_code_cell("while True: pass")])
    ended = []

    async def look_away(client, cell, cell_index, **options):
        client.kernels.limit(1)
        client.kc.execute(cell.source)
        time.sleep(3)  # as one does who reads what takes long to read
        ended.append(client.kernels.ended())
        return cell

    monkeypatch.setattr(step._Client, "async_execute_cell", look_away)

    step.execute(notebook, CASES, LIMITS, worker)

    assert ended == [True]
