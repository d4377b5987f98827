"""What Canvas and Moodle let teachers download, put into nbgrader's folders."""

import csv
import errno
import io
import os
import shutil
import stat
import zipfile
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from classroom import copy_of_course, release, run, solved, text_of

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading.gradebook import open_gradebook
from autograder.notebook import MEGABYTE
from autograder.platforms import collecting
from autograder.platforms.matching import Fate
from autograder.platforms.roster import Roster
from helpers.errors import CourseError

NAME = "initialization"
MINE, YOURS = (text_of(release(NAME) | {"metadata": {"whose": whose}}) for whose in "my")
CANVAS = "lovelaceada_LATE_101_90001_initialization-2.ipynb"
MOODLE = "王 小明_102_assignsubmission_file_/initialization.ipynb"
FLAT = "Zoë O'Neil_103_assignsubmission_file_Initialization (1).ipynb"
CANVAS_HEADING = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
WORKSHEET = ["Identifier", "Full name", "Email address", "Grade", "Last modified (submission)"]


def zipped(*files):
    """Pack files, each a name or a ZipInfo with its content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Course with a gradebook that knows one assignment."""
    return copy_of_course(tmp_path_factory.mktemp("course"), (NAME,))


@pytest.fixture
def course(built, tmp_path):
    """Copy of that course, without submissions."""
    shutil.copytree(built.root, tmp_path / "course")
    return Course(tmp_path / "course")


def download(tmp_path, files):
    """Pack files as an LMS does."""
    path = tmp_path / "submissions.zip"
    path.write_bytes(zipped(*files.items()))
    return path


def lay_list(tmp_path, *rows):
    """Write the list of a class."""
    path = tmp_path / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def collect(course, path, listed=None, force=False):
    """Take a download in; give the lines of the table by file."""
    roster = Roster.read(listed) if listed else None
    with open_gradebook(course) as gradebook:
        lines = collecting.collect(course, gradebook, path, roster, force)
    return {line.file: line for line in lines}


def submitted(course, student, name=NAME):
    """Read what lies in the folder of submissions."""
    return course.submitted(student, name).read_text("utf-8")


def students(course):
    """All folders of students there are."""
    return sorted(path.name for path in course.root.glob("submitted/*"))


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (CANVAS, "101"),
        ("le_guin_12_34_initialization.ipynb", "12"),
        ("王小明_13_34_initialization.ipynb", "13"),
        (MOODLE, "102"),
        (FLAT, "103"),
        ("Course-1/Ana_104_assignsubmission_file/work/initialization.ipynb", "104"),
        ("li_105_34_initialization.ipynb.txt", "105"),
    ],
)
def test_a_name_of_the_lms_tells_whose_a_notebook_is(course, tmp_path, name, student):
    lines = collect(course, download(tmp_path, {name: MINE}))

    line = lines[name]
    assert [line.student, line.assignment, line.fate] == [student, NAME, Fate.NEW]
    assert submitted(course, student) == MINE


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Mal_12_assignsubmission_file_x_99_assignsubmission_file_initialization.ipynb", "12"),
        ("Mal_12_assignsubmission_file_/Vi_99_assignsubmission_file_/initialization.ipynb", "12"),
        ("mal_12_34_x_99_assignsubmission_file_initialization.ipynb", "12"),
        ("mal_12_34_work/vi_99_35_initialization.ipynb", "12"),
        ("x_99_12_34_initialization.ipynb", None),  # Mallory calls himself x_99
    ],
)
def test_nobody_can_hand_in_in_the_name_of_another(course, tmp_path, name, owner):
    lines = collect(course, download(tmp_path, {name: MINE}))

    assert lines[name].student == (owner or "")
    assert lines[name].needs_a_person == (owner is None)
    assert students(course) == ([owner] if owner else [])


def test_the_list_settles_a_name_with_more_than_one_number(course, tmp_path):
    listed = lay_list(
        tmp_path, CANVAS_HEADING, ["X_99", "12", "", "mal", ""], ["Vi", "99", "", "vi", ""]
    )

    lines = collect(course, download(tmp_path, {"x_99_12_34_1_initialization.ipynb": MINE}), listed)

    assert [line.student for line in lines.values()] == ["mal"]


def test_a_folder_with_files_and_zips_is_taken_in_as_well(course, tmp_path):
    folder = tmp_path / "download"
    place = folder / MOODLE
    place.parent.mkdir(parents=True)
    place.write_text(MINE, "utf-8")
    download(folder, {CANVAS: MINE})

    lines = collect(course, folder)

    assert {line.fate for line in lines.values()} == {Fate.NEW}
    assert students(course) == ["101", "102"]


def test_a_student_may_hand_in_a_zip(course, tmp_path):
    inner = zipped(
        ("work/initialization.ipynb", MINE),
        ("__MACOSX/work/._initialization.ipynb", "macOS"),
        ("work/.ipynb_checkpoints/initialization-checkpoint.ipynb", YOURS),
    )

    lines = collect(course, download(tmp_path, {"li_12_34_work.zip": inner}))

    assert submitted(course, "12") == MINE
    assert [line.fate for line in lines.values()] == [Fate.NEW, Fate.OTHER, Fate.OTHER]


@pytest.mark.parametrize(
    "rows",
    [
        [
            CANVAS_HEADING,
            ["    Points Possible", "", "", "", ""],
            ["Lovelace, Ada", "101", "", 'ada, "l" 王', "A"],
        ],
        [WORKSHEET, ["Participant 102", "王 小明", 'ada, "l" 王', "", "-"]],
    ],
    ids=["canvas", "moodle"],
)
def test_the_list_says_who_is_who(course, tmp_path, rows):
    listed = lay_list(tmp_path, *rows)

    lines = collect(course, download(tmp_path, {CANVAS: MINE, MOODLE: MINE}), listed)

    assert students(course) == ['ada, "l" 王']
    assert sorted(line.fate.name for line in lines.values()) == ["LOST", "NEW"]


def worksheet(tmp_path, *people, group=()):
    """Write Moodle's worksheet: number, full name, and more of its columns for each student."""
    heading = ["Identifier", "Full name", "Email address", "Status", *group, WORKSHEET[-1], "Grade"]
    rows = [
        [f"Participant {number}", name, f"{number}@example.org", *more]
        for number, name, *more in people
    ]
    return lay_list(tmp_path, heading, *rows)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Zoë ONeil-Smith_8_assignsubmission_file_", "Zoë O'Neil-Smith"),
        ("ONeil-Smith Zoë_8_assignsubmission_file", "zoë o'neil-smith"),
        ("AB CD__8_assignsubmission_file_", "AB CD*"),  # a zip file has no * in it
        ("A_B CD_8_assignsubmission_file_", "A?B CD"),
        ("Jose\u0301_8_assignsubmission_file_", "José"),
        ("x 99_8_assignsubmission_file_", "x_99"),
        ("Participant_8_assignsubmission_file_", ""),  # who it is is hidden
    ],
)
def test_moodle_s_name_of_a_folder_is_that_of_the_participant(course, tmp_path, folder, name):
    listed = worksheet(tmp_path, ["8", name, "", "-"], ["9", "Somebody Else", "", "-"])

    lines = collect(course, download(tmp_path, {f"{folder}/initialization.ipynb": MINE}), listed)

    assert [line.fate for line in lines.values()] == [Fate.NEW]
    assert students(course) == ["8@example.org"]


@pytest.mark.parametrize(
    "written", ["Team Rocket", "Somebody Else", "Somebody", "Vi_8_assignsubmission_file"]
)
def test_the_number_of_a_participant_under_another_name_is_named(course, tmp_path, written):
    listed = worksheet(tmp_path, ["8", "Vi", "", "-"], ["9", "Somebody Else", "", "-"])
    file = f"{written}_8_assignsubmission_file_/initialization.ipynb"

    lines = collect(course, download(tmp_path, {file: MINE}), listed)

    assert lines[file].needs_a_person
    assert students(course) == []


def test_a_name_made_to_look_like_another_s_folder_is_nobody_s(course, tmp_path):
    listed = worksheet(tmp_path, ["8", "Vi", "", "-"], ["9", "Vi?8?assignsubmission?file", "", "-"])
    file = "Vi_8_assignsubmission_file_9_assignsubmission_file_/initialization.ipynb"

    with_list = collect(course, download(tmp_path, {file: MINE}), listed)
    without = collect(course, download(tmp_path, {file: MINE}))

    assert with_list[file].needs_a_person
    assert without[file].needs_a_person
    assert students(course) == []


def test_a_folder_with_an_underscore_in_the_name_is_understood_without_a_list(course, tmp_path):
    file = "AB CD__8_assignsubmission_file_/initialization.ipynb"

    collect(course, download(tmp_path, {file: MINE}))

    assert students(course) == ["8"]


def test_one_number_under_two_names_is_taken_for_neither(course, tmp_path):
    files = [f"{who}_8_assignsubmission_file_/initialization.ipynb" for who in ("Vi", "Team")]

    lines = collect(course, download(tmp_path, dict.fromkeys(files, MINE)))

    assert [line.needs_a_person for line in lines.values()] == [True, True]
    assert students(course) == []


def test_what_has_a_name_of_moodle_s_without_a_number_is_named(course, tmp_path):
    file = "Default group_assignsubmission_file_/initialization.ipynb"

    lines = collect(course, download(tmp_path, {file: MINE}))

    assert (
        "put it into submitted/ by hand, for each member if it is a group's" in lines[file].reason
    )


def test_an_assignment_of_groups_is_refused_in_words(course, tmp_path):
    listed = worksheet(tmp_path, ["8", "Vi", "", "Team Rocket", "-"], group=["Group"])

    with pytest.raises(CourseError, match="is of an assignment that groups hand in"):
        collect(course, download(tmp_path, {MOODLE: MINE}), listed)


def test_names_from_the_list_get_into_the_gradebook(course, tmp_path):
    listed = lay_list(tmp_path, CANVAS_HEADING, ["Lovelace, Ada", "101", "", "ada", "A"])

    collect(course, download(tmp_path, {CANVAS: MINE}), listed)

    with open_gradebook(course) as gradebook:
        ada = gradebook.find_student("ada")
    assert [ada.first_name, ada.last_name, ada.lms_user_id] == ["Ada", "Lovelace", "101"]


def test_a_name_is_no_tag_in_the_gradebook_whose_pages_show_it_as_it_is(course, tmp_path):
    name = "<img src=x onerror=alert(1)>, A\u202eda"
    listed = lay_list(tmp_path, CANVAS_HEADING, [name, "101", "", "ada", "1"])

    collect(course, download(tmp_path, {CANVAS: MINE}), listed)

    with open_gradebook(course) as gradebook:
        [ada] = gradebook.students
    assert (ada.last_name, ada.first_name) == ("‹img src=x onerror=alert(1)›", "A\\u202eda")


def test_the_number_of_moodle_says_nothing_of_the_student(course, tmp_path):
    collect(course, download(tmp_path, {MOODLE: MINE}))

    with open_gradebook(course) as gradebook:
        assert gradebook.find_student("102").lms_user_id is None


def test_whom_the_gradebook_knows_keeps_the_id(course, tmp_path):
    collect(course, download(tmp_path, {CANVAS: MINE}))
    listed = lay_list(tmp_path, CANVAS_HEADING, ["Lovelace, Ada", "101", "", "ada", "A"])

    lines = collect(course, download(tmp_path, {CANVAS: MINE}), listed)

    assert [lines[CANVAS].student, lines[CANVAS].fate] == ["101", Fate.SAME]


def test_moodles_worksheet_tells_when_it_was_handed_in(course, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    when = "Monday, 4 May 2026, 10:05 AM"
    listed = lay_list(tmp_path, WORKSHEET, ["Participant 102", "小明", "w@example.org", "", when])

    collect(course, download(tmp_path, {MOODLE: MINE}), listed)

    folder = course.submitted("w@example.org", NAME).parent
    time = course.directory().get_existing_timestamp(str(folder))
    assert time == datetime(2026, 5, 4, 10, 5)


@pytest.mark.parametrize(
    ("when", "time"),
    [
        ("Monday, 4 May 2026, 10:05 PM", datetime(2026, 5, 4, 22, 5)),
        ("Monday, 4 May 2026, 12:05\u202fAM", datetime(2026, 5, 4, 0, 5)),
        ("Monday, 4 May 2026, 22:05", datetime(2026, 5, 4, 22, 5)),
        ("Monday, 4 May 2026, 09:05", datetime(2026, 5, 4, 9, 5)),
        ("Monday, May 4, 2026, 9:05 PM", datetime(2026, 5, 4, 21, 5)),
        ("Montag, 4. Mai 2026, 22:05", None),
        ("lundi 4 mai 2026, 22:05", None),
        ("2026年05月4日 星期一 22:05", None),
        ("Tuesday, 4 May 2026, 22:05", None),  # it was a Monday
        ("04.05.2026 22:05", None),
        ("5/4/2026 22:05", None),
        ("Monday, 4 May 2026, 22:05 PM", None),
    ],
)
def test_a_time_of_moodle_s_is_read_exactly_or_named(course, tmp_path, monkeypatch, when, time):
    monkeypatch.setenv("TZ", "UTC")
    listed = worksheet(tmp_path, ["102", "王 小明", "Submitted for grading", when])

    lines = collect(course, download(tmp_path, {MOODLE: MINE}), listed)

    folder = course.submitted("102@example.org", NAME).parent
    assert course.directory().get_existing_timestamp(str(folder)) == time
    assert lines[MOODLE].unread_time == ("" if time else when)


def test_the_command_says_for_how_many_no_time_could_be_read(course, tmp_path):
    when = "Montag, 4. Mai 2026, 22:05"
    listed = worksheet(tmp_path, ["102", "王 小明", "", when], ["103", "Zoë O'Neil", "", when])
    path = download(tmp_path, {MOODLE: MINE, FLAT: YOURS})

    done = run(course, "autograder", "collect", str(path), "--list", str(listed))

    said = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stdout
    assert f"No time could be read for 2 submissions, as “{when}”: they count as in time" in said


def test_who_submitted_in_moodle_but_is_not_in_the_download_is_named(course, tmp_path):
    status = "Submitted for grading - 2 days late"
    listed = worksheet(
        tmp_path,
        ["102", "王 小明", status, "-"],
        ["7", "Vi", status, "-"],
        ["8", "Bo", "Draft (not submitted)", "-"],
        ["9", "Cy", "No submission", "-"],
    )
    path = download(tmp_path, {MOODLE: MINE})

    done = run(course, "autograder", "collect", str(path), "--list", str(listed))

    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "nothing of theirs was collected: Moodle says “Submitted”: look for it there" in said
    assert "1 files; 1 were left out and need a person's eye." in said
    assert (
        f"{NAME}: 3 of 4 have not handed in: 7@example.org, 8@example.org, 9@example.org." in said
    )


def test_whose_work_was_collected_before_is_not_missed(course, tmp_path):
    listed = worksheet(tmp_path, ["102", "王 小明", "Submitted for grading", "-"])
    collect(course, download(tmp_path, {MOODLE: MINE}), listed)
    listed = worksheet(
        tmp_path,
        ["102", "王 小明", "Submitted for grading", "-"],
        ["103", "Zoë O'Neil", "Submitted for grading", "-"],
    )

    lines = collect(course, download(tmp_path, {FLAT: MINE}), listed)

    assert [line.fate for line in lines.values()] == [Fate.NEW]


def whole_course(**written):
    """Zip all notebooks, as handed out but for some."""
    files = {name: text_of(release(name)) for name in NOTEBOOKS} | written
    return zipped(*((f"course/{name}.ipynb", text) for name, text in files.items()))


def test_a_notebook_in_which_nothing_was_written_is_left_out_of_a_whole_course(course, tmp_path):
    folder = whole_course(initialization=text_of(solved(NAME)))

    lines = collect(course, download(tmp_path, {"li_12_34_work.zip": folder}))

    fates = {line.assignment: line.fate for line in lines.values()}
    assert fates.pop(NAME) is Fate.NEW
    assert set(fates.values()) == {Fate.EMPTY}
    assert [line for line in lines.values() if line.needs_a_person] == []
    assert [path.name for path in course.submitted("12", NAME).parents[1].iterdir()] == [NAME]


def test_the_course_s_own_files_take_one_line_of_the_table_and_hide_no_one(course, tmp_path):
    folder = zipped(
        *((f"lab/helpers/{name}.py", "") for name in ("network", "gradients", "training")),
        *((f"lab/{name}.ipynb", text_of(release(name))) for name in NOTEBOOKS[1:]),
        ("lab/initialization.ipynb", text_of(solved(NAME))),
    )
    collect(course, download(tmp_path, {CANVAS: MINE}))

    done = run(course, "autograder", "collect", str(download(tmp_path, {"li_12_3_w.zip": folder})))

    said = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stdout
    assert "li_12_3_w.zip (3 files) │ │ │ left out: of the course's own" in said
    assert "network.py" not in said
    assert "6 files; 0 were left out and need a person's eye." in said
    assert "optimization: nobody" not in said


def test_a_whole_course_in_which_nothing_was_written_needs_a_person(course, tmp_path):
    lines = collect(course, download(tmp_path, {"li_12_34_work.zip": whole_course()}))

    assert [line.needs_a_person for line in lines.values()] == [True] * 3
    assert students(course) == []


@pytest.mark.parametrize("as_one_file", [True, False])
def test_a_notebook_in_which_nothing_was_written_replaces_no_work(course, tmp_path, as_one_file):
    work = text_of(solved(NAME))
    collect(course, download(tmp_path, {"li_12_34_initialization.ipynb": work}))
    sent = ("initialization.ipynb", MINE) if as_one_file else ("work.zip", whole_course())

    lines = collect(course, download(tmp_path, {f"li_12_99_{sent[0]}": sent[1]}))

    assert {line.fate for line in lines.values()} <= {Fate.EMPTY, Fate.LOST}
    assert submitted(course, "12") == work


def test_of_two_attempts_the_one_counts_in_which_something_was_written(course, tmp_path):
    work = text_of(solved(NAME))
    files = {"li_12_34_initialization.ipynb": work, "li_12_99_initialization-1.ipynb": MINE}

    lines = collect(course, download(tmp_path, files))

    assert [line.fate for line in lines.values()] == [Fate.NEW, Fate.EMPTY]
    assert submitted(course, "12") == work


def test_what_was_there_stays_where_its_place_cannot_be_filled(course, tmp_path, monkeypatch):
    again = "lovelaceada_101_90009_initialization-3.ipynb"
    collect(course, download(tmp_path, {CANVAS: MINE}))
    path = download(tmp_path, {again: YOURS, "li_12_34_initialization.ipynb": MINE})
    rename = Path.rename

    def full(self, target):
        if self.name.endswith(".new") and self.parent.name == "101":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        failed = collect(course, path)
    before = submitted(course, "101")
    after = collect(course, path)

    assert failed[again].needs_a_person
    assert "cannot be written (No space left on device)" in failed[again].reason
    assert failed["li_12_34_initialization.ipynb"].fate is Fate.NEW
    assert after[again].fate is Fate.REPLACED
    assert [before, submitted(course, "101")] == [MINE, YOURS]
    assert [path.name for path in (course.root / "submitted" / "101").iterdir()] == [NAME]


def test_of_two_attempts_the_later_counts(course, tmp_path):
    first = "lovelaceada_101_90000_initialization-3.ipynb"

    lines = collect(course, download(tmp_path, {CANVAS: MINE, first: YOURS}))

    assert [lines[CANVAS].fate, lines[first].fate] == [Fate.NEW, Fate.OLDER]
    assert submitted(course, "101") == MINE


def test_two_files_of_one_name_are_both_told(course, tmp_path):
    path = tmp_path / "submissions.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(zipped((CANVAS, MINE), (CANVAS, YOURS)))

    with open_gradebook(course) as gradebook:
        lines = collecting.collect(course, gradebook, path, None, False)

    assert sorted(line.fate.name for line in lines) == ["NEW", "OLDER"]


def test_a_later_download_replaces_an_older_attempt_and_not_the_other_way_round(course, tmp_path):
    again = "lovelaceada_101_90009_initialization-3.ipynb"
    collect(course, download(tmp_path, {CANVAS: MINE}))

    newer = collect(course, download(tmp_path, {again: YOURS}))
    older = collect(course, download(tmp_path, {CANVAS: MINE}))

    assert [newer[again].fate, older[CANVAS].fate] == [Fate.REPLACED, Fate.OLDER]
    assert submitted(course, "101") == YOURS


def test_what_was_laid_there_by_hand_is_replaced_only_if_that_is_asked_for(course, tmp_path):
    path = course.submitted("101", NAME)
    path.parent.mkdir(parents=True)
    path.write_text(YOURS, "utf-8")

    kept = collect(course, download(tmp_path, {CANVAS: MINE}))
    before = submitted(course, "101")
    forced = collect(course, download(tmp_path, {CANVAS: MINE}), force=True)

    assert [kept[CANVAS].fate, forced[CANVAS].fate] == [Fate.CONFLICT, Fate.REPLACED]
    assert [before, submitted(course, "101")] == [YOURS, MINE]


def test_a_renamed_notebook_is_known_by_its_cells(course, tmp_path):
    name = "lovelaceada_101_90001_作业 最终.ipynb"

    lines = collect(course, download(tmp_path, {name: MINE}))

    assert lines[name].assignment == NAME


@pytest.mark.parametrize(
    ("name", "content", "reason", "is_lost"),
    [
        ("lovelaceada_101_90001_essay.pdf", "text", "no notebook but a PDF (.pdf): ask for", True),
        ("li_101_9_work.rar", "Rar!", "an archive (.rar): unpack it by hand", True),
        ("li_101_9_work.7z", b"7z", "an archive (.7z): unpack it by hand", True),
        ("li_101_9_work.tar.gz", b"\x1f\x8b", "an archive (.gz): unpack it by hand", True),
        ("li_101_9_work", b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it by hand", True),
        ("li_101_9_work.zip", b"Rar!\x1a\x07\x01\x00", "a RAR archive: unpack it by hand", True),
        ("li_101_9_initialization.py", "def f(): 1", "a program (.py): ask for the", True),
        ("li_101_9_initialization.html", "<html>", "a web page (.html): ask for the", True),
        ("li_101_9_essay.docx", "PK", "a document (.docx): ask for the notebook", True),
        ("li_101_9_initialization.json", MINE, "a notebook by another name: let it end", True),
        ("li_101_9_initialization", MINE, "a notebook by another name: let it end", True),
        ("li_101_9_work.xyz", "?", "of an unknown kind: look at it", True),
        ("li_101_9_empty.zip", zipped(), "nothing is in it", True),
        ("li_101_9_figure.png", "PNG", "no notebook", False),
        ("li_101_9_work.zip", zipped(("lab/helpers/network.py", "")), "of the course's own", False),
        ("li_101_9_work.zip", zipped(("lab/helpers/mine.py", "")), "a program (.py)", True),
        ("__MACOSX/._x.ipynb", "", "macOS adds it to a file", False),
        ("initialization.ipynb", MINE, "neither a name of Canvas's nor one of Moodle's", True),
        ("li_101_9_other.ipynb", nbformat.writes(nbformat.v4.new_notebook()), "none of", True),
        ("li_101_9_damaged.ipynb", "{ no JSON", "none of this course's", True),
        ("li_101_9_work.zip", "no zip", "cannot be opened", True),
        ("li_101_9_" + "x" * 300 + ".ipynb", MINE, "File name too long", True),
        (f"../../{FLAT}", MINE, "its name leads out of the folder", True),
        (f"/{FLAT}", MINE, "its name leads out of the folder", True),
        ("..\\..\\li_101_9_x.ipynb", MINE, "its name leads out of the folder", True),
    ],
)
def test_what_is_left_out_is_named_and_blocks_nobody(
    course, tmp_path, name, content, reason, is_lost
):
    before = sorted(tmp_path.glob("*"))

    lines = collect(course, download(tmp_path, {CANVAS: MINE, name: content}))

    [left] = [line for file, line in lines.items() if file != CANVAS]
    assert left.file.startswith(name)
    assert reason in left.reason
    assert left.needs_a_person == is_lost
    assert lines[CANVAS].fate is Fate.NEW
    assert sorted(tmp_path.glob("*")) == [*before, tmp_path / "submissions.zip"]


def test_who_handed_in_nothing_but_a_picture_needs_a_person(course, tmp_path):
    lines = collect(course, download(tmp_path, {CANVAS: MINE, "li_102_9_photo.jpg": "JPEG"}))

    assert lines["li_102_9_photo.jpg"].needs_a_person


def test_what_cannot_be_read_in_a_folder_is_named_and_blocks_nobody(course, tmp_path, monkeypatch):
    folder = tmp_path / "download"
    for name in (CANVAS, "li_102_9_initialization.ipynb"):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(MINE, "utf-8")
    (folder / "Ana_104_assignsubmission_file_").mkdir()
    os.mkfifo(folder / "li_103_9_initialization.ipynb")
    refuse(monkeypatch, folder / "li_102_9_initialization.ipynb")

    lines = collect(course, folder)

    assert lines[CANVAS].fate is Fate.NEW
    assert {file: line.reason for file, line in lines.items() if line.needs_a_person} == {
        "li_102_9_initialization.ipynb": (
            "cannot be opened (Permission denied): give yourself the right to read it"
        ),
        "li_103_9_initialization.ipynb": "no ordinary file",
        "Ana_104_assignsubmission_file_": "nothing is in it",
    }


def test_a_folder_that_cannot_be_entered_is_named(course, tmp_path, monkeypatch):
    folder = tmp_path / "download"
    (folder / "Ana_104_assignsubmission_file_").mkdir(parents=True)
    (folder / CANVAS).write_text(MINE, "utf-8")
    scandir = os.scandir

    def locked(path):
        if str(path).endswith("_file_"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)

    lines = collect(course, folder)

    assert "Permission denied" in lines["Ana_104_assignsubmission_file_"].reason
    assert lines[CANVAS].fate is Fate.NEW


def refuse(monkeypatch, path):
    """Let nobody open a file; these tests may run as root, who could."""
    opened = Path.open

    def open_(self, *arguments, **options):
        if self == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_)


def test_a_list_of_the_other_lms_is_not_taken_for_this_one(course, tmp_path):
    listed = lay_list(tmp_path, WORKSHEET, ["Participant 101", "Vi", "vi@example.org", "", ""])

    lines = collect(course, download(tmp_path, {CANVAS: MINE}), listed)

    assert lines[CANVAS].reason == "a name of Canvas's, but the list is not"


@pytest.mark.parametrize("student", ["../ana", "..", "/etc", "a\x07b", "<b>", "字" * 90])
def test_an_id_that_is_no_name_for_a_folder_is_refused(course, tmp_path, student):
    listed = lay_list(tmp_path, CANVAS_HEADING, ["Ana", "101", "", student, ""])

    lines = collect(course, download(tmp_path, {CANVAS: MINE}), listed)

    assert lines[CANVAS].needs_a_person
    assert "folder's name" in lines[CANVAS].reason
    assert students(course) == []


def test_a_link_in_a_zip_is_not_followed(course, tmp_path):
    (tmp_path / "secret.ipynb").write_text(MINE)
    link = zipfile.ZipInfo("x_104_1_initialization.ipynb")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    path = download(tmp_path, {link: str(tmp_path / "secret.ipynb")})

    lines = collect(course, path)

    assert [line.reason for line in lines.values()] == ["a symbolic link"]
    assert students(course) == []


def test_a_link_in_a_folder_is_not_followed(course, tmp_path):
    folder = tmp_path / "download"
    folder.mkdir()
    (tmp_path / "secret.ipynb").write_text(MINE)
    (folder / CANVAS).symlink_to(tmp_path / "secret.ipynb")

    lines = collect(course, folder)

    assert [line.reason for line in lines.values()] == ["a symbolic link"]
    assert students(course) == []


def test_a_link_in_submitted_leads_nothing_out_of_the_course(course, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (course.root / "submitted").mkdir()
    (course.root / "submitted" / "101").symlink_to(outside)

    lines = collect(course, download(tmp_path, {CANVAS: MINE}))

    assert lines[CANVAS].needs_a_person
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        (lambda: bytes(51 * MEGABYTE), "larger than 50 MB"),
        (lambda: zipped(*((f"{i}.ipynb", "") for i in range(201))), "201 files in it are too many"),
        (
            lambda: zipped(*((f"{i}.ipynb", bytes(30 * MEGABYTE)) for i in range(3))),
            "too much: unpack by hand what is needed",
        ),
        (
            lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c.zip", zipped(("d", "")))))))),
            "an archive in archives: unpack it by hand",
        ),
    ],
)
def test_what_would_fill_the_disk_is_not_unpacked_and_blocks_nobody(course, tmp_path, bomb, reason):
    content = bomb()
    name = "li_12_34_work.zip" if content.startswith(b"PK") else "li_12_34_work.ipynb"

    lines = collect(course, download(tmp_path, {name: content, CANVAS: MINE}))

    assert reason in [line.reason for line in lines.values()]
    assert lines[CANVAS].fate is Fate.NEW


def test_names_that_do_not_say_that_they_are_in_utf_8_are_read(course, tmp_path):
    name = "王小明_12_34_initialization.ipynb"
    path = tmp_path / "submissions.zip"
    # the flag of a name in UTF-8 is bit 11; Python sets it wherever a name is not in ASCII
    data = bytearray(zipped((name, MINE)))
    for head, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.rindex(head) + place] &= ~0x08
    path.write_bytes(data)

    lines = collect(course, path)

    assert lines[name].fate is Fate.NEW


def test_a_file_whose_name_is_no_text_is_told(course, tmp_path):
    folder = tmp_path / "download"
    path = folder / "Jos\udce9_12_assignsubmission_file_" / "initialization.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(MINE, "utf-8")

    done = run(course, "autograder", "collect", str(folder))

    assert (done.returncode, done.stderr) == (0, "")
    assert "Jos\\udce9_12_assignsubmission_file_/initialization.ipynb" in done.stdout


def test_the_command_prints_a_table_and_fails_if_work_may_be_lost(course, tmp_path):
    path = download(tmp_path, {CANVAS: MINE, "initialization.ipynb": MINE, "notes.txt": "x"})

    done = run(course, "autograder", "collect", str(path))

    rows = [line.strip("│").split("│") for line in done.stdout.split("\n") if "│" in line]
    cells = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}
    assert (done.returncode, done.stderr) == (1, "")
    assert cells[CANVAS] == ["101", NAME, "collected; late, says Canvas"]
    assert cells["notes.txt"] == ["", "", "left out: no notebook"]
    assert "3 files; 1 were left out and need a person's eye." in done.stdout


def test_without_a_list_it_is_said_that_moodle_changes_its_numbers(course, tmp_path):
    done = run(course, "autograder", "collect", str(download(tmp_path, {MOODLE: MINE})))

    assert "Moodle numbers its participants anew in each assignment" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"no zip", "is no zip file that can be unpacked"),
    ],
)
def test_a_download_that_cannot_be_read_is_refused_in_one_sentence(course, tmp_path, content, said):
    path = tmp_path / "submissions.zip"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CourseError) as refusal:
        collect(course, path)

    assert said in str(refusal.value)


def test_plain_zip_collect_knows_these_names_too(course):
    folder = course.root / "downloaded" / NAME / "archive"
    folder.mkdir(parents=True)
    (folder / CANVAS).write_text(MINE, "utf-8")

    done = run(
        course,
        "nbgrader",
        "zip_collect",
        NAME,
        "--collector=autograder.collecting.LmsCollector",
    )

    assert done.returncode == 0, done.stderr
    assert submitted(course, "101") == MINE
