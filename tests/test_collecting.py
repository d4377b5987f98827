"""What Canvas and Moodle let teachers download, put into nbgrader's folders."""

import csv
import stat
import zipfile

import nbformat
import pytest
from classroom import copy_of_course, release, run, text_of

from autograder.gradebook import open_gradebook

NAME = "initialization"
MINE, YOURS = (text_of(release(NAME) | {"metadata": {"whose": whose}}) for whose in "my")


@pytest.fixture
def course(tmp_path):
    """Course without submissions."""
    folder = tmp_path / "course"
    folder.mkdir()
    return copy_of_course(folder, (NAME,))


def download(tmp_path, files):
    """Pack files as a learning platform does."""
    path = tmp_path / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def collect(course, *arguments):
    """Run the command; give what it said and, of each file, the row of the table."""
    done = run(course, "autograder", "collect", *map(str, arguments))
    rows = [line.strip("│").split("│") for line in done.stdout.split("\n") if "│" in line]
    return done, {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}


def submitted(course, student, name=NAME):
    """Read what lies in the folder of submissions."""
    return course.submitted(student, name).read_text("utf-8")


CANVAS = "lovelaceada_LATE_101_90001_initialization-2.ipynb"
MOODLE = "王 小明_102_assignsubmission_file_/initialization.ipynb"
FLAT = "Zoë O'Neil_103_assignsubmission_file_Initialization (1).ipynb"


@pytest.mark.parametrize(("name", "student"), [(CANVAS, "101"), (MOODLE, "102"), (FLAT, "103")])
def test_a_name_of_the_platform_tells_whose_a_notebook_is(course, tmp_path, name, student):
    done, rows = collect(course, download(tmp_path, {name: MINE}))

    assert done.returncode == 0, done.stderr
    assert rows[name] == [student, NAME, "collected"]
    assert submitted(course, student) == MINE


def test_a_folder_is_taken_in_as_well(course, tmp_path):
    place = tmp_path / "download" / MOODLE
    place.parent.mkdir(parents=True)
    place.write_text(MINE, "utf-8")

    done, _ = collect(course, tmp_path / "download")

    assert done.returncode == 0, done.stderr
    assert submitted(course, "102") == MINE


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"],
            ["    Points Possible", "", "", "", ""],
            ["Lovelace, Ada", "101", "", "ada", "A"],
        ],
        [
            ["Identifier", "Full name", "ID number", "Email address", "Grade"],
            ["Participant 101", "Ada Lovelace", "ada", "ada@example.org", ""],
        ],
    ],
    ids=["canvas", "moodle"],
)
def test_the_list_says_who_is_who_and_names_get_into_the_gradebook(course, tmp_path, rows):
    listed = tmp_path / "class.csv"
    with listed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)

    done, table = collect(
        course, download(tmp_path, {CANVAS: MINE, MOODLE: MINE}), "--list", listed
    )

    assert table[CANVAS] == ["ada", NAME, "collected"]
    assert table[MOODLE][2] == "left out: 102 is not in the list"
    assert done.returncode == 1
    with open_gradebook(course) as gradebook:
        student = gradebook.find_student("ada")
    assert [student.first_name, student.last_name, student.lms_user_id] == [
        "Ada",
        "Lovelace",
        "101",
    ]


def test_of_two_attempts_the_later_counts(course, tmp_path):
    first = "lovelaceada_101_90000_initialization.ipynb"

    _, rows = collect(course, download(tmp_path, {CANVAS: MINE, first: YOURS}))

    assert rows[first][2] == "left out: there is a later attempt"
    assert submitted(course, "101") == MINE


def test_a_renamed_notebook_is_known_by_its_cells(course, tmp_path):
    name = "lovelaceada_101_90001_作业 最终.ipynb"

    done, rows = collect(course, download(tmp_path, {name: MINE}))

    assert done.returncode == 0, done.stderr
    assert rows[name] == ["101", NAME, "collected"]


@pytest.mark.parametrize(
    ("name", "content", "reason", "code"),
    [
        ("lovelaceada_101_90001_essay.pdf", "text", "no notebook", 0),
        ("__MACOSX/._x", "", "no notebook", 0),
        ("initialization.ipynb", MINE, "neither a name of Canvas's nor one of Moodle's", 1),
        (
            "lovelaceada_101_90001_other.ipynb",
            nbformat.writes(nbformat.v4.new_notebook()),
            "the notebook is none of this course's",
            1,
        ),
        (
            "lovelaceada_101_90001_damaged.ipynb",
            "{ no JSON",
            "the notebook is none of this course's",
            1,
        ),
    ],
)
def test_what_is_left_out_is_named_with_the_reason(course, tmp_path, name, content, reason, code):
    done, rows = collect(course, download(tmp_path, {CANVAS: MINE, name: content}))

    assert rows[name][2] == f"left out: {reason}"
    assert rows[CANVAS][2] == "collected"
    assert done.returncode == code


def test_what_is_there_is_not_replaced_unless_that_is_asked_for(course, tmp_path):
    collect(course, download(tmp_path, {CANVAS: MINE}))

    again, same = collect(course, download(tmp_path, {CANVAS: MINE}))
    kept, other = collect(course, download(tmp_path, {CANVAS: YOURS}))
    before = submitted(course, "101")
    forced, _ = collect(course, download(tmp_path, {CANVAS: YOURS}), "--force")

    assert [again.returncode, same[CANVAS][2]] == [0, "was there already"]
    assert kept.returncode == 1
    assert "another version is there" in other[CANVAS][2]
    assert before == MINE
    assert forced.returncode == 0
    assert submitted(course, "101") == YOURS


def test_nothing_is_written_outside_and_no_link_is_followed(course, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(MINE)
    path = download(tmp_path, {f"../../{CANVAS}": MINE, f"/{FLAT}": MINE})
    link = zipfile.ZipInfo("x_104_1_initialization.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, str(secret))
    before = sorted(tmp_path.glob("*"))

    _, rows = collect(course, path)

    assert sorted(tmp_path.glob("*")) == before
    assert not course.submitted("104", NAME).exists() or submitted(course, "104") != MINE
    assert set(rows) >= {CANVAS, FLAT}


def test_a_link_in_a_folder_is_left_out(course, tmp_path):
    folder = tmp_path / "download"
    folder.mkdir()
    (tmp_path / "secret.ipynb").write_text(MINE)
    (folder / CANVAS).symlink_to(tmp_path / "secret.ipynb")

    done, rows = collect(course, folder)

    assert rows[CANVAS][2] == "left out: a symbolic link"
    assert done.returncode == 1
    assert not course.submitted("101", NAME).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"no zip", "is no zip file that can be unpacked"),
    ],
)
def test_a_download_that_cannot_be_read_is_refused_in_one_line(course, tmp_path, content, said):
    path = tmp_path / "submissions.zip"
    if content is not None:
        path.write_bytes(content)

    done, _ = collect(course, path)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_zip_that_would_fill_the_disk_is_not_unpacked(course, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        zeros = bytes(2**20)
        with archive.open("zeros.ipynb", "w", force_zip64=True) as file:
            for _ in range(4097):
                file.write(zeros)

    done, _ = collect(course, path)

    assert done.returncode == 2
    assert "unpack it by hand" in done.stderr
