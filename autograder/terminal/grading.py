"""``autograder grade`` and ``autograder rejudge``."""

import argparse
from dataclasses import replace

from rich.markup import escape

from autograder import tried
from autograder.authoring.build import check_source
from autograder.course import Course, chosen
from autograder.grading import gradebook, pipeline, submissions
from autograder.grading.database import Database
from autograder.grading.ready import check_ready
from autograder.platforms import absent
from autograder.terminal import tables
from autograder.terminal.console import CONSOLE
from autograder.terminal.progress import Bar
from autograder.terminal.report import write_report
from helpers.printing import printable


def grade(options: argparse.Namespace) -> int:
    """Grade what was handed in."""
    course, names = Course.at(options.course), chosen(options.assignment)
    with gradebook.open_gradebook(course) as book:
        found, left = submissions.survey(course, names)
        if not found:
            return tables.print_left(CONSOLE, course, left)
        manner = replace(manner_of(options, course), force=options.force)
        if options.experiments:
            manner = replace(manner, limits=replace(manner.limits, experiments=True))
        grades, failed = grade_and_print(course, book, found, manner)
        to_look_at = tables.print_left(CONSOLE, course, left)
        missing = absent.not_handed_in(course, book, list(grades))
        for sentence in absent.sentences(missing, len(absent.everybody(book))):
            CONSOLE.print(escape(printable(sentence)))
        CONSOLE.print(
            "\nThe scores are in the gradebook. `nbgrader generate_feedback ASSIGNMENT` writes the "
            "students' pages."
        )
        if any(grades.values()):
            write_report(course, book)
    return 1 if failed or to_look_at else 0


def rejudge(options: argparse.Namespace) -> int:
    """Judge the recorded answers again."""
    course, names = Course.at(options.course), chosen(options.assignment)
    with gradebook.open_gradebook(course) as book:
        found, _ = submissions.survey(course, names)
        manner = pipeline.Manner(pipeline.limits_of(course), options.jobs, rejudge=True)
        _, failed = grade_and_print(course, book, found, manner)
    return 1 if failed else 0


def manner_of(options: argparse.Namespace, course: Course) -> pipeline.Manner:
    """Read how a class is to be graded, and warn where nothing confines it."""
    limits, confined = pipeline.limits_of(course), not options.no_sandbox
    if not confined:
        CONSOLE.print(
            "[yellow]Without a sandbox:[/] student code can read, change and send whatever you "
            "can, the answers and the gradebook among it, with no limit to memory or disk."
        )
    return pipeline.Manner(limits, options.jobs, confined, ahead=options.ahead)


def grade_and_print(
    course: Course,
    book: Database,
    found: list[submissions.Submission],
    manner: pipeline.Manner,
) -> tuple[dict[str, list[gradebook.Grade]], int]:
    """Grade some submissions, print what came of it, and return that; and how many were left."""
    could_be_faster = tried.remarks()
    names = list(dict.fromkeys(submission.notebook for submission in found))
    for name in names:
        check_source(course, name)
    check_ready(course, book, names)
    with Bar(CONSOLE, len(found)) as bar:
        outcomes = pipeline.grade(course, book, found, manner, bar.show)
    grades = {}
    for name in names:
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
    return grades, sum(outcome.way is pipeline.Way.LEFT for outcome in outcomes)
