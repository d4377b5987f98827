"""What came of grading, for the terminal."""

from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.course import Course
from autograder.grading.gradebook import Grade
from autograder.grading.handed_in import Left
from autograder.grading.pipeline import Outcome, Way
from helpers.printing import printable

HOURS_TOLD = 48  # more of them are told in days
MANY, MOST_NAMED = 5, 20  # of whom one sentence is said


def grade_table(notebook: str, grades: list[Grade]) -> Table:
    """Points by student and exercise, with their sum, what is late, and what waits for a person.

    Optional exercises give none, and have no column.
    """
    most = {name: points for name, points in grades[0].most.items() if points}
    late = any(grade.seconds_late for grade in grades)
    more = late or any(grade.total != grade.score for grade in grades)
    table = Table(
        title=notebook,
        title_justify="left",
        title_style="bold",
        caption="\n".join(f"{number} {name}" for number, name in enumerate(most, start=1)),
        caption_justify="left",
        # so that columns more still fit into a terminal
        collapse_padding=more,
        pad_edge=not more,
    )
    table.add_column("student", overflow="fold")
    for number, points in enumerate(most.values(), start=1):
        table.add_column(f"{number}\n[dim]of {points:g}[/]", justify="right")
    exercises, written = sum(most.values()), sum(grades[0].most_written.values())
    table.add_column(f"sum\n[dim]of {exercises:g}[/]", justify="right", style="bold")
    table.add_column("waits for\na person", justify="right")
    if late:
        table.add_column("late", justify="right")
    if more:
        most_of_all = exercises + written
        table.add_column(f"total\n[dim]of {most_of_all:g}[/]", justify="right", style="bold")
    for row in grades:
        cells = [_coloured(row.exercises[name], most[name]) for name in most]
        waiting = f"{row.by_hand:g}" if row.by_hand else "–"
        lateness = [_late(row)] if late else []
        total = [f"{row.total:g}"] if more else []
        table.add_row(
            escape(printable(row.student)), *cells, f"{row.score:g}", waiting, *lateness, *total
        )
    return table


def _coloured(points: float, most: float) -> str:
    colour = "green" if points == most else "red" if points == 0 else "yellow"
    return f"[{colour}]{points:g}[/]"


def _late(grade: Grade) -> str:
    """Say how late it came and what that costs."""
    if not grade.seconds_late:
        return "–"
    hours = grade.seconds_late / 3600
    time = f"{hours / 24:.1f} days" if hours >= HOURS_TOLD else f"{hours:.1f} h"
    return f"{time}\n[yellow]−{grade.penalty:g}[/]" if grade.penalty else time


def print_notes(console: Console, outcomes: list[Outcome]) -> None:
    """List the submissions that need a person's eye, and those that were not graded, and why."""
    graded = [one for one in outcomes if one.way is not Way.LEFT and one.notes]
    left = [one for one in outcomes if one.way is Way.LEFT]
    if graded:
        console.print(
            f"\n[bold]{len(graded)} of {len(outcomes)} submissions need a person's eye[/]"
        )
        _print_reasons(console, graded)
    if left:
        console.print(
            f"\n[bold red]{len(left)} of {len(outcomes)} submissions were not graded: what they "
            "had before is as it was[/]"
        )
        _print_reasons(console, left)


def _print_reasons(console: Console, outcomes: list[Outcome]) -> None:
    """Say a sentence for each submission, but one that is said of many only once."""
    whom: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        for note in outcome.notes:
            whom.setdefault((outcome.submission.notebook, note), []).append(
                outcome.submission.student
            )
    for (notebook, note), students in whom.items():
        told = f"{notebook}: {escape(printable(note))}"
        if len(students) < MANY:
            for student in students:
                console.print(f"  {escape(printable(student))}, {told}")
            continue
        more = f" and {len(students) - MOST_NAMED} others" if len(students) > MOST_NAMED else ""
        console.print(f"  {len(students)} students, {told}")
        console.print(f"    {escape(printable(', '.join(students[:MOST_NAMED])))}{more}")


def print_left(console: Console, course: Course, left: list[Left]) -> int:
    """List what lies in ``submitted/`` and was not graded: what it is, and what to do.

    Returns
    -------
    code
        1 if a student's work may be in it, else 0.
    """
    work = [one for one in left if one.may_be_work]
    if work:
        console.print(f"\n[bold red]Not graded: {len(work)} that may be a student's work[/]")
        table = Table()
        for head in ("where", "what it is", "what to do"):
            table.add_column(head, overflow="fold")
        for one in work:
            place = one.path.relative_to(course.root).as_posix()
            table.add_row(*(escape(printable(text)) for text in (place, one.why, one.remedy)))
        console.print(table)
    if len(left) > len(work):
        console.print(f"\nLeft out, with no work in it that is not graded: {len(left) - len(work)}")
        for one in left:
            if not one.may_be_work:
                place = one.path.relative_to(course.root).as_posix()
                console.print(f"  {escape(printable(f'{place}: {one.why}'))}")
    return 1 if work else 0


def print_ways(console: Console, outcomes: list[Outcome], seconds: float) -> None:
    """Say in one line how much was done, and how fast."""
    counts = Counter(outcome.way for outcome in outcomes)
    said = ", ".join(f"{counts[way]} {way.value}" for way in Way if counts[way])
    console.print(f"\n{len(outcomes)} submissions in {seconds:.1f} s: {said}.")
