"""Grades written for Canvas and Moodle, read back as their documentation says."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from classroom import copy_of_course, run

from autograder.gradebook import open_gradebook

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning")

NAME, OTHER = "initialization", "optimization"
LOVELACE, CHINESE, QUOTED, NOTHING = "ada, l.", "王小明", 'o"neil', "late-riser"
STUDENTS = {
    LOVELACE: {"first_name": "Ada", "last_name": "Lovelace, Countess", "lms_user_id": "101"},
    CHINESE: {"first_name": "小明", "last_name": "王", "lms_user_id": "102"},
    QUOTED: {"first_name": '=1+1"', "last_name": None, "lms_user_id": "103"},
    NOTHING: {"first_name": "No", "last_name": "Work", "lms_user_id": "104"},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Course in which three of four students were graded."""
    course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME, OTHER))
    with open_gradebook(course) as gradebook:
        for student, known in STUDENTS.items():
            gradebook.add_student(student, **known)
        for points, student in ((1.5, LOVELACE), (2, CHINESE), (3, QUOTED)):
            enter(gradebook, NAME, student, points)
        enter(gradebook, OTHER, CHINESE, 1)
    return course


def enter(gradebook, name, student, points):
    """Give points in each cell; the first student comes too late."""
    gradebook.add_submission(name, student)
    notebook = gradebook.find_submission_notebook(name, name, student)
    for grade in notebook.grades:
        grade.auto_score, grade.needs_manual_grade = points, False
    notebook.late_submission_penalty = 0.5 if student == LOVELACE else None
    gradebook.db.commit()


def total(name, points):
    """Points of a student who has so many in each cell."""
    return points * {NAME: 5, OTHER: 8}[name]


def read_canvas(path):
    """Read a gradebook as Canvas does: a header, the possible points, a row a student."""
    header, possible, *rows = csv.reader(StringIO(path.read_text("utf-8-sig"), newline=""))
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert possible[0].strip() == "Points Possible"
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_moodle(path):
    """Read a CSV file as Moodle does: a header, then a row a student."""
    return list(csv.DictReader(StringIO(path.read_text("utf-8-sig"), newline=""), strict=True))


def written(course, tmp_path, *arguments):
    """Run the command; give what it said and where it wrote to."""
    path = tmp_path / "grades.csv"
    done = run(course, "autograder", "export", *arguments, "--to", str(path))
    return done, path


def lay_list(tmp_path, *rows):
    """Write the list of a class."""
    path = tmp_path / "class.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def test_canvas_reads_the_points_whatever_is_in_a_name(course, tmp_path):
    done, path = written(course, tmp_path, "--for", "canvas")

    rows = {row["SIS Login ID"]: row for row in read_canvas(path)}
    assert done.returncode == 0, done.stderr
    assert set(rows) == set(STUDENTS)
    assert rows[LOVELACE]["Student"] == "Lovelace, Countess, Ada"
    assert rows[CHINESE]["Student"] == "王, 小明"
    assert float(rows[LOVELACE]["Initialization"]) == total(NAME, 1.5) - 0.5
    assert float(rows[CHINESE]["Optimization"]) == total(OTHER, 1)
    assert rows[CHINESE]["ID"] == "102"


def test_who_handed_in_nothing_has_an_empty_cell(course, tmp_path):
    _, path = written(course, tmp_path, "--for", "canvas")

    rows = {row["SIS Login ID"]: row for row in read_canvas(path)}
    assert rows[NOTHING]["Initialization"] == rows[LOVELACE]["Optimization"] == ""


def test_a_spreadsheet_calculates_no_name(course, tmp_path):
    _, path = written(course, tmp_path, "--for", "canvas")

    [row] = [row for row in read_canvas(path) if row["SIS Login ID"] == QUOTED]
    assert row["Student"] == "'=1+1\""


def test_the_list_of_canvas_is_filled_and_other_points_are_not_touched(course, tmp_path):
    listed = lay_list(
        tmp_path,
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay (7)",
         "Initialization (12345)", "Final Score"],
        ["    Points Possible", "", "", "", "", "10", "100", "(read only)"],
        ["Lovelace, Ada", "101", "", "", "A", "9", "", "9"],
        ["王, 小明", "555", "", CHINESE, "A", "8", "", "8"],
        ["Work, No", "104", "", "", "B", "7", "", "7"],
        ["Student, Test", "999", "", "", "", "", "", ""],
    )  # fmt: skip

    done, path = written(course, tmp_path, NAME, "--for", "canvas", "--list", listed)

    rows = {row["ID"]: row for row in read_canvas(path)}
    assert "Essay (7)" not in rows["101"]
    assert float(rows["101"]["Initialization (12345)"]) == total(NAME, 1.5) - 0.5
    assert float(rows["555"]["Initialization (12345)"]) == total(NAME, 2)
    assert rows["104"]["Initialization (12345)"] == ""
    assert "In the list, but handed in nothing: 104, 999." in done.stdout
    assert f"Not in the list, so not in the file: {QUOTED}." in done.stdout
    assert done.returncode == 1


def test_moodle_reads_the_points_by_username(course, tmp_path):
    done, path = written(course, tmp_path, "--for", "moodle")

    rows = {row["Username"]: row for row in read_moodle(path)}
    assert done.returncode == 0, done.stderr
    assert rows[CHINESE]["Last name"] == "王"
    assert float(rows[QUOTED]["Initialization"]) == total(NAME, 3)
    assert rows[QUOTED]["First name"] == "'=1+1\""
    assert rows[NOTHING]["Optimization"] == ""


def worksheet(tmp_path, most="100.00"):
    """Download the grading worksheet of an assignment."""
    return lay_list(
        tmp_path,
        ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
         "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
         "Feedback comments"],
        ["Participant 101", "Ada Lovelace, Countess", "ada@example.org", "Submitted", "", most,
         "Yes", "Monday, 4 May 2026, 10:00 AM", "-", ""],
        ["Participant 102", "王 小明", "wang@example.org", "Submitted", "", most, "Yes", "-", "-",
         "two\nlines"],
        ["Participant 103", 'O"Neil', "o@example.org", "Submitted", "", most, "Yes", "-", "-", ""],
    )  # fmt: skip


def test_the_grading_worksheet_of_moodle_goes_back_as_it_was_but_for_the_grades(course, tmp_path):
    listed = worksheet(tmp_path)

    done, path = written(course, tmp_path, NAME, "--for", "moodle", "--list", listed)

    before, after = read_moodle(Path(listed)), read_moodle(path)
    assert done.returncode == 0, done.stderr
    assert [float(row["Grade"]) for row in after] == [
        total(NAME, 1.5) - 0.5,
        total(NAME, 2),
        total(NAME, 3),
    ]
    assert [row | {"Grade": ""} for row in after] == before


@pytest.mark.parametrize(
    ("arguments", "most", "said"),
    [
        (["--for", "moodle"], "100", "is for one assignment: name it"),
        ([NAME, "--for", "moodle"], "10", "gives at most 10 points, here 100"),
        ([NAME], "100", "add --for canvas or --for moodle"),
    ],
)
def test_a_list_that_does_not_fit_is_refused_in_one_line(course, tmp_path, arguments, most, said):
    done, path = written(course, tmp_path, *arguments, "--list", worksheet(tmp_path, most))

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        (b"name,points\nx,1\n", "has none of the columns"),
        (b"", "has none of the columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_line(course, tmp_path, content, said):
    listed = tmp_path / "class.csv"
    if content is not None:
        listed.write_bytes(content)

    done, _ = written(course, tmp_path, "--for", "canvas", "--list", str(listed))

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_graded_is_said_in_one_line(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))

    done = run(course, "autograder", "export", "--for", "canvas")

    assert done.returncode == 2
    assert done.stderr == "autograder: There is nothing to export: run `autograder grade` first.\n"


def test_answers_that_wait_for_a_person_are_counted(course, tmp_path):
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_submission_notebook(OTHER, OTHER, CHINESE).grades[0]
        grade.needs_manual_grade = True
        gradebook.db.commit()

    done, _ = written(course, tmp_path, OTHER, "--for", "canvas")

    assert "Answers of 1 submissions still wait for a person." in done.stdout


def test_nbgraders_own_command_has_these_exports_too(course, tmp_path):
    path = tmp_path / "canvas.csv"

    done = run(
        course,
        "nbgrader",
        "export",
        "--exporter=autograder.exporting.CanvasExport",
        f"--to={path}",
    )

    assert done.returncode == 0, done.stderr
    assert {row["SIS Login ID"] for row in read_canvas(path)} == set(STUDENTS)
