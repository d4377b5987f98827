"""A sandbox, seen from outside: a process that is started at once and waited for when needed."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Self

from autograder.sandbox import isolation
from autograder.sandbox.confined import CONFINED, READY
from autograder.tried import Step, is_fast
from helpers.errors import CourseError

SECONDS_TO_START = 120  # on a machine that is busy with other things
# where memory runs out, a student's process is ended before one that grades
FIRST_TO_GO = 'echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$@"'


class Sandbox:
    """One sandbox, which loads while its owner does other things; it ends with ``with``.

    Whoever started it may hand it to a process that was forked from this one: it takes orders
    from ``control``, and ends when nobody holds that any more.

    Raises
    ------
    CourseError
        When there is no bubblewrap; the message says what to do.
    """

    def __init__(self) -> None:
        way = "fast" if is_fast(Step.KERNEL) else "plain"
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed with the sandbox
        with contextlib.ExitStack() as opened:
            opened.callback(self._let_go)
            with theirs:
                self.process = subprocess.Popen(
                    ["/bin/sh", "-c", FIRST_TO_GO, "sh", *isolation.command(theirs.fileno(), way)],
                    env=isolation.environment(),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self.errors,
                    start_new_session=True,  # what is typed in the terminal is not for it
                )
            opened.pop_all()
        # unlike the process, it can be asked and ended by a fork of ours as well
        self.handle = os.pidfd_open(self.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def wait_until_confined(self) -> None:
        """Wait until its walls stand.

        Raises
        ------
        CourseError
            When they do not; the message says why and what to do.
        """
        self._wait_for(CONFINED)

    def wait_until_ready(self) -> None:
        """Wait until its walls stand and all is loaded that a notebook needs.

        Raises
        ------
        CourseError
            When they do not, or it is not; the message says why and what to do.
        """
        self._wait_for(CONFINED)
        self._wait_for(READY)

    def _wait_for(self, step: str) -> None:
        answer = self.receive(SECONDS_TO_START)
        if answer != step:
            self.errors.seek(0)
            said = self.errors.read().decode(errors="replace").strip().split("\n")[-1]
            raise CourseError(
                f"Student code cannot be confined here: {answer or said or 'no answer'}. "
                f"{isolation.INSTALL}"
            )

    def receive(self, seconds: float) -> str:
        """Read what the sandbox says; nothing if it is silent or gone."""
        if select.select([self.control], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                return self.control.recv(1000).decode(errors="replace")
        return ""

    def ended(self) -> bool:
        """Tell whether it has ended."""
        gone = self.process.returncode is not None
        return gone or bool(select.select([self.handle], [], [], 0)[0])

    def hand_over(self) -> None:
        """Let go of what a fork of ours drives from now on; it can still be ended here."""
        self._let_go()

    def end(self) -> None:
        """End it and all that runs in it."""
        if self.process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        select.select([self.handle], [], [])
        self.process.wait()
        os.close(self.handle)
        self._let_go()

    def _let_go(self) -> None:
        self.control.close()
        self.errors.close()


@contextlib.contextmanager
def ahead() -> Iterator[Sandbox | None]:
    """Start a sandbox before the grader loads, so that both load at once.

    Where none can be had there is None: it is said when one is needed.
    """
    with contextlib.ExitStack() as opened:
        started = None
        with contextlib.suppress(CourseError, OSError):
            started = opened.enter_context(Sandbox())
        yield started
