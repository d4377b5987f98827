"""What a student's process says: counted byte by byte, and read only as far as it is to be read.

A kernel's sockets are ZeroMQ's, but nothing of ZeroMQ reads them here. It bounds a frame, not a
message of many, and it is written in C: what it takes for granted a student's process can break.
The part of its protocol that is needed is small. Whatever arrives is counted before it is looked
at, the size of a frame is judged before there is room made for it, and nothing is read that
answers nobody.

References
----------
ZeroMQ Message Transport Protocol 3.0, https://rfc.zeromq.org/spec/23/
Messaging in Jupyter, https://jupyter-client.readthedocs.io/en/stable/messaging.html
"""

import asyncio
import json
import math
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty
from typing import Any, cast

from jupyter_client.session import DELIM, Session

from autograder.notebook import MEGABYTE
from helpers.checks import ANSWERS_TYPE

MOST_BYTES = 20 * MEGABYTE  # from the beginning of a cell to its end; more is a flood
MOST_MESSAGES = 20_000
MOST_FRAMES = 100  # of one message
MOST_WAITING = MEGABYTE  # what is to be read next; the rest waits in the student's process
LONGEST_HEAD = 10_000  # of the two parts of a message that say what it is
KEPT_BYTES = 4 * MEGABYTE  # of what a cell shows, of its answers, and of its last reply
KEPT_TEXT = 2 * MEGABYTE  # of what it prints
SHOWN = {"stream", "display_data", "execute_result", "error", "update_display_data"}
MORE, LONG, COMMAND = 1, 2, 4
GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)


class Silence(Exception):
    """Nothing more will be heard: the process has ended, said too much, or its time is over."""


@dataclass
class Meter:
    """Counts what a process says, over all its channels, from one cell to the next.

    Attributes
    ----------
    request
        Id of what was asked last: only answers to it are read, as soon as a cell has begun.
    deadline
        Time after which nothing is read any more.
    flooded
        Whether it said too much.
    cut
        Whether more was shown in this cell than is kept.
    kept
        How many bytes of each sort of what it shows.
    wires
        Over which it speaks.
    """

    request: str = ""
    deadline: float = math.inf
    flooded: bool = False
    cut: bool = False
    begun: bool = False
    said: int = 0
    messages: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    wires: list["Wire"] = field(default_factory=list)

    def begin(self, seconds: float) -> None:
        """Count from nothing: a cell begins, and may take so long."""
        self.deadline = time.monotonic() + seconds
        self.begun, self.cut = True, False
        self.said = self.messages = 0
        self.kept.clear()

    @property
    def is_over(self) -> bool:
        """Tell whether it may say no more."""
        return self.flooded or self.is_late

    @property
    def is_late(self) -> bool:
        """Tell whether its time is over."""
        return time.monotonic() > self.deadline

    def count(self, size: int, messages: int = 0) -> None:
        """Count what has arrived; if it is too much, hang up."""
        self.said, self.messages = self.said + size, self.messages + messages
        if self.said > MOST_BYTES or self.messages > MOST_MESSAGES:
            self.hang_up()

    def hang_up(self) -> None:
        """Listen to nothing more."""
        self.flooded = True
        for wire in self.wires:
            wire.close()

    def room(self, size: int, sort: str, most: int) -> int:
        """Tell how much of one sort there is room for; what then is to be kept is counted."""
        room = min(size, most - self.kept[sort])
        self.cut = self.cut or room < size
        return room


class Wire(asyncio.Protocol):
    """One socket of a kernel, as whoever connects to it sees it.

    Parameters
    ----------
    meter
        Counts what arrives.
    kind
        Which of ZeroMQ's sockets this end is: ``SUB``, which asks for all there is, or ``DEALER``.
    """

    transport: asyncio.Transport

    def __init__(self, meter: Meter, kind: str) -> None:
        self.meter, self.kind = meter, kind
        self.unread = bytearray()
        self.greeted = self.ready = self.paused = self.ended = False
        # what is to be sent when it is ready: the subscription to all first
        self.early = [_frame(b"\1", 0)] if kind == "SUB" else []
        self.frames: list[bytes] = []  # of a message that has not ended
        self.messages: deque[list[bytes]] = deque()
        self.waiting = 0  # how long these are
        self.arrived = asyncio.Event()
        meter.wires.append(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(GREETING)

    def connection_lost(self, error: Exception | None) -> None:
        """Wake who waits."""
        self.ended = True
        self.arrived.set()

    def data_received(self, data: bytes) -> None:
        """Take in what arrives."""
        self.meter.count(len(data))
        if not self.meter.flooded:
            self.unread += data
            self._split()

    def send_multipart(self, parts: Sequence[bytes], copy: bool = True) -> None:
        """Send a message, as one of ZeroMQ's sockets would."""
        *others, last = parts
        whole = b"".join([*(_frame(one, MORE) for one in others), _frame(last, 0)])
        if self.ready:
            self.transport.write(whole)
        else:
            self.early.append(whole)

    async def receive(self, until: float) -> list[bytes]:
        """Wait for a message.

        Raises
        ------
        TimeoutError
            When there is none until then.
        Silence
            When there will be none.
        """
        while not self.messages:
            if self.ended or self.meter.is_over:
                raise Silence
            self.arrived.clear()
            left = None if math.isinf(until) else until - time.monotonic()
            async with asyncio.timeout(left):
                await self.arrived.wait()
        if self.meter.is_over:
            raise Silence
        message = self.messages.popleft()
        self.waiting -= sum(map(len, message))
        if self.paused and self.waiting <= MOST_WAITING and not self.ended:
            self.paused = False
            self.transport.resume_reading()
        return message

    def close(self) -> None:
        """Hang up."""
        self.unread, self.frames = bytearray(), []
        if not self.ended:
            self.transport.abort()

    def _split(self) -> None:
        """Take the frames that have arrived."""
        start = 0
        if not self.greeted:
            if len(self.unread) < len(GREETING):
                return
            self.greeted, start = True, len(GREETING)
            self.transport.write(_introduction(self.kind))
        with memoryview(self.unread) as view:
            while (found := _sizes(view[start : start + 9])) and not self.meter.flooded:
                head, size = found
                end = start + head + size
                if size + sum(map(len, self.frames)) > MOST_BYTES:
                    break
                if end > len(view):
                    found = None
                    break
                self._take(view[start], bytes(view[start + head : end]))
                start = end
        if found:
            self.meter.hang_up()
        else:
            del self.unread[:start]

    def _take(self, flags: int, body: bytes) -> None:
        """Take one frame."""
        if flags & COMMAND:  # the first is its introduction, and it has no others
            self.ready = True
            self.transport.write(b"".join(self.early))
            self.early = []
            return
        self.frames.append(body)
        if len(self.frames) > MOST_FRAMES:
            self.meter.hang_up()
        elif not flags & MORE:
            self.meter.count(0, messages=1)
            self.messages.append(self.frames)
            self.waiting += sum(map(len, self.frames))
            self.frames = []
            self.arrived.set()
            if self.waiting > MOST_WAITING and not self.paused:
                self.paused = True
                self.transport.pause_reading()


def _introduction(kind: str) -> bytes:
    name, value = b"Socket-Type", kind.encode()
    return _frame(b"\5READY" + bytes([len(name)]) + name + len(value).to_bytes(4) + value, COMMAND)


def _frame(body: bytes, flags: int) -> bytes:
    if len(body) < 256:
        return bytes([flags, len(body)]) + body
    return bytes([flags | LONG]) + len(body).to_bytes(8) + body


def _sizes(head: memoryview) -> tuple[int, int] | None:
    """Read how long a frame's head is and how long its body, if all of the head is there."""
    if len(head) >= 2 and not head[0] & LONG:
        return 2, head[1]
    return (9, int.from_bytes(head[1:9])) if len(head) == 9 else None


class Channel:
    """What jupyter_client talks to the kernel by: its own channels are ZeroMQ's."""

    def __init__(self, wire: Wire, session: Session) -> None:
        self.wire, self.meter, self.session = wire, wire.meter, session

    def send(self, message: dict[str, Any]) -> None:
        """Ask something."""
        self.meter.request = message["header"]["msg_id"]
        self.session.send(self.wire, message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Wait for the next message that is to be read.

        Raises
        ------
        Empty
            When there is none in that time.
        Silence
            When there will be none. Who would wait for ever is cancelled instead, as nbclient
            itself does with a task of its own when the kernel has died.
        """
        until = math.inf if timeout is None else time.monotonic() + timeout
        try:
            while True:
                message = self._read(await self.wire.receive(min(until, self.meter.deadline)))
                if message:
                    return message
                if time.monotonic() > until:
                    raise TimeoutError
        except TimeoutError:
            if not self.meter.is_late:
                raise Empty from None
        except Silence:
            pass
        if timeout is None:
            raise asyncio.CancelledError
        raise Silence("the kernel is heard no more")

    def is_alive(self) -> bool:
        """Tell whether it was not stopped."""
        return not self.wire.ended

    def stop(self) -> None:
        """Hang up."""
        self.wire.close()

    def _read(self, frames: list[bytes]) -> dict[str, Any] | None:
        """Read a message; None if it is none, or one that nobody asked for."""
        try:
            parts = frames[frames.index(DELIM) + 1 :][:5]
            _, head, parent, _, _ = parts
            if max(len(head), len(parent)) > LONGEST_HEAD:
                return None
            if self.meter.begun:
                if json.loads(parent)["msg_id"] != self.meter.request:
                    return None
                parts = self._shortened(json.loads(head)["msg_type"], parts)
            message: dict[str, Any] = self.session.deserialize(parts)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None
        return message

    def _shortened(self, kind: str, parts: list[bytes]) -> list[bytes]:
        """Cut an answer to what there is room for.

        Raises
        ------
        LookupError
            When that is nothing.
        """
        size = len(parts[3]) + len(parts[4])
        match kind:
            case "stream":
                sort, room = "printed", self.meter.room(size, "printed", KEPT_TEXT)
            case _ if kind in SHOWN:
                sort = "answers" if ANSWERS_TYPE.encode() in parts[4] else "shown"
                room = self.meter.room(size, sort, KEPT_BYTES)
            case "execute_reply":
                sort, room = kind, KEPT_BYTES
            case _:
                sort, room = kind, -1 if kind.startswith("comm_") else LONGEST_HEAD
        if room >= size:
            if kind == "clear_output":
                self.meter.kept.clear()  # what it held has room again
            self.meter.kept[sort] += size
            return parts
        match kind:
            case "execute_reply":  # as a very long error is
                changed = [b"{}", b'{"status": "error"}']
            case "stream" if room > 0:
                changed = [b"{}", _cut(parts[4], room)]
                self.meter.kept[sort] += room
            case _:
                raise LookupError("there is no room for it")
        head = parts[1:3]
        return [self.session.sign([*head, *changed]), *head, *changed]


def _cut(printed: bytes, room: int) -> bytes:
    """Cut a text short in the JSON that holds it, which it is the last part of."""
    text = printed[:room].decode(errors="ignore")
    last = text.rfind("\\", max(0, len(text) - len("\\uffff")))
    if last >= 0:  # what it begins may be cut through, unless it is the second of a pair
        text = text[:last]
        text = text[: len(text) - (len(text) - len(text.rstrip("\\"))) % 2]
    return f'{text}"}}'.encode()
