"""The command line; each command is a line of ``autograder --help``."""

import argparse
import os
import sys
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import DatabaseError, SAWarning

from autograder import build, demo, doctor, gradebook, isolation, pipeline, report, tables
from autograder.course import Course, chosen
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.progress import Bar
from autograder.prove import prove
from helpers.errors import CourseError

CONSOLE = Console(highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; an error that a person can mend is one sentence and exit code 2."""
    options = _parser().parse_args(arguments)
    _let_nbgrader_find_its_tools()
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's way with SQLAlchemy's sessions
    try:
        code: int = options.command(options)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        print(f"autograder: The gradebook cannot be used: {error.orig}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autograder: stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return code


def _let_nbgrader_find_its_tools() -> None:
    """Put this environment's programs on the path: nbgrader starts alembic by its bare name."""
    folder = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder", description="Build the course, grade a class, see it done on a sample."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listed = f"{', '.join(NOTEBOOKS)}; all of them when none is named"

    def add(name: str, what: str, examples: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=f"examples:\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def add_for_course(name: str, what: str, examples: str) -> argparse.ArgumentParser:
        command = add(name, what, examples)
        command.add_argument(
            "--course", type=Path, default=Path(), metavar="DIR", help="course folder (default: .)"
        )
        return command

    command = add_for_course(
        "build",
        "make source/ and release/ from the texts in notebooks/",
        "  autograder build                  all notebooks\n"
        "  autograder build optimization     one of them\n"
        "  autograder build --check          only tell whether they are up to date",
    )
    command.add_argument("assignment", nargs="*", help=listed)
    command.add_argument("--check", action="store_true", help="build nothing; fail if out of date")
    command.set_defaults(command=_build)

    def add_jobs(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--jobs",
            type=_positive,
            default=os.cpu_count() or 1,
            metavar="N",
            help="submissions at once (default: as many as there are cores)",
        )

    def add_sandbox(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--no-sandbox",
            action="store_true",
            help="run student code as yourself: it can read, change and send whatever you can",
        )

    command = add_for_course(
        "grade",
        "grade what lies in submitted/ and print the grades",
        "  autograder grade                  all assignments\n"
        "  autograder grade initialization   one of them\n"
        "  autograder grade --force          unchanged submissions as well\n"
        "  autograder grade --experiments    run the experiments of the notebooks as well",
    )
    command.add_argument("assignment", nargs="*", help=listed)
    command.add_argument(
        "--experiments", action="store_true", help="run cells tagged as experiments as well"
    )
    command.add_argument(
        "--force", action="store_true", help="grade unchanged submissions again, too"
    )
    add_jobs(command)
    add_sandbox(command)
    command.set_defaults(command=_grade)

    command = add_for_course(
        "rejudge",
        "judge the recorded answers again, after a change of the catalogue, and print the grades",
        "  autograder rejudge                all assignments; runs no student code",
    )
    command.add_argument("assignment", nargs="*", help=listed)
    add_jobs(command)
    command.set_defaults(command=_rejudge)

    command = add_for_course(
        "report",
        "write a page that shows how the class stands, and what to teach again",
        "  autograder report                 writes report.html in the course folder\n"
        "  autograder report --to FILE       writes it there",
    )
    command.add_argument("--to", type=Path, metavar="FILE", help="the page to write")
    command.set_defaults(command=_report)

    command = add(
        "doctor",
        "tell whether this machine can confine student code, and how",
        "  autograder doctor",
    )
    command.set_defaults(command=_doctor)

    command = add_for_course(
        "demo",
        "grade a sample class in a temporary folder and print its grades",
        "  autograder demo                   leaves nothing behind\n"
        "  autograder demo --keep class      keeps the graded class in the new folder class/",
    )
    command.add_argument("--keep", type=Path, metavar="DIR", help="new folder to work in and keep")
    add_jobs(command)
    add_sandbox(command)
    command.set_defaults(command=_demo)

    command = add(
        "prove",
        "try the checks on all that is known to be right and wrong, and print the figures",
        "  autograder prove                  on the cases of three seeds\n"
        "  autograder prove --seeds 20       on more of them",
    )
    command.add_argument(
        "--seeds", type=_positive, default=3, metavar="N", help="sets of cases (default: 3)"
    )
    command.set_defaults(command=_prove)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _build(options: argparse.Namespace) -> int:
    course, names = Course.at(options.course), chosen(options.assignment)
    if options.check:
        build.check(course, names)
        CONSOLE.print(f"Up to date: {', '.join(names)}.")
    else:
        build.build(course, names, CONSOLE.print)
    return 0


def _manner(options: argparse.Namespace, course: Course) -> pipeline.Manner:
    limits, confined = pipeline.limits_of(course), not options.no_sandbox
    if not confined:
        CONSOLE.print(
            "[yellow]Without a sandbox:[/] student code can read, change and send whatever you "
            "can, the answers and the gradebook among it, with no limit to memory or disk."
        )
    return pipeline.Manner(limits, options.jobs, confined)


def _grade(options: argparse.Namespace) -> int:
    course, names = Course.at(options.course), chosen(options.assignment)
    with gradebook.open_gradebook(course) as book:
        submissions = pipeline.find_submissions(course, names)
        manner = replace(_manner(options, course), force=options.force)
        if options.experiments:
            manner = replace(manner, limits=replace(manner.limits, experiments=True))
        grades = _grade_and_print(course, book, submissions, manner)
        if any(grades.values()):
            report.write(course, book, course.root / report.NAME)
    CONSOLE.print(
        "\nThe scores are in the gradebook. `nbgrader generate_feedback ASSIGNMENT` writes the "
        "students' pages."
    )
    if any(grades.values()):
        page = escape(str(course.root / report.NAME))
        CONSOLE.print(f"How the class stands, and what to teach again: [bold]{page}[/]")
    return 0


def _rejudge(options: argparse.Namespace) -> int:
    course, names = Course.at(options.course), chosen(options.assignment)
    with gradebook.open_gradebook(course) as book:
        submissions = pipeline.find_submissions(course, names)
        manner = pipeline.Manner(pipeline.limits_of(course), options.jobs, rejudge=True)
        _grade_and_print(course, book, submissions, manner)
    return 0


def _report(options: argparse.Namespace) -> int:
    course = Course.at(options.course)
    path = (options.to or course.root / report.NAME).absolute()
    with gradebook.open_gradebook(course) as book:
        report.write(course, book, path)
    CONSOLE.print(f"Open [bold]{escape(str(path))}[/] in a browser.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    findings = doctor.examine()
    for finding in findings:
        mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
        CONSOLE.print(f"{mark} {escape(finding.what)}")
    if all(finding.good for finding in findings):
        CONSOLE.print("\nStudent code is confined when this machine grades.")
        return 0
    CONSOLE.print(f"\nStudent code cannot be confined here. {isolation.INSTALL}")
    return 1


def _demo(options: argparse.Namespace) -> int:
    course = Course.at(options.course)
    if options.keep is None:
        with tempfile.TemporaryDirectory(prefix="sample-class-") as folder:
            return _demo_in(course, Path(folder), options)
    if options.keep.exists():
        raise CourseError(f"{options.keep} is there already: name a new folder.")
    options.keep.mkdir(parents=True)
    return _demo_in(course, options.keep.resolve(), options)


def _demo_in(course: Course, folder: Path, options: argparse.Namespace) -> int:
    CONSOLE.print(f"Making a sample class of {len(demo.PUPILS)} who hand in three notebooks …")
    sample = demo.make_class(course, folder)
    with gradebook.open_gradebook(sample) as book:
        submissions = pipeline.find_submissions(sample, list(NOTEBOOKS))
        manner = _manner(options, sample)
        grades = _grade_and_print(sample, book, submissions, manner)
    wrong = [
        line for name, rows in grades.items() for line in demo.wrong_scores(sample, name, rows)
    ]
    for line in wrong:
        CONSOLE.print(f"[red]not as expected[/] {line}")
    scores = sum(len(row.exercises) for rows in grades.values() for row in rows)
    mistakes = sum(demo.mistakes_of(name, rows) for name, rows in grades.items())
    CONSOLE.print(
        f"\n{scores - len(wrong)} of {scores} scores are as they should be, and each of the "
        f"{mistakes} mistakes in them is called by its name."
        if not wrong
        else f"\n{scores - len(wrong)} of {scores} scores are as they should be."
    )
    return 1 if wrong else 0


def _prove(options: argparse.Namespace) -> int:
    with CONSOLE.status("Proving …") as status:
        proof = prove(
            CATALOGUE, range(options.seeds), lambda name: status.update(f"Proving {name} …")
        )
    tables.print_proof(CONSOLE, proof)
    return 0 if proof.holds else 1


def _grade_and_print(
    course: Course,
    book: Gradebook,
    submissions: list[pipeline.Submission],
    manner: pipeline.Manner,
) -> dict[str, list[gradebook.Grade]]:
    pipeline.check_ready(course, book, submissions)
    with Bar(CONSOLE, len(submissions)) as bar:
        outcomes = pipeline.grade(course, book, submissions, manner, bar.show)
    grades = {}
    for name in dict.fromkeys(submission.notebook for submission in submissions):
        students = [
            outcome.submission.student
            for outcome in outcomes
            if outcome.entered and outcome.submission.notebook == name
        ]
        grades[name] = gradebook.grades(book, name, students)
        if students:
            CONSOLE.print()
            CONSOLE.print(tables.grade_table(name, grades[name]))
    tables.print_notes(CONSOLE, outcomes)
    tables.print_ways(CONSOLE, outcomes, bar.seconds)
    return grades
