"""``autograder report``."""

import argparse

from nbgrader.api import Gradebook
from rich.markup import escape

from autograder.course import Course
from autograder.grading import gradebook
from autograder.report import page
from autograder.terminal.console import CONSOLE


def report(options: argparse.Namespace) -> int:
    """Write the report of a class."""
    course = Course.at(options.course)
    path = (options.to or course.root / page.NAME).absolute()
    with gradebook.open_gradebook(course) as book:
        page.write(course, book, path)
    CONSOLE.print(f"Open [bold]{escape(str(path))}[/] in a browser.")
    return 0


def write_report(course: Course, book: Gradebook) -> None:
    """Write the report into the course folder, and say where it is."""
    path = course.root / page.NAME
    page.write(course, book, path)
    shown = escape(str(path))
    CONSOLE.print(f"How the class stands, and what to teach again: [bold]{shown}[/]")
