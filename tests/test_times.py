"""When a submission was handed in: what can be read in one way is read, all else is named."""

import contextlib
import os
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.utils import parse_utc

from autograder.times import EXAMPLE, TIMESTAMP, Directory, read_time

PLACES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Argentina/Salta")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-05-04 21:05:06.123456 UTC", "2026-05-04 21:05:06.123456"),  # nbgrader's own
        ("2026-05-04 21:05:06 UTC\n", "2026-05-04 21:05:06"),
        ("2026-05-04T21:05:06Z", "2026-05-04 21:05:06"),
        ("2026-05-04T21:05:06.5+02:00", "2026-05-04 19:05:06.5"),
        ("2026-05-04 21:05:06 +0200", "2026-05-04 19:05:06"),
        ("2026-05-04 21:05-03", "2026-05-05 00:05:00"),
        ("20260504T210506Z", "2026-05-04 21:05:06"),
        ("2026-05-04 21:05", "2026-05-04 21:05:00"),
        ("2026-05-04 21:05:06", "2026-05-04 21:05:06"),
        ("2026-07-04 21:05 Europe/Berlin", "2026-07-04 19:05:00"),
        ("2026-01-04 21:05 America/New_York", "2026-01-05 02:05:00"),
        ("2026-01-04 21:05 GMT", "2026-01-04 21:05:00"),
    ],
)
def test_a_time_that_can_be_read_in_one_way_is_read(text, when):
    assert read_time(text) == datetime.fromisoformat(when)


AMBIGUOUS = [
    "2026-05-04 11:30 PM",
    "2026-05-04 11:30:00 pm UTC",
    "11:30 PM",
    "11:30",
    "2026-05-04 21:05 PDT",
    "2026-05-04 21:05:00 CET",
    "2026-05-04 21:05:00 CEST",
    "2026-05-04 21:05:00 EST",
    "2026-05-04 21:05:00 IST",
    "2026-05-04 21:05:00 EST5EDT",
    "2026-05-04 21:05:00 UTC+2",
    "2026-05-04 21:05:00 Etc/GMT+2",
    "2026-05-04 21:05:00 Europe/Nowhere",
    "2026-05-04 21:05:00 Europe/../Berlin",
    "2026-05-04 21:05:00 200",
    "10.01.2026",
    "10.01.2026 21:05",
    "01/02/2026",
    "01/02/2026 21:05 UTC",
    "2026/01/02 21:05",
    "2026-05-04",  # at its beginning, or at its end?
    "2026-05-04 24:00",
    "2026-02-30 21:05",
    "2026-13-04 21:05",
    "26-05-04 21:05",
    "2026-W05-1T21:05",
    "4 May 2026 9:05",
    "May 4, 2026",
    "Monday",
    "2026-10-25 02:30 Europe/Berlin",  # twice, where summer time ends
    "2026-03-29 02:30 Europe/Berlin",  # never, where it begins
    "2026-05-04 21:05 and a half",
    "2026-05-04 21:05\n2026-05-05 21:05",
    "0001-01-01 00:00 +14:00",
    "٢٠٢٦-٠٥-٠٤ ٢١:٠٥",
    "around noon",
    "\0",
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_time_that_could_be_read_in_two_ways_is_not_guessed(text):
    assert read_time(text) is None


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_time_that_is_not_read_is_named_with_how_to_write_it(tmp_path, text):
    (tmp_path / TIMESTAMP).write_text(text, "utf-8")

    note = Directory().unclear_time(tmp_path)

    assert Directory().get_existing_timestamp(str(tmp_path)) is None
    assert "the submission counts as in time. Write it as in " + EXAMPLE in note
    assert note.isprintable()


def test_the_note_quotes_what_was_written(tmp_path):
    (tmp_path / TIMESTAMP).write_text("10.01.2026", "utf-8")

    note = Directory().unclear_time(tmp_path)

    assert note.startswith("timestamp.txt holds “10.01.2026”, which could be read in several ways")


def test_the_example_in_the_note_can_be_read():
    assert read_time(EXAMPLE) == datetime(2027, 1, 15, 22, 30)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_an_editor_of_windows_saved_is_read(tmp_path, encoding):
    (tmp_path / TIMESTAMP).write_bytes("2026-05-04 21:05\r\n".encode(encoding))

    assert Directory().get_existing_timestamp(str(tmp_path)) == datetime(2026, 5, 4, 21, 5)
    assert Directory().unclear_time(tmp_path) is None


def test_where_no_time_was_handed_in_there_is_nothing_to_say(tmp_path):
    assert Directory().get_existing_timestamp(str(tmp_path)) is None
    assert Directory().unclear_time(tmp_path) is None


def test_nobody_waits_for_a_time_that_never_comes(tmp_path):
    os.mkfifo(tmp_path / TIMESTAMP)

    assert Directory().get_existing_timestamp(str(tmp_path)) is None


dates = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
forms = st.sampled_from(
    [
        "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y%m%dT%H%M%S",
        "%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%y %H:%M", "%Y-%m-%d", "%A, %d %B %Y, %H:%M",
        "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p", "%H:%M", "%c", "%x %X", "%Y-%d-%m %H:%M",
    ]
)  # fmt: skip
zones = st.sampled_from(["", "Z", " UTC", " GMT", " PDT", " CET", " EST", " PM", " UTC+2"])
places = st.sampled_from([f" {place}" for place in PLACES])
texts = st.one_of(
    st.builds(lambda date, form, zone: date.strftime(form) + zone, dates, forms, zones | places),
    st.from_regex(r"\A[0-9]{2,4}[-./][0-9]{1,2}[-./][0-9]{2,4}[T ,]?[0-9:. APMZ+-]{0,14}\Z"),
    st.text(max_size=30),
)


@given(texts)
@example("2026-05-04 11:30 PM")
def test_what_is_taken_is_taken_as_nbgrader_takes_it(text):
    taken = read_time(text)

    # of an offset behind a blank nbgrader takes +0200 for 200 seconds
    has_offset = " +" in text or " -" in text
    assert taken is None or has_offset or as_nbgrader_takes_it(text) in (taken, None)


def as_nbgrader_takes_it(text):
    try:
        return parse_utc(text.strip())
    except ValueError:
        return None


@given(dates, offsets)
def test_an_offset_is_taken_as_python_takes_it(date, offset):
    there = date.replace(tzinfo=offset)

    read = [read_time(there.isoformat(" ")), read_time(f"{date.isoformat()} {there:%z}")]

    assert read == [there.astimezone(UTC).replace(tzinfo=None)] * 2


@contextlib.contextmanager
def as_if_in(zone):
    """Let this machine stand in another zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@given(texts)
@example("2026-05-04 11:30")
def test_two_readings_of_one_text_never_differ_wherever_the_machine_stands(text):
    with as_if_in("America/New_York"):
        one = read_time(text)
    with as_if_in("Asia/Kolkata"):
        other = read_time(text)

    assert one == other


@given(dates, st.sampled_from(PLACES))
def test_what_nbgrader_would_write_is_read(date, place):
    assert read_time(date.strftime("%Y-%m-%d %H:%M:%S.%f UTC")) == date
    assert read_time(date.isoformat(" ")) == date
