"""A lesson as its reader meets it: the words, and the names that its solved cells leave behind."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import matplotlib.pyplot as plt
import pytest
from classroom import COURSE
from nbformat import NotebookNode

from autograder.authoring.instructor import from_text
from autograder.notebook import CHECK, grade_id
from helpers.plots import sliders, style

SKIPPED = ("check(", "progress(")  # say nothing of the lesson


@dataclass
class Lesson:
    """What the solved cells of a lesson leave, each run once in this process.

    Attributes
    ----------
    names
        By name; ``lesson.trainings`` is short for ``lesson.names["trainings"]``.
    printed
        What the cells printed.
    captions
        The sentences below the figures, in their order.
    """

    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    printed: str = ""
    captions: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.names[name]
        except KeyError:
            raise AttributeError(f"No cell of the lesson defines {name}.") from None

    __getitem__ = __getattr__


@cache
def cells(name: str) -> list[NotebookNode]:
    """Read the cells of a solved lesson from its text."""
    return list(from_text(COURSE.text(name)).cells)


def texts(name: str) -> list[str]:
    """Read its words, cell by cell."""
    return [cell.source for cell in cells(name) if cell.cell_type == "markdown"]


def programs(name: str) -> list[str]:
    """Read its code, cell by cell."""
    return [cell.source for cell in cells(name) if cell.cell_type == "code"]


@cache
def executed(name: str) -> Lesson:
    """Run the cells of a solved lesson, without its checks and without making pictures."""
    lesson = Lesson()
    with _without_pictures(lesson), contextlib.redirect_stdout(io.StringIO()) as printed:
        for number, cell in enumerate(cells(name)):
            is_check = (grade_id(cell) or "").startswith(CHECK)
            if cell.cell_type == "code" and not is_check and not cell.source.startswith(SKIPPED):
                exec(compile(cell.source, f"<{name}, cell {number}>", "exec"), lesson.names)
    lesson.printed = printed.getvalue()
    return lesson


@contextlib.contextmanager
def _without_pictures(lesson: Lesson) -> Iterator[None]:
    def outputs(figure: Any, what_to_see: str, *_: Any) -> list[Any]:
        plt.close(figure)
        lesson.captions.append(what_to_see)
        return []

    with pytest.MonkeyPatch.context() as patched:
        for module in (style, sliders):
            patched.setattr(module, "outputs", outputs)
        yield
