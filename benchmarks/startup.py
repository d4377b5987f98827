"""How long one waits before anything happens, here and with the peer that does the same.

Each row is a command that people give often, as a whole process, with the seconds within which it
is to be done on a quiet machine. A round runs all of them, the next round the other way about;
given are the median and the range. This ends with code 1 where a median is above its target.

The last row is a class of one: Gradient Checking, the cells that points depend on, from an empty
gradebook to the scores. Stock nbgrader is told to skip the same cells by nbclient's own option.

    python benchmarks/startup.py [--rounds 5] [--markdown]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from grading import (
    LARGE,
    OURS,
    PROGRAMS,
    SKIPPING,
    STOCK,
    grade,
    hold_equal,
    make_class,
    scores,
    show,
    tell,
)

# is there to be compared with, and has no target
PEER = float("inf")


@dataclass
class Timed:
    """What is timed: its title, how it is done, its target, and the seconds that it took."""

    title: str
    run: Callable[[], float]
    target: float = PEER
    seconds: list[float] = field(default_factory=list)

    def row(self):
        low, high = min(self.seconds), max(self.seconds)
        target = "–" if self.target == PEER else f"{self.target:g}"
        return f"{self.title} | {median(self.seconds):.2f} ({low:.2f}–{high:.2f}) | {target}"


def program(name, *arguments):
    return lambda: seconds_of([PROGRAMS / name, *arguments])


def seconds_of(command):
    before = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - before


def class_of_one(folder):
    """Hand in one notebook twice; return how it is graded by ours and by stock."""
    ours = make_class(folder / "ours", LARGE, 1, OURS)
    stock = make_class(folder / "stock", LARGE, 1, STOCK)

    def by_ours():
        seconds, _ = grade(ours, OURS)
        hold_equal(scores(stock), ours)
        return seconds

    return by_ours, lambda: grade(stock, STOCK, (SKIPPING,))[0]


def main():
    parser = argparse.ArgumentParser(description="Time what one waits for before anything happens.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--markdown", action="store_true", help="print a table for the README")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="timed-") as folder:
        ours, stock = class_of_one(Path(folder))
        timed = [
            Timed("stock nbgrader, a class of one", stock),
            Timed("`autograder grade`, a class of one", ours, 2.0),
            Timed("`nbgrader --help`", program("nbgrader", "--help")),
            Timed("`autograder --help`", program("autograder", "--help"), 0.25),
            Timed("`autograder doctor`", program("autograder", "doctor"), 1.0),
            Timed("`import numpy`", program("python", "-c", "import numpy")),
            Timed(
                "`from helpers import check`",
                program("python", "-c", "from helpers import check"),
                0.25,
            ),
        ]
        for number in range(options.rounds):
            # stock grades first in the first round, since its scores are what ours are held to
            for one in timed[:: -1 if number % 2 else 1]:
                one.seconds.append(one.run())
                tell(f"round {number + 1}, {one.title}: {one.seconds[-1]:.2f} s")
    show(
        f"Seconds until it is done; median (and range) of {options.rounds} rounds",
        "what | seconds | target",
        [one.row() for one in timed],
        options.markdown,
    )
    slow = [one.title for one in timed if median(one.seconds) > one.target]
    sys.exit(f"Slower than its target: {', '.join(slow)}." if slow else 0)


if __name__ == "__main__":
    main()
