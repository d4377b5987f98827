"""While a function runs: what it prints, what numpy warns of, and that it comes to an end."""

import contextlib
import io
import linecache
import signal
import threading
import warnings
from collections.abc import Iterator
from types import FrameType
from typing import TextIO

from helpers.checks.source import is_cell

MOST_PRINTED, MOST_WARNINGS = 2000, 3


class TooLong(BaseException):
    """Raised in a function that does not return; no ``except Exception`` of its own holds it."""


class Heard(io.TextIOBase):
    """What was printed, as far as it is shown, and the warnings, each once."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.printed = ""
        self.warned: dict[str, None] = {}

    def writable(self) -> bool:
        """Tell that text can be printed here."""
        return True

    def write(self, text: str) -> int:
        """Keep the beginning of what is printed."""
        self.printed += text[: max(0, MOST_PRINTED - len(self.printed))]
        return len(text)

    def warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """Keep a warning, in the form of :func:`warnings.showwarning`."""
        if len(self.warned) < MOST_WARNINGS:
            text = linecache.getline(filename, lineno).strip() if is_cell(filename) else ""
            where = f" (in the line `{text[:200]}`)" if text else ""
            self.warned[f"{category.__name__}: {str(message)[:200]}{where}"] = None


@contextlib.contextmanager
def listening() -> Iterator[Heard]:
    """Keep prints and warnings from the screen, and listen to them."""
    heard = Heard()
    with contextlib.redirect_stdout(heard), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = heard.warn
        yield heard


@contextlib.contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Raise :class:`TooLong` in what runs longer than that, where the system can do so.

    That is in the main thread and not on Windows or in a browser, and only where nobody else has
    set an alarm.
    """
    if seconds is None or not _has_a_clock():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"it had not returned after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)  # again each second: the first may be caught
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _has_a_clock() -> bool:
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "setitimer") and signal.getitimer(signal.ITIMER_REAL)[0] == 0
