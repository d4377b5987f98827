"""How a class stands: what the report says of each assignment, gathered and counted."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from statistics import median
from urllib.parse import quote

import nbformat
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.answers import Record
from autograder.grading.faults import in_words
from autograder.grading.gradebook import Grade, graded_assignments
from autograder.grading.judge import Finding, findings_of
from autograder.notebook import notes_of
from helpers.checks.verdict import State

BINS = 10  # of the distribution, each a tenth of the points


@dataclass(frozen=True)
class Row:
    """One student in one assignment.

    Attributes
    ----------
    grade
        The points.
    notes
        What a person should know about the submission.
    findings
        What was found in its exercises.
    feedback
        Where the student's page lies, from the report; empty if it is not written yet.
    """

    grade: Grade
    notes: list[str]
    findings: list[Finding]
    feedback: str = ""

    @property
    def points(self) -> dict[str, float | None]:
        """Points of each exercise, then of each written answer."""
        return self.grade.exercises | self.grade.written

    @property
    def late(self) -> str:
        """Say how late it came; nothing if it was in time."""
        seconds = self.grade.seconds_late
        return str(timedelta(seconds=round(seconds))) if seconds else ""


@dataclass(frozen=True)
class Mistake:
    """A known mistake, and who made it."""

    exercise: str
    name: str
    hint: str
    students: list[str]


@dataclass(frozen=True)
class Solved:
    """How an exercise went: how many solved it, had a part of it right, nothing, or did not try.

    Attributes
    ----------
    optional
        Whether nobody had to.
    """

    exercise: str
    right: int
    partly: int
    wrong: int
    untried: int
    optional: bool = False


@dataclass(frozen=True)
class Part:
    """What the report says of one assignment.

    Attributes
    ----------
    name
        The assignment.
    rows
        Its students.
    most
        Points that each exercise can give, then each written answer.
    """

    name: str
    rows: Sequence[Row]
    most: dict[str, float]

    @property
    def title(self) -> str:
        """Name it as a heading does."""
        return self.name.replace("_", " ").capitalize()

    @cached_property
    def totals(self) -> list[float]:
        """Points of each student."""
        return [row.grade.total for row in self.rows]

    @property
    def all_points(self) -> float:
        """Points that can be had."""
        return sum(self.most.values())

    @property
    def amiss(self) -> str:
        """Say where the catalogue and the gradebook differ; nothing if they do not."""
        known, graded = CATALOGUE[self.name], self.rows[0].grade.exercises
        unknown, missing = (
            ", ".join(f"`{one}`" for one in some)
            for some in (graded.keys() - known.keys(), known.keys() - graded.keys())
        )
        said = [f"the catalogue has no {unknown}"] * bool(unknown)
        said += [f"the gradebook has no {missing}"] * bool(missing)
        text = " and ".join(said)
        return f"{text[0].upper()}{text[1:]}: `autograder build` says what to do." if said else ""

    @property
    def noted(self) -> list[Row]:
        """The submissions that a person should look at."""
        return [row for row in self.rows if row.notes or row.late]

    @property
    def headline(self) -> str:
        """Say the most important about the distribution."""
        return (
            f"Half of the class has {median(self.totals):g} of {self.all_points:g} points or more"
        )

    @property
    def mean(self) -> float:
        """Points of the students on average."""
        return sum(self.totals) / len(self.totals)

    @property
    def waiting(self) -> int:
        """How many submissions wait for a person to grade an answer."""
        return sum(bool(row.grade.by_hand) for row in self.rows)

    @property
    def distribution(self) -> list[int]:
        """How many have each tenth of the points; the last holds those with all as well."""
        counts = [0] * BINS
        for total in self.totals:
            share = total / self.all_points if self.all_points else 0
            counts[min(int(BINS * share), BINS - 1)] += 1
        return counts

    @cached_property
    def solved(self) -> list[Solved]:
        """How each exercise went."""
        return [self._solved(exercise) for exercise in self.rows[0].grade.exercises]

    def _solved(self, exercise: str) -> Solved:
        standing = [self._standing(row, exercise) for row in self.rows]
        right, partly, wrong, untried = map(standing.count, ("right", "partly", "wrong", ""))
        return Solved(exercise, right, partly, wrong, untried, self._is_optional(exercise))

    def _is_optional(self, exercise: str) -> bool:
        known = CATALOGUE[self.name].get(exercise)
        return known is not None and known.optional

    def _standing(self, row: Row, exercise: str) -> str:
        """Tell how a student did in an exercise: by points, or what was found if it gives none."""
        states = [one.state for one in row.findings if one.exercise == exercise]
        points, most = row.grade.exercises[exercise], self.most[exercise]
        if points >= most if most else State.CORRECT.value in states:
            return "right"
        if points:
            return "partly"
        if self._is_optional(exercise):  # that nothing was found means that nobody had to try
            return "wrong" if State.WRONG.value in states else ""
        return "" if State.NOT_ATTEMPTED.value in states else "wrong"

    @property
    def needed(self) -> list[Solved]:
        """The exercises that are asked of everybody."""
        return [one for one in self.solved if not one.optional]

    @property
    def tried(self) -> list[Solved]:
        """The optional exercises that somebody tried."""
        return [one for one in self.solved if one.optional and one.untried < len(self.rows)]

    @property
    def columns(self) -> dict[str, float]:
        """What has a column of points, and the most it gives: all but the optional exercises."""
        optional = {one.exercise for one in self.solved if one.optional}
        return {name: most for name, most in self.most.items() if name not in optional}

    @property
    def hardest(self) -> Solved | None:
        """The exercise that the fewest solved of those who had to, if there is any."""
        return min(self.needed, key=lambda one: one.right, default=None)

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """The mistakes that were made, the most frequent first."""
        hints = {  # of what was judged before hints were kept
            (name, known.name): known.hint
            for name, exercise in CATALOGUE[self.name].items()
            for known in exercise.misconceptions
        }
        made: dict[tuple[str, str], list[str]] = {}
        graded = self.rows[0].grade.exercises
        for row in self.rows:
            for finding in row.findings:
                if finding.exercise not in graded:
                    continue
                for mistake in finding.mistakes:
                    made.setdefault((finding.exercise, mistake), []).append(row.grade.student)
                told = zip(finding.mistakes, finding.hints, strict=False)
                hints |= {(finding.exercise, mistake): hint for mistake, hint in told}
        ranked = sorted(made.items(), key=lambda entry: -len(entry[1]))
        return [Mistake(*key, hints.get(key, ""), students) for key, students in ranked]


def parts(course: Course, gradebook: Gradebook, folder: Path) -> list[Part]:
    """Gather what there is to say of each assignment that somebody handed in.

    Parameters
    ----------
    course, gradebook
        The class, without those whom the configuration leaves out.
    folder
        Where the page will lie.
    """
    without = course.left_out()
    graded = {
        name: [grade for grade in grades if grade.student not in without]
        for name, grades in graded_assignments(gradebook).items()
    }
    return [_part(course, folder, name, grades) for name, grades in graded.items() if grades]


def remarks(course: Course, gradebook: Gradebook) -> list[str]:
    """Say what the gradebook has that the report leaves out."""
    others = {one.name for one in gradebook.assignments if one.submissions} - {*NOTEBOOKS}
    without = course.left_out() & {student.id for student in gradebook.students}
    said = {
        "Not in the catalogue, so not in this report": others,
        "Left out by nbgrader_config.py, their grades are kept": without,
    }
    return [f"{what}: {', '.join(sorted(names))}." for what, names in said.items() if names]


def _part(course: Course, folder: Path, name: str, grades: list[Grade]) -> Part:
    rows = [_row(course, folder, name, grade) for grade in grades]
    return Part(name, rows, grades[0].most | grades[0].most_written)


def _row(course: Course, folder: Path, name: str, grade: Grade) -> Row:
    try:
        notes, findings = _found(course, name, grade.student)
    except OSError as error:  # the others are to be seen all the same
        notes, findings = [in_words(error)], []
    page = course.root / "feedback" / grade.student / name / f"{name}.html"
    link = quote(os.path.relpath(page, folder)) if os.path.isfile(page) else ""  # noqa: PTH113
    return Row(grade, notes, findings, link)


def _found(course: Course, name: str, student: str) -> tuple[list[str], list[Finding]]:
    """Read the notes on a submission and what was found in it."""
    copy = course.root / "autograded" / student / name / f"{name}.ipynb"
    graded = Record(course, name, student).graded(since=copy)
    if graded:
        return graded.notes, graded.findings
    if not copy.is_file():
        return [], []
    notebook = nbformat.read(copy, as_version=4)  # nbgrader graded it by itself
    return notes_of(notebook), findings_of(notebook)
