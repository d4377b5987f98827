"""A warm worker, seen from outside: a sandbox in which one submission after another runs."""

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from traitlets.config import Config

from autograder.sandbox.confined import CHANNELS
from autograder.sandbox.confined.barriers import Bounds
from autograder.sandbox.process import Sandbox
from autograder.sandbox.provisioner import Manager

SECONDS_TO_END = 10


class Worker:
    """One sandbox after another, as each is lost; it starts by ``with``.

    Parameters
    ----------
    ahead
        The first of them, where it was started before.

    Raises
    ------
    CourseError
        When it cannot be had here; the message says why and what to do.
    """

    manager = Manager
    arguments: tuple[str, ...] = ()

    def __init__(self, ahead: Sandbox | None = None) -> None:
        self.running = self.ending = self.broken = False
        self.ahead = ahead
        self.opened = contextlib.ExitStack()  # what ends with the sandbox

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="grading-"))
        # a short way to it, however long its name is: a socket's address has 107 characters
        self.place = os.open(self.folder, os.O_PATH)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.opened.close()
        os.close(self.place)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> None:
        self.running = self.ending = self.broken = False
        self.sandbox = self.opened.enter_context(self.ahead or Sandbox())
        self.ahead = None
        self.sandbox.wait_until_ready()

    def config(self) -> Config:
        """Leave Jupyter's defaults."""
        return Config()

    def options(self, inputs: Mapping[str, Any], bounds: Bounds) -> dict[str, Any]:
        """Name what the provisioner hands to :meth:`launch`."""
        return {"worker": self, "inputs": inputs, "bounds": bounds}

    def lost(self) -> bool:
        """Tell whether the sandbox itself has ended."""
        return self.broken or self.sandbox.ended()

    def launch(self, inputs: Mapping[str, Any], bounds: Bounds) -> tuple[str, str]:
        """Start a kernel, in a new sandbox if the old one is lost.

        Parameters
        ----------
        inputs
            Of each exercise, as data.
        bounds
            What it may use.

        Returns
        -------
        address, key
            The sockets' common path, to which a number is added, and the key for the messages.
        """
        if self.ending:
            self._wait(SECONDS_TO_END)
        if self.ending or self.lost():
            self.opened.close()
            self._start()
        address, key = f"/proc/self/fd/{self.place}/{secrets.token_hex(4)}", secrets.token_hex()
        request = {"inputs": inputs, "bounds": asdict(bounds), "key": key}
        with contextlib.ExitStack() as opened:
            handed_over = opened.enter_context(tempfile.TemporaryFile("w+"))
            handed_over.write(json.dumps(request))
            handed_over.seek(0)
            handles = [handed_over.fileno()]
            for number in range(1, 1 + len(CHANNELS)):
                listener = opened.enter_context(socket.socket(socket.AF_UNIX))
                listener.bind(f"{address}-{number}")
                listener.listen()
                handles.append(listener.fileno())
            socket.send_fds(self.sandbox.control, [b"start"], handles)
        self.running = True
        return address, key

    def ended(self) -> bool:
        """Tell whether the kernel has ended."""
        if self.running:
            self._wait(0)
        return not self.running

    def signal(self, number: int) -> None:
        """Send the kernel a signal."""
        if self.running:
            with contextlib.suppress(OSError):
                self.sandbox.control.send(str(number).encode())

    def limit(self, seconds: float) -> None:
        """Have the sandbox end the kernel after so many seconds, whatever happens here."""
        if self.running:
            with contextlib.suppress(OSError):
                self.sandbox.control.send(f"limit {seconds}".encode())

    def end(self) -> None:
        """End the kernel and all that it started; the next waits until it is gone."""
        self.signal(signal.SIGKILL)
        self.running, self.ending = False, self.ending or self.running
        for path in self.folder.glob("*-*"):
            path.unlink()

    def _wait(self, seconds: float) -> None:
        """Wait until the kernel has ended, or the sandbox has."""
        if select.select([self.sandbox.control], [], [], seconds)[0]:
            self.running = self.ending = False
            self.broken = not self.sandbox.receive(0)
