"""Grades written for Canvas and Moodle, read back as their importers do."""

import csv
import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from classroom import copy_of_course, run
from nbgrader.plugins import CsvExportPlugin

from autograder.course import Course
from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import open_gradebook
from autograder.platforms.exporting import CsvExport
from autograder.platforms.formulas import disarmed
from autograder.terminal import cli
from helpers.printing import printable

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submi:sqlalchemy.exc.SAWarning")

NAME, OTHER = "initialization", "optimization"
LOVELACE, CHINESE, QUOTED, NOTHING = "ada, l.", "王小明", 'o"neil', "late-riser"
STUDENTS = {
    LOVELACE: {"first_name": "Ada", "last_name": "Lovelace, Countess", "lms_user_id": "101"},
    CHINESE: {"first_name": "小明", "last_name": "王", "email": "wang@example.org"},
    QUOTED: {"first_name": '=1+1"', "last_name": None, "lms_user_id": "103"},
    NOTHING: {"first_name": "No", "last_name": "Work", "lms_user_id": "104"},
}
STUDENTS[LOVELACE]["email"], STUDENTS[QUOTED]["email"] = "ada@example.org", "o@example.org"
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Initialization (12345)"]
POSSIBLE = ["    Points Possible", "", "", "", "", "100"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Course in which three of four students were graded."""
    course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME, OTHER))
    with open_gradebook(course) as gradebook:
        for student, known in STUDENTS.items():
            gradebook.add_student(student, **known)
        for points, student in ((1.5, LOVELACE), (2, CHINESE), (3, QUOTED)):
            enter(gradebook, NAME, student, points)
        enter(gradebook, OTHER, CHINESE, 1)
    return course


@pytest.fixture
def course(graded, tmp_path):
    """Copy of that course, to be changed."""
    shutil.copytree(graded.root, tmp_path / "course")
    return Course(tmp_path / "course")


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
    return points * (len(CATALOGUE[name]) + 2)  # two answers are written


def read_canvas(path):
    """Read a file as Canvas's ``gradebook_importer.rb`` does; give the rows of students."""
    text = path.read_bytes().decode("utf-8")
    heads = [text.split("\n", 1)[0].count(delimiter) for delimiter in ",;"]
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=",;"[heads[1] > heads[0]], strict=True
    )
    header, *rows = [list(map(decimal, row)) for row in reader if any(map(str.strip, row))]
    assert "Student" in header[0]
    assert header[1:5] == ["ID", "SIS User ID", "SIS Login ID", "Section"]
    assert len(set(header)) == len(header)
    points = [row for row in rows if "Points Possible" in row[0]]
    assert [float(cell) for row in points for cell in row[5:]] == [100] * (len(header) - 5)
    return [dict(zip(header, row, strict=True)) for row in rows if row not in points]


def decimal(cell):
    """Read a number as Canvas does: the last of points and commas is the decimal point."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def read_moodle(path):
    """Read a file as Moodle's ``csvlib.class.php`` does: all rows as long as the first."""
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    text = re.sub("\r\n?", "\n", text).strip()
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    return [dict(zip(map(str.strip, header), row, strict=True)) for row in rows]


@pytest.fixture
def export(course, tmp_path, capsys):
    """Run the command in this process; give its code, what it said and where it wrote to."""

    def command(*arguments):
        path = tmp_path / "grades.csv"
        where = ["--to", str(path)] if "--to" not in arguments else []
        code = cli.main(["export", *arguments, *where, "--course", str(course.root)])
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split()), path

    return command


def lay_list(tmp_path, *rows, encoding="utf-8-sig", delimiter=","):
    """Write the list of a class."""
    path = tmp_path / "class.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return str(path)


def test_canvas_reads_the_points_whatever_is_in_a_name(export):
    code, _, path = export("--for", "canvas")

    rows = {row["SIS Login ID"]: row for row in read_canvas(path)}
    assert code == 0
    assert set(rows) == set(STUDENTS)
    assert rows[LOVELACE]["Student"] == "Lovelace, Countess, Ada"
    assert rows[CHINESE]["Student"] == "王, 小明"
    assert float(rows[LOVELACE]["Initialization"]) == total(NAME, 1.5) - 0.5
    assert float(rows[CHINESE]["Optimization"]) == total(OTHER, 1)
    assert [rows[LOVELACE]["ID"], rows[CHINESE]["ID"]] == ["101", ""]


def test_who_handed_in_nothing_has_an_empty_cell(export):
    _, _, path = export("--for", "canvas")

    rows = {row["SIS Login ID"]: row for row in read_canvas(path)}
    assert rows[NOTHING]["Initialization"] == rows[LOVELACE]["Optimization"] == ""


def test_a_spreadsheet_calculates_no_name(export):
    _, _, path = export("--for", "canvas")

    [row] = [row for row in read_canvas(path) if row["SIS Login ID"] == QUOTED]
    assert row["Student"] == "'=1+1\""


@pytest.mark.parametrize("identity", ["=2+2", ";=1+1;x", "＝1+1", "x|@SUM(1)", "x\t+1"])
def test_an_id_that_is_a_formula_is_written_as_text_and_named(course, export, identity):
    with open_gradebook(course) as gradebook:
        gradebook.add_student(identity)

    code, said, path = export("--for", "moodle")

    names = {row["Username"] for row in read_moodle(path)}
    assert disarmed(identity) in names - {identity}
    assert f"Username “{printable(identity)}” could be a formula" in said
    assert code == 1


def canvas_list(tmp_path, *people, points="100", **options):
    """Export Canvas's gradebook, with another assignment in it."""
    rows = [
        [*CANVAS[:5], "Notes", "Essay (7)", CANVAS[5], "Final Score"],
        ["", "", "", "", "", "", "Manual Posting", "", ""],
        [*POSSIBLE[:5], "", "10", points, "(read only)"],
        *([*who, "A", "", "9", cell, "9"] for who, cell in people),
    ]
    return lay_list(tmp_path, *rows, **options)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_list_of_canvas_is_filled_and_no_other_grade_is_touched(export, tmp_path, delimiter):
    listed = canvas_list(
        tmp_path,
        (["Lovelace, Ada", "101", "", ""], ""),
        (["王, 小明", "555", CHINESE, ""], "1"),
        (["Work, No", "104", "", ""], ""),
        (["=cmd()", "999", "", ""], ""),
        delimiter=delimiter,
    )

    code, said, path = export(NAME, "--for", "canvas", "--list", listed)

    rows = {row["ID"]: row for row in read_canvas(path) if row["ID"]}
    assert set(rows["101"]) == {*CANVAS}
    assert float(rows["101"][CANVAS[5]]) == total(NAME, 1.5) - 0.5
    assert float(rows["555"][CANVAS[5]]) == total(NAME, 2)
    assert rows["104"][CANVAS[5]] == ""
    assert rows["999"]["Student"] == "'=cmd()"
    assert "In the list, but handed in nothing: 104, 999." in said
    assert f"Not in the list, or not just once, so not in the file: {QUOTED}." in said
    assert code == 1


def test_what_canvas_has_where_there_is_no_score_stays(export, tmp_path):
    listed = canvas_list(
        tmp_path,
        (["Work, No", "104", "", NOTHING], "55"),
        (["王, 小明", "555", "", CHINESE], "EX"),
    )

    _, said, path = export(NAME, "--for", "canvas", "--list", listed)

    cells = {row["SIS Login ID"]: row[CANVAS[5]] for row in read_canvas(path) if row["ID"]}
    assert cells == {NOTHING: "55", CHINESE: "EX"}
    assert f"{CHINESE} is excused from {NAME}, and stays so." in said


def test_the_number_of_one_is_not_taken_for_the_login_of_another(course, export, tmp_path):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("500")
        enter(gradebook, NAME, "500", 2)
    listed = canvas_list(tmp_path, (["Ana", "500", "", "ana"], ""), (["Bo", "2", "", "500"], ""))

    code, said, path = export(NAME, "--for", "canvas", "--list", listed)

    assert [row[CANVAS[5]] for row in read_canvas(path) if row["ID"]] == ["", ""]
    assert "so not in the file: 500" in said
    assert code == 1


def test_of_two_students_who_are_one_person_none_is_lost_silently(course, export, tmp_path):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("lovelace")
        enter(gradebook, NAME, "lovelace", 2)
    listed = canvas_list(tmp_path, (["Lovelace, Ada", "101", "", "lovelace"], ""))

    code, said, path = export(NAME, "--for", "canvas", "--list", listed)

    [row] = [row for row in read_canvas(path) if row["ID"]]
    assert float(row[CANVAS[5]]) == total(NAME, 2)
    assert LOVELACE in said
    assert code == 1


def test_an_assignment_that_the_list_has_not_gets_a_column(export, tmp_path):
    listed = canvas_list(tmp_path, (["王, 小明", "555", "", CHINESE], ""))

    _, said, path = export(OTHER, "--for", "canvas", "--list", listed)

    [row] = [row for row in read_canvas(path) if row["ID"]]
    assert float(row["Optimization"]) == total(OTHER, 1)
    assert "has no column for optimization: it was added." in said


def test_moodle_reads_the_points_by_username(export):
    code, _, path = export("--for", "moodle")

    rows = {row["Username"]: row for row in read_moodle(path)}
    assert code == 0
    assert rows[CHINESE]["Last name"] == "王"
    assert float(rows[QUOTED]["Initialization"]) == total(NAME, 3)
    assert rows[QUOTED]["First name"] == "'=1+1\""
    assert rows[NOTHING]["Optimization"] == ""


def worksheet(tmp_path, most="100.00", heading="Maximum grade"):
    """Download the grading worksheet of an assignment."""
    return lay_list(
        tmp_path,
        ["Identifier", "Full name", "Email address", "Status", "Grade", heading,
         "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
         "Feedback comments"],
        ["Participant 7", "Ada Lovelace, Countess", "ada@example.org", "Submitted", "", most,
         "Yes", "Monday, 4 May 2026, 10:00 AM", "-", ""],
        ["Participant 8", "王 小明", "wang@example.org", "Submitted", "", most, "Yes", "-", "-",
         "two\nlines"],
        ["Participant 9", 'O"Neil', "o@example.org", "Submitted", "", most, "Yes", "-", "-", ""],
    )  # fmt: skip


def test_the_grading_worksheet_of_moodle_goes_back_as_it_was_but_for_the_grades(export, tmp_path):
    listed = worksheet(tmp_path)

    code, _, path = export(NAME, "--for", "moodle", "--list", listed)

    before, after = read_moodle(Path(listed)), read_moodle(path)
    assert code == 0
    assert [float(row["Grade"]) for row in after] == [
        total(NAME, 1.5) - 0.5,
        total(NAME, 2),
        total(NAME, 3),
    ]
    assert [row | {"Grade": ""} for row in after] == before


def test_whose_submission_moodle_has_but_who_has_no_score_is_named(export, tmp_path):
    listed = lay_list(
        tmp_path,
        ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"],
        ["Participant 7", "Ada", "ada@example.org", "Submitted for grading", "", "100"],
        ["Participant 8", "Vi", "vi@example.org", "Submitted for grading - Graded", "", "100"],
        ["Participant 9", "Bo", "bo@example.org", "No submission", "", "100"],
    )

    code, said, _ = export(NAME, "--for", "moodle", "--list", listed)

    assert code == 1
    assert "Submitted, says Moodle, but not collected or not graded: vi@example.org." in said
    assert "In the list, but handed in nothing: bo@example.org." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--for", "moodle"], "is for one assignment: name it"),
        ([NAME, "--for", "canvas"], "is not from Canvas"),
        ([NAME], "add --for canvas or --for moodle"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(export, tmp_path, arguments, said):
    code, printed, path = export(*arguments, "--list", worksheet(tmp_path))

    assert code == 2
    assert said in printed
    assert not path.exists()


@pytest.mark.parametrize("heading", ["Maximum grade", "Maximum Grade"])
def test_an_assignment_with_other_points_in_moodle_is_refused(export, tmp_path, heading):
    listed = worksheet(tmp_path, "10,00", heading)

    code, said, _ = export(NAME, "--for", "moodle", "--list", listed)

    assert code == 2
    assert "In Moodle Initialization gives at most 10 points, here 100: change it there" in said


def test_an_assignment_with_other_points_in_canvas_is_refused(export, tmp_path):
    listed = canvas_list(tmp_path, (["Ada", "101", "", ""], ""), points="10")

    code, said, _ = export(NAME, "--for", "canvas", "--list", listed)

    assert code == 2
    assert "In Canvas Initialization gives at most 10 points, here 100: change it there" in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [[*CANVAS, "Lab: Initialization (8)"], ["A", "1", "", "a", "", "", ""]],
            "two columns for",
        ),
        ([CANVAS, ["A", "1", "", "a", "", ""], ["B", "1", "", "b", "", ""]], "has 2 students 1"),
        ([CANVAS, ["A" * 200_000, "1", "", "a", "", ""]], "is damaged: field larger than"),
        ([["name", "points"], ["x", "1"]], "has none of the columns"),
        ([], "has none of the columns"),
    ],
)
def test_a_list_that_cannot_be_understood_is_refused(export, tmp_path, rows, said):
    code, printed, _ = export(NAME, "--for", "canvas", "--list", lay_list(tmp_path, *rows))

    assert code == 2
    assert said in printed


def test_a_list_that_is_no_text_or_not_there_is_refused(export, tmp_path):
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe\x00")

    no_text = export("--for", "canvas", "--list", str(tmp_path / "list.csv"))
    missing = export("--for", "canvas", "--list", str(tmp_path / "missing.csv"))

    assert [no_text[0], missing[0]] == [2, 2]
    assert "is no text in UTF-8" in no_text[1]
    assert "cannot be read: No such file or directory" in missing[1]


def test_the_list_itself_is_not_overwritten(export, tmp_path):
    listed = canvas_list(tmp_path)
    before = Path(listed).read_bytes()

    code, said, _ = export("--for", "canvas", "--list", listed, "--to", listed)

    assert code == 2
    assert "is the list itself: write into another file." in said
    assert Path(listed).read_bytes() == before


def test_a_file_that_cannot_be_written_is_told(export, tmp_path):
    code, said, _ = export("--for", "canvas", "--to", str(tmp_path / "no" / "grades.csv"))

    assert code == 2
    assert "cannot be written: No such file or directory." in said


def test_nothing_graded_is_told(tmp_path, capsys):
    course = copy_of_course(tmp_path, (NAME,))

    code = cli.main(["export", "--for", "canvas", "--course", str(course.root)])

    assert (code, capsys.readouterr().err) == (
        2,
        "autograder: There is nothing to export: run `autograder grade` first.\n",
    )


def test_answers_that_wait_for_a_person_are_counted(course, export):
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_submission_notebook(OTHER, OTHER, CHINESE).grades[0]
        grade.needs_manual_grade = True
        gradebook.db.commit()

    _, said, _ = export(OTHER, "--for", "canvas")

    assert "Answers of 1 submissions still wait for a person." in said


def test_points_given_by_hand_count_also_while_they_wait_to_be_looked_at_again(course, export):
    with open_gradebook(course) as gradebook:
        for grade in gradebook.find_submission_notebook(OTHER, OTHER, CHINESE).grades:
            grade.auto_score, grade.manual_score, grade.needs_manual_grade = None, 4, True
        gradebook.db.commit()

    _, _, path = export("--for", "canvas")

    [row] = [row for row in read_canvas(path) if row["SIS Login ID"] == CHINESE]
    assert float(row["Optimization"]) == total(OTHER, 4)


def test_the_csv_is_nbgraders_where_that_can_be_read(course, tmp_path):
    with open_gradebook(course) as gradebook:
        for student in gradebook.students:
            student.last_name = student.first_name = "plain"
            gradebook.db.commit()
        ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
        CsvExport(to=str(ours), student=[CHINESE, NOTHING]).export(gradebook)
        CsvExportPlugin(to=str(theirs), student=[CHINESE, NOTHING]).export(gradebook)

    assert sorted(ours.read_text().split("\n")) == sorted(theirs.read_text().split("\n"))


def test_the_csv_can_be_read_whatever_is_in_a_name(export):
    _, _, path = export()

    text = StringIO(path.read_text("utf-8"), newline="")
    rows = [row for row in csv.DictReader(text, strict=True) if row["assignment"] == NAME]
    scores = {row["student_id"]: row["score"] for row in rows}
    assert float(scores.pop(NOTHING)) == 0
    assert float(scores[LOVELACE]) == total(NAME, 1.5) - 0.5
    assert set(scores) == {LOVELACE, CHINESE, QUOTED}


CANVAS_EXPORT = "autograder.exporting.CanvasExport"


def test_nbgraders_own_command_has_these_exports_too(course, tmp_path):
    path, exporter = tmp_path / "canvas.csv", f"--exporter={CANVAS_EXPORT}"

    done = run(course, "nbgrader", "export", exporter, f"--to={path}")

    assert done.returncode == 0, done.stderr
    assert {row["SIS Login ID"] for row in read_canvas(path)} == set(STUDENTS)


def test_nbgraders_own_command_says_in_one_line_what_is_wrong(course, tmp_path):
    listed, exporter = tmp_path / "missing.csv", f"--exporter={CANVAS_EXPORT}"

    done = run(course, "nbgrader", "export", exporter, f"--CanvasExport.roster={listed}")

    assert done.returncode == 1
    assert "cannot be read: No such file or directory" in done.stderr
    assert "Traceback" not in done.stderr
