"""Many submissions at once: each process executes and judges one notebook after another.

The processes are forked from one that has no threads. Nothing of theirs is left behind when they
are killed: the folder they work in is removed by the one who started them, or by the next run.
"""

import asyncio
import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import resource
import shutil
import signal
import tempfile
import time
from collections import Counter, deque
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Self

import psutil
import uvloop
from nbformat import NotebookNode

from autograder.exercises import CATALOGUE
from autograder.grading.answers import Answers
from autograder.grading.faults import in_words
from autograder.grading.judge import judge_notebook
from autograder.grading.preparing import Raw, prepare
from autograder.notebook import MEGABYTE
from autograder.sandbox.confined.barriers import LIBC, PR_SET_PDEATHSIG
from autograder.sandbox.execute import Kernels, execute_async
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from autograder.sandbox.unconfined import kernels
from helpers.checks.cases import Case
from helpers.errors import CourseError

FORK = multiprocessing.get_context("fork")
PREFIX = "grading-"
ATTEMPTS = 3  # to do one task, when the process that does it is lost
AHEAD = 3  # tasks of a process: one it judges, one it executes, one for which it need not wait
MOST_BARREN = 3
SECONDS_BESIDE = 240  # that a task may take beside what its cells may: kernels start, it is judged
DRIVER_MEGABYTES = 1024  # that a process may use beyond what it was forked with
SEE_DOCTOR = "see `autograder doctor`, and whether there is memory left"
TOO_LONG = (
    "The process that ran it did not come to an end in time, which is no fault of the submission: "
    "run the same command again, and if that does not help, please report it."
)
LOST = (
    "The process that ran it was lost again and again, which is no fault of the submission: see "
    "whether there is memory left, then run the same command again."
)


@dataclass(eq=False)
class Task:
    """A notebook to be executed and judged, or only judged.

    Attributes
    ----------
    key
        Tells it from others.
    assignment
        Name of the lesson.
    notebook
        As it was read, or sanitized; executed if it is only to be judged.
    cases
        Inputs of each exercise; of what was only read they are not made yet.
    run
        Whether it is to be executed.
    submission
        Fingerprint of what is executed, which its answers are kept with.
    attempts
        How often a process was lost that had begun it.
    """

    key: Hashable
    assignment: str
    notebook: NotebookNode | Raw
    cases: dict[str, list[Case]]
    run: bool
    submission: str = ""
    attempts: int = 0


@dataclass(frozen=True)
class Result:
    """What came of a task.

    Attributes
    ----------
    task
        What was asked for.
    answers
        The executed notebook as its record keeps it; None if it was not executed, or every
        process that did was lost.
    judged
        The notebook with verdicts and points; None if it could not be judged.
    problem
        Why there is none.
    """

    task: Task
    answers: bytes | None
    judged: NotebookNode | None
    problem: str = ""


Done = tuple[bytes | None, NotebookNode | None, str]  # the last three of a result
Answer = tuple[str, Done | CourseError]  # to which task


@dataclass
class Server:
    """A process that does tasks.

    Attributes
    ----------
    process
        It runs :func:`_serve`.
    core
        Where it runs.
    ahead
        Its sandbox, if that was started before it.
    tasks
        What it was handed, in the order of doing, and the files that it takes them from.
    since
        When its first task was first seen to be begun; None while it is not.
    """

    process: multiprocessing.process.BaseProcess
    core: int
    ahead: Sandbox | None = None
    tasks: deque[tuple[Path, Task]] = field(default_factory=deque)
    since: float | None = None

    def overdue(self, seconds: float) -> bool:
        """Tell whether its first task was begun longer ago than so many seconds."""
        now = time.monotonic()
        if self.since is None and self.tasks and not self.tasks[0][0].exists():
            self.since = now
        return self.since is not None and now - self.since > seconds

    def is_at(self, name: str) -> bool:
        """Tell whether this is the name of its first task."""
        return bool(self.tasks) and self.tasks[0][0].name == name

    def done(self) -> Task:
        """Take its first task from it."""
        self.since = None
        return self.tasks.popleft()[1]

    def end(self) -> None:
        """End it, if it has not ended yet."""
        self.process.kill()
        self.process.join()
        if self.ahead:
            self.ahead.end()


class Pool:
    """Several processes that execute and judge.

    Parameters
    ----------
    jobs
        How many notebooks run at once.
    limits
        What each of them may use.
    confined
        Whether they run in a sandbox.
    ahead
        A sandbox that was started before.

    They are started when there is something to do. A task is handed to a process as a file, which
    the process takes away when it begins; until then it can be handed to another.
    """

    def __init__(
        self, jobs: int, limits: Limits, confined: bool = True, ahead: Sandbox | None = None
    ) -> None:
        self.jobs, self.limits, self.confined, self.ahead = jobs, limits, confined, ahead
        self.waiting: deque[Task] = deque()
        self.servers: dict[Connection, Server] = {}
        self.failed: list[Result] = []  # what could not even be handed out
        self.barren = 0  # processes in a row that ended before they had begun anything
        self.numbers = itertools.count()

    def __enter__(self) -> Self:
        _sweep(Path(tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        return self

    def __exit__(self, *exception: object) -> None:
        for server in self.servers.values():
            server.process.kill()
        for connection, server in self.servers.items():
            server.end()
            connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def has_room(self) -> bool:
        """Tell whether a process might have to wait if no more were submitted."""
        handed = sum(len(server.tasks) for server in self.servers.values())
        return handed + len(self.waiting) < AHEAD * self.jobs

    @property
    def is_empty(self) -> bool:
        """Tell whether all that was submitted has come back."""
        busy = any(server.tasks for server in self.servers.values())
        return not (self.waiting or self.failed or busy)

    def submit(self, task: Task) -> None:
        """Have a task done."""
        self.waiting.append(task)
        try:
            self._hand_out()
        except BaseException:
            if task in self.waiting:  # it comes back to nobody
                self.waiting.remove(task)
            raise

    def finished(self, seconds: float) -> list[Result]:
        """Wait at most so long for results.

        Raises
        ------
        CourseError
            When there is to be a sandbox and none can be had.
        """
        results, self.failed = self.failed, []
        for connection in wait(list(self.servers), seconds):
            assert isinstance(connection, Connection)
            server = self.servers[connection]
            match _answer(connection):
                case (str(name), tuple(done)) if server.is_at(name):
                    results.append(Result(server.done(), *done))
                    self.barren = 0
                case (str(name), CourseError() as error) if server.is_at(name):
                    results += self._lose(connection, error)
                case _:  # it is lost, or answered what nobody had asked
                    results += self._lose(connection)
        patience = self.limits.notebook_seconds + self.limits.grace + SECONDS_BESIDE
        for connection in [one for one, server in self.servers.items() if server.overdue(patience)]:
            results.append(Result(self.servers[connection].done(), None, None, TOO_LONG))
            results += self._lose(connection)
        self._hand_out()
        return results

    def _lose(self, connection: Connection, error: CourseError | None = None) -> list[Result]:
        """Clear a process away, and give up what it had begun if that was tried often enough."""
        begun = self._bury(connection)
        self.barren = 0 if begun else self.barren + 1
        if self.barren > MOST_BARREN:
            raise CourseError(f"The processes that run submissions end at once: {SEE_DOCTOR}.")
        given_up = []
        for task in begun:
            task.attempts += 1
            if task.attempts < ATTEMPTS:
                self.waiting.appendleft(task)
            elif error:
                raise error
            else:
                given_up.append(Result(task, None, None, LOST))
        return given_up

    def _hand_out(self) -> None:
        while self.waiting:
            if len(self.servers) < self.jobs and all(s.tasks for s in self.servers.values()):
                try:
                    self._start()
                except (OSError, MemoryError) as error:  # fewer do as well
                    if not self.servers:
                        raise CourseError(f"No process can be started: {in_words(error)}") from None
            freest = min(self.servers, key=lambda one: len(self.servers[one].tasks))
            if len(self.servers[freest].tasks) == AHEAD:
                return
            self._give(freest, self.waiting.popleft())
        self._level()

    def _give(self, connection: Connection, task: Task) -> None:
        path = self.folder / f"task-{next(self.numbers)}"
        try:
            path.write_bytes(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
        except (OSError, MemoryError) as error:
            self.failed.append(Result(task, None, None, in_words(error)))
            with contextlib.suppress(OSError):
                path.unlink()
            return
        self.servers[connection].tasks.append((path, task))
        try:
            connection.send(path)
        except (OSError, MemoryError):  # it is lost, which shows when its answer is read
            self.servers[connection].process.kill()

    def _level(self) -> None:
        """Let no process be idle while a task waits for another to end a long one."""
        for idle in [one for one, server in self.servers.items() if not server.tasks]:
            for server in self.servers.values():
                if len(server.tasks) > 1 and _take(server.tasks[-1][0]):
                    self._give(idle, server.tasks.pop()[1])
                    break

    def _start(self) -> None:
        ours, theirs = FORK.Pipe()
        core, ahead, self.ahead = self._free_core(), self.ahead, None
        process = FORK.Process(
            target=_serve,
            args=(theirs, ours, self.limits, self.confined, self.folder, core, ahead),
            daemon=True,
        )
        process.start()
        theirs.close()
        if ahead:
            ahead.hand_over()
        self.servers[ours] = Server(process, core, ahead)

    def _free_core(self) -> int:
        """Choose where the fewest of ours run; another run's choice begins elsewhere."""
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
        first = os.getpid() % len(cores)
        used = Counter(server.core for server in self.servers.values())
        return min(cores[first:] + cores[:first], key=lambda core: used[core])

    def _bury(self, lost: Connection) -> list[Task]:
        """Clear away a process; what it had not begun waits again, what it had is returned."""
        server = self.servers.pop(lost)
        server.end()
        lost.close()
        begun = []
        for path, task in reversed(server.tasks):
            if _take(path):
                self.waiting.appendleft(task)
            else:
                begun.append(task)
        return begun


def _answer(connection: Connection) -> Answer | None:
    """Read what a process answers, and to which task; None if it is lost."""
    try:
        answer: Answer = connection.recv()
    except Exception:  # it has ended, amid an answer maybe, or there is no memory to read it
        return None
    return answer


def _take(path: Path) -> bytes | None:
    """Take a task away, unless somebody else has."""
    taken = path.with_suffix(".taken")
    try:
        path.rename(taken)
    except FileNotFoundError:
        return None
    content = taken.read_bytes()
    taken.unlink()
    return content


def _sweep(folder: Path) -> None:
    """Remove what runs left that were killed."""
    for left in folder.glob(f"{PREFIX}*-*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _serve(
    connection: Connection,
    other: Connection,
    limits: Limits,
    confined: bool,
    folder: Path,
    core: int,
    ahead: Sandbox | None,
) -> None:
    """Do tasks until nobody hands out any more."""
    other.close()
    os.setsid()  # what is typed in the terminal is for the one who started us
    with contextlib.suppress(AttributeError):  # other systems than Linux have no such call
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # we end with the one who started us
        os.sched_setaffinity(0, {core})  # we and our kernel take turns, which costs less on one
    tempfile.tempdir = str(folder)
    _bound_memory()
    gc.freeze()  # what we were forked with need not be searched, nor copied for it
    gc.set_threshold(10_000)  # nor what is there only as long as a notebook
    # whatever ends us, the one who started us notices and gives our tasks to another
    ends = contextlib.suppress(EOFError, OSError, MemoryError, KeyboardInterrupt)
    with ends, contextlib.ExitStack() as opened:
        judge = opened.enter_context(ThreadPoolExecutor(1))  # while the next is executed
        runner = opened.enter_context(asyncio.Runner(loop_factory=uvloop.new_event_loop))
        running: Kernels | None = None
        answered: Future[None] | None = None
        while True:
            path: Path = connection.recv()
            content = _take(path)
            if content is None:
                continue
            task: Task = pickle.loads(content)
            if answered and task.attempts:  # done alone, it costs no other if it is to blame
                answered.result()
            executed = None
            if task.run:
                try:
                    if running is None:
                        running = opened.enter_context(kernels(confined, ahead))
                        _share(core, ahead)
                    task = _prepared(task)
                    executed = runner.run(execute_async(task.notebook, task.cases, limits, running))
                except CourseError as error:
                    judge.shutdown()
                    connection.send((path.name, error))
                    return
                except Exception as error:  # it is answered all the same
                    judge.submit(_send, connection, path, (None, None, in_words(error)))
                    continue
            answered = judge.submit(_judge_and_send, connection, path, task, executed)
            if task.attempts:
                answered.result()


def _prepared(task: Task) -> Task:
    if not isinstance(task.notebook, Raw):
        return task
    notebook, cases = prepare(task.notebook, task.assignment)
    return replace(task, notebook=notebook, cases=cases)


def _bound_memory() -> None:
    """Let this process use no more than a driver needs, whatever a submission makes of it."""
    with contextlib.suppress(OSError, ValueError, StopIteration):  # not all systems tell or keep it
        lines = Path("/proc/self/status").read_text().splitlines()
        used = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        bound = used + DRIVER_MEGABYTES * MEGABYTE
        resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


def _share(core: int, ahead: Sandbox | None) -> None:
    """Bring a sandbox that was started elsewhere to the core of the one who drives it."""
    tree = []
    with contextlib.suppress(psutil.Error):
        started = psutil.Process(ahead.process.pid) if ahead else None
        tree = [started, *started.children(recursive=True)] if started else []
    for process in tree:  # of which one may just have ended
        with contextlib.suppress(psutil.Error, AttributeError):
            process.cpu_affinity([core])


def _judge_and_send(
    connection: Connection, path: Path, task: Task, executed: NotebookNode | None
) -> None:
    try:
        done = _judged(task, executed)
    except BaseException as error:  # which a thread would keep to itself
        done = None, None, in_words(error)
    _send(connection, path, done)


def _send(connection: Connection, path: Path, done: Done) -> None:
    """Answer a task by its name, in any case: a process that cannot ends, which is noticed."""
    try:
        connection.send((path.name, done))
    except BaseException as error:  # too large for what memory there is, or nobody listens any more
        try:
            connection.send((path.name, (None, None, in_words(error))))
        except BaseException:
            os._exit(1)


def _judged(task: Task, executed: NotebookNode | None) -> Done:
    answers, judged, problem = None, None, ""
    try:
        if executed:
            answers = Answers(task.submission, executed, task.cases).packed()
        notebook = executed or task.notebook
        judged = judge_notebook(notebook, CATALOGUE[task.assignment], task.cases)
    except BaseException as error:  # a mistake in the catalogue must not cost the answers
        problem = in_words(error)
    return answers, judged, problem
