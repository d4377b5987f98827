"""The names that Canvas and Moodle give to submissions when one downloads them.

References
----------
Canvas: ``lib/content_zipper.rb`` of instructure/canvas-lms. Moodle:
``mod/assign/classes/downloader.php`` of moodle/moodle.
"""

import re
import unicodedata
from dataclasses import dataclass

from autograder.platforms.roster import Lms, Person, Roster


@dataclass(frozen=True)
class FileName:
    """What the name of a downloaded file tells.

    Attributes
    ----------
    lms
        Who gave it.
    number
        The LMS's number of the student.
    file
        The name that the student gave.
    attachment
        Canvas's number of the file; a later one is larger.
    late
        Whether Canvas says that it came late.
    written
        The student's name, as the LMS writes it there.
    """

    lms: Lms
    number: str
    file: str
    attachment: int = 0
    late: bool = False
    written: str = ""


# Moodle writes names without underscores, but its zip file has one for each * and ? in them
MOODLE_NUMBER = re.compile(r"_(?P<number>[0-9]+)(?=_assignsubmission_file(_(?P<file>.*))?$)", re.S)
MOODLE_FOLDER = re.compile(r"_assignsubmission_\w+$")
CANVAS_NUMBERS = re.compile(r"_(?P<number>[0-9]+)(?=_(?P<attachment>[0-9]+)_(?P<file>.+))")
DROPPED = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")  # by Moodle, from a name


def read_name(name: str, roster: Roster | None = None) -> FileName | None:
    """Read the name of a downloaded file.

    Parameters
    ----------
    name
        With ``/`` behind each folder or archive that it lies in. Only the outermost part that an
        LMS gave counts: what is inside was named by the student.
    roster
        The list, which settles names that could be read in two ways.

    Returns
    -------
    file_name
        None if no LMS gave it, or if whose it is cannot be told: Canvas writes names with their
        underscores, so a student called ``x_99`` could pass for number 99.
    """
    parts = name.split("/")
    for place, part in enumerate(parts):
        inside = parts[place + 1 :]
        moodle, canvas = _of_moodle(part, inside), _of_canvas(part, inside)
        # a file in Canvas may be named as by Moodle, and then an underscore is in what is before
        readings = canvas if canvas and moodle and "_" in moodle[0].written else moodle or canvas
        if len(readings) > 1 and roster:
            readings = [found for found in readings if _is_in(found, roster)]
        elif len(readings) > 1 and readings is moodle and not MOODLE_FOLDER.search(part):
            readings = readings[:1]  # what follows was named by the student
        if readings or moodle or canvas or MOODLE_FOLDER.search(part):
            return readings[0] if len(readings) == 1 else None
    return None


def was_handed_in(name: str) -> bool:
    """Tell whether an LMS gave a part of a file's name, whosever it is."""
    return any(
        MOODLE_FOLDER.search(part) or _of_moodle(part, []) or _of_canvas(part, [])
        for part in name.split("/")
    )


def is_name_of(written: str, person: Person) -> bool:
    """Tell whether Moodle would write a person's name like this.

    The order of its words is a setting there, and so is which of them are shown. Without names in
    the list, any name will do.
    """
    if not (person.first or person.last):
        return True
    here, there = _words(written), _words(person.name)
    return here == there or bool(here and there and (here <= there or there <= here))


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", DROPPED.sub("", name)).casefold()
    return set(re.findall(r"[^\W_]+", plain))


def _of_moodle(part: str, inside: list[str]) -> list[FileName]:
    return [
        FileName(
            Lms.MOODLE,
            found["number"],
            "/".join(filter(None, [found["file"], *inside])),
            written=part[: found.start()],
        )
        for found in MOODLE_NUMBER.finditer(part)
    ]


def _of_canvas(part: str, inside: list[str]) -> list[FileName]:
    return [
        FileName(
            Lms.CANVAS,
            found["number"],
            "/".join([found["file"], *inside]),
            int(found["attachment"]),
            late=part[: found.start()].endswith("_LATE"),
            written=part[: found.start()].removesuffix("_LATE"),
        )
        for found in CANVAS_NUMBERS.finditer(part)
    ]


def _is_in(found: FileName, roster: Roster) -> bool:
    """Tell whether what stands before the number is that student's name as the LMS writes it."""
    person = roster.by_number.get(found.number)
    if person is None:
        return False
    if found.lms is Lms.MOODLE:
        return is_name_of(found.written, person)
    return found.written == re.sub(r"\W", "", person.name.lower())
