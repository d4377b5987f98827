"""``autograder collect`` and ``autograder export``."""

import argparse
from collections import Counter
from dataclasses import replace

from rich.markup import escape
from rich.table import Table

from autograder.course import Course, chosen
from autograder.exercises import NOTEBOOKS
from autograder.grading import gradebook
from autograder.platforms import PLATFORMS, absent, collecting, exporting
from autograder.platforms.kinds import OF_THE_COURSE
from autograder.platforms.matching import Fate, Line
from autograder.platforms.roster import Roster
from autograder.terminal.console import CONSOLE
from autograder.times import EXAMPLE, TIMESTAMP
from helpers.errors import CourseError
from helpers.printing import printable


def collect(options: argparse.Namespace) -> int:
    """Put what was downloaded from a platform into ``submitted/``."""
    course = Course.at(options.course)
    roster = Roster.read(options.list) if options.list else None
    with gradebook.open_gradebook(course) as book:
        lines = collecting.collect(course, book, options.download, roster, options.force)
        sent = {line.assignment for line in lines if line.fate is not Fate.EMPTY}
        names = [name for name in NOTEBOOKS if name in sent]
        missing = absent.not_handed_in(course, book, names, roster)
        people = len(absent.everybody(book, roster))
    if not lines:
        raise CourseError(f"There is nothing in {options.download}.")
    CONSOLE.print(_table(_folded(lines)))
    if roster is None and collecting.has_names_of_moodle(lines):
        CONSOLE.print(
            "[yellow]Without a list:[/] Moodle numbers its participants anew in each assignment, "
            "so somebody who hands in two of them will be two students."
        )
    for sentence in [*_unread_times(lines), *absent.sentences(missing, people)]:
        CONSOLE.print(escape(printable(sentence)))
    left = sum(one.needs_a_person for one in lines)
    files = sum(one.fate is not Fate.UNSEEN for one in lines)
    CONSOLE.print(f"{files} files; {left} were left out and need a person's eye.")
    return 1 if left else 0


def _unread_times(lines: list[Line]) -> list[str]:
    """Say for how many the time was not read at which they were handed in."""
    times = [line.unread_time for line in lines if line.is_there and line.unread_time]
    if not times:
        return []
    return [
        f"No time could be read for {len(times)} submissions, as “{times[0]}”: they count as in "
        f"time until you write it into the submission's {TIMESTAMP}, as in {EXAMPLE}, or set "
        "Moodle to English and download the worksheet again."
    ]


def _folded(lines: list[Line]) -> list[Line]:
    """Put the course's own files, of which a zipped course has dozens, into one line each time."""
    counts = Counter(_sent_as(line) for line in lines if line.reason == OF_THE_COURSE.words)
    folded = []
    for line in lines:
        if line.reason != OF_THE_COURSE.words:
            folded.append(line)
        elif count := counts.pop(_sent_as(line), 0):
            folded.append(replace(line, file=f"{_sent_as(line)} ({count} files)"))
    return folded


def _sent_as(line: Line) -> str:
    return line.file.partition("/")[0]


def _table(lines: list[Line]) -> Table:
    """List what was downloaded, whose it is and what became of it."""
    table = Table()
    for head in ("file", "student", "assignment", "what became of it"):
        table.add_column(head, overflow="fold")
    for one in lines:
        colour = "red" if one.needs_a_person else "green" if one.student else "dim"
        fate = f"[{colour}]{escape(printable(one.fate.value + one.reason))}[/]"
        names = (escape(printable(name)) for name in (one.file, one.student, one.assignment))
        table.add_row(*names, fate)
    return table


def export(options: argparse.Namespace) -> int:
    """Write the grades as a platform imports them."""
    course, names = Course.at(options.course), chosen(options.assignment)
    kind = getattr(exporting, PLATFORMS[options.platform])
    exporter = kind(assignment=names, config=course.config())
    path = options.to or course.root / exporter.default
    exporter.to = str(path.absolute())
    if options.list:
        if not isinstance(exporter, exporting.LmsExport):
            raise CourseError("A list is for Canvas or Moodle: add --for canvas or --for moodle.")
        exporter.roster = str(options.list)
    with gradebook.open_gradebook(course) as book:
        sheet = exporter.write(book)
    CONSOLE.print(f"Written: [bold]{escape(printable(str(path)))}[/]")
    for note in sheet.notes:
        CONSOLE.print(escape(printable(note)))
    for problem in sheet.problems:
        CONSOLE.print(f"[red]{escape(printable(problem))}[/]")
    return 1 if sheet.problems else 0
