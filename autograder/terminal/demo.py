"""``autograder demo``."""

import argparse
import tempfile
from pathlib import Path

from autograder.authoring.sample_class import PUPILS, make_class, mistakes_of, wrong_scores
from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading import gradebook
from autograder.grading.submissions import survey
from autograder.terminal.console import CONSOLE
from autograder.terminal.grading import grade_and_print, manner_of
from autograder.terminal.report import write_report
from helpers.errors import CourseError


def demo(options: argparse.Namespace) -> int:
    """Grade a sample class."""
    course = Course.at(options.course)
    if options.keep is None:
        with tempfile.TemporaryDirectory(prefix="sample-class-") as folder:
            return _demo_in(course, Path(folder), options)
    if options.keep.exists():
        raise CourseError(f"{options.keep} is there already: name a new folder.")
    options.keep.mkdir(parents=True)
    return _demo_in(course, options.keep.resolve(), options)


def _demo_in(course: Course, folder: Path, options: argparse.Namespace) -> int:
    CONSOLE.print(
        f"Making a sample class of {len(PUPILS)} who hand in {len(NOTEBOOKS)} notebooks …"
    )
    sample = make_class(course, folder)
    with gradebook.open_gradebook(sample) as book:
        found, _ = survey(sample, list(NOTEBOOKS))
        manner = manner_of(options, sample)
        grades, left = grade_and_print(sample, book, found, manner)
        if options.keep:
            write_report(sample, book)
    wrong = [line for name, rows in grades.items() for line in wrong_scores(sample, name, rows)]
    for line in wrong:
        CONSOLE.print(f"[red]not as expected[/] {line}")
    scores = sum(len(row.exercises) for rows in grades.values() for row in rows)
    mistakes = sum(mistakes_of(name, rows) for name, rows in grades.items())
    CONSOLE.print(
        f"\n{scores - len(wrong)} of {scores} scores are as they should be, and each of the "
        f"{mistakes} mistakes in them is called by its name."
        if not wrong
        else f"\n{scores - len(wrong)} of {scores} scores are as they should be."
    )
    return 1 if wrong or left else 0
