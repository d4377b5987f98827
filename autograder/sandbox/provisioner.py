"""Where Jupyter gets its kernel from when student code runs: a worker's sandbox.

Jupyter's own extension point: a kernel spec names a provisioner, and whoever starts the kernel,
nbclient here, need not know how it is done.
"""

import asyncio
import time
from collections.abc import Mapping
from functools import cache
from queue import Empty
from typing import Any, Protocol

import zmq.asyncio
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import KernelProvisionerBase
from jupyter_client.session import Session
from traitlets import Type, default

from autograder.sandbox.channel import Channel, Meter, Silence, Wire
from autograder.sandbox.confined import CHANNELS
from autograder.sandbox.confined.barriers import Bounds
from autograder.tried import Step, is_fast

NAME = "course-sandbox"  # in pyproject.toml as well


class Starter(Protocol):
    """Who starts the kernel: a worker."""

    def launch(self, inputs: Mapping[str, Any], bounds: Bounds) -> tuple[str, str]:
        """Start it, and tell the sockets' common path and the key for the messages."""

    def ended(self) -> bool:
        """Tell whether it has ended."""

    def signal(self, number: int) -> None:
        """Send it a signal."""

    def end(self) -> None:
        """End it and all that it started."""


class SandboxProvisioner(KernelProvisionerBase):  # type: ignore[misc]
    """Lets a worker start the kernel."""

    worker: Starter | None = None

    @property
    def has_process(self) -> bool:
        """Tell whether a kernel was started and not cleaned up."""
        return self.worker is not None

    async def poll(self) -> int | None:
        """Return None while the kernel runs."""
        return 0 if self.worker is None or self.worker.ended() else None

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        while await self.poll() is None:
            await asyncio.sleep(0.01)
        return 0

    async def send_signal(self, signum: int) -> None:
        """Send the kernel a signal."""
        if self.worker is not None:
            self.worker.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and all that it started."""
        if self.worker is not None:
            self.worker.end()

    async def terminate(self, restart: bool = False) -> None:
        """End the kernel: a student's code would not be asked."""
        await self.kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the worker; it serves others."""
        await self.kill(restart)
        self.worker = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Take the worker and the inputs that were given to ``start_kernel``."""
        return {"cmd": [], **kwargs}

    async def launch_kernel(
        self, cmd: list[str], *, worker: Starter, **kwargs: Any
    ) -> KernelConnectionInfo:
        """Start the kernel."""
        self.worker = worker
        address, key = worker.launch(kwargs["inputs"], kwargs["bounds"])
        return {
            "transport": "ipc",
            "ip": address,
            "key": key.encode(),
            "signature_scheme": "hmac-sha256",
            **{f"{channel}_port": n for n, channel in enumerate(CHANNELS, start=1)},
        }


class Client(AsyncKernelClient):  # type: ignore[misc]
    """Talks over what a notebook needs, and counts: the manager knows whether the kernel lives."""

    async def start_channels(self, **channels: bool) -> None:
        """Connect, as soon as the kernel listens."""
        self.meter = Meter()
        self._iopub_channel = Channel(await self._connect("SUB", self.iopub_port), self.session)
        self._shell_channel = Channel(await self._connect("DEALER", self.shell_port), self.session)

    async def _connect(self, kind: str, number: int) -> Wire:
        path, loop = f"{self.ip}-{number}", asyncio.get_running_loop()
        while True:
            try:
                return (await loop.create_unix_connection(lambda: Wire(self.meter, kind), path))[1]
            except (FileNotFoundError, ConnectionRefusedError):
                if not await self.is_alive():
                    raise RuntimeError("The kernel did not start.") from None
                await asyncio.sleep(0.01)

    def stop_channels(self) -> None:
        """Hang up."""
        for wire in self.meter.wires:
            wire.close()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel is heard: from then on no output is lost.

        Raises
        ------
        RuntimeError
            When the kernel has ended instead, or says nothing for so many seconds.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while await self.is_alive() and time.monotonic() < deadline:
            try:
                await self.iopub_channel.get_msg(timeout=0.5)
                return
            except Silence:
                break
            except Empty:
                self.kernel_info()  # the greeting can be missed; this makes the kernel say more
        raise RuntimeError("The kernel did not start.")


class Manager(AsyncKernelManager):  # type: ignore[misc]
    """Asks for the sandbox, whatever kernel a notebook names."""

    client_factory = Type(Client)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Kernel spec that is installed nowhere."""
        stanza = {"provisioner_name": NAME, "config": {}}
        return KernelSpec(language="python", metadata={"kernel_provisioner": stanza})

    def write_connection_file(self, **options: Any) -> None:
        """Do without: nobody else is to connect."""

    @default("context")
    def _shared_context(self) -> Any:
        return _context()  # which holds no socket: there is Channel

    @default("session")
    def _quick_session(self) -> Session:
        session = Session(parent=self)
        if is_fast(Step.OUTPUTS):
            read = session.unpack
            session.unpack = lambda part: _undated(read(part))
        return session


@cache
def _context() -> Any:
    """Make what jupyter_client asks for."""
    return zmq.asyncio.Context()


def _undated(part: Any) -> Any:
    """Take the date out of a part of a message: nobody asks for it, and to read it takes long."""
    if isinstance(part, dict):
        part.pop("date", None)
    return part
