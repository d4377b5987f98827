"""Tables for the terminal."""

from collections import Counter
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.gradebook import Grade
from autograder.matching import Line
from autograder.pipeline import Outcome, Way
from autograder.prove import Kind, Part, Proof
from autograder.restore import printable


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


def collected_table(lines: list[Line]) -> Table:
    """List what was downloaded, whose it is and what became of it."""
    table = Table()
    for head in ("file", "student", "assignment", "what became of it"):
        table.add_column(head, overflow="fold")
    for one in lines:
        colour = "red" if one.needs_a_person else "green" if one.student else "dim"
        fate = f"[{colour}]{escape(printable(one.fate.value + one.reason))}[/]"
        names = (escape(printable(name)) for name in (one.file, one.student, one.assignment))
        table.add_row(*names, fate)
    return table


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


def print_proof(console: Console, proof: Proof) -> None:
    """Tell what was tried, what came of it, and every mutant that survives."""
    total, count = proof.total, proof.count
    references, alarms = len(proof.parts), count(Kind.ALTERNATIVE)
    console.print(f"References: {references - count(Kind.REFERENCE)} of {references} accepted.")
    alternatives = total(lambda part: part.alternatives)
    console.print(f"Other correct solutions: {alternatives - alarms} of {alternatives} accepted.\n")
    console.print(_mistake_table(proof))
    console.print(
        f"{count(Kind.NOT_SEPARATED)} single ones have the same answers as another; "
        f"{count(Kind.SPREADS)} fail another exercise as well.\n"
    )
    console.print(_mutant_table(proof))
    _print_survivors(console, proof)
    for fault in proof.faults:
        console.print(f"[red]{fault.kind.value}:[/] {escape(fault.what)}")
    mistakes, made = total(lambda part: part.mistakes), total(lambda part: part.mutants)
    console.print(
        f"\n{total(lambda part: part.caught)} of {mistakes} known mistakes caught, "
        f"{total(lambda part: part.named)} named; {alarms} of {alternatives} correct solutions "
        f"refused; {total(lambda part: part.killed)} of {made} mutants killed, "
        f"{total(lambda part: len(part.survivors))} equivalent. "
        f"Judged on the cases of {proof.seeds} seeds in {proof.seconds:.0f} s."
    )


def _mistake_table(proof: Proof) -> Table:
    def cells(part: Part) -> list[int]:
        return [part.misconceptions, part.pairs, part.caught, part.named, part.alike]

    heads = ["single", "pairs", "caught", "named", "pairs like\nanother"]
    return _figures("Known mistakes", heads, proof, cells)


def _mutant_table(proof: Proof) -> Table:
    def cells(part: Part) -> list[int]:
        return [
            part.mutants,
            part.killed,
            part.raising,
            len(part.survivors),
            part.count(Kind.SURVIVOR),
        ]

    heads = ["made", "killed", "by an\nexception", "equivalent", "not\nexplained"]
    return _figures("Mutants of the references", heads, proof, cells)


def _figures(
    title: str, heads: list[str], proof: Proof, cells: Callable[[Part], list[int]]
) -> Table:
    """Figures by exercise, and their sums."""
    table = Table(title=title, title_justify="left", title_style="bold", show_footer=True)
    rows = [cells(part) for part in proof.parts]
    table.add_column("exercise", "all", no_wrap=True)
    for head, column in zip(heads, zip(*rows, strict=True), strict=True):
        table.add_column(head, f"{sum(column)}", justify="right")
    for part, row in zip(proof.parts, rows, strict=True):
        table.add_row(part.exercise, *(f"{figure}" for figure in row))
    return table


def _print_survivors(console: Console, proof: Proof) -> None:
    """List the equivalent mutants by the reason why they are right."""
    reasons: dict[str, list[str]] = {}
    for part in proof.parts:
        for survivor in part.survivors:
            mutant = f"{part.exercise}, {survivor.description}"
            reasons.setdefault(survivor.why, []).append(mutant)
    console.print("\n[bold]Mutants that survive, and why they are right[/]")
    for why, mutants in reasons.items():
        console.print(escape(why))
        console.print("\n".join(f"  [dim]{escape(mutant)}[/]" for mutant in mutants))
