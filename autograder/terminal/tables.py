"""What came of grading, for the terminal."""

from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.grading.gradebook import Grade
from autograder.grading.pipeline import Outcome, Way
from autograder.notebook import printable


def grade_table(notebook: str, grades: list[Grade]) -> Table:
    """Points by student and exercise, with the sum and what waits for a person."""
    most = grades[0].most
    table = Table(
        title=notebook,
        title_justify="left",
        title_style="bold",
        caption="\n".join(f"{number} {name}" for number, name in enumerate(most, start=1)),
        caption_justify="left",
    )
    table.add_column("student", overflow="fold")
    for number, points in enumerate(most.values(), start=1):
        table.add_column(f"{number}\n[dim]of {points:g}[/]", justify="right")
    table.add_column(f"sum\n[dim]of {sum(most.values()):g}[/]", justify="right", style="bold")
    table.add_column("waits for\na person", justify="right")
    for row in grades:
        cells = [_coloured(row.exercises[name], most[name]) for name in most]
        waiting = f"{row.by_hand:g}" if row.by_hand else "–"
        table.add_row(escape(row.student), *cells, f"{row.score:g}", waiting)
    return table


def _coloured(points: float, most: float) -> str:
    colour = "green" if points == most else "red" if points == 0 else "yellow"
    return f"[{colour}]{points:g}[/]"


def print_notes(console: Console, outcomes: list[Outcome]) -> None:
    """List the submissions that need a person's eye, and why."""
    noted = [outcome for outcome in outcomes if outcome.notes]
    if not noted:
        return
    console.print(f"\n[bold]{len(noted)} of {len(outcomes)} submissions need a person's eye[/]")
    for outcome in noted:
        submission = outcome.submission
        for note in outcome.notes:
            name = escape(printable(submission.student))
            console.print(f"  {name}, {submission.notebook}: {escape(printable(note))}")


def print_ways(console: Console, outcomes: list[Outcome], seconds: float) -> None:
    """Say in one line how much was done, and how fast."""
    counts = Counter(outcome.way for outcome in outcomes)
    said = ", ".join(f"{counts[way]} {way.value}" for way in Way if counts[way])
    console.print(f"\n{len(outcomes)} submissions in {seconds:.1f} s: {said}.")
