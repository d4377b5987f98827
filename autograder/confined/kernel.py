"""The kernel that a student's code runs in."""

import logging
import sys
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication
from zmq.eventloop.zmqstream import ZMQStream

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")  # the order of its sockets
# these two end a cell; IPython's own would end the kernel
GENTLE_EXIT = "get_ipython().push(dict.fromkeys(['exit', 'quit'], __import__('sys').exit))"


class Kernel(IPKernelApp):  # type: ignore[misc]
    """ipykernel on sockets that were opened for it: it needs no file and no folder."""

    listeners: list[int]

    def init_connection_file(self) -> None:
        """Do without: the manager knows all that it would say."""

    def write_connection_file(self, **info: Any) -> None:
        """Do without."""

    def init_heartbeat(self) -> None:
        """Do without: whoever forked the kernel sees it end."""

    def init_sockets(self) -> None:
        """Open the sockets; only the manager connects to them."""
        super().init_sockets()
        self.shell_channel_thread = None  # it serves subshells, of which there are none
        self.debug_shell_socket.disconnect(self.shell_socket.getsockopt(zmq.LAST_ENDPOINT))

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Publish outputs, without the network that ipykernel has for those of subprocesses."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self._bind_socket(self.iopub_socket, 1 + CHANNELS.index("iopub"))
        self.configure_tornado_logger()
        self.iopub_thread = IOPubThread(self.iopub_socket, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def _try_bind_socket(self, s: Any, port: int) -> int:
        s.setsockopt(zmq.USE_FD, self.listeners[port - 1])
        s.setsockopt(zmq.SNDHWM, 0)  # what is not fetched waits here, and counts as its memory
        bound: int = super()._try_bind_socket(s, port)
        return bound

    def prepare(self) -> None:
        """Do what can be done before the fork: ipykernel's ``initialize`` up to its sockets."""
        self.config.IPKernelApp.exec_lines = [GENTLE_EXIT]
        self.config.HistoryManager.enabled = False
        self.config.IPythonKernel._execute_sleep = 0  # it lets outputs of subprocesses arrive
        self.config.Kernel.log_level = logging.CRITICAL
        BaseIPythonApplication.initialize(self, [])
        self.init_pdb()
        self.transport, self.ip = "ipc", "kernel"
        for number, channel in enumerate(CHANNELS, start=1):
            setattr(self, f"{channel}_port", number)
        self.kernel = self.kernel_class.instance(
            parent=self, profile_dir=self.profile_dir, user_ns=self.user_ns, log=self.log
        )

    def init_kernel(self) -> None:
        """Connect the kernel, which was made before the fork."""
        self.control_thread.start()
        kernel = self.kernel
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        kernel.control_stream = ZMQStream(self.control_socket, self.control_thread.io_loop)
        kernel.shell_stream = ZMQStream(self.shell_socket)
        for name in ("control_thread", "iopub_thread", "iopub_socket", "stdin_socket"):
            setattr(kernel, name, getattr(self, name))
        for part in (kernel, kernel.shell.displayhook, kernel.shell.display_pub):
            part.session = self.session
        for part in (kernel.shell.displayhook, kernel.shell.display_pub):
            part.pub_socket = self.iopub_socket
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
        self.listeners, self.session.key = listeners, key.encode()
        self.init_sockets()
        self.init_io()
        self.init_signal()
        self.init_kernel()
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        self.init_code()
        self.start()
