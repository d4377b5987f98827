"""The kernel that a student's code runs in, on top of private parts of ipykernel."""

import functools
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import zmq
from ipykernel.iostream import BackgroundSocket, IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.application import BaseIPythonApplication
from IPython.core.compilerop import CachingCompiler
from traitlets import Type
from zmq.eventloop.zmqstream import ZMQStream

from autograder.sandbox.confined import CHANNELS, START
from autograder.sandbox.confined.stream import Stream

# where IPython may change a cell: magics, help, prompts, and lines that begin or are empty oddly
MORE_THAN_PYTHON = re.compile(
    r"\A\s|^[ \t]*([!%?,;/]|>>>|\.\.\.|In \[|$(?<=[ \t]))|=\s*[%!]|\?", re.MULTILINE
)


class Publisher(IOPubThread):  # type: ignore[misc]
    """ipykernel's, without its thread and its event loop: what is published is sent at once."""

    def __init__(self, socket: zmq.Socket[bytes]) -> None:
        self.socket, self.io_loop = socket, None
        self.background_socket = BackgroundSocket(self)
        self.thread = threading.Thread()  # never started
        self.lock = threading.RLock()  # a student's threads print as well
        self._pipe_flag = False

    def schedule(self, f: Callable[[], object]) -> None:
        """Send now."""
        with self.lock:
            f()


class Prints(Stream):
    """Publishes what was printed at the end of a cell, and meanwhile if there comes more."""

    _flush_pending: bool

    def _schedule_flush(self) -> None:
        now = time.monotonic()
        if not self._flush_pending:
            self._flush_pending, self.since = True, now
        elif now - self.since > self.flush_interval:
            self.publish()


class NoThread:
    """Takes the place of ipykernel's thread for subshells."""

    parent_thread = threading.main_thread()  # a cell that awaits is interrupted there

    def __bool__(self) -> bool:
        return False


class Interpreter(ZMQInteractiveShell):  # type: ignore[misc]
    """ipykernel's, without what most cells do not need and much of its time went to."""

    @functools.lru_cache(maxsize=1)  # noqa: B019  # ipykernel transforms each twice in succession
    def transform_cell(self, raw_cell: str) -> str:
        """Make Python of a cell; one that is Python is left alone."""
        if "\n" not in raw_cell or MORE_THAN_PYTHON.search(raw_cell):
            transformed: str = super().transform_cell(raw_cell)
            return transformed
        return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"

    def should_run_async(self, raw_cell: str, **transformed: Any) -> bool:
        """Tell whether a cell awaits something; most need not be compiled to see it."""
        words = "await" in raw_cell or "async" in raw_cell
        return words and bool(super().should_run_async(raw_cell, **transformed))


class Shell(IPythonKernel):  # type: ignore[misc]
    """ipykernel's, without what nobody asks for: subshells, and to hear what it was sent."""

    shell_class = Type(Interpreter)
    compiler_class = Type(CachingCompiler)  # its own names cells for a debugger, which takes long
    _supports_kernel_subshells = False

    def _publish_status(self, status: str, *arguments: Any) -> None:
        if status != "busy":
            super()._publish_status(status, *arguments)

    def _publish_execute_input(self, *arguments: Any) -> None:
        """Do without: who sent the cell counts the cells."""


class Kernel(IPKernelApp):  # type: ignore[misc]
    """ipykernel on sockets that were opened for it: it needs no file and no folder."""

    listeners: list[int]

    def init_connection_file(self) -> None:
        """Do without: the manager knows all that it would say."""

    def write_connection_file(self, **info: Any) -> None:
        """Do without."""

    def init_heartbeat(self) -> None:
        """Do without: whoever forked the kernel sees it end."""

    def init_control(self, context: zmq.Context[Any]) -> None:
        """Do without: it is interrupted by a signal, ended by another, and not debugged."""

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Publish outputs."""
        socket = context.socket(zmq.XPUB)
        self._bind_socket(socket, 1 + CHANNELS.index("iopub"))
        self.iopub_thread = Publisher(socket)
        self.iopub_socket = self.iopub_thread.background_socket

    def _try_bind_socket(self, s: Any, port: int) -> int:
        s.setsockopt(zmq.USE_FD, self.listeners[port - 1])
        s.setsockopt(zmq.SNDHWM, 0)  # what is not fetched waits here, and counts as its memory
        bound: int = super()._try_bind_socket(s, port)
        return bound

    def prepare(self) -> None:
        """Do what can be done before the fork: all of ``initialize`` but its sockets."""
        self.config.HistoryManager.enabled = False
        self.config.IPythonKernel._execute_sleep = 0  # it lets outputs of subprocesses arrive
        self.kernel_class, self.outstream_class = Shell, f"{__name__}.{Prints.__name__}"
        BaseIPythonApplication.initialize(self, [])
        self.log.setLevel(logging.CRITICAL)  # nobody reads it
        self.init_pdb()
        self.configure_tornado_logger()
        self.transport, self.ip = "ipc", "kernel"
        for number, channel in enumerate(CHANNELS, start=1):
            setattr(self, f"{channel}_port", number)
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
            log=self.log,
        )
        shell = self.kernel.shell
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        self.init_code()
        shell.run_cell(START)

    def init_kernel(self) -> None:
        """Connect the kernel, which was made before the fork."""
        kernel = self.kernel
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.shell_channel_thread = NoThread()
        for name in ("iopub_thread", "iopub_socket", "stdin_socket"):
            setattr(kernel, name, getattr(self, name))
        for part in (kernel.shell.displayhook, kernel.shell.display_pub):
            part.session, part.pub_socket = self.session, self.iopub_socket
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def serve(self, listeners: list[int], key: str) -> None:
        """Do the rest of ``initialize``, and run cells until the process ends.

        Parameters
        ----------
        listeners
            Listening sockets, in the order of :data:`CHANNELS`.
        key
            With which messages are signed.
        """
        self.listeners = listeners
        self.session.key, self.session.pid = key.encode(), os.getpid()
        self.init_sockets()
        self.init_io()
        self.init_signal()
        self.init_kernel()
        self.iopub_thread.socket.recv()  # from now on the manager hears what is published
        self.start()
