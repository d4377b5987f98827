"""The instructor's report: one page that shows how a class stands, and what to teach again."""

import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.report.standing import Part, parts, remarks
from helpers.errors import CourseError
from helpers.printing import printable

NAME = "report.html"
SHADES = 5  # of the table of grades


def write(course: Course, gradebook: Gradebook, path: Path) -> None:
    """Write the report of a class.

    Raises
    ------
    CourseError
        When nothing has been graded yet, or the page cannot be written.
    """
    found = parts(course, gradebook, path.parent)
    if not found:
        raise CourseError("There is nothing to report: run `autograder grade` first.")
    text = page(course.directory().course_id, found, remarks(course, gradebook))
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise CourseError(f"The report cannot be written to {path}: {error.strerror}.") from None


def page(course: str, found: Sequence[Part], remarks: Sequence[str] = ()) -> str:
    """Render the report, one page that needs no other file.

    Parameters
    ----------
    course
        Name of the course.
    found
        The assignments.
    remarks
        What is to be said of the whole, a sentence each.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__, ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
    )
    environment.globals["shade"] = _shade
    environment.filters |= {"code": _code, "breakable": _breakable}
    script = Path(__file__).with_name("page.js").read_text("utf-8")
    return environment.get_template("page.html.jinja").render(
        course=course,
        parts=found,
        remarks=remarks,
        students=len({row.grade.student for part in found for row in part.rows}),
        now=datetime.now(),
        script=Markup(script),
        # the only script that a browser runs in this page
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def _shown(value: Any) -> Any:
    """Make visible what would turn the direction of a page's text, but in what is ours."""
    return printable(value) if type(value) is str else value


def _shade(points: float | None, most: float) -> int:
    """Tell how dark a cell of the table is: 0 for no points to ``SHADES`` for all."""
    if not points or not most:
        return 0
    return SHADES if points >= most else 1 + int((SHADES - 1) * points / most)


def _code(text: str) -> Markup:
    """Set what stands between backticks as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(printable(text)))))


def _breakable(name: str) -> Markup:
    """Let a long name be broken behind its underscores."""
    return Markup(str(escape(printable(name))).replace("_", "_<wbr>"))
