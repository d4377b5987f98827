"""A class with attacks on memory and on clocks, where there is little memory."""

import contextlib
import os
import uuid
from pathlib import Path

import pytest
from attack_files import ATTACKS
from attacked import graded_class
from attacking import NEIGHBOUR

pytestmark = pytest.mark.slow

CONTROL = Path("/sys/fs/cgroup")
NAMES = {
    *("announces_a_huge_frame", "answers_nobody", "answers_nobody_dearly", "drips_bytes"),
    *("drips_outputs", "floods_when_it_is_interrupted", "hangs_up", "opens_many_widgets"),
    *("prints_wide_characters", "raises_a_huge_error", "sends_endless_empty_frames"),
    *("sends_unfinished_messages", "sends_widget_buffers", "shows_what_grows"),
    *("speaks_of_no_cell", "takes_all_disk", "takes_all_memory", "updates_many_outputs"),
}
GREEDY = [attack for attack in ATTACKS if attack.name in NAMES]
HONEST = [NEIGHBOUR, *(attack.witness for attack in GREEDY if attack.witness)]


@contextlib.contextmanager
def addresses():
    """Let no process have more than 3.5 GB of addresses."""
    yield ["/bin/sh", "-c", 'ulimit -v 3500000; exec "$@"', "sh"]


@contextlib.contextmanager
def together():
    """Let all processes together have no more than 3 GB of memory."""
    old = (CONTROL / "memory").is_dir()
    group = CONTROL / ("memory" if old else ".") / f"attacked-{uuid.uuid4().hex}"
    try:
        group.mkdir()
        limit = group / ("memory.limit_in_bytes" if old else "memory.max")
        limit.write_text(f"{3 * 10**9}")
        procs = group / "cgroup.procs"
        os.close(os.open(procs, os.O_WRONLY))
    except OSError as error:
        with contextlib.suppress(OSError):
            group.rmdir()
        pytest.skip(f"no group of processes can be made here: {error}")
    yield ["/bin/sh", "-c", f'echo $$ >{procs}; exec "$@"', "sh"]
    with contextlib.suppress(OSError):
        group.rmdir()


@pytest.fixture(scope="module", params=[addresses, together], ids=lambda way: way.__name__)
def graded(request):
    """Grade the class with little memory."""
    with request.param() as within, graded_class(GREEDY, within=within) as graded:
        yield graded


def test_all_attacks_of_this_kind_are_there():
    assert {attack.name for attack in GREEDY} == NAMES


def test_a_class_with_attacks_on_memory_is_graded_to_its_end(graded):
    assert (graded.said.returncode, graded.said.stderr) == (0, "")


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_is_unharmed_where_there_is_little_memory(graded, student):
    points = graded.aftermath.points(student)

    lines = graded.said.stdout.splitlines()
    assert sum(points.values()) == 80
    assert [line for line in lines if line.startswith(f"  {student}, ")] == []


@pytest.mark.parametrize("attack", GREEDY, ids=lambda attack: attack.student)
def test_an_attack_on_memory_earns_what_its_answers_are_worth(graded, attack):
    assert graded.aftermath.points(attack.student) == graded.aftermath.due(attack)
