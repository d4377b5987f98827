"""The sample class: graded by `autograder demo`, and by nbgrader alone, with the same scores."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from subprocess import CompletedProcess

import nbformat
import pytest
from classroom import COURSE, copy_of_course, release, run, solved, submit, without

from autograder.authoring import sample_class
from autograder.course import CONFIG, SECRET, Course
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import open_gradebook
from autograder.grading.pipeline import Manner, grade, limits_of
from autograder.grading.submissions import Submission
from autograder.notebook import labelled
from autograder.report.page import NAME as REPORT
from autograder.terminal import cli, demo
from autograder.tried import VARIABLE

pytestmark = [
    pytest.mark.slow,
    # nbgrader's way with SQLAlchemy's sessions
    pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning"),
]

NAME = "initialization"
FIRST = next(iter(CATALOGUE[NAME]))


def kernel_dies():
    """Hand in right answers to all exercises, and end the kernel at the second."""
    notebook = solved(NAME)
    labelled(notebook)[list(CATALOGUE[NAME])[1]].source += "\nimport os; os._exit(1)"
    return notebook


BAD = {
    "not json": "{ this is not JSON",
    "empty": "",
    "no-check": without(solved(NAME), f"check-{FIRST}"),
    "format-3": nbformat.convert(solved(NAME), 3),
    "dies": kernel_dies(),
}


# so many of the sample class are graded by nbgrader alone as well, for it takes its time
FIRST_PUPILS = sample_class.PUPILS[:6]
STUDENTS = sorted([*(pupil.name for pupil in FIRST_PUPILS), *BAD])
# and so many the plain way, which takes two to three times as long as the fast one
PLAINLY = {*(pupil.name for pupil in sample_class.PUPILS[:12]), *BAD}


@dataclass(frozen=True)
class Demo:
    """The graded sample class, and what the command said."""

    course: Course
    done: CompletedProcess[str]


@pytest.fixture(scope="module")
def kept_demo(tmp_path_factory):
    """Run the demo and keep its class."""
    folder = tmp_path_factory.mktemp("demo") / "class"
    return Demo(Course(folder), run(COURSE, "autograder", "demo", "--keep", str(folder)))


@pytest.fixture(scope="module")
def ours(kept_demo):
    """Class that `autograder grade` has graded: the sample class and some bad input."""
    course = kept_demo.course
    for student, content in BAD.items():
        submit(course, student, NAME, content)
    submissions = [Submission.expected(course, student, NAME) for student in BAD]
    with open_gradebook(course) as gradebook:
        grade(course, gradebook, submissions, Manner(limits_of(course), 2), lambda outcome: None)
    return course


@pytest.fixture(scope="module")
def theirs(ours, tmp_path_factory):
    """The same class, graded by nbgrader alone, from `source/` on."""
    course = Course(tmp_path_factory.mktemp("nbgrader"))
    for part in (CONFIG, SECRET):
        shutil.copy(ours.root / part, course.root)
    shutil.copytree(ours.root / "source", course.root / "source")
    for student in STUDENTS:
        shutil.copytree(ours.root / "submitted" / student, course.root / "submitted" / student)
    commands = [
        (command, name) for name in NOTEBOOKS for command in ("generate_assignment", "autograde")
    ]
    done = [
        run(course, "nbgrader", *arguments)
        for arguments in (*commands, ("generate_feedback", NAME))
    ]
    assert [command.stderr for command in done if command.returncode] == []
    return course


@pytest.fixture(scope="module")
def plain(ours, tmp_path_factory):
    """Some of the same class, graded by `autograder grade` the plain way."""
    course = copy_of_course(tmp_path_factory.mktemp("plain"))
    shutil.copy(ours.root / SECRET, course.root)
    for student in PLAINLY:
        shutil.copytree(ours.root / "submitted" / student, course.root / "submitted" / student)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, "plain")
        done = run(course, "autograder", "grade")
    assert (done.returncode, done.stderr) == (0, "")
    return course


def test_the_demo_ends_well_and_says_nothing_on_stderr(kept_demo):
    assert (kept_demo.done.returncode, kept_demo.done.stderr) == (0, "")


def test_the_demo_names_the_report_of_the_class_that_it_keeps(kept_demo):
    page = kept_demo.course.root / REPORT

    assert f"what to teach again: {page}" in kept_demo.done.stdout
    assert "What to teach again" in page.read_text("utf-8")


def test_the_demo_says_that_every_score_is_right(kept_demo):
    scores = sum(
        len(CATALOGUE[name])
        for name in NOTEBOOKS
        for pupil in sample_class.PUPILS
        if pupil.takes_part(name)
    )
    mistakes = sum(
        len(exercise.misconceptions)
        for exercises in CATALOGUE.values()
        for exercise in exercises.values()
    )

    said = " ".join(kept_demo.done.stdout.split())

    assert f"{scores} of {scores} scores are as they should be, and each of the " in said
    assert f"{mistakes} mistakes in them is called by its name." in said


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_demo_prints_a_table_with_each_pupil_and_exercise(kept_demo, name):
    lines = kept_demo.done.stdout.splitlines()
    table = lines[lines.index(next(line for line in lines if line.strip() == name)) :]

    students = [line.split("│")[1].strip() for line in table if line.startswith("│")]
    exercises = [line.split()[1] for line in table if line[:1].isdigit()]

    pupils = sorted(pupil.name for pupil in sample_class.PUPILS if pupil.takes_part(name))
    assert students[: len(pupils)] == pupils
    graded = [one for one, exercise in CATALOGUE[name].items() if not exercise.optional]
    assert exercises[: len(graded)] == graded


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_demo_keeps_the_class_when_asked(kept_demo, name):
    course = kept_demo.course

    graded = {path.parent.parent.name for path in course.root.glob(f"autograded/*/{name}/*.ipynb")}

    assert graded == {pupil.name for pupil in sample_class.PUPILS if pupil.takes_part(name)}
    assert (course.root / "gradebook.db").is_file()


def test_the_demo_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sample_class, "PUPILS", sample_class.PUPILS[:1])
    monkeypatch.setattr(demo, "NOTEBOOKS", NOTEBOOKS[:1])

    code = cli.main(["demo", "--course", str(COURSE.root)])

    assert code == 0
    assert list(tmp_path.iterdir()) == []


def test_the_demo_does_not_write_into_a_folder_that_is_there(tmp_path, capsys):
    code = cli.main(["demo", "--course", str(COURSE.root), "--keep", str(tmp_path)])

    assert code == 2
    assert capsys.readouterr().err == (
        f"autograder: {tmp_path} is there already: name a new folder.\n"
    )


def scores(course):
    """All grades in a gradebook."""
    with open_gradebook(course) as gradebook:
        return {
            (submission.student.id, assignment.name, grade.name): (
                grade.auto_score,
                grade.needs_manual_grade,
            )
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def graded_cells(name):
    """Count the cells of a notebook that have points."""
    return sum("points" in cell.metadata.nbgrader for cell in labelled(release(name)).values())


def comments(course):
    """All comments of the grader in a gradebook."""
    with open_gradebook(course) as gradebook:
        return {
            (submission.student.id, assignment.name, comment.name): comment.auto_comment
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for comment in notebook.comments
        }


def findings(course):
    """How each exercise was judged, which mistakes were named, and what was noted."""
    graded = {path: json.loads(path.read_text()) for path in course.root.glob("answers/*/*/*.json")}
    return {
        path.parts[-3:-1]: (found["findings"], found["notes"]) for path, found in graded.items()
    }


def of_these(students, known):
    """Take some students' part of what is known by student, and more."""
    return {key: value for key, value in known.items() if key[0] in students}


def test_nbgrader_gives_the_same_scores_cell_by_cell(ours, theirs):
    found = scores(theirs)

    assert found == of_these(STUDENTS, scores(ours))
    handed_in = [name for name in NOTEBOOKS for pupil in FIRST_PUPILS if pupil.takes_part(name)]
    assert len(found) == sum(map(graded_cells, handed_in)) + len(BAD) * graded_cells(NAME)


def test_the_plain_way_gives_the_same_scores_cell_by_cell(ours, plain):
    assert scores(plain) == of_these(PLAINLY, scores(ours))


def test_the_plain_way_leaves_the_same_comments(ours, plain):
    assert comments(plain) == of_these(PLAINLY, comments(ours))


def test_the_plain_way_names_the_same_mistakes_and_leaves_the_same_notes(ours, plain):
    assert findings(plain) == of_these(PLAINLY, findings(ours))


def test_a_cell_that_ends_the_kernel_costs_that_cell_alone_with_nbgrader_too(theirs):
    found = scores(theirs)

    checks = [f"check-{exercise}" for exercise in CATALOGUE[NAME]]
    points = [found["dies", NAME, check][0] for check in checks]

    cells = labelled(release(NAME))
    first, _, *others = [cells[check].metadata.nbgrader.points for check in checks]
    assert points == [first, 0, *others]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nbgrader_makes_the_same_release(ours, theirs, name):
    assert theirs.release(name).read_bytes() == ours.release(name).read_bytes()


@pytest.mark.parametrize("student", STUDENTS)
def test_nbgrader_makes_a_page_for_each_student_with_a_verdict(theirs, student):
    page = (theirs.root / f"feedback/{student}/{NAME}/{NAME}.html").read_text("utf-8")

    assert re.search(rf"[✓✗○] {FIRST}: (correct|wrong|not attempted)", page)


def test_notes_reach_the_page_by_way_of_nbgrader_too(theirs):
    page = (theirs.root / f"feedback/no-check/{NAME}/{NAME}.html").read_text("utf-8")

    assert f"Cell “check-{FIRST}” was missing and was put back." in page
