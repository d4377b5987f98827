"""When a submission was handed in: times that can be read in one way only, and no others.

nbgrader's own reader guesses: it takes ``11:30 PM`` for the morning, ``PDT`` for UTC and
``10.01.2026`` for a day in October. Whether a submission is late must not hang on that.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nbgrader.coursedir import CourseDirectory

from helpers.printing import printable

TIMESTAMP = "timestamp.txt"
EXAMPLE = "2027-01-15 23:30:00 Europe/Berlin"
MOST_BYTES = 1000
TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}(?=T))"
    r"[T ](?P<time>(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"|[0-5][0-9](?:[0-5][0-9](?:\.[0-9]+)?)?))"
    r" ?(?P<zone>.*)"
)
UNIVERSAL = {"", "Z", "UTC", "GMT"}  # nbgrader takes a time without a zone for UTC, too
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>0[0-9]|1[0-4])(?::?(?P<minutes>[0-5][0-9]))?")
PLACE = re.compile(r"(?!Etc/)[A-Z][\w+-]*(?:/[A-Z][\w+-]*)+", re.ASCII)  # as Europe/Berlin


def read_time(text: str) -> datetime | None:
    """Read a time that can be read in one way only.

    Parameters
    ----------
    text
        In the form of ISO 8601, or as nbgrader writes it: year, month and day, the hour from 0 to
        23, and if it is not UTC an offset such as ``+01:00`` or a place such as
        ``Europe/Berlin``. Names such as ``CET`` and ``PST`` mean several zones.

    Returns
    -------
    time
        In UTC, without a zone; None where the text is anything else, or names an hour that the
        clocks at that place show twice or never.

    Examples
    --------
    >>> read_time("2027-01-15 23:30 Europe/Berlin")
    datetime.datetime(2027, 1, 15, 22, 30)
    >>> read_time("15.01.2027 11:30 PM")
    """
    found = TIME.fullmatch(text.strip())
    if found is None:
        return None
    try:
        local = datetime.fromisoformat(f"{found['date']}T{found['time']}")
        return _in_utc(local, found["zone"])
    except (OverflowError, ValueError, ZoneInfoNotFoundError):  # no such day, or no such place
        return None


def _in_utc(local: datetime, zone: str) -> datetime | None:
    if zone.upper() in UNIVERSAL:
        return local
    offset = OFFSET.fullmatch(zone)
    if offset:
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        east = timezone(ahead if offset["sign"] == "+" else -ahead)
        return local.replace(tzinfo=east).astimezone(UTC).replace(tzinfo=None)
    if not PLACE.fullmatch(zone):
        return None
    there = ZoneInfo(zone)
    once, again = (local.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    if once.utcoffset() != again.utcoffset():
        return None
    return once.astimezone(UTC).replace(tzinfo=None)


class Directory(CourseDirectory):  # type: ignore[misc]
    """nbgrader's view of the folder; a time of submission that is not plain counts as none."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Read the time at which a submission was handed in, in UTC."""
        text = _written(Path(dest_path))
        return read_time(text) if text else None

    def unclear_time(self, folder: Path) -> str | None:
        """Say why the time at which a submission was handed in cannot be told, if so."""
        text = _written(folder)
        if text is None or read_time(text):
            return None
        remedy = f"the submission counts as in time. Write it as in {EXAMPLE}."
        if not re.search("[0-9]", text):
            return f"{TIMESTAMP} holds no time: {remedy}"
        said = printable(text.strip())[:60]
        return f"{TIMESTAMP} holds “{said}”, which could be read in several ways: {remedy}"


def _written(folder: Path) -> str | None:
    """Read what stands in the file beside a submission; None where there is none."""
    path = folder / TIMESTAMP
    if not path.is_file():  # nor where opening it would wait for somebody
        return None
    with path.open("rb") as file:
        written = file.read(MOST_BYTES)
    encoding = "utf-16" if written.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return written.decode(encoding, "replace")
