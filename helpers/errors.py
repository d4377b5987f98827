"""The errors of this project: one root, so that one clause catches them all."""


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


class CheckFailed(CourseError, AssertionError):
    """Raised by ``check`` when an answer is not right."""
