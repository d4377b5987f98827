"""What may be typed behind ``autograder``; each command is a line of ``autograder --help``."""

import argparse
import os
from pathlib import Path
from typing import Any

from autograder.exercises import NOTEBOOKS
from autograder.platforms import PLATFORMS


def parser() -> argparse.ArgumentParser:
    """Make the parser; it names the command as ``command``."""
    top = argparse.ArgumentParser(
        prog="autograder",
        description="Build the course, hand it out, grade a class, see it done on a sample.",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND", dest="command")

    def add(
        name: str, what: str, examples: str, *shared: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        lines = "".join(f"  autograder {line}\n" for line in examples.split("\n"))
        return commands.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=f"examples:\n{lines}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=shared,
        )

    listed = f"{', '.join(NOTEBOOKS)}; all of them when none is named"
    assignments = _option("assignment", nargs="*", help=listed)
    course = _option(
        "--course", type=Path, default=Path(), metavar="DIR", help="course folder (default: .)"
    )
    jobs = _option(
        "--jobs",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="submissions at once (default: as many as there are cores)",
    )
    sandbox = _option(
        "--no-sandbox",
        action="store_true",
        help="run student code as yourself: it can read, change and send whatever you can",
    )
    wait = _option(
        "--wait",
        action="store_true",
        help="wait until another run in this course has ended (default: say whose it is, and stop)",
    )
    roster = _option(
        "--list",
        type=Path,
        metavar="FILE",
        help="the class as the platform exports it: Canvas's gradebook, Moodle's worksheet",
    )
    target = _option("--to", type=Path, metavar="FILE", help="the file to write")

    command = add(
        "build",
        "make source/ and release/ from the texts in notebooks/",
        "build                  all notebooks\n"
        f"{f'build {NOTEBOOKS[-1]}':<22} one of them\n"
        "build --check          only tell whether they are up to date\n"
        "build --keep-grades    change cells of which there are grades, and keep the others'",
        assignments,
        course,
        wait,
    )
    command.add_argument("--check", action="store_true", help="build nothing; fail if out of date")
    command.add_argument(
        "--keep-grades",
        action="store_true",
        help="copy the gradebook, then change cells of which it has grades, and keep the others'",
    )
    command.add_argument(
        "--backed-up",
        action="store_true",
        help="for a gradebook that a server keeps: you have made a copy of it",
    )
    command = add(
        "bundle",
        "pack what students get into one zip file, without any solution",
        "bundle                 writes deep-network-training.zip in the course folder\n"
        "bundle --to FILE       writes it there\n"
        "bundle --address URL   and in Colab the notebooks fetch the library from there",
        target,
        course,
    )
    command.add_argument(
        "--address",
        default="",
        metavar="URL",
        help="where you will put the zip file, for students who use Colab",
    )
    command = add(
        "site",
        "make a web site of the course, on which nothing has to be installed",
        "site                   writes site/ in the course folder\n"
        "site --to DIR          writes it there\n"
        "site --pyodide DIR     with Python for browsers from a folder, an archive, an address",
        course,
    )
    command.add_argument("--to", type=Path, metavar="DIR", help="the folder to write")
    command.add_argument(
        "--pyodide",
        metavar="PATH_OR_URL",
        help="where Pyodide is (default: its official archive); each file is checked",
    )
    command = add(
        "collect",
        "put what Canvas or Moodle lets you download into submitted/",
        "collect submissions.zip                     its numbers are the students' ids\n"
        "collect submissions.zip --list class.csv    the list says who is who",
        roster,
        course,
        wait,
    )
    command.add_argument("download", type=Path, metavar="DIR_OR_ZIP", help="what was downloaded")
    command.add_argument(
        "--force", action="store_true", help="replace other versions that are there already"
    )
    command = add(
        "grade",
        "grade what lies in submitted/ and print the grades",
        "grade                  all assignments\n"
        f"{f'grade {NOTEBOOKS[0]}':<22} one of them\n"
        "grade --force          unchanged submissions as well\n"
        "grade --experiments    run the experiments of the notebooks as well",
        assignments,
        course,
        jobs,
        sandbox,
        wait,
    )
    command.add_argument(
        "--experiments", action="store_true", help="run cells tagged as experiments as well"
    )
    command.add_argument(
        "--force", action="store_true", help="grade unchanged submissions again, too"
    )
    add(
        "rejudge",
        "judge the recorded answers again, after a change of the catalogue, and print the grades",
        "rejudge                all assignments; runs no student code",
        assignments,
        course,
        jobs,
        wait,
    )
    add(
        "report",
        "write a page that shows how the class stands, and what to teach again",
        "report                 writes report.html in the course folder\n"
        "report --to FILE       writes it there",
        target,
        course,
    )
    command = add(
        "export",
        "write the grades as Canvas or Moodle import them, or as nbgrader's CSV",
        "export --for canvas                     all assignments, all students\n"
        "export --for canvas --list class.csv    the students of the list\n"
        f"export {NOTEBOOKS[0]} --for moodle --list worksheet.csv",
        assignments,
        roster,
        target,
        course,
    )
    command.add_argument(
        "--for",
        dest="platform",
        choices=PLATFORMS,
        default="csv",
        help="who is to read it (default: csv, nbgrader's own table)",
    )
    add(
        "doctor",
        "tell whether this machine can confine student code, and who can read the course",
        "doctor",
        course,
    )
    command = add(
        "demo",
        "grade a sample class in a temporary folder and print its grades",
        "demo                   leaves nothing behind\n"
        "demo --keep class      keeps the graded class in the new folder class/",
        course,
        jobs,
        sandbox,
    )
    command.add_argument("--keep", type=Path, metavar="DIR", help="new folder to work in and keep")
    command = add(
        "prove",
        "try the checks on all that is known to be right and wrong, and print the figures",
        "prove                  on the cases of three seeds\n"
        f"{f'prove {NOTEBOOKS[-1]}':<22} the exercises of one lesson\n"
        "prove --seeds 20       on more of them\n"
        "prove --cases 10000    only that no case of so many seeds is NaN or infinite",
        assignments,
    )
    command.add_argument(
        "--seeds", type=_positive, default=3, metavar="N", help="sets of cases (default: 3)"
    )
    command.add_argument(
        "--cases",
        type=_positive,
        metavar="N",
        help="try nothing but whether the cases of N seeds are finite",
    )
    return top


def _option(name: str, **options: Any) -> argparse.ArgumentParser:
    """Make an option, or a list of names, that several commands have."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(name, **options)
    return parent


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
