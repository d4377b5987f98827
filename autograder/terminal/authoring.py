"""``autograder build``, ``autograder bundle`` and ``autograder site``."""

import argparse

from rich.markup import escape

from autograder.authoring import build as building
from autograder.authoring import bundle as bundling
from autograder.authoring.site import building as site_building
from autograder.authoring.site import pyodide
from autograder.course import Course, chosen
from autograder.sharing import open_to_others
from autograder.terminal.console import CONSOLE


def build(options: argparse.Namespace) -> int:
    """Build the course, or tell whether it is up to date."""
    course, names = Course.at(options.course), chosen(options.assignment)
    if options.check:
        building.check(course, names)
        CONSOLE.print(f"Up to date: {', '.join(names)}.")
    else:
        building.build(course, names, _tell, options.keep_grades, options.backed_up)
        for remark in open_to_others(course.root):
            CONSOLE.print(f"[yellow]![/] {escape(remark)}", soft_wrap=True)
    return 0


def _tell(line: str) -> None:
    CONSOLE.print(escape(line), soft_wrap=True)


def bundle(options: argparse.Namespace) -> int:
    """Pack what students get."""
    course = Course.at(options.course)
    path = options.to or course.root / f"{bundling.NAME}.zip"
    files = bundling.bundle(course, path, options.address)
    CONSOLE.print(
        f"Written: [bold]{escape(str(path))}[/], {files} files, "
        f"{path.stat().st_size / 1e6:.1f} MB. Its README.md tells students how to begin."
    )
    return 0


def site(options: argparse.Namespace) -> int:
    """Make the web site."""
    course = Course.at(options.course)
    target = options.to or course.root / "site"
    size = site_building.site(course, target, options.pyodide or pyodide.archive())
    CONSOLE.print(
        f"Written: [bold]{escape(str(target))}[/], {size / 1e6:.1f} MB. Any web server will do; "
        f"to look at it here: python -m http.server --directory {escape(str(target))}",
        soft_wrap=True,
    )
    return 0
