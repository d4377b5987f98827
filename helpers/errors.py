"""The errors of this project: one root, so that one clause catches them all."""

from collections.abc import Callable
from typing import Any


class CourseError(Exception):
    """An error that a person can mend; its message says what is wrong and what to do.

    Attributes
    ----------
    shown
        What a notebook shows in place of the message, where it was said above already.
    """

    shown = ""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in a notebook: the traceback would only hide it."""
        return [self.shown or str(self)]


class NotAttempted(CourseError, NotImplementedError):
    """Raised by the stub that stands where a student's code is still to come."""

    def __str__(self) -> str:
        return f"Not attempted yet: {super().__str__() or 'write your code between the markers.'}"

    def _render_traceback_(self) -> list[str]:
        """Say which exercise to solve first: another cell may have called its function."""
        step = self.__traceback__
        while step is not None and step.tb_next is not None:
            step = step.tb_next
        frame = step.tb_frame if step else None
        name = frame.f_code.co_name if frame else ""
        module = frame.f_globals.get("__name__") if frame else None
        is_ours = str(module).startswith("helpers.")
        if self.shown or is_ours or not name.isidentifier():
            return super()._render_traceback_()
        return [
            f"Not attempted yet: {name} is still to be written, and this cell needs it. Solve that "
            "exercise first, then run this cell again."
        ]


class CheckFailed(CourseError, AssertionError):
    """Raised by ``check`` when an answer is not right."""


def returned(answer: Any, function: Callable[..., Any], *wanted: str) -> Any:
    """Hand on what a student's function returned, if it can be what is needed next.

    Parameters
    ----------
    answer
        What it returned.
    function
        By whose name it is spoken of.
    wanted
        What is needed, in words: one value, or several of a tuple.

    Raises
    ------
    CourseError
        When nothing was returned, or fewer values than are needed.
    """
    enough = len(wanted) == 1 or (isinstance(answer, tuple | list) and len(answer) >= len(wanted))
    if answer is not None and enough:
        return answer
    name = getattr(getattr(function, "func", function), "__name__", "a function of yours")
    kind = "None" if answer is None else f"one {type(answer).__name__}"
    needed = ", ".join([*wanted[:-2], " and ".join(wanted[-2:])])
    raise CourseError(
        f"{name} returns {kind}, and this cell needs {needed}. Solve that exercise first, then run "
        "this cell again."
    )
