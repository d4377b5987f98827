"""What the report of a large class costs: seconds and megabytes.

A class of so many students, who made every known mistake in turn, is entered into a gradebook as
`autograder grade` would leave it (nothing is executed), with a note and feedback for each; then the
real command writes the report. Given are the wall time of the whole command, its start-up included,
the time of the report alone, and the size of the page.

    python benchmarks/report.py [--students 1000] [--keep FILE]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.authoring.build import generate
from autograder.course import CONFIG, Course
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.answers import Graded, Record
from autograder.grading.gradebook import open_gradebook
from autograder.grading.judge import Finding
from autograder.notebook import CHECK
from autograder.report.page import NAME, write

COURSE = Course(Path(__file__).resolve().parents[1])
PROGRAM = Path(sys.executable).with_name("autograder")
# nbgrader starts alembic by its bare name
os.environ["PATH"] = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])


def make_class(folder: Path, size: int) -> Course:
    """Copy the course and enter a class that was graded."""
    course = Course(folder)
    shutil.copy(COURSE.root / CONFIG, folder)
    for part in ("notebooks", "source", "release"):
        shutil.copytree(COURSE.root / part, folder / part)
    chance = random.Random(1)
    for name in NOTEBOOKS:
        generate(course, name)
        with open_gradebook(course) as gradebook:
            enter(course, gradebook, name, size, chance)
    return course


def enter(course, gradebook, name, size, chance):
    """Enter one assignment of the whole class."""
    session = gradebook.db
    session.commit, commit = session.flush, session.commit
    for number in range(size):
        student = f"student-{number:04}"
        gradebook.update_or_create_student(student, first_name="Ada", last_name=f"Name {number}")
        gradebook.update_or_create_submission(name, student)
        findings = [finding(exercise, chance) for exercise in CATALOGUE[name].values()]
        right = {f"{CHECK}{found.exercise}": found.state == "correct" for found in findings}
        for grade in gradebook.find_submission_notebook(name, name, student).grades:
            grade.auto_score = grade.cell.max_score * right.get(grade.name, 0)
            grade.needs_manual_grade = grade.name not in right
        notes = ["Cell “setup” was missing and was put back."] if number % 10 == 0 else []
        Record(course, name, student).finish(Graded("", "", notes, findings))
        page = course.root / "feedback" / student / name / f"{name}.html"
        page.parent.mkdir(parents=True)
        page.touch()
    del session.commit
    commit()


def finding(exercise, chance):
    """Solve an exercise, or make one of its known mistakes."""
    if chance.random() < 0.6:
        return Finding(exercise.name, "correct", [])
    return Finding(exercise.name, "wrong", [chance.choice(exercise.misconceptions).name])


def main():
    parser = argparse.ArgumentParser(description="Time the report of a large class.")
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="copy the page there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="timed-") as folder:
        course = make_class(Path(folder), options.students)
        before = time.perf_counter()
        subprocess.run([PROGRAM, "report"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        command = time.perf_counter() - before
        with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
            before = time.perf_counter()
            write(course, gradebook, course.root / NAME)
            alone = time.perf_counter() - before
        size = (course.root / NAME).stat().st_size
        if options.keep:
            shutil.copy(course.root / NAME, options.keep)
    print(
        f"{options.students} students in {len(NOTEBOOKS)} assignments: "
        f"{command:.2f} s for the command, {alone:.2f} s for the report alone, "
        f"{size / 1e6:.2f} MB."
    )


if __name__ == "__main__":
    main()
