"""What a student's process says, byte by byte: what is read of it, and what never is."""

import asyncio
import struct
import time
import tracemalloc
from queue import Empty

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.session import Session
from mangled import fuzzing

from autograder.sandbox import channel as module
from autograder.sandbox.channel import GREETING, MORE, Channel, Meter, Silence, Wire, _frame

READY = _frame(b"\5READY" + bytes(20), module.COMMAND)
BEGIN = GREETING + READY


class Recorder:
    """A transport that keeps what is sent, and does what asyncio's would."""

    def __init__(self, wire):
        self.wire, self.sent, self.reading = wire, b"", True
        wire.connection_made(self)

    def write(self, data):
        self.sent += data

    def abort(self):
        self.wire.connection_lost(None)

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True


def connected(kind="DEALER"):
    """Make a wire to which somebody else is connected."""
    wire = Wire(Meter(), kind)
    Recorder(wire)
    return wire


def received(wire):
    """Read all messages that have arrived whole."""
    return list(wire.messages)


def packed(session, kind, request, content):
    """Write a message as a kernel does."""
    message = session.msg(kind, content, parent={"msg_id": request})
    frames = session.serialize(message)
    return b"".join([*(_frame(one, MORE) for one in frames[:-1]), _frame(frames[-1], 0)])


@pytest.mark.parametrize("step", [1, 2, 7, 64, 1000, 10**6])
def test_messages_arrive_whole_in_whatever_pieces_they_come(step):
    wire = connected()
    messages = [[b"one"], [b"", b"x" * 255, b"y" * 256], [b"z" * 70_000, b"end"]]
    said = BEGIN + b"".join(
        _frame(frame, MORE if frame is not message[-1] else 0)
        for message in messages
        for frame in message
    )

    for start in range(0, len(said), step):
        wire.data_received(said[start : start + step])

    assert received(wire) == messages


def test_nothing_is_sent_before_the_other_side_is_ready():
    wire = connected("SUB")
    before = wire.transport.sent
    wire.data_received(BEGIN)

    assert before == GREETING
    assert wire.transport.sent.endswith(_frame(b"\1", 0))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(struct.pack(">BQ", 2, 2**63 - 1), id="a frame larger than all memory"),
        pytest.param(struct.pack(">BQ", 3, 2**25), id="a large frame"),
        pytest.param(b"\1\0" * 1000, id="frames of nothing"),
        pytest.param(b"\0\0" * 30_000, id="messages of nothing"),
        pytest.param(_frame(bytes(10**7), MORE) * 3, id="a message of many frames"),
        pytest.param(_frame(bytes(10**7), module.COMMAND) * 3, id="commands"),
    ],
)
def test_a_flood_is_hung_up_on(said):
    wire = connected()

    wire.data_received(BEGIN + said)

    assert wire.meter.flooded
    assert wire.ended
    assert (len(wire.unread), wire.frames) == (0, [])


def test_a_message_that_goes_on_from_cell_to_cell_is_hung_up_on():
    wire = connected()
    wire.data_received(BEGIN)
    for _ in range(30):
        wire.meter.begin(100)
        wire.data_received(_frame(bytes(2**20), MORE))

    assert wire.meter.flooded


def test_what_is_not_fetched_waits_on_the_other_side():
    wire = connected()
    wire.data_received(BEGIN + _frame(bytes(2**20), 0) * 2)
    before = wire.transport.reading

    asyncio.run(wire.receive(time.monotonic() + 1))

    assert (before, wire.transport.reading) == (False, True)


@fuzzing(300)
@given(st.lists(st.binary(max_size=300), max_size=20), st.booleans())
def test_whatever_bytes_come_are_read_to_an_end_within_bounds(pieces, ready):
    wire = connected()
    channel = Channel(wire, Session(key=b"key"))
    if ready:
        wire.data_received(BEGIN)

    for piece in pieces:
        wire.data_received(piece)
    wire.connection_lost(None)

    with pytest.raises(Silence):
        asyncio.run(_read_on(channel))


async def _read_on(channel):
    while True:
        await channel.get_msg(timeout=100)


def listening(request="mine"):
    """Make a channel on which a cell was sent, and a session that answers."""
    channel = Channel(connected(), Session(key=b"key"))
    channel.meter.begin(100)
    channel.meter.request = request
    channel.wire.data_received(BEGIN)
    return channel, Session(key=b"key")


def test_an_answer_to_what_was_asked_is_read():
    channel, other = listening()
    channel.wire.data_received(packed(other, "stream", "mine", {"name": "stdout", "text": "x"}))

    message = asyncio.run(channel.get_msg(timeout=1))

    assert message["content"] == {"name": "stdout", "text": "x"}


@pytest.mark.parametrize(
    ("kind", "request_id"),
    [
        ("stream", "nobody"),
        ("execute_reply", "nobody"),
        ("comm_msg", "mine"),
        ("comm_open", "mine"),
    ],
)
def test_what_nobody_asked_for_is_counted_and_not_read(kind, request_id):
    channel, other = listening()
    read = []
    channel.session.unpack = read.append
    said = packed(other, kind, request_id, {"x": [[]] * 1000})
    channel.wire.data_received(said)

    with pytest.raises(Empty):
        asyncio.run(channel.get_msg(timeout=0))

    assert read == []
    assert channel.meter.said == len(said) + len(BEGIN)
    assert channel.meter.messages == 1


def test_what_is_larger_than_is_kept_takes_no_memory_to_read():
    channel, other = listening()
    channel.wire.data_received(packed(other, "display_data", "mine", {"x": [[]] * 4_000_000}))

    tracemalloc.start()
    with pytest.raises(Empty):
        asyncio.run(channel.get_msg(timeout=0))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 10**6
    assert channel.meter.cut


def test_a_reply_that_is_too_long_is_a_reply_all_the_same():
    channel, other = listening()
    channel.wire.data_received(packed(other, "execute_reply", "mine", {"evalue": "x" * 5_000_000}))

    message = asyncio.run(channel.get_msg(timeout=1))

    assert message["content"] == {"status": "error"}


@pytest.mark.parametrize("text", ["x", "\\", "\n", '"', "\0", "é", "\N{GRINNING FACE}"])
@pytest.mark.parametrize("more", range(4))
def test_a_long_print_is_cut_between_two_characters(text, more):
    channel, other = listening()
    printed = "." * more + text * 2_100_000
    channel.wire.data_received(packed(other, "stream", "mine", {"name": "stdout", "text": printed}))

    message = asyncio.run(channel.get_msg(timeout=1))

    assert printed.startswith(message["content"]["text"])
    assert len(message["content"]["text"]) > 300_000


def test_there_is_an_end_although_there_is_always_one_more():
    channel, other = listening()
    channel.meter.begin(0.3)
    said = packed(other, "execute_reply", "nobody", {})
    took = channel.wire.receive

    async def receive(until):
        channel.wire.data_received(said)
        return await took(until)

    channel.wire.receive = receive
    began = time.monotonic()

    with pytest.raises(Silence):
        asyncio.run(channel.get_msg(timeout=100))

    assert time.monotonic() - began < 3
