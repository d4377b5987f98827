"""``autograder prove``."""

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from autograder.course import chosen
from autograder.exercises import CATALOGUE
from autograder.proof import finite
from autograder.proof import prove as proving
from autograder.proof.people import FOLDER, Outcome, measure
from autograder.proof.prove import Catalogue, Kind, Part, Proof
from autograder.terminal.console import CONSOLE

FAULTS = {Outcome.REFUSED, Outcome.NOT_CAUGHT, Outcome.FALSELY}


def prove(options: argparse.Namespace) -> int:
    """Try the checks, and print the figures."""
    if options.cases:
        return _print_cases(options.cases)
    wanted = chosen(options.assignment)
    catalogue = {name: among for name, among in CATALOGUE.items() if name in wanted}
    # drawn by nobody else: the processes are forked from this one, which has no other thread
    with Progress(console=CONSOLE, transient=True, auto_refresh=False) as progress:
        bar = progress.add_task("Proving …", total=sum(map(len, catalogue.values())))
        progress.refresh()
        proof = proving.prove(
            catalogue,
            range(options.seeds),
            os.cpu_count() or 1,
            lambda name: progress.update(
                bar, advance=1, description=f"{name} is proved", refresh=True
            ),
        )
    print_proof(CONSOLE, proof)
    return 0 if _print_people(CONSOLE, catalogue) and proof.holds else 1


def _print_cases(seeds: int) -> int:
    """Only make the cases and what the references answer, and tell which are not finite."""
    begin = time.perf_counter()
    with CONSOLE.status(f"Making the cases of {seeds} seeds …"):
        found = finite.all_not_finite(seeds)
    for what in found:
        CONSOLE.print(f"[red]{Kind.NOT_FINITE.value}:[/] {escape(what)}")
    seconds = time.perf_counter() - begin
    CONSOLE.print(f"{len(found)} cases of {seeds} seeds are not finite, in {seconds:.0f} s.")
    return 1 if found else 0


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
    console.print()
    console.print(_lazy_table(proof))
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


def _print_people(console: Console, catalogue: Catalogue) -> bool:
    """Tell what became of answers that people wrote, and whether none was judged falsely."""
    outcomes = measure(catalogue, FOLDER)
    if not outcomes:
        return True
    found = Counter(outcomes.values())
    right = found[Outcome.ACCEPTED] + found[Outcome.REFUSED]
    wrong = len(outcomes) - right
    console.print(
        f"Answers that people wrote: {found[Outcome.ACCEPTED]} of {right} right ones accepted; "
        f"{wrong - found[Outcome.NOT_CAUGHT]} of {wrong} wrong ones caught, "
        f"{found[Outcome.NAMED]} named, {found[Outcome.EXPLAINED]} explained without a name, "
        f"{found[Outcome.FALSELY]} named falsely."
    )
    for answer, outcome in outcomes.items():
        if outcome in FAULTS:
            console.print(f"[red]{outcome.value}:[/] {answer.exercise}: {answer.name}")
    return not FAULTS & found.keys()


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


def _lazy_table(proof: Proof) -> Table:
    """Most points without the idea, by exercise."""
    table = Table(
        title="The most that answers without the idea earn, in per cent of the points",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("exercise", no_wrap=True)
    for head in ("form", "most"):
        table.add_column(head, justify="right")
    table.add_column("by")
    table.add_column("is what is asked for")
    for part in proof.parts:
        lazy = part.lazy
        shares = (f"{100 * share:.0f}" for share in (part.form, lazy.share))
        table.add_row(part.exercise, *shares, lazy.by, ", ".join(lazy.solutions))
    return table


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
