"""How much faster a class is graded here than by stock nbgrader, and what a large class costs.

The same four pupils of the sample class, under many names, are graded by two commands:

- stock, ``nbgrader autograde``: the same course without the ``c.Autograde`` lines of its
  configuration, so that nbgrader's own preprocessors and executor do the work. A check decides in
  the student's own kernel, one submission at a time and without a sandbox;
- ours, ``autograder grade --jobs N``: N submissions at a time, each in the sandbox.

Both start from an empty gradebook each time, and must give all pupils the same score in every cell,
or this ends with code 1. Each exercise of theirs is right or not begun: for what is partly right
ours gives a share of the points, which stock cannot.

The first table has a ratio for the same work, all cells, and two for the cells that points depend
on: to stock as it is, which has no such mode, and to stock told to skip the experiments by
nbclient's own option. A round runs all commands, the next round runs them the other way about, and
a ratio is taken within a round, so that a busy machine slows both sides alike; given are the median
and the range. Seconds are wall time of the whole command, its start-up included, divided by the
number of submissions. Our classes are larger, most of all where only graded cells run, because our
start-up (imports, checks of the course, the first sandbox) takes as long as many of our
submissions, but stock's is short beside one of its own. The second table shows what that favours:
there the class is a single submission.

The third table is ours alone, graded cells only, each size once. Its last column but one leaves out
the start-up: the time by which a class takes longer than the next smaller one, for each submission
that it has more. Memory is the highest sum of the proportional set sizes of the command and all its
descendants, those in the sandboxes too, looked at every 50 ms in a second run, since looking takes
time.

    python benchmarks/grading.py [--rounds 3] [--sizes 10 100 1000] [--markdown]
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nbformat
import psutil
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.authoring.build import generate
from autograder.authoring.sample_class import PUPILS, hand_in
from autograder.course import CONFIG, Course
from autograder.exercises import NOTEBOOKS

COURSE = Course(Path(__file__).resolve().parents[1])
PROGRAMS = Path(sys.executable).parent
KINDS = [pupil for pupil in PUPILS if pupil.name in ("perfect", "own-way", "blank", "half-done")]
STOCK, OURS = ("nbgrader", "autograde"), ("autograder", "grade")
SKIPPING = "--ExecutePreprocessor.skip_cells_with_tag=experiment"
LARGE, USUAL_SIZE = "gradient_checking", 100  # the notebook of the large classes
# nbgrader starts alembic by its bare name
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])


@dataclass(frozen=True)
class Class:
    """A course folder in which so many have handed in one notebook, the kinds of pupils in turn."""

    course: Course
    notebook: str
    size: int

    def students(self):
        return [(f"student-{n + 1:04}", KINDS[n % len(KINDS)]) for n in range(self.size)]


def make_class(folder, notebook, size, command):
    """Copy the course, with the configuration that the command is to have, and hand in."""
    course = Course(folder)
    folder.mkdir()
    lines = (COURSE.root / CONFIG).read_text("utf-8").splitlines()
    if command is STOCK:
        lines = [line for line in lines if not line.startswith(("c.Autograde.", "from autograder"))]
    (folder / CONFIG).write_text("\n".join(lines), "utf-8")
    for part in ("notebooks", "source", "release"):
        shutil.copytree(COURSE.root / part, folder / part)
    generate(course, notebook)
    if course.release(notebook).read_bytes() != COURSE.release(notebook).read_bytes():
        sys.exit(f"release/{notebook} is not what source/ gives: run `autograder build`.")
    shutil.copy(folder / "gradebook.db", folder / "empty.db")
    made = Class(course, notebook, size)
    texts = {kind: nbformat.writes(hand_in(kind, course, notebook)) for kind in KINDS}
    for student, kind in made.students():
        path = course.submitted(student, notebook)
        path.parent.mkdir(parents=True)
        path.write_text(texts[kind], "utf-8")
    return made


def grade(graded, command, options=(), watch=subprocess.Popen.wait):
    """Grade a class as if for the first time; return the seconds, and what ``watch`` returns."""
    root = graded.course.root
    for left in ("autograded", "answers"):
        shutil.rmtree(root / left, ignore_errors=True)
    shutil.copy(root / "empty.db", root / "gradebook.db")
    program = [PROGRAMS / command[0], command[1], graded.notebook, *options]
    with (root / "printed").open("w") as printed:
        before = time.perf_counter()
        process = subprocess.Popen(
            program, cwd=root, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        watched = watch(process)
        seconds = time.perf_counter() - before
    if process.returncode:
        fail(f"`{' '.join(command)} {graded.notebook}` ended with {process.returncode}.", graded)
    return seconds, watched


def scores(graded):
    """Read what each kind of pupil has in each cell: one score, and whether a person must look."""
    found, name = defaultdict(set), graded.notebook
    with Gradebook(f"sqlite:///{graded.course.root / 'gradebook.db'}") as gradebook:
        for student, kind in graded.students():
            for cell in gradebook.find_submission_notebook(name, name, student).grades:
                found[kind.name, cell.name].add((cell.auto_score, cell.needs_manual_grade))
    return found


def hold_equal(stock, graded):
    """Fail unless a class has the scores that stock gave, as far as it has such pupils."""
    found = scores(graded)
    for kind, cell in sorted(stock.keys() & found.keys()):
        theirs, ours = stock[kind, cell], found[kind, cell]
        if theirs != ours or len(ours) > 1:
            fail(
                f"The scores are not equal: in cell {cell} of {graded.notebook} a pupil who is "
                f"{kind} has {theirs} from stock nbgrader and {ours} from this command "
                "(points, and whether a person must grade it).",
                graded,
            )


def fail(reason, graded):
    sys.exit(f"{(graded.course.root / 'printed').read_text()}\n{reason}")


def compare(folder, notebook, options):
    """Grade by all commands, in rounds; return the seconds for a submission and stock's scores."""
    jobs = ("--jobs", str(options.jobs))
    stock = make_class(folder / f"stock-{notebook}", notebook, options.pupils, STOCK)
    whole = make_class(folder / f"ours-whole-{notebook}", notebook, options.whole, OURS)
    ours = make_class(folder / f"ours-{notebook}", notebook, options.ours, OURS)
    stock_one = make_class(folder / f"stock-one-{notebook}", notebook, 1, STOCK)
    ours_one = make_class(folder / f"ours-one-{notebook}", notebook, 1, OURS)
    commands = {
        "stock": (stock, STOCK),
        "ours": (whole, OURS, (*jobs, "--experiments")),
        "ours, graded cells": (ours, OURS, jobs),
        "stock, skipping": (stock, STOCK, (SKIPPING,)),
        "stock, one": (stock_one, STOCK),
        "ours, one": (ours_one, OURS, ("--experiments",)),
    }
    seconds, wanted = defaultdict(list), None
    for number in range(options.rounds):
        for title in list(commands)[:: -1 if number % 2 else 1]:
            graded = commands[title][0]
            seconds[title].append(grade(*commands[title])[0] / graded.size)
            wanted = wanted or scores(stock)  # it is the first
            hold_equal(wanted, graded)
            tell(f"{notebook}, round {number + 1}, {title}: {seconds[title][-1]:.3f} s each")
    return seconds, wanted


def peak_memory(process):
    """Wait until a process ends; return the most bytes that it and its descendants used."""
    peak = 0
    while True:
        try:
            process.wait(0.05)
            return peak
        except subprocess.TimeoutExpired:
            top = psutil.Process(process.pid)
            peak = max(peak, sum(map(memory, [top, *top.children(recursive=True)])))


def memory(process):
    """Read what a process uses, its part of what it shares; all of that where this is not told."""
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except ProcessLookupError:
        return 0  # it has ended
    except OSError:
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            return process.memory_info().rss
        return 0


def large_classes(folder, wanted, options):
    """Grade a class of each size; return a row for each."""
    measured = {}
    for size in sorted({*options.sizes}):
        graded = make_class(folder / f"class-of-{size}", LARGE, size, OURS)
        jobs = ("--jobs", str(options.jobs))
        seconds, _ = grade(graded, OURS, jobs)
        hold_equal(wanted, graded)
        measured[size] = seconds, grade(graded, OURS, jobs, peak_memory)[1]
        tell(f"{LARGE}, {size} submissions: {measured[size][0]:.1f} s")
    rows, before = [], None
    for size, (seconds, peak) in measured.items():
        each, relative, further = seconds / size, "–", "–"
        if USUAL_SIZE in measured:
            relative = f"{each / (measured[USUAL_SIZE][0] / USUAL_SIZE):.2f}"
        if before:
            further = f"{1000 * (seconds - before[1]) / (size - before[0]):.0f}"
        rows.append(
            f"{size:,} | {seconds:.1f} | {1000 * each:.0f} | {relative} | {further}"
            f" | {peak / 1e6:.0f}"
        )
        before = size, seconds
    return rows


def row(name, seconds):
    stock, skipping = seconds["stock"], seconds["stock, skipping"]
    ours, graded = seconds["ours"], seconds["ours, graded cells"]
    return (
        f"{name} | {median(stock):.2f} | {median(ours):.3f} | {ratio(stock, ours)}"
        f" | {median(graded):.3f} | {ratio(stock, graded)}"
        f" | {median(skipping):.2f} | {ratio(skipping, graded)}"
    )


def together(results):
    """Add up the seconds of one submission of each assignment, round by round."""
    kinds = [seconds for seconds, _ in results.values()]
    return {
        title: [sum(round_) for round_ in zip(*(k[title] for k in kinds), strict=True)]
        for title in kinds[0]
    }


def row_of_one(name, seconds):
    stock, ours = seconds["stock, one"], seconds["ours, one"]
    return f"{name} | {median(stock):.1f} | {median(ours):.1f} | {ratio(stock, ours)}"


def ratio(slow, fast):
    """Give the median of the rounds' ratios, and their range."""
    ratios = [a / b for a, b in zip(slow, fast, strict=True)]
    return f"{median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


def show(title, columns, rows, markdown):
    """Print a table, the entries of which are divided by bars."""
    if markdown:
        rule = "---" + " | ---:" * columns.count("|")
        print(f"{title}\n", *(f"| {line} |" for line in (columns, rule, *rows)), "", sep="\n")
        return
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns.split(" | ")):
        table.add_column(column, justify="right" if number else "left")
    for line in rows:
        table.add_row(*line.split(" | "))
    Console(width=max(Console().width, 150)).print(table)


def tell(what):
    print(what, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description="Time a class, graded by stock nbgrader and here.")
    parser.add_argument("--pupils", type=int, default=6, help="graded by stock; all kinds from 4")
    parser.add_argument("--whole", type=int, default=60, help="graded here with all cells")
    parser.add_argument("--ours", type=int, default=1000, help="graded here, graded cells only")
    parser.add_argument("--jobs", type=int, default=2, help="submissions that run at once here")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, USUAL_SIZE, 1000])
    parser.add_argument("--markdown", action="store_true", help="print tables for the README")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="timed-") as folder:
        results = {name: compare(Path(folder), name, options) for name in NOTEBOOKS}
        rows = large_classes(Path(folder), results[LARGE][1], options)
    show(
        f"Seconds for each submission on {os.cpu_count()} processors: {options.pupils} submissions "
        f"by stock nbgrader, {options.whole} (all cells) and {options.ours} (graded cells) by ours "
        f"with {options.jobs} jobs; median (and range) of {options.rounds} rounds",
        "assignment | stock | ours, all cells | ratio | ours, graded cells | ratio to stock"
        " | stock, skipping experiments | ratio to that",
        [
            *(row(name, seconds) for name, (seconds, _) in results.items()),
            row("all", together(results)),
        ],
        options.markdown,
    )
    show(
        "Seconds for a class of one, all cells",
        "assignment | stock | ours | ratio",
        [row_of_one(name, seconds) for name, (seconds, _) in results.items()],
        options.markdown,
    )
    show(
        f"Classes of several sizes by ours: {LARGE}, graded cells, {options.jobs} jobs",
        f"submissions | seconds | ms each | relative to the class of {USUAL_SIZE}"
        " | ms for each more than above | peak memory, MB",
        rows,
        options.markdown,
    )
    print("All scores are equal.")


if __name__ == "__main__":
    main()
