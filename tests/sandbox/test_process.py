"""A sandbox that is started before it is needed: it is used first, and it ends in any case."""

import contextlib

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from waiting import wait_until

from autograder.exercises import CATALOGUE
from autograder.grading.pool import Pool, Task
from autograder.sandbox import isolation
from autograder.sandbox.execute import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox, ahead
from autograder.sandbox.worker import Worker
from helpers.errors import CourseError

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
CASES = {name: exercise.cases_for(1) for name, exercise in CATALOGUE[NAME].items()}


def notebook_of(source):
    return new_notebook(cells=[new_code_cell(source)])


def sandboxes():
    """Those that run, whoever drives them: each is one process of bubblewrap within another."""
    ours = psutil.Process().children(recursive=True)
    return [one for one in ours if one.name() == "bwrap" and one.parent().name() != "bwrap"]


@pytest.fixture
def started():
    """A sandbox that was started before."""
    with ahead() as sandbox:
        yield sandbox


def test_the_walls_stand_before_anything_is_loaded_in_them(started):
    started.wait_until_confined()

    inside = psutil.Process(started.process.pid).children(recursive=True)[-1]
    assert not started.ended()
    assert not [one for one in inside.memory_maps() if "sklearn" in one.path]


def test_a_worker_uses_it_first(started):
    with Worker(started) as worker:
        assert worker.sandbox is started
        executed = execute(notebook_of("print('here')"), {}, Limits(), worker)

    assert executed.cells[0].outputs[0].text == "here\n"
    assert started.ended()


def test_the_pool_uses_it_first_and_starts_no_other_for_one_notebook(started):
    with Pool(1, Limits(), ahead=started) as pool:
        pool.submit(Task("one", NAME, notebook_of("1 + 1"), CASES, run=True))
        results = []
        while not pool.is_empty:
            results += pool.finished(0.2)
        running = [one.pid for one in sandboxes()]

    assert [bool(result.judged) for result in results] == [True]
    assert running == [started.process.pid]
    assert started.ended()


def test_it_shares_the_core_of_the_process_that_drives_it(started):
    with Pool(1, Limits(), ahead=started) as pool:
        pool.submit(Task("one", NAME, notebook_of("import time\ntime.sleep(30)"), CASES, run=True))
        [server] = pool.servers.values()

        def moved():
            tree = [started.process, *psutil.Process(started.process.pid).children(recursive=True)]
            with contextlib.suppress(psutil.NoSuchProcess):  # one has just ended: looked at again
                return {tuple(psutil.Process(one.pid).cpu_affinity()) for one in tree}

        wait_until(lambda: moved() == {(server.core,)}, "the sandbox is on the core")


def test_it_ends_with_the_process_that_drives_it(started):
    with Pool(1, Limits(), ahead=started) as pool:
        pool.submit(Task("one", NAME, notebook_of("1 + 1"), CASES, run=True))
        [server] = pool.servers.values()
        server.process.kill()
        results = []
        while not pool.is_empty:
            results += pool.finished(0.2)

        assert started.ended()
    assert [bool(result.judged) for result in results] == [True]


def test_it_ends_when_nobody_used_it():
    with ahead() as sandbox:
        pid = sandbox.process.pid

    assert not psutil.pid_exists(pid)


def test_where_none_can_be_had_it_is_said_when_one_is_needed(monkeypatch):
    def missing():
        raise CourseError("no bubblewrap")

    monkeypatch.setattr(isolation, "bubblewrap", missing)

    with ahead() as sandbox:
        assert sandbox is None
        with pytest.raises(CourseError, match="no bubblewrap"), Worker(sandbox):
            pass


def test_what_the_walls_are_refused_is_said_in_a_sentence(monkeypatch):
    command = isolation.command
    monkeypatch.setattr(
        isolation, "command", lambda *asked: [*command(*asked)[:1], "--no-such-option"]
    )

    with (
        Sandbox() as sandbox,
        pytest.raises(CourseError, match=r"cannot be confined here: .*no-such-option.* Install"),
    ):
        sandbox.wait_until_ready()
