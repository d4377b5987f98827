"""A warm worker: loads what every submission needs once, then forks a process for each.

It tries its walls before it loads anything, and says how that went at once.

Its arguments are the number of a socket, the user that the code runs as, and which kernel it is
to run in. Over the socket it is told what to do, and there it answers:
``start`` with a request and the kernel's sockets, ``limit`` and the seconds after which it is to
end the kernel unless it is told otherwise by then, a number for a signal to the kernel. It hears
nothing of what the kernel says, so nothing can keep it from ending it in time.
The kernel is the first process of its own space, so all that it started ends with it.
"""

import contextlib
import gc
import json
import math
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.sandbox.confined import CHANNELS, CONFINED, READY, barriers

FOLDER = Path(barriers.FOLDER)
LIBRARIES = ("helpers", "ipykernel", "matplotlib", "numpy", "scipy", "sklearn")
GIVEN = ("{}.py", "__pycache__/{}.*")  # by the name of an exercise
Serve = Callable[[list[int], str], None]  # from a kernel's sockets and its key


def main() -> None:
    """Serve until the other side hangs up."""
    control, user = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    control.send(_try_out(user) or _unseen() or CONFINED.encode())
    serve = _prepared(sys.argv[3])
    control.send(READY.encode())
    kernel, deadline = None, math.inf
    while True:
        watched: list[Any] = [control] if kernel is None else [control, kernel]
        ready = select.select(watched, [], [], _left(deadline))[0]
        if time.monotonic() > deadline and kernel is not None:
            _signal(kernel, signal.SIGKILL)
            deadline = math.inf
        for source in ready:
            if source is control:
                message, handles, _, _ = socket.recv_fds(control, 100, 1 + len(CHANNELS))
                if not message:
                    return
                if message == b"start":
                    kernel, deadline = _fork(serve, control, handles, user), math.inf
                elif kernel is None:
                    continue  # it has just ended
                elif message.startswith(b"limit "):
                    deadline = time.monotonic() + float(message.split()[1])
                else:
                    _signal(kernel, int(message))
            elif kernel is not None:
                ended = os.waitid(os.P_PIDFD, kernel, os.WEXITED)
                os.close(kernel)
                kernel, deadline = None, math.inf
                control.send(f"ended {ended.si_status if ended else 0}".encode())


def _prepared(way: str) -> Serve:
    """Load what every notebook needs, and prepare what every kernel would."""
    from autograder.sandbox.confined import libraries  # noqa: F401, PLC0415

    serve = _fast_kernel() if way == "fast" else _plain_kernel()
    gc.collect()
    gc.freeze()  # so that collections in a child touch, and copy, no page of ours
    gc.set_threshold(10_000)  # a child is short-lived
    return serve


def _fast_kernel() -> Serve:
    # ipykernel would load a debugger, which is large, and nobody steps through a student's code
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]
    from autograder.sandbox.confined.kernel import Kernel  # noqa: PLC0415

    app: Kernel = Kernel.instance()
    app.prepare()
    app.kernel.shell.enable_matplotlib("inline")  # as pyplot does where it is imported in a kernel
    return app.serve


def _plain_kernel() -> Serve:
    from autograder.sandbox.confined import plain  # noqa: PLC0415

    return plain.serve


def _try_out(user: int) -> bytes:
    """Shut a process in that does nothing; return what the system refused."""
    reader, writer = os.pipe()
    try:
        back = barriers.new_process_space()
        child = os.fork()
        if not child:
            try:
                barriers.shut_in(barriers.Bounds(2**31, 2**20, 2**20, 60, 64), user)
            except OSError as error:
                os.write(writer, str(error).encode()[:200])
            os._exit(0)
        barriers.own_process_space(back)
        os.waitpid(child, 0)
    except OSError as error:
        return str(error).encode()
    finally:
        os.close(writer)
    return os.read(reader, 200)


def _unseen() -> bytes:
    """Name the libraries that are not to be seen in here."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    return f"{', '.join(missing)} cannot be seen in the sandbox".encode() if missing else b""


def _fork(serve: Serve, control: socket.socket, handles: list[int], user: int) -> int:
    """Start a kernel and return a handle to it."""
    back = barriers.new_process_space()
    child = os.fork()
    if child:
        barriers.own_process_space(back)
        for handle in handles:
            os.close(handle)
        return os.pidfd_open(child)
    try:
        os.setsid()  # a signal to its group reaches nobody else
        request, *listeners = handles
        os.close(back)
        with os.fdopen(request) as file:
            asked = json.load(file)
        barriers.shut_in(barriers.Bounds(**asked["bounds"]), user, _answers_to(asked["inputs"]))
    except BaseException:
        os._exit(1)
    control.close()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    (FOLDER / "cases.json").write_text(json.dumps(asked["inputs"]))
    serve(listeners, asked["key"])
    os._exit(0)


def _left(deadline: float) -> float | None:
    return None if math.isinf(deadline) else max(0, deadline - time.monotonic())


def _answers_to(exercises: Iterable[str]) -> list[Path]:
    """Find the files of the library that answer an exercise, compiled ones as well."""
    import helpers  # noqa: PLC0415  # it is loaded by now

    given = Path(helpers.__file__).parent / "given"
    places = [pattern.format(name) for name in exercises for pattern in GIVEN]
    return [path for place in places for path in given.glob(place)]


def _signal(kernel: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has just ended
        signal.pidfd_send_signal(kernel, number)


if __name__ == "__main__":
    main()
