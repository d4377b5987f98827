"""The progress bar of a run: done, failed, rate and time left."""

import time
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.grading.pipeline import Outcome
from helpers.printing import printable


class Bar:
    """Shows how far a class is graded.

    It is drawn when something happens and by nobody else: the processes that run submissions are
    forked from this one, which therefore has no other thread.
    """

    def __init__(self, console: Console, total: int) -> None:
        self.done, self.noted = 0, 0
        self.seconds = 0.0
        self.progress = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[noted]}{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            auto_refresh=False,
        )
        self.task = self.progress.add_task("", total=total, noted="", rate="")

    def __enter__(self) -> Self:
        self.started = time.monotonic()
        self.progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.progress.stop()
        self.seconds = time.monotonic() - self.started

    def show(self, outcome: Outcome | None) -> None:
        """Count one outcome; None only shows that time goes by."""
        if outcome is not None:
            last = outcome.submission
            self.done += 1
            self.noted += bool(outcome.notes)
            rate = self.done / max(time.monotonic() - self.started, 0.001)
            self.progress.update(
                self.task,
                advance=1,
                description=f"{last.notebook} by {escape(printable(last.student))}",
                noted=f"[yellow]{self.noted} to look at[/], " if self.noted else "",
                rate=f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.0f} a minute",
            )
        self.progress.refresh()
