"""A class that hands in all kinds of bad input beside honest work, graded for real."""

import csv
import os
from dataclasses import dataclass, field

import nbformat
import pytest
from classroom import copy_of_course, edited, release, run, solved, submit, without
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.grading.pipeline import Manner, grade, limits_of
from autograder.grading.submissions import Submission
from autograder.notebook import labelled
from autograder.tried import VARIABLE

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

CELL_SECONDS = 30  # honest cells take one at most, also on a busy machine
NAME = "gradient_checking"
ALL = set(CATALOGUE[NAME])
FIRST, SECOND, THIRD = "forward_propagation", "backward_propagation", "gradient_check"


def cell(notebook, identity):
    """Find a cell."""
    return labelled(notebook)[identity]


def with_source(identity, source):
    """Hand in right answers but for one cell."""
    return edited(NAME, lambda notebook: cell(notebook, identity).update(source=source))


def with_line(identity, line):
    """Hand in right answers with a line more at the end of one cell."""
    return with_source(identity, f"{cell(solved(NAME), identity).source}\n{line}")


def renamed():
    """Rename a solution and its check."""
    notebook = solved(NAME)
    cell(notebook, FIRST).metadata.nbgrader["grade_id"] = "mine"
    cell(notebook, f"check-{FIRST}").metadata.nbgrader["grade_id"] = "check-mine"
    return notebook


def check_twice():
    """Copy a check to the end."""
    notebook = solved(NAME)
    notebook.cells.append(cell(solved(NAME), f"check-{FIRST}"))
    return notebook


def forged():
    """Write no answer but a check that claims all points."""
    notebook = with_source(FIRST, "def forward_propagation(x, theta):\n    return 0")
    cell(notebook, f"check-{FIRST}").source = "10"
    return notebook


def with_many_cells():
    """Hand in right answers and ten thousand cells behind them."""
    notebook = solved(NAME)
    notebook.cells += [new_code_cell(f"{number}") for number in range(10_000)]
    return notebook


def with_oddities():
    """Do odd things in cells of one's own, between right answers."""
    notebook = solved("optimization")
    notebook.cells[2:2] = [
        new_code_cell(source)
        for source in (
            "check = 5",
            "for i in range(200_000): print(i)",
            "raise SystemExit",
            "input()",
            "def display(*args):\n    raise ValueError",
            "import sys; sys.stdout.close()",
            "import os; os.chdir('/')",
            "def again(n):\n    return again(n + 1)\nagain(0)",
            "print('\\ud800')",
            "s = '\ud800'",
            "get_ipython().display_pub.publish({'text/plain': 5})",
            "exit()",
        )
    ]
    return notebook


def below_its_check():
    """Write a function below its check and leave the cell that was given for it untouched."""
    notebook = solved(NAME)
    own = new_code_cell(cell(notebook, FIRST).source)
    cell(notebook, FIRST).source = cell(release(NAME), FIRST).source
    place = notebook.cells.index(cell(notebook, f"check-{FIRST}"))
    notebook.cells.insert(place + 1, own)
    return notebook


def merged_with_the_check():
    """Merge a solution with the check below it."""
    notebook = solved(NAME)
    cell(notebook, f"check-{FIRST}").source = "\n\n".join(
        cell(notebook, identity).source for identity in (FIRST, f"check-{FIRST}")
    )
    return without(notebook, FIRST)


def answer_below():
    """Write an answer into a new cell."""
    notebook = with_source("conclusion", cell(release(NAME), "conclusion").source)
    place = notebook.cells.index(cell(notebook, "conclusion"))
    notebook.cells.insert(place + 1, new_markdown_cell("The straight line has no kink."))
    return notebook


@dataclass(frozen=True)
class Pupil:
    """Somebody who hands in one notebook, and what should come of it."""

    student: str
    content: object
    lost: set[str] = field(default_factory=set)
    note: str | None = None
    notebook: str = NAME


PUPILS = [
    Pupil("Ana María", solved("initialization"), notebook="initialization"),
    Pupil("李小龙", solved(NAME)),
    Pupil('O\'Brien "Bob" & [b]', solved("optimization"), notebook="optimization"),
    Pupil(
        "oddities",
        with_oddities(),
        notebook="optimization",
        note="Outputs that are too long for a page (1) were cut in the graded copy",
    ),
    Pupil("not-json", "{ this is not JSON", ALL, "The submitted file is not a notebook"),
    Pupil("latin-1", '{"cells": "é"}'.encode("latin-1"), ALL, "file is not a notebook"),
    Pupil("empty", "", ALL, "The submitted file is empty"),
    Pupil("no-file", None, ALL, f"There is no {NAME}.ipynb in the submission."),
    Pupil("format-3", nbformat.convert(solved(NAME), 3), note="The notebook's format is 3"),
    Pupil(
        "no-check",
        without(solved(NAME), f"check-{FIRST}"),
        note=f"Cell “check-{FIRST}” was missing and was put back.",
    ),
    Pupil("check-twice", check_twice(), note=f"Cell “check-{FIRST}” was there 2 times"),
    Pupil("renamed", renamed(), note=f"Cell “{FIRST}” had lost its id and was recognised"),
    Pupil("forged", forged(), {FIRST}, f"Locked cell “check-{FIRST}” was changed"),
    Pupil(
        "dies",
        with_line(THIRD, "import os; os._exit(1)"),
        {THIRD},
        "A cell ended the kernel, so the notebook was run again without it: “def gradient_check(",
    ),
    Pupil(
        "loops",
        with_source(THIRD, f"def {THIRD}(x, theta, epsilon=1e-7):\n    while True:\n        pass"),
        {THIRD},
        f"This cell was stopped after {CELL_SECONDS} seconds: “check({THIRD})”.",
    ),
    Pupil("below", below_its_check(), note=f"The function “{FIRST}” stands in a cell of the"),
    Pupil("merged", merged_with_the_check(), note="is kept in a cell of its own"),
    Pupil("installs", with_source(FIRST, f"!pip install x\n{cell(solved(NAME), FIRST).source}")),
    Pupil("answer-below", answer_below(), note="Answer “conclusion” was written into a cell of"),
    Pupil(
        "wrong-forward",
        with_source(FIRST, f"def {FIRST}(x, theta):\n    return x + theta"),
        {FIRST},
    ),
    Pupil("syntax-error", with_source(SECOND, f"def {SECOND}(x, theta)\n    return x"), {SECOND}),
    Pupil("deep", "[" * 1_000_000, ALL, "The submitted file is not a notebook"),
    Pupil(
        "deep cells",
        '{"cells": ' + "[" * 900 + "]" * 900 + "}",
        ALL,
        "The notebook's format is unknown",
    ),
    Pupil("100..MB", None, ALL, "The submitted file is larger than 50 MB: it was not read."),
    Pupil("many-cells", with_many_cells(), note="cells: only the first 1000 were read."),
    Pupil("link", None, ALL, f"“{NAME}.ipynb” is a symbolic link: take it out"),
    Pupil("pipe", None, ALL, "“pipe” is no ordinary file: take it out of the submission."),
    Pupil("no-time", solved(NAME), note="timestamp.txt holds no time: the submission counts as in"),
    Pupil("late", solved(NAME)),
]
BY_NAME = {pupil.student: pupil for pupil in PUPILS}
each_pupil = pytest.mark.parametrize("pupil", PUPILS, ids=lambda pupil: pupil.student)
CONFIG = f"""
c.ExecuteSubmission.cell_seconds = {CELL_SECONDS}
c.LateSubmissionPlugin.penalty_method = "zero"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Course in which the class has handed in."""
    course = copy_of_course(tmp_path_factory.mktemp("course"))
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(CONFIG)
    for pupil in PUPILS:
        path = submit(course, pupil.student, pupil.notebook, pupil.content)
    path.with_name("timestamp.txt").write_text("2026-02-02 12:00:00 UTC")
    course.submitted("no-time", NAME).with_name("timestamp.txt").write_text("around noon")
    with course.submitted("100..MB", NAME).open("wb") as file:
        file.truncate(100 * 2**20)
    course.submitted("link", NAME).symlink_to(course.submitted("李小龙", NAME))
    os.mkfifo(course.submitted("pipe", NAME).with_name("pipe"))
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-02-01 12:00:00 UTC")
    return course


@pytest.fixture(scope="module")
def said(course):
    """What `autograder grade` prints."""
    done = run(course, "autograder", "grade")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def gradebook(course, said):
    """Gradebook after grading."""
    with open_gradebook(course) as gradebook:
        yield gradebook


@pytest.fixture(scope="module")
def pages(course, said):
    """Folder of the students' pages."""
    done = [run(course, "nbgrader", "generate_feedback", name) for name in ("optimization", NAME)]
    assert [command.stderr for command in done if command.returncode] == []
    return course.root / "feedback"


def score(gradebook, pupil):
    """Points of one student by exercise."""
    [found] = grades(gradebook, pupil.notebook, [pupil.student])
    return found


@each_pupil
def test_each_student_gets_the_points_that_were_earned(gradebook, pupil):
    found = score(gradebook, pupil)

    assert found.exercises == {
        name: 0 if name in pupil.lost else most for name, most in found.most.items()
    }


@each_pupil
def test_each_oddity_is_told_in_words_and_honest_work_is_not_noted(said, pupil):
    lines = [line for line in said.splitlines() if line.startswith(f"  {pupil.student}, ")]

    if pupil.note is None:
        assert lines == []
    else:
        assert pupil.note in lines[0]


@pytest.mark.parametrize(
    ("student", "exercise", "words"),
    [
        ("李小龙", FIRST, "✓ forward_propagation: correct"),
        ("wrong-forward", FIRST, "✗ forward_propagation: wrong: sum instead of product"),
        ("wrong-forward", THIRD, "✓ gradient_check: correct"),
        ("not-json", FIRST, "○ forward_propagation: not attempted"),
        ("loops", THIRD, f"TimeoutError: This cell was stopped after {CELL_SECONDS} seconds."),
        ("syntax-error", SECOND, "Its cell ended with SyntaxError: expected ':'"),
        ("dies", THIRD, "Its cell ended with LeftOut: A cell ended the kernel; it was left out."),
    ],
)
def test_the_verdict_is_visible_in_the_autograded_notebook(course, said, student, exercise, words):
    path = course.root / "autograded" / student / NAME / f"{NAME}.ipynb"

    notebook = nbformat.read(path, as_version=4)

    assert words in cell(notebook, f"check-{exercise}").outputs[0].data["text/plain"]


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("李小龙", "✓ forward_propagation: correct"),
        ("李小龙", "10 of 10 points"),
        ("wrong-forward", "✗ forward_propagation: wrong: sum instead of product"),
        ("wrong-forward", "0 of 10 points"),
        ("not-json", "The submitted file is not a notebook"),
        ("dies", "A cell ended the kernel, so the notebook was run again without it"),
    ],
)
def test_verdicts_and_notes_are_visible_on_the_students_page(pages, student, words):
    page = (pages / student / NAME / f"{NAME}.html").read_text("utf-8")

    assert words in page


def test_no_submission_keeps_a_student_from_getting_a_page(pages):
    students = {path.parent.parent.name for path in pages.glob(f"*/{NAME}/{NAME}.html")}

    assert students == {pupil.student for pupil in PUPILS if pupil.notebook == NAME} - {
        "no-file",
        "link",
        "pipe",
    }


def test_a_flood_of_output_is_cut_off_on_the_students_page(pages):
    [page] = (pages / "oddities").glob("optimization/*.html")

    assert "... Output truncated ..." in page.read_text("utf-8")
    assert page.stat().st_size < 2_000_000


def test_the_export_of_nbgrader_holds_the_same_scores(course, gradebook):
    done = run(course, "nbgrader", "export")

    with (course.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    assert done.returncode == 0
    assert {
        pupil.student: float(rows[pupil.student, pupil.notebook]["raw_score"]) for pupil in PUPILS
    } == {pupil.student: score(gradebook, pupil).score for pupil in PUPILS}


@pytest.mark.parametrize("student", ["李小龙", "answer-below"])
def test_a_written_answer_waits_for_a_person_wherever_it_was_written(gradebook, student):
    found = gradebook.find_grade("conclusion", NAME, NAME, student)

    assert found.needs_manual_grade
    assert found.auto_score is None


def test_a_late_submission_has_its_penalty(gradebook):
    submission = gradebook.find_submission(NAME, "late")

    assert submission.total_seconds_late == 24 * 3600
    assert submission.late_submission_penalty == submission.score == 80


def rows(gradebook):
    """All grades in the gradebook."""
    return sorted(
        (submission.student.id, assignment.name, grade.name, grade.auto_score)
        for assignment in gradebook.assignments
        for submission in assignment.submissions
        for notebook in submission.notebooks
        for grade in notebook.grades
    )


@pytest.mark.parametrize("way", ["", "plain"], ids=["usual_way", "plain_way"])
def test_grading_again_changes_neither_scores_nor_penalties_nor_the_number_of_rows(
    course, gradebook, monkeypatch, way
):
    monkeypatch.setenv(VARIABLE, way)
    before = rows(gradebook)
    names = ("wrong-forward", "late", "no-file", "not-json")
    again = [Submission.expected(course, name, NAME) for name in names]

    with open_gradebook(course) as fresh:
        manner = Manner(limits_of(course), jobs=2, force=True)
        grade(course, fresh, again, manner, lambda outcome: None)
        after = rows(fresh)
        penalty = fresh.find_submission(NAME, "late").late_submission_penalty

    assert after == before
    assert penalty == 80


def test_a_notebook_that_was_withdrawn_loses_its_points_and_its_graded_copy(course, gradebook):
    copy = course.root / "autograded" / "check-twice" / NAME
    existed = copy.exists()
    course.submitted("check-twice", NAME).unlink()

    with open_gradebook(course) as fresh:
        withdrawn = Submission.expected(course, "check-twice", NAME)
        manner = Manner(limits_of(course))
        grade(course, fresh, [withdrawn], manner, lambda outcome: None)
        [found] = grades(fresh, NAME, ["check-twice"])

    assert existed
    assert not copy.exists()
    assert found.score == 0
