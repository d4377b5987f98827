"""Many notebooks at once: none waits for another without need, and none is lost."""

import threading
import time

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from waiting import wait_until

from autograder.exercises import CATALOGUE
from autograder.grading import pool as module
from autograder.grading.answers import Answers
from autograder.grading.pool import Pool, Task
from autograder.sandbox.limits import Limits

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
CASES = {name: exercise.cases_for(1) for name, exercise in CATALOGUE[NAME].items()}
QUICK, LONG = "1 + 1", "import time\ntime.sleep(10)"
ENDLESS = "import time\ntime.sleep(3600)"


@pytest.fixture
def pool():
    """Two processes."""
    with Pool(jobs=2, limits=Limits(cell_seconds=3600)) as opened:
        yield opened


def submit(pool, **sources):
    """Have notebooks of one cell done, by name."""
    for name, source in sources.items():
        notebook = new_notebook(cells=[new_code_cell(source)])
        pool.submit(Task(name, NAME, notebook, CASES, run=True))


def all_that_comes(pool):
    """Wait for the results, by name, in the order of their coming."""
    results = {}
    while not pool.is_empty:
        results |= {result.task.key: result for result in pool.finished(0.2)}
    return results


def test_all_that_is_submitted_comes_back_once(pool):
    names = [f"notebook-{number}" for number in range(12)]
    submit(pool, **dict.fromkeys(names, QUICK))

    results = all_that_comes(pool)

    assert sorted(results) == sorted(names)
    assert all(result.answers and result.judged for result in results.values())


def test_a_notebook_does_not_wait_behind_a_long_one_while_a_process_is_idle(pool):
    submit(pool, long=ENDLESS, first=QUICK, second=QUICK, third=QUICK, fourth=QUICK)
    quick = set()

    def others_have_come():
        quick.update(result.task.key for result in pool.finished(0.2))
        return len(quick) == 4

    wait_until(others_have_come, "the quick notebooks, while the long one runs")
    assert sorted(quick) == ["first", "fourth", "second", "third"]


def test_a_lost_process_loses_nothing_and_what_it_had_not_begun_is_not_blamed(pool):
    submit(pool, long=LONG, first=QUICK, second=QUICK, third=QUICK)
    [(server, path)] = [
        (server, path)
        for server in pool.servers.values()
        for path, task in server.tasks
        if task.key == "long"
    ]
    wait_until(lambda: not path.exists(), "the long notebook is begun")
    server.process.kill()

    results = all_that_comes(pool)

    assert sorted(results) == ["first", "long", "second", "third"]
    assert all(result.judged for result in results.values())
    blamed = [name for name, result in results.items() if result.task.attempts]
    assert blamed == ["long"]


def test_an_answer_that_nobody_asked_for_is_nobody_s_answer(pool, monkeypatch):
    send = module._send

    def mixed_up(connection, path, done):
        send(connection, path.with_name("task-of-somebody-else"), done)

    monkeypatch.setattr(module, "_send", mixed_up)
    submit(pool, first=QUICK, second=QUICK)

    results = all_that_comes(pool)

    assert {name: result.judged for name, result in results.items()} == {
        "first": None,
        "second": None,
    }
    assert "no fault of the submission" in results["first"].problem


def test_an_answer_that_cannot_be_sent_is_said(pool, monkeypatch):
    def huge(task, executed):
        return threading.Lock(), None, ""  # nothing that can be sent

    monkeypatch.setattr(module, "_judged", huge)
    submit(pool, one=QUICK)

    results = all_that_comes(pool)

    assert "TypeError" in results["one"].problem


@pytest.mark.parametrize("raised", [MemoryError(), SystemExit(), RecursionError()], ids=repr)
def test_whatever_is_raised_while_answers_are_packed_each_answer_is_its_own(
    pool, monkeypatch, raised
):
    pack = Answers.packed

    def fail(answers):
        if answers.submission == "bad":
            raise raised
        return pack(answers)

    monkeypatch.setattr(Answers, "packed", fail)
    for name in ("first", "bad", "third", "fourth"):
        notebook = new_notebook(cells=[new_code_cell(f"'{name}'")])
        pool.submit(Task(name, NAME, notebook, CASES, run=True, submission=name))

    results = all_that_comes(pool)

    shown = {name: _last(result.judged) for name, result in results.items() if result.judged}
    assert shown == {"first": "'first'", "third": "'third'", "fourth": "'fourth'"}
    assert results["bad"].answers is None
    assert results["bad"].problem


def _last(notebook):
    """Read what the last cell shows."""
    return notebook.cells[-1].outputs[0].data["text/plain"]


def test_a_process_that_comes_to_no_end_is_ended_and_its_task_left(monkeypatch):
    judge = module._judged

    def hang(task, executed):
        if task.key == "endless":
            time.sleep(3600)
        return judge(task, executed)

    monkeypatch.setattr(module, "_judged", hang)
    monkeypatch.setattr(module, "SECONDS_BESIDE", 5)

    with Pool(jobs=2, limits=Limits(cell_seconds=5, notebook_seconds=5)) as pool:
        submit(pool, endless=QUICK, first=QUICK, second=QUICK, third=QUICK)
        results = all_that_comes(pool)

    assert results["endless"].judged is None
    assert "no fault of the submission" in results["endless"].problem
    assert all(results[name].judged for name in ("first", "second", "third"))


def test_a_process_has_no_more_memory_than_it_needs(pool, monkeypatch):
    judge = module._judged

    def waste(task, executed):
        if task.key == "greedy":
            raise ValueError(len(bytearray(2 * module.DRIVER_MEGABYTES * 2**20)))
        return judge(task, executed)

    monkeypatch.setattr(module, "_judged", waste)
    submit(pool, first=QUICK, greedy=QUICK, second=QUICK)

    results = all_that_comes(pool)

    assert "no memory left" in results["greedy"].problem.replace("There was ", "")
    assert results["first"].judged
    assert results["second"].judged


def test_each_process_has_a_core_of_its_own_as_long_as_there_are_enough(pool):
    submit(pool, first=LONG, second=LONG)
    lost = next(iter(pool.servers.values()))
    lost.process.kill()
    all_that_comes(pool)

    cores = [psutil.Process(server.process.pid).cpu_affinity() for server in pool.servers.values()]

    assert len(cores) == 2
    assert [len(core) for core in cores] == [1, 1]
    assert (cores[0] != cores[1]) == (len(psutil.Process().cpu_affinity()) > 1)
