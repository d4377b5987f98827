"""The kernel as ipykernel makes it, for versions of it that nobody has tried: slower, the same.

Of ipykernel only its command line and its connection file are used, of pyzmq only ``bind``.
"""

import errno
import json
from pathlib import Path
from typing import Any

import zmq
from ipykernel.kernelapp import IPKernelApp

from autograder.sandbox.confined import CHANNELS, START, STREAM, barriers

NAME = "kernel"  # of the sockets: ipykernel asks for ipc://kernel-1, ipc://kernel-2 and so on


def serve(listeners: list[int], key: str) -> None:
    """Run cells until the process ends.

    Parameters
    ----------
    listeners
        Listening sockets, in the order of :data:`CHANNELS`.
    key
        With which messages are signed.
    """
    _bind_to(listeners)
    path = Path(barriers.FOLDER) / f"{NAME}.json"
    connection = {"transport": "ipc", "ip": NAME, "key": key, "signature_scheme": "hmac-sha256"}
    ports = {f"{channel}_port": number for number, channel in enumerate(CHANNELS, start=1)}
    path.write_text(json.dumps(connection | ports))
    IPKernelApp.launch_instance(
        [
            f"--IPKernelApp.connection_file={path}",
            f"--IPKernelApp.exec_lines={START}",
            f"--IPKernelApp.outstream_class={STREAM}",
            "--IPKernelApp.matplotlib=inline",
            "--IPKernelApp.log_level=CRITICAL",
            "--HistoryManager.enabled=False",
        ]
    )


def _bind_to(listeners: list[int]) -> None:
    """Let sockets that are bound by our names use what was opened for them."""
    bind = zmq.Socket.bind

    def bind_opened(socket: zmq.Socket[Any], address: str) -> Any:
        kind, _, number = address.rpartition("-")
        if kind == f"ipc://{NAME}":
            socket.setsockopt(zmq.USE_FD, listeners[int(number) - 1])
            socket.setsockopt(zmq.SNDHWM, 0)  # what is not fetched counts as the student's memory
        elif not address.startswith("inproc:"):  # ipykernel does without, libzmq would crash
            raise zmq.ZMQError(errno.EACCES)
        return bind(socket, address)

    zmq.Socket.bind = bind_opened  # type: ignore[method-assign, assignment]
