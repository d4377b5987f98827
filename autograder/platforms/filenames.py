"""The names that Canvas and Moodle give to submissions when one downloads them.

References
----------
Canvas: ``lib/content_zipper.rb`` of instructure/canvas-lms. Moodle:
``mod/assign/classes/downloader.php`` of moodle/moodle.
"""

import re
from dataclasses import dataclass

from autograder.platforms.roster import Lms, Roster


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
    """

    lms: Lms
    number: str
    file: str
    attachment: int = 0
    late: bool = False


MOODLE_NAME = re.compile(r"[^_]*_(?P<number>[0-9]+)_assignsubmission_file(_(?P<file>.*))?")
CANVAS_NUMBERS = re.compile(r"_(?P<number>[0-9]+)(?=_(?P<attachment>[0-9]+)_(?P<file>.+))")


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
        moodle = MOODLE_NAME.fullmatch(part)
        if moodle:
            inside = "/".join(filter(None, [moodle["file"], *parts[place + 1 :]]))
            return FileName(Lms.MOODLE, moodle["number"], inside)
        readings = list(CANVAS_NUMBERS.finditer(part))
        if len(readings) > 1:
            readings = [found for found in readings if _is_name_of(part, found, roster)]
        if len(readings) == 1:
            (found,) = readings
            inside = "/".join([found["file"], *parts[place + 1 :]])
            late = part[: found.start()].endswith("_LATE")
            return FileName(Lms.CANVAS, found["number"], inside, int(found["attachment"]), late)
    return None


def _is_name_of(part: str, found: re.Match[str], roster: Roster | None) -> bool:
    """Tell whether what stands before the number is Canvas's form of that student's name."""
    person = roster.by_number.get(found["number"]) if roster else None
    name = part[: found.start()].removesuffix("_LATE")
    return person is not None and name == re.sub(r"\W", "", person.name.lower())
