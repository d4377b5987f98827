"""Many notebooks at once: none waits for another without need, and none is lost."""

import time

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercises import CATALOGUE
from autograder.pool import Pool, Task
from autograder.sandbox import Limits

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
CASES = {name: exercise.cases_for(1) for name, exercise in CATALOGUE[NAME].items()}
QUICK, LONG = "1 + 1", "import time\ntime.sleep(5)"


@pytest.fixture
def pool():
    """Two processes."""
    with Pool(jobs=2, limits=Limits()) as opened:
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
    submit(pool, long=LONG, first=QUICK, second=QUICK, third=QUICK, fourth=QUICK)

    *quick, last = all_that_comes(pool)

    assert last == "long"
    assert sorted(quick) == ["first", "fourth", "second", "third"]


def test_a_lost_process_loses_nothing_and_what_it_had_not_begun_is_not_blamed(pool):
    submit(pool, long=LONG, first=QUICK, second=QUICK, third=QUICK)
    time.sleep(4)  # the quick ones wait for their results to be fetched, or for the long one
    [with_long] = [
        server.process
        for server in pool.servers.values()
        if any(task.key == "long" for _, task in server.tasks)
    ]
    with_long.kill()

    results = all_that_comes(pool)

    assert sorted(results) == ["first", "long", "second", "third"]
    assert all(result.judged for result in results.values())
    blamed = [name for name, result in results.items() if result.task.attempts]
    assert blamed == ["long"]


def test_each_process_has_a_core_of_its_own_as_long_as_there_are_enough(pool):
    submit(pool, first=LONG, second=LONG)
    lost = next(iter(pool.servers.values()))
    lost.process.kill()
    all_that_comes(pool)

    cores = [psutil.Process(server.process.pid).cpu_affinity() for server in pool.servers.values()]

    assert len(cores) == 2
    assert [len(core) for core in cores] == [1, 1]
    assert (cores[0] != cores[1]) == (len(psutil.Process().cpu_affinity()) > 1)
