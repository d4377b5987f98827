"""Kernels without a sandbox, for machines that have none: only if somebody asks for it."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Self

from jupyter_client import AsyncKernelManager
from traitlets import Type
from traitlets.config import Config

from autograder.sandbox import isolation
from autograder.sandbox.confined import START, STREAM
from autograder.sandbox.confined.barriers import Bounds
from autograder.sandbox.execute import Kernels
from autograder.sandbox.process import Sandbox
from autograder.sandbox.provisioner import Client
from autograder.sandbox.worker import Worker
from helpers.checks import CASES_VARIABLE

KEPT_VARIABLES = (*isolation.KEPT_VARIABLES, "PATH", "SYSTEMROOT", "JUPYTER_PATH", "VIRTUAL_ENV")


class Manager(AsyncKernelManager):  # type: ignore[misc]
    """Jupyter's own, but what a kernel says is counted."""

    client_factory = Type(Client)


class Unconfined:
    """Ordinary kernels, each in an empty folder and with an environment that holds no secret."""

    manager = Manager
    arguments = (
        f"--IPKernelApp.exec_lines={START}",
        f"--IPKernelApp.outstream_class={STREAM}",
    )

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="grading-"))
        return self

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def config(self) -> Config:
        """Let the kernel talk over sockets in the folder, which no other user can reach."""
        return over_ipc(str(self.folder))

    def options(self, inputs: Mapping[str, Any], bounds: Bounds) -> dict[str, Any]:
        """Empty the folder, hand the inputs over, and name what a kernel is started with."""
        shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o700)
        handed_over = self.folder / "cases.json"
        handed_over.write_text(json.dumps(inputs))
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        folders = ("HOME", "TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR")
        environment = kept | dict.fromkeys(folders, str(self.folder))
        environment |= {"TQDM_DISABLE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment[CASES_VARIABLE] = str(handed_over)
        streams = {"stdout": DEVNULL, "stderr": DEVNULL}
        return {"cwd": str(self.folder), "env": environment, **streams}

    def limit(self, seconds: float) -> None:
        """Leave it to whoever listens: there is nobody else who could end a kernel."""

    def lost(self) -> bool:
        """Tell that there is nothing that could be lost."""
        return False


def kernels(confined: bool, ahead: Sandbox | None = None) -> AbstractContextManager[Kernels]:
    """Choose where student code runs; a sandbox may have been started ahead."""
    return Worker(ahead) if confined else Unconfined()


def over_ipc(folder: str) -> Config:
    """Let a kernel talk over sockets in ``folder``, which no other user can reach."""
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
