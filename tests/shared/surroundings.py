"""The machine around the grader: what an attack could reach there, and what it left behind."""

import contextlib
import os
import pwd
import secrets
import selectors
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from classroom import ROOT

SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run", str(ROOT), sys.prefix, sys.base_prefix)
ONE_LEVEL = ("/", "/dev", "/etc", "/usr/local/bin", str(Path.home()))
STARTUP = (".ipython", ".jupyter", ".local/lib", ".config", ".ssh")
ORDINARY_USER = next(
    number for number in range(50_000, 60_000) if number not in {u.pw_uid for u in pwd.getpwall()}
)


class Surroundings:
    """Services, a private home and a bystander's process, beside the course that is graded.

    Attributes
    ----------
    run
        What the names of all begin with that the attacks of this run leave behind.
    private
        What stands in private files.
    """

    def __init__(self, user: int | None = None) -> None:
        self.user = user
        self.run = f"mark{secrets.token_hex(4)}"
        self.private = f"private{self.run}"

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="surroundings-"))
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        (self.home / ".ssh").mkdir(parents=True)
        for name in (".ssh/id_ed25519", ".bash_history", ".bashrc"):
            (self.home / name).write_text(self.private)
        self.socket = self.folder / "socket"
        self._listen()
        self.arrived: list[str] = []
        self.thread = threading.Thread(target=self._receive, daemon=True)
        self.thread.start()
        program = [sys.executable, "-c", "import time; time.sleep(3600)", f"bystander-{self.run}"]
        self.bystander = subprocess.Popen(as_user(self.user, program))
        self.hand_over(self.folder)
        return self

    def __exit__(self, *error: object) -> None:
        for path in self.left():
            with contextlib.suppress(OSError):
                path.unlink()
        for pid in self.processes():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.bystander.kill()
        self.bystander.wait()
        self.selector.close()
        for listener in self.listeners:
            listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def hand_over(self, folder: Path) -> None:
        """Give a folder to the user who grades."""
        if self.user is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.user, self.user, follow_symlinks=False)

    def environment(self) -> dict[str, str]:
        """Environment of the grader: with a secret, and with the private home."""
        return os.environ | {
            "HOME": str(self.home),
            "SECRET_TOKEN": self.private,
            "COLUMNS": "300",
        }

    def _listen(self) -> None:
        stream = socket.create_server(("127.0.0.1", 0))
        self.port = stream.getsockname()[1]
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind(("127.0.0.1", self.port))
        local, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        local.bind(str(self.socket))
        self.socket.chmod(0o777)
        abstract.bind(f"\0{self.run}")
        for listener in (local, abstract):
            listener.listen()
        self.listeners = (stream, datagrams, local, abstract)
        self.selector = selectors.DefaultSelector()
        for listener in self.listeners:
            self.selector.register(listener, selectors.EVENT_READ)

    def _receive(self) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError, RuntimeError):  # closed: the end
            while True:
                for key, _ in self.selector.select():
                    self.arrived.append(_received(key.fileobj))

    def left(self) -> list[Path]:
        """Files and folders that the attacks left, by their names."""
        return [path for path in _all_paths() if self.run in path.name]

    def processes(self) -> dict[int, str]:
        """Processes that the attacks left, with their command lines."""
        running = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
        found = {pid: _command(pid) for pid in running}
        own = f"bystander-{self.run}"
        return {pid: line for pid, line in found.items() if self.run in line and own not in line}


def _received(listener: socket.socket) -> str:
    if listener.type == socket.SOCK_DGRAM:
        return f"datagram {listener.recv(1000)!r}"
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(2)
        try:
            return f"connection {connection.recv(1000)!r}"
        except OSError:
            return "connection"


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def _all_paths() -> Iterator[Path]:
    for folder in ONE_LEVEL:
        with contextlib.suppress(OSError):
            yield from Path(folder).iterdir()
    for folder in (*SHARED, *(Path.home() / name for name in STARTUP)):
        for parent, folders, files in os.walk(folder):
            yield from (Path(parent, name) for name in (*folders, *files))


def as_user(user: int | None, command: list[str], group: int | None = None) -> list[str]:
    """Write a command so that it runs as another user, and finds Python where it lies.

    Parameters
    ----------
    user
        Number of the user, or None for the one who runs the tests, who must be root otherwise.
    command
        Program and arguments.
    group
        Number of a group that the user is in as well.

    Returns
    -------
    command
        A folder that only root may enter is covered, for this command alone, by one that shows no
        more than this project and its Python.
    """
    if user is None:
        return command
    groups = ["--clear-groups"] if group is None else ["--groups", str(group)]
    become = ["setpriv", "--reuid", str(user), "--regid", str(user), *groups, *command]
    needed = [ROOT, Path(sys.prefix), Path(sys.base_prefix)]
    closed = {folder for folder in map(_closed, needed) if folder}
    if not closed:
        return become
    lines = ["set -e", "stash=$(mktemp --directory)"]
    for number, path in enumerate(needed):
        lines.append(f"mkdir $stash/{number}; mount --rbind {_quoted(path)} $stash/{number}")
    lines += [f"mount -t tmpfs -o mode=755 tmpfs {_quoted(folder)}" for folder in closed]
    for number, path in enumerate(needed):
        if _closed(path):
            quoted = _quoted(path)
            lines.append(f"mkdir -p {quoted}; mount --rbind $stash/{number} {quoted}")
    lines += ["umount --lazy $stash/*; rmdir $stash/* $stash", 'exec "$@"']
    return ["unshare", "--mount", "sh", "-c", "\n".join(lines), "sh", *become]


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def _closed(path: Path) -> Path | None:
    """Find the outermost folder on the way to a path that others may not enter."""
    on_the_way = [*reversed(path.parents), path]
    return next((folder for folder in on_the_way if not folder.stat().st_mode & 0o1), None)
