"""Runs of a command in which what it touches fails once, at a place made to order.

As a program it loads the grader once and forks a process for each run that is asked for, a line of
JSON each, and answers with a line: the exit code, what was printed, and what was touched. Python's
audit events tell of each file, folder and process before it is touched, and SQLAlchemy of each
statement; raising an error there is what a disk, another user or another program would bring about.
It happens in the run itself, or in a process that the run forked; both send and receive.
"""

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from multiprocessing.connection import Connection

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from autograder.exercises import CATALOGUE
from autograder.terminal import cli, grading  # noqa: F401  # for the runs

TOUCHING = {
    "open", "os.chmod", "os.fork", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename",
    "os.rmdir", "os.scandir", "os.truncate", "shutil.copyfile", "shutil.rmtree", "sqlite3.connect",
    "subprocess.Popen",
}  # fmt: skip
WITHOUT_PATH = {"os.fork", "subprocess.Popen"}
KINDS = ("EACCES", "ENOSPC", "EIO", "locked", "MemoryError", "SIGINT", "SIGKILL")


class Faults:
    """Counts what a process touches, and lets one touch fail, once in the whole run.

    Parameters
    ----------
    root
        Folder in which files count, beside those that the run hands to its processes.
    kind, number
        What is to happen, and at which touch; None for nothing.
    where
        In the "run" itself or in the "process" that it forks.
    told
        File into which all that was touched is written.
    """

    def __init__(self, root, kind, number, where, told):
        self.roots = (str(root), f"{tempfile.gettempdir()}/grading-")
        self.kind, self.number, self.where, self.told = kind, number, where, told
        self.main, self.count, self.on = os.getpid(), 0, where == "run"
        self.token, put = os.pipe()  # who reads its only byte may fail
        os.set_blocking(self.token, False)
        os.write(put, b"1")

    def forked(self):
        """Begin to count in a process that the run forked, if that is where it is to happen."""
        self.count, self.on = 0, self.where == "process" and os.getppid() == self.main

    def touch(self, event, place=""):
        if not self.on:
            return
        os.write(self.told, f"{event} {place}\n".encode())
        self.count += 1
        if self.count - 1 == self.number and self.may_fail():
            self.on = False
            self.fail(place)

    def may_fail(self):
        try:
            return bool(os.read(self.token, 1))
        except BlockingIOError:
            return False

    def fail(self, place):
        match self.kind:
            case "SIGINT" | "SIGKILL":
                os.kill(os.getpid(), getattr(signal, self.kind))
            case "MemoryError":
                raise MemoryError
            case "locked":
                raise self.locked()
            case _:
                number = getattr(errno, self.kind)
                raise OSError(number, os.strerror(number), place)

    @staticmethod
    def locked():
        return OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    def hook(self, event, arguments):
        if event in TOUCHING:
            places = [str(one) for one in arguments if isinstance(one, str | os.PathLike)]
            inside = [place for place in places if place.startswith(self.roots)]
            if inside or event in WITHOUT_PATH:
                self.touch(event, inside[0] if inside else "")

    def listen(self):
        """Be told of all that is touched from now on."""
        os.register_at_fork(after_in_child=self.forked)
        event.listen(Engine, "before_cursor_execute", lambda *_: self.touch("sql"))
        event.listen(Engine, "commit", lambda *_: self.touch("sql"))
        for name in ("send", "recv"):
            setattr(Connection, name, self.before(name, getattr(Connection, name)))
        sys.addaudithook(self.hook)

    def before(self, name, method):
        def touched(connection, *arguments):
            self.touch(name)
            return method(connection, *arguments)

        return touched


def _answer(asked):
    """Fork a process for a run, and tell what came of it."""
    with tempfile.TemporaryFile("w+") as said, tempfile.NamedTemporaryFile("r") as told:
        child = os.fork()
        if not child:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            sys.stdout = sys.stderr = said
            code = 70
            try:
                code = _run(asked, os.open(told.name, os.O_WRONLY | os.O_APPEND))
            except BaseException:
                traceback.print_exc(file=said)
            finally:
                said.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return {"code": code, "said": said.read(), "touched": told.read().splitlines()}


def _run(asked, told):
    os.chdir(asked["root"])
    faults = Faults(asked["root"], asked["kind"], asked["number"], asked["where"], told)
    faults.listen()
    try:
        return cli.main(asked["arguments"])
    finally:
        faults.on = False


class Runs:
    """The other side: asks for runs, one after another.

    Parameters
    ----------
    project
        A copy of the project to be run instead of this one.
    """

    def __init__(self, project=None):
        self.path = {"PYTHONPATH": str(project)} if project else {}

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | self.path | {"COLUMNS": "500"},
        )
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def run(self, course, arguments, kind=None, number=None, where="run"):
        asked = {"root": str(course.root), "arguments": arguments, "kind": kind, "number": number}
        asked["where"] = where
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


if __name__ == "__main__":
    dict(CATALOGUE)  # loaded once, for all runs
    sys.stdout = open(os.dup(1), "w")  # noqa: PTH123, SIM115
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
