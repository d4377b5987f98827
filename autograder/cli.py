"""The command line: what each command does."""

import argparse
import sys
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import DatabaseError, SAWarning

from autograder import (
    build,
    bundle,
    collecting,
    demo,
    doctor,
    exporting,
    gradebook,
    isolation,
    pipeline,
    report,
    tables,
    tried,
)
from autograder.arguments import parser
from autograder.course import Course, chosen
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.progress import Bar
from autograder.prove import prove
from autograder.restore import printable
from autograder.roster import Roster
from helpers.errors import CourseError

CONSOLE = Console(highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; an error that a person can mend is one sentence and exit code 2."""
    options = parser().parse_args(arguments)
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's way with SQLAlchemy's sessions
    # a home that is read-only: it takes another folder
    warnings.filterwarnings("ignore", "IPython (dir|parent) .* is not a writable location")
    try:
        tried.way_asked_for()  # one that there is not is refused before any work
        code = COMMANDS[options.command](options)
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
        CONSOLE.print(
            "\nThe scores are in the gradebook. `nbgrader generate_feedback ASSIGNMENT` writes the "
            "students' pages."
        )
        if any(grades.values()):
            _write_report(course, book)
    return 0


def _write_report(course: Course, book: Gradebook) -> None:
    page = course.root / report.NAME
    report.write(course, book, page)
    shown = escape(str(page))
    CONSOLE.print(f"How the class stands, and what to teach again: [bold]{shown}[/]")


def _rejudge(options: argparse.Namespace) -> int:
    course, names = Course.at(options.course), chosen(options.assignment)
    with gradebook.open_gradebook(course) as book:
        submissions = pipeline.find_submissions(course, names)
        manner = pipeline.Manner(pipeline.limits_of(course), options.jobs, rejudge=True)
        _grade_and_print(course, book, submissions, manner)
    return 0


def _bundle(options: argparse.Namespace) -> int:
    course = Course.at(options.course)
    path = options.to or course.root / f"{bundle.NAME}.zip"
    files = bundle.bundle(course, path)
    CONSOLE.print(
        f"Written: [bold]{escape(str(path))}[/], {files} files, "
        f"{path.stat().st_size / 1e6:.1f} MB. Its README.md tells students how to begin."
    )
    return 0


def _collect(options: argparse.Namespace) -> int:
    course = Course.at(options.course)
    roster = Roster.read(options.list) if options.list else None
    with gradebook.open_gradebook(course) as book:
        lines = collecting.collect(course, book, options.download, roster, options.force)
    if not lines:
        raise CourseError(f"There is nothing in {options.download}.")
    CONSOLE.print(tables.collected_table(lines))
    if roster is None and collecting.has_names_of_moodle(lines):
        CONSOLE.print(
            "[yellow]Without a list:[/] Moodle numbers its participants anew in each assignment, "
            "so somebody who hands in two of them will be two students."
        )
    left = sum(one.needs_a_person for one in lines)
    CONSOLE.print(f"{len(lines)} files; {left} were left out and need a person's eye.")
    return 1 if left else 0


def _export(options: argparse.Namespace) -> int:
    course, names = Course.at(options.course), chosen(options.assignment)
    exporter = exporting.PLATFORMS[options.platform](assignment=names)
    path = options.to or course.root / exporter.default
    exporter.to = str(path.absolute())
    if options.list:
        if not isinstance(exporter, exporting.LmsExport):
            raise CourseError("A list is for Canvas or Moodle: add --for canvas or --for moodle.")
        exporter.roster = str(options.list)
    with gradebook.open_gradebook(course) as book:
        sheet = exporter.write(book)
    CONSOLE.print(f"Written: [bold]{escape(str(path))}[/]")
    for note in sheet.notes:
        CONSOLE.print(escape(printable(note)))
    for problem in sheet.problems:
        CONSOLE.print(f"[red]{escape(printable(problem))}[/]")
    return 1 if sheet.problems else 0


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
    for remark in tried.remarks():
        CONSOLE.print(f"[yellow]![/] {escape(remark)}")
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
        if options.keep:
            _write_report(sample, book)
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
    could_be_faster = tried.remarks()
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
    if could_be_faster:
        CONSOLE.print("Grading could be faster: `autograder doctor` says how.")
    return grades


COMMANDS = {
    "build": _build,
    "bundle": _bundle,
    "collect": _collect,
    "demo": _demo,
    "doctor": _doctor,
    "export": _export,
    "grade": _grade,
    "prove": _prove,
    "rejudge": _rejudge,
    "report": _report,
}
