"""Many submissions at once: each process executes and judges one notebook after another.

The processes are forked from one that has no threads. Nothing of theirs is left behind when they
are killed: the folder they work in is removed by the one who started them, or by the next run.
"""

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Self

import psutil
from nbformat import NotebookNode

from autograder.answers import Answers
from autograder.confined.barriers import LIBC, PR_SET_PDEATHSIG
from autograder.exercises import CATALOGUE
from autograder.judge import judge_notebook
from autograder.sandbox import Kernels, Limits, execute
from autograder.unconfined import kernels
from helpers.cases import Case
from helpers.errors import CourseError

FORK = multiprocessing.get_context("fork")
PREFIX = "grading-"
ATTEMPTS = 3  # to do one task, when the process that does it is lost
LOST = "the process that ran it was lost again and again"


@dataclass
class Task:
    """A notebook to be executed and judged, or only judged.

    Attributes
    ----------
    key
        Tells it from others.
    assignment
        Name of the lesson.
    notebook
        Sanitized, or executed if it is only to be judged.
    cases
        Inputs of each exercise.
    run
        Whether it is to be executed.
    submission
        Fingerprint of what is executed, which its answers are kept with.
    attempts
        How often that was begun.
    """

    key: Hashable
    assignment: str
    notebook: NotebookNode
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

    They are started when there is something to do.
    """

    def __init__(self, jobs: int, limits: Limits, confined: bool = True) -> None:
        self.jobs, self.limits, self.confined = jobs, limits, confined
        self.waiting: deque[Task] = deque()
        self.busy: dict[Connection, Task] = {}
        self.idle: list[Connection] = []
        self.processes: dict[Connection, multiprocessing.process.BaseProcess] = {}

    def __enter__(self) -> Self:
        _sweep(Path(tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self.processes.values():
            process.kill()
        for connection, process in self.processes.items():
            process.join()
            connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def has_room(self) -> bool:
        """Tell whether a process would wait if no more were submitted."""
        return len(self.waiting) < self.jobs

    @property
    def is_empty(self) -> bool:
        """Tell whether all that was submitted has come back."""
        return not (self.waiting or self.busy)

    def submit(self, task: Task) -> None:
        """Have a task done."""
        self.waiting.append(task)
        self._hand_out()

    def finished(self, seconds: float) -> list[Result]:
        """Wait at most so long for results.

        Raises
        ------
        CourseError
            When there is to be a sandbox and none can be had.
        """
        results = []
        for connection in wait(list(self.busy), seconds):
            assert isinstance(connection, Connection)
            task = self.busy.pop(connection)
            answer = _answer(connection)
            if isinstance(answer, tuple):
                self.idle.append(connection)
                results.append(Result(task, *answer))
                continue
            self._bury(connection)
            if task.attempts < ATTEMPTS:
                self.waiting.appendleft(task)
            elif answer is None:
                results.append(Result(task, None, None, LOST))
            else:
                raise answer
        self._hand_out()
        return results

    def _hand_out(self) -> None:
        while self.waiting and (self.idle or len(self.processes) < self.jobs):
            if not self.idle:
                self._start()
            connection, task = self.idle.pop(), self.waiting.popleft()
            task.attempts += 1
            self.busy[connection] = task
            with contextlib.suppress(OSError):  # it is lost, which shows when its answer is read
                connection.send(task)

    def _start(self) -> None:
        ours, theirs = FORK.Pipe()
        process = FORK.Process(
            target=_serve, args=(theirs, ours, self.limits, self.confined, self.folder), daemon=True
        )
        process.start()
        theirs.close()
        self.processes[ours] = process
        self.idle.append(ours)

    def _bury(self, lost: Connection) -> None:
        process = self.processes.pop(lost)
        process.kill()
        process.join()
        lost.close()


def _answer(connection: Connection) -> Done | CourseError | None:
    """Read what a process answers; None if it is lost."""
    try:
        answer: Done | CourseError = connection.recv()
    except (EOFError, OSError):
        return None
    return answer


def _sweep(folder: Path) -> None:
    """Remove what runs left that were killed."""
    for left in folder.glob(f"{PREFIX}*-*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _serve(
    connection: Connection, other: Connection, limits: Limits, confined: bool, folder: Path
) -> None:
    """Do tasks until nobody hands out any more."""
    other.close()
    os.setsid()  # what is typed in the terminal is for the one who started us
    with contextlib.suppress(AttributeError):  # other systems than Linux have no such call
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # we end with the one who started us
    tempfile.tempdir = str(folder)
    gc.freeze()  # what we were forked with need not be searched, nor copied for it
    with contextlib.ExitStack() as opened, contextlib.suppress(EOFError, OSError):
        running: Kernels | None = None
        while True:
            task = connection.recv()
            try:
                if task.run and running is None:
                    running = opened.enter_context(kernels(confined))
                answer = _work(task, limits, running)
            except CourseError as error:
                connection.send(error)
                return
            connection.send(answer)


def _work(task: Task, limits: Limits, running: Kernels | None) -> Done:
    executed, answers = task.notebook, None
    if task.run and running:
        executed = execute(executed, task.cases, limits, running)
        answers = Answers(task.submission, executed, task.cases).packed()
    try:
        return answers, judge_notebook(executed, CATALOGUE[task.assignment], task.cases), ""
    except Exception as error:  # a mistake in the catalogue must not cost the answers
        return answers, None, f"{type(error).__name__}: {error}"
