"""All that lies in ``submitted/`` is graded or named."""

import os
import tempfile
from pathlib import Path

import pytest
from classroom import ROOT, release, solved, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import CONFIG, Course
from autograder.exercises import NOTEBOOKS
from autograder.grading import candidates, files
from autograder.grading.faults import Fault
from autograder.grading.submissions import check_fit, survey
from autograder.notebook import labelled
from helpers.errors import CourseError

NAME, OTHER = "gradient_checking", "initialization"
FIRST = "forward_propagation"
RIGHT = f"ada/{NAME}/{NAME}.ipynb"


def begun(name=NAME, source="x = 1"):
    """Hand in a notebook in which something else was written."""
    notebook = release(name)
    labelled(notebook)[next(iter(labelled(solved(name))))].source = "import numpy as np"
    notebook.cells[3].source += f"\n{source}"
    return text_of(notebook)


WORK, OTHER_WORK, MORE = text_of(solved(NAME)), begun(), text_of(solved(OTHER))
UNTOUCHED = text_of(release(NAME))


@pytest.fixture
def course(tmp_path):
    """Course to which things are handed in."""
    return make_course(tmp_path)


def make_course(folder):
    (folder / CONFIG).write_text((ROOT / CONFIG).read_text())
    (folder / "release").symlink_to(ROOT / "release")
    return Course(folder)


def lay(course, **contents):
    """Lay files into ``submitted/``, by their names."""
    return lay_all(course, contents)


def lay_all(course, contents):
    for name, content in contents.items():
        path = course.root / "submitted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return course


def seen(course, *names):
    """Survey the folder: what is taken, and what is left that may be work, by name."""
    found, left = survey(course, list(names or NOTEBOOKS))
    top = course.root / "submitted"
    taken = {(one.student, one.notebook): one.path.relative_to(top).as_posix() for one in found}
    return taken, {one.path.relative_to(top).as_posix() for one in left if one.may_be_work}


@pytest.mark.parametrize(
    "place",
    [
        RIGHT,
        f"ada/{NAME}/{NAME}-Copy1.ipynb",
        f"ada/{NAME}/{NAME} (1).ipynb",
        f"ada/{NAME}/Gradient Checking.ipynb",
        f"ada/{NAME}/GRADIENT_CHECKING.IPYNB",
        f"ada/{NAME}/{NAME}.ipynb.txt",
        f"ada/{NAME}/{NAME}.ipynb.json",
        f"ada/{NAME}/{NAME}",
        f"ada/{NAME}/Kopie von {NAME}.ipynb",
        f"ada/{NAME}/lovelace_{NAME}_final.ipynb",
        f"ada/{NAME}/homework.ipynb",
        f"ada/{NAME}/Untitled.ipynb",
        f"ada/Gradient Checking/{NAME}.ipynb",
        f"ada/gradient-checking/{NAME}.ipynb",
        f"ada/Gradient_Checking/{NAME}.ipynb",
        f"ada/{NAME} (1)/{NAME}.ipynb",
        f"ada/{NAME}.ipynb",
        "ada/Gradient Checking (2).ipynb",
        "ada/homework.ipynb",
        f"ada/{NAME}/{NAME}/{NAME}.ipynb",
        f"ada/{NAME}/work/{NAME}.ipynb",
        f"ada/submission/{NAME}/{NAME}.ipynb",
        f"ada/week 2/{NAME}.ipynb",
        "ada/week 2/homework.ipynb",
    ],
)
def test_a_notebook_that_can_be_meant_alone_is_taken_wherever_it_lies(course, place):
    lay_all(course, {place: WORK})

    [one], left = survey(course, [NAME])

    assert (one.student, one.notebook, left) == ("ada", NAME, [])
    assert one.path == course.root / "submitted" / place
    shown = place.removeprefix("ada/")
    told = (f"“{shown}” was taken for {NAME}/{NAME}.ipynb.",)
    assert one.notes == (() if place == RIGHT else told)


@pytest.mark.parametrize(
    ("right", "copy", "taken"),
    [
        (UNTOUCHED, WORK, f"ada/{NAME}/{NAME}-Copy1.ipynb"),
        (WORK, UNTOUCHED, RIGHT),
        (WORK, WORK, RIGHT),
        (UNTOUCHED, UNTOUCHED, RIGHT),
    ],
    ids=["the copy has the work", "the copy is untouched", "both are the same", "no work at all"],
)
def test_of_an_original_and_its_copy_the_one_with_the_work_is_meant(course, right, copy, taken):
    lay_all(course, {RIGHT: right, f"ada/{NAME}/{NAME}-Copy1.ipynb": copy})

    assert seen(course) == ({("ada", NAME): taken}, set())
    assert len(survey(course, [NAME])[1]) == 1


def test_of_two_that_could_be_meant_both_are_named_and_neither_is_graded(course):
    copy = f"ada/{NAME}/{NAME}-Copy1.ipynb"
    lay_all(course, {RIGHT: WORK, copy: OTHER_WORK})

    assert seen(course) == ({}, {RIGHT, copy})
    assert "and so could" in survey(course, [NAME])[1][0].why


def test_a_page_by_the_right_name_beside_a_notebook_with_work_is_named(course):
    copy = f"ada/{NAME}/{NAME}-Copy1.ipynb"
    lay_all(course, {RIGHT: "<html>Sign in</html>", copy: WORK})

    assert seen(course) == ({("ada", NAME): copy}, {RIGHT})


def test_a_page_by_the_right_name_beside_an_untouched_copy_is_not_given_up(course):
    copy = f"ada/{NAME}/{NAME}-Copy1.ipynb"
    lay_all(course, {RIGHT: "<<<<<<< HEAD\n", copy: UNTOUCHED})

    assert seen(course) == ({}, {RIGHT, copy})


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("work.rar", b"Rar!\x1a\x07\x00", "a rar archive"),
        ("work.7z", b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        ("work.tar.gz", b"\x1f\x8b\x08\x00", "a packed archive (gzip)"),
        ("work.zip", b"PK\x03\x04....", "a zip archive"),
        (f"{NAME}.py", b"import numpy as np\n", "a Python program"),
        (f"{NAME}.html", b"<!DOCTYPE html><html>", "a saved web page"),
        (f"{NAME}.pdf", b"%PDF-1.7", "a PDF document"),
        ("essay.docx", b"PK\x03\x04...word/document.xml", "a Word document"),
        ("essay.txt", b"My conclusion is", "a text"),
        ("empty", b"", "an empty file"),
    ],
)
@pytest.mark.parametrize("place", ["{}", "ada/{}", f"ada/{NAME}/{{}}"])
def test_a_file_that_is_no_notebook_is_named_with_what_it_is(course, place, name, content, what):
    lay_all(course, {place.format(name): content})

    found, [one] = survey(course, [NAME])

    assert found == []
    assert what in one.why
    assert one.remedy
    assert one.may_be_work


@pytest.mark.parametrize("name", ["work.rar", "answer.pdf", "solution.py", "a.txt", "photo.jpg"])
def test_an_untouched_notebook_beside_what_may_hold_the_work_is_no_zero(course, name):
    lay_all(course, {RIGHT: UNTOUCHED, f"ada/{NAME}/{name}": "mine"})

    assert seen(course) == ({}, {RIGHT, f"ada/{NAME}/{name}"})


@pytest.mark.parametrize("name", ["README.md", "data.csv", "helpers/__init__.py"])
def test_an_untouched_notebook_beside_what_was_given_with_it_is_graded(course, name):
    lay_all(course, {RIGHT: UNTOUCHED, f"ada/{NAME}/{name}": "given"})

    assert seen(course) == ({("ada", NAME): RIGHT}, set())


@pytest.mark.parametrize("name", ["data.csv", "plot.png", "utils.py", "sub/data.csv", "notes.pdf"])
def test_files_beside_a_notebook_with_work_are_no_complaint(course, name):
    lay_all(course, {RIGHT: WORK, f"ada/{NAME}/{name}": "1,2"})

    assert survey(course, [NAME])[1] == []


@pytest.mark.parametrize(
    "name",
    [
        f"ada/{NAME}/timestamp.txt",
        f"ada/{NAME}/collected_as.txt",
        f"ada/{NAME}/.ipynb_checkpoints/{NAME}-checkpoint.ipynb",
        f"ada/{NAME}/.DS_Store",
        "ada/.DS_Store",
        ".DS_Store",
        ".gitkeep",
        "Thumbs.db",
        "ada/desktop.ini",
        f"ada/__MACOSX/{NAME}/._{NAME}.ipynb",
        f"__MACOSX/ada/{NAME}/._{NAME}.ipynb",
        f"ada/{NAME}/__pycache__/utils.cpython-311.pyc",
    ],
)
def test_what_systems_and_nbgrader_add_is_no_complaint(course, name):
    lay_all(course, {RIGHT: WORK, name: OTHER_WORK})

    assert seen(course) == ({("ada", NAME): RIGHT}, set())


def test_other_assignments_are_no_complaint_where_they_are_not_asked_for(course):
    two = {f"ada/{OTHER}/{OTHER}-Copy1.ipynb": begun(OTHER), f"ada/{OTHER}/{OTHER}.ipynb": MORE}
    lay_all(course, {RIGHT: WORK, **two, "bob/Initialization.pdf": "%PDF"})

    assert seen(course, NAME) == ({("ada", NAME): RIGHT}, set())
    assert seen(course, OTHER) == ({}, {*two, "bob/Initialization.pdf"})


@pytest.mark.parametrize("content", ["{}", "print(1)", text_of({"cells": []})])
def test_a_folder_of_an_unknown_assignment_is_named_once(course, content):
    lay_all(course, {RIGHT: WORK, "ada/hw7/a.ipynb": content, "ada/hw7/b/c.csv": "1,2"})

    [one] = survey(course, [NAME])[1]

    assert one.path == course.root / "submitted" / "ada" / "hw7"
    assert "and 1 more file" in one.why


def test_a_notebook_in_the_folder_of_another_lesson_is_named(course):
    lay_all(course, {f"ada/{NAME}/{OTHER}.ipynb": MORE})

    assert seen(course) == ({}, {f"ada/{NAME}/{OTHER}.ipynb"})


def test_folders_in_the_wrong_order_are_named(course):
    lay_all(course, {f"{NAME}/ada/{NAME}.ipynb": WORK, f"{NAME}/bob/{NAME}.ipynb": WORK})

    assert seen(course) == ({}, {NAME})


def test_an_unpacked_bundle_is_taken_as_three_notebooks(course):
    bundle = {
        f"ada/deep-network-training/{name}": content
        for name, content in {
            **{f"{name}.ipynb": text_of(solved(name)) for name in NOTEBOOKS},
            "helpers/__init__.py": "import numpy",
            "README.md": "# Read me",
        }.items()
    }
    lay_all(course, bundle)

    taken, left = seen(course)

    assert {name for _, name in taken} == set(NOTEBOOKS)
    assert left == set()


def test_the_folder_of_a_submission_holds_its_time(course):
    lay_all(course, {f"ada/Gradient Checking/work/{NAME}.ipynb": WORK})

    [one] = survey(course, [NAME])[0]

    assert one.folder == course.root / "submitted" / "ada" / "Gradient Checking"


def test_an_empty_folder_of_an_assignment_is_a_submission_at_fault(course):
    (course.root / "submitted" / "ada" / NAME).mkdir(parents=True)

    [one], left = survey(course, [NAME])

    assert left == []
    with pytest.raises(Fault, match=rf"There is no {NAME}\.ipynb in the submission"):
        check_fit(one)


@pytest.mark.parametrize("name", [f"{NAME}.ipynb", "data.csv", "sub/data.csv"])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/passwd")])
def test_a_link_or_a_pipe_is_the_submission_s_own_fault(course, name, make):
    path = course.submitted("ada", NAME).parent / name
    path.parent.mkdir(parents=True)
    make(path)

    [one], left = survey(course, [NAME])

    assert left == []
    with pytest.raises(Fault, match=path.name):
        check_fit(one)


def test_a_link_outside_of_all_submissions_is_named(course):
    lay_all(course, {RIGHT: WORK})
    for name in ("bob", "ada/link", "cleo/link"):
        path = course.root / "submitted" / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to("/etc")

    assert seen(course) == ({("ada", NAME): RIGHT}, {"bob", "ada/link", "cleo/link"})


@pytest.mark.parametrize("shut", ["ada", "ada/hw7"])
def test_a_folder_that_cannot_be_entered_is_named_and_no_zero(course, monkeypatch, shut):
    lay_all(course, {RIGHT: WORK, "ada/hw7/a.txt": "1", f"bob/{NAME}/{NAME}.ipynb": WORK})
    closed, scandir = course.root / "submitted" / shut, os.scandir

    def refuse(path):
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(files.os, "scandir", refuse)

    taken, left = seen(course)

    assert shut in left
    assert ("bob", NAME) in taken
    assert (("ada", NAME) in taken) == (shut == "ada/hw7")


def test_a_folder_of_an_assignment_that_cannot_be_entered_is_no_zero(course, monkeypatch):
    lay_all(course, {RIGHT: WORK})
    closed, scandir = course.submitted("ada", NAME).parent, os.scandir

    def refuse(path):
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(files.os, "scandir", refuse)

    [one], left = survey(course, [NAME])

    assert left == []
    with pytest.raises(PermissionError):
        check_fit(one)


def test_a_file_that_cannot_be_read_is_named_and_no_zero(course, monkeypatch):
    copy = f"ada/{NAME}/{NAME}-Copy1.ipynb"
    lay_all(course, {RIGHT: WORK, copy: WORK, f"bob/{NAME}/{NAME}.ipynb": WORK})

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(candidates, "read", refuse)

    assert seen(course) == ({("bob", NAME): f"bob/{NAME}/{NAME}.ipynb"}, {RIGHT, copy})


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()])
def test_where_nothing_lies_it_is_said_so(course, make):
    make(course.root / "submitted")

    with pytest.raises(CourseError, match="Nothing to grade"):
        survey(course, [NAME])


PARTS = st.sampled_from(
    ["ada", NAME, OTHER, "Gradient Checking", "hw7", "sub", ".git", "__MACOSX", "été", "a\udce9"]
)
LAST = st.sampled_from(
    [
        *(f"{NAME}{end}" for end in (".ipynb", "-Copy1.ipynb", ".pdf", " (1).IPYNB", "")),
        f"{OTHER}.ipynb",
        "a.ipynb",
        "data.csv",
        "timestamp.txt",
        ".DS_Store",
        "work.rar",
    ]
)
CONTENTS = st.sampled_from(
    [WORK, OTHER_WORK, UNTOUCHED, MORE, "", "{", "%PDF", "<html>", "\x00", text_of({"cells": []})]
)
NAMES = st.tuples(st.lists(PARTS, max_size=4), LAST).map(
    lambda parts: "/".join([*parts[0], parts[1]])
)
HANDED_IN = st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=8)


def lay_what_fits(course, contents):
    """Lay down files, but those for which another one stands in the way."""
    for name, content in contents.items():
        try:
            lay_all(course, {name: content})
        except OSError:
            continue


@settings(max_examples=200, deadline=None)
@given(HANDED_IN)
def test_every_file_is_accounted_for_exactly_once(contents):
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder))
        lay_what_fits(course, contents)
        top = course.root / "submitted"
        try:
            found, left = survey(course, list(NOTEBOOKS))
        except CourseError:
            found, left = [], []

        ours = {"timestamp.txt", ".DS_Store"}
        for path in [p for p in top.rglob("*") if p.is_file()]:
            inner = path.relative_to(top)
            if inner.name in ours or {".git", "__MACOSX"} & {*inner.parts}:
                continue
            taken = [one for one in found if one.path == path]
            named = [one for one in left if one.path in (path, *path.parents)]
            beside = [
                one
                for one in found
                if {one.folder, one.path.parent} & {*path.parents} and ".ipynb" not in inner.name
            ]
            assert len(taken) + len(named) == 1 or (beside and not taken and not named), inner
        keys = [(one.student, one.notebook) for one in found]
        assert len(set(keys)) == len(keys)
        assert len({one.path for one in left}) == len(left)
