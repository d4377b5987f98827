"""``autograder collect`` and ``autograder export``."""

import argparse

from rich.markup import escape
from rich.table import Table

from autograder.course import Course, chosen
from autograder.grading import gradebook
from autograder.notebook import printable
from autograder.platforms import PLATFORMS, collecting, exporting
from autograder.platforms.matching import Line
from autograder.platforms.roster import Roster
from autograder.terminal.console import CONSOLE
from helpers.errors import CourseError


def collect(options: argparse.Namespace) -> int:
    """Put what was downloaded from a platform into ``submitted/``."""
    course = Course.at(options.course)
    roster = Roster.read(options.list) if options.list else None
    with gradebook.open_gradebook(course) as book:
        lines = collecting.collect(course, book, options.download, roster, options.force)
    if not lines:
        raise CourseError(f"There is nothing in {options.download}.")
    CONSOLE.print(_table(lines))
    if roster is None and collecting.has_names_of_moodle(lines):
        CONSOLE.print(
            "[yellow]Without a list:[/] Moodle numbers its participants anew in each assignment, "
            "so somebody who hands in two of them will be two students."
        )
    left = sum(one.needs_a_person for one in lines)
    CONSOLE.print(f"{len(lines)} files; {left} were left out and need a person's eye.")
    return 1 if left else 0


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
    exporter = getattr(exporting, PLATFORMS[options.platform])(assignment=names)
    path = options.to or course.root / exporter.default
    exporter.to = str(path.absolute())
    if options.list:
        if not isinstance(exporter, exporting.LmsExport):
            raise CourseError("A list is for Canvas or Moodle: add --for canvas or --for moodle.")
        exporter.roster = str(options.list)
    with gradebook.open_gradebook(course) as book:
        sheet = exporter.write(book)
    CONSOLE.print(f"Written: [bold]{escape(str(path))}[/]")
    for note in sheet.notes:
        CONSOLE.print(escape(printable(note)))
    for problem in sheet.problems:
        CONSOLE.print(f"[red]{escape(printable(problem))}[/]")
    return 1 if sheet.problems else 0
