"""A notebook that changes after it was graded: what each grade must be, and a copy first."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime

import jupytext
import pytest
from classroom import ROOT, copy_of_course, with_exercises
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring import build, change, instructor, outputs, public
from autograder.authoring.cells import Cell, difference
from autograder.course import Course
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import check_current, open_gradebook
from autograder.notebook import labelled
from helpers.errors import CourseError

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

NAME = NOTEBOOKS[0]
FIRST, SECOND, THIRD, *_ = CATALOGUE[NAME]
STUDENTS = ("ada", "ben", "eve")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Course in which three students were graded, by the program and by hand."""
    course = copy_of_course(tmp_path_factory.mktemp("graded"), (NAME,))
    with open_gradebook(course) as gradebook:
        for number, student in enumerate(STUDENTS):
            gradebook.add_student(student)
            time = f"2026-01-0{number + 1} 12:00:00"
            gradebook.add_submission(NAME, student, timestamp=time)
            entered = gradebook.find_submission_notebook(NAME, NAME, student)
            entered.late_submission_penalty = 2.5 * number
            entered.flagged = student == "ben"
            for place, grade in enumerate(entered.grades):
                by_program = grade.name.startswith("check-")
                grade.auto_score = 10 + place + number if by_program else None
                grade.manual_score = None if by_program and number else 3 + place
                grade.extra_credit = 1.5 if student == "eve" else None
                grade.needs_manual_grade = not by_program and student == "ada"
            for comment in entered.comments:
                comment.auto_comment = "No response." if student == "eve" else None
                comment.manual_comment = f"to {student} on {comment.name}"
        gradebook.db.commit()
    return course.root


@pytest.fixture
def course(graded, tmp_path, monkeypatch):
    """Copy of it, in which nothing is executed and the catalogue can be changed."""
    shutil.copytree(graded, tmp_path / "course")
    shutil.copytree(ROOT / "helpers/public", tmp_path / "public")
    monkeypatch.setattr(public, "FOLDER", tmp_path / "public")
    monkeypatch.setattr(public, "current", lambda name, points: f"{points}")
    monkeypatch.setattr(instructor, "execute", executed)
    return Course(tmp_path / "course")


def executed(notebook, name, data):
    """Stand in for an execution."""
    outputs.take_over(notebook, instructor.stored(Course(ROOT), name))


def lesson(course, edit):
    """Change the text of the lesson."""
    path = course.text(NAME)
    notebook = jupytext.read(path)
    edit(notebook)
    jupytext.write(notebook, path, fmt="md:myst")


def entries(course):
    """All that the gradebook holds of the three students, by student and cell."""
    with open_gradebook(course) as gradebook:
        found = {}
        for student in STUDENTS:
            entered = gradebook.find_submission_notebook(NAME, NAME, student)
            found[student] = {
                "submission": (
                    entered.assignment.timestamp,
                    entered.late_submission_penalty,
                    entered.flagged,
                ),
                **{
                    grade.name: (
                        grade.auto_score,
                        grade.manual_score,
                        grade.extra_credit,
                        grade.needs_manual_grade,
                    )
                    for grade in entered.grades
                },
                **{
                    f"{comment.name}: comment": (comment.auto_comment, comment.manual_comment)
                    for comment in entered.comments
                },
            }
        return found


def new_exercise(name, points=5, place="setup"):
    """Put an exercise behind a cell."""

    def edit(notebook):
        at = 1 + next(i for i, c in enumerate(notebook.cells) if c is labelled(notebook)[place])
        notebook.cells[at:at] = [
            cell(new_code_cell(f"def {name}(x):\n    return x"), name, solution=True),
            cell(new_code_cell(f"check({name})"), f"check-{name}", grade=True, points=points),
        ]

    return edit


def new_answer(name, points=5):
    """Put a question at the end."""
    question = new_markdown_cell("An answer.")
    return lambda notebook: notebook.cells.append(
        cell(question, name, grade=True, solution=True, points=points)
    )


def cell(made, name, grade=False, solution=False, **more):
    """Give a cell nbgrader's metadata."""
    made.metadata["nbgrader"] = {
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "schema_version": 3,
        **more,
    }
    made.pop("id")
    return made


def removed(*names):
    """Take cells out."""

    def edit(notebook):
        gone = [labelled(notebook)[name] for name in names]
        notebook.cells = [one for one in notebook.cells if not any(one is g for g in gone)]

    return edit


def renamed(**names):
    """Give cells other names; an underscore before a name stands for that of its check."""

    def edit(notebook):
        cells = labelled(notebook)
        for old, new in names.items():
            cells[old].metadata["nbgrader"]["grade_id"] = new

    return edit


def points(name, number):
    """Let a cell give other points."""
    return lambda notebook: labelled(notebook)[name].metadata["nbgrader"].update(points=number)


def both(*edits):
    """Make several changes."""

    def edit(notebook):
        for one in edits:
            one(notebook)

    return edit


UNGRADED = (None, None, None, True)
NO_COMMENT = (None, None)


def plus(**new):
    return lambda before: {**before, **new}


def minus(*names):
    gone = {*names, *(f"{name}: comment" for name in names)}
    return lambda before: {key: value for key, value in before.items() if key not in gone}


def moved(**names):
    names = {**names, **{f"{old}: comment": f"{new}: comment" for old, new in names.items()}}
    return lambda before: {names.get(key, key): value for key, value in before.items()}


def then(*models):
    def model(before):
        for one in models:
            before = one(before)
        return before

    return model


ADDED = {"check-extra": UNGRADED, "extra: comment": NO_COMMENT}
CHANGES = {
    # what is changed, exercises that come and go, what is said, and what the entries become
    "an exercise added": (
        new_exercise("extra"),
        ["extra"],
        [],
        "Added: extra, check-extra.",
        plus(**ADDED),
    ),
    "an exercise removed": (
        removed(SECOND, f"check-{SECOND}"),
        [],
        [SECOND],
        f"Removed, with their grades: {SECOND}, check-{SECOND}.",
        minus(SECOND, f"check-{SECOND}"),
    ),
    "an exercise renamed": (
        renamed(**{SECOND: "other", f"check-{SECOND}": "check-other"}),
        ["other"],
        [SECOND],
        f"Renamed, with their grades: {SECOND} to other, check-{SECOND} to check-other.",
        moved(**{SECOND: "other", f"check-{SECOND}": "check-other"}),
    ),
    "an exercise replaced in another place": (
        both(removed(THIRD, f"check-{THIRD}"), new_exercise("extra")),
        ["extra"],
        [THIRD],
        f"Added: extra, check-extra. Removed, with their grades: {THIRD}, check-{THIRD}.",
        then(minus(THIRD, f"check-{THIRD}"), plus(**ADDED)),
    ),
    "other points": (
        points(f"check-{FIRST}", 20),
        [],
        [],
        f"Other points: check-{FIRST} (25 before, 20 now).",
        plus(),
    ),
    "a written answer added": (
        new_answer("reflection"),
        [],
        [],
        "Added: reflection.",
        plus(**{"reflection": UNGRADED, "reflection: comment": NO_COMMENT}),
    ),
    "a written answer removed": (
        removed("questions"),
        [],
        [],
        "Removed, with their grades: questions.",
        minus("questions"),
    ),
    "a written answer renamed": (
        renamed(conclusion="summary"),
        [],
        [],
        "Renamed, with their grades: conclusion to summary.",
        moved(conclusion="summary"),
    ),
    "an answer that is a task now": (
        lambda notebook: (
            labelled(notebook)["conclusion"]
            .metadata["nbgrader"]
            .update(grade=False, solution=False, task=True)
        ),
        [],
        [],
        "Of another kind: conclusion.",
        plus(),
    ),
    "all at once": (
        both(
            new_exercise("extra"),
            removed(SECOND, f"check-{SECOND}"),
            renamed(conclusion="summary"),
            points("questions", 3),
        ),
        ["extra"],
        [SECOND],
        "Renamed, with their grades: conclusion to summary. Other points: questions (10 before, "
        "3 now).",
        then(plus(**ADDED), minus(SECOND, f"check-{SECOND}"), moved(conclusion="summary")),
    ),
}


def change_it(course, monkeypatch, edit, come, go):
    """Change the text and the catalogue."""
    lesson(course, edit)
    with_exercises(monkeypatch, NAME, come, go)


def files(course):
    return {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("edit", "come", "go", "said", "model"), CHANGES.values(), ids=CHANGES)
def test_it_is_refused_before_anything_is_touched_and_then_keeps_what_stays(
    course, monkeypatch, edit, come, go, said, model
):
    change_it(course, monkeypatch, edit, come, go)
    before, files_before, told = entries(course), files(course), []

    with pytest.raises(CourseError) as refused:
        build.build(course, [NAME], told.append)
    assert files(course) == files_before
    assert f"has grades of {NAME}: 3 submissions." in str(refused.value)
    assert said in str(refused.value)
    assert f"`autograder build --keep-grades {NAME}`" in str(refused.value)

    build.build(course, [NAME], told.append, keep_grades=True)

    assert entries(course) == {student: model(one) for student, one in before.items()}
    assert any(said in line for line in told)
    with open_gradebook(course) as gradebook:
        check_current(course, gradebook, NAME)
        made = build.generated(course, NAME, course.source(NAME).read_bytes())
        assert change.known(gradebook, NAME) == made.cells
    [copy] = course.root.glob("gradebook.db.*")
    assert f"{datetime.now():%Y-%m-%d}" in copy.name
    assert str(copy) in told[0]
    with closing(sqlite3.connect(copy)) as kept:
        [(sum_,)] = kept.execute("SELECT sum(manual_score) FROM grade").fetchall()
    assert sum_ == sum(
        one[1] or 0
        for student in before.values()
        for key, one in student.items()
        if key != "submission" and "comment" not in key
    )


def test_who_hands_in_later_has_the_same_cells_as_the_others(course, monkeypatch):
    change_it(course, monkeypatch, *CHANGES["all at once"][:3])
    build.build(course, [NAME], str, keep_grades=True)

    with open_gradebook(course) as gradebook:
        gradebook.add_student("zoe")
        gradebook.add_submission(NAME, "zoe")
        found = [
            (
                {grade.name for grade in entered.grades},
                {comment.name for comment in entered.comments},
            )
            for entered in gradebook.find_notebook(NAME, NAME).submissions
        ]

    assert len(found) == 4
    assert all(one == found[0] for one in found)


def test_a_build_that_keeps_grades_and_changes_no_cell_makes_no_copy(course):
    lesson(course, lambda notebook: notebook.cells.insert(0, cell_of_text("A new paragraph.")))
    before = entries(course)

    build.build(course, [NAME], str, keep_grades=True)
    build.build(course, [NAME], str)

    assert entries(course) == before
    assert list(course.root.glob("gradebook.db.*")) == []


def cell_of_text(text):
    made = new_markdown_cell(text)
    made.pop("id")
    return made


def test_a_locked_cell_that_nothing_belongs_to_comes_and_goes_without_a_word(course):
    before = entries(course)

    given = cell(new_code_cell("limit = 3"), "given")
    lesson(course, lambda notebook: notebook.cells.insert(5, given))
    build.build(course, [NAME], str)
    with open_gradebook(course) as gradebook:
        assert "given" in [one.name for one in change.known(gradebook, NAME)]
    lesson(course, removed("given"))
    build.build(course, [NAME], str)

    assert entries(course) == before


def test_a_change_that_fails_leaves_grades_and_files_as_they_were(course, monkeypatch):
    change_it(course, monkeypatch, *CHANGES["all at once"][:3])
    before, files_before = entries(course), files(course)
    monkeypatch.setattr(change, "_enter_sources", executed)  # takes other arguments

    with pytest.raises(TypeError):
        build.build(course, [NAME], str, keep_grades=True)

    assert entries(course) == before
    after = files(course)
    copies = {path for path in after if path.name.startswith("gradebook.db.")}
    assert {path: after[path] for path in after.keys() - copies} == files_before


def test_points_given_by_hand_that_are_more_than_a_cell_can_give_are_named(course):
    told = []
    lesson(course, points("conclusion", 2))

    build.build(course, [NAME], told.append, keep_grades=True)

    assert any("conclusion: 3 were given more points by hand than it can give" in t for t in told)


def test_a_gradebook_on_a_server_is_changed_when_there_is_a_copy():
    with pytest.raises(CourseError, match=r"postgresql.*pg_dump.*--backed-up"):
        change.backup("postgresql://somewhere/grades", backed_up=False)

    assert change.backup("postgresql://somewhere/grades", backed_up=True) == []


def a_cell(name, points=None, **kind):
    return Cell(name, "code", points is not None, "", "", points, points is not None, **kind)


RENAMED = {
    "one for one": ("a x b", "a y b", {"x": "y"}),
    "two for one": ("a x b", "a y z b", {}),
    "one for two": ("a w x b", "a y b", {}),
    "in another place": ("a x b", "a b y", {}),
    "each in its place": ("a x b y c", "a z b w c", {"x": "z", "y": "w"}),
    "at both ends": ("x a y", "z a w", {"x": "z", "y": "w"}),
    "all of them": ("x", "y", {"x": "y"}),
}


@pytest.mark.parametrize(("old", "new", "expected"), RENAMED.values(), ids=RENAMED)
def test_a_name_is_taken_for_another_only_where_one_went_and_one_came(old, new, expected):
    old, new = ([a_cell(name, 5) for name in names.split()] for names in (old, new))

    assert difference(old, new).renamed == expected


def test_a_cell_of_another_kind_is_not_the_same_under_another_name():
    old, new = [a_cell("x", 5)], [a_cell("y", solution=True)]

    found = difference(old, new)

    assert (found.renamed, found.added, found.removed) == ({}, ["y"], ["x"])
