"""What is written for a spreadsheet: nothing in it is calculated, whatever stands between cells."""

import csv
import io
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.platforms.formulas import disarm, disarmed

SIGNS = "=+-@＝＋－＠"
SEPARATORS = ",;\t|: \n\"'\x1f\u00a0\u3000&/\\"
HARMLESS = [
    *("Ada", "Jean-Luc", "O'Neil", "王 小明", "a+b@example.org", "2026-02-01 12:00:00+00:00"),
    *("-1.5", "+2", "-", "12,5 %", "", "A-", "3+", "Monday, 4 May 2026, 10:00 AM", "Smith-Jones"),
    *("Müller - Lüdenscheidt", "Lab 1 - Ada + Grace", "सीता - राम", "Müller-Lüdenscheidt, Eva"),
    *("mary-ann.o_x@uni-a.example", "    Points Possible", "(read only)"),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_are_called_is_written_as_it_is(text):
    assert disarmed(text) == text


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\x00", "\r", *(f"Doe{one}" for one in SEPARATORS)]
)
def test_a_formula_is_text_wherever_a_spreadsheet_begins_a_cell(before, sign):
    assert disarmed(f"{before}{sign}1+1") == f"{before}'{sign}1+1"


@pytest.mark.parametrize("text", ["Doe -1+1", "Doe - -1", "Doe = 1+1", "Doe, - 1+1", " - 1+1"])
def test_a_sign_that_stands_where_a_formula_may_begin_is_disarmed(text):
    assert "'" in disarmed(text)


@given(st.text(st.sampled_from(SIGNS + SEPARATORS + "a1.()!|"), max_size=20))
def test_no_part_of_a_cell_begins_like_a_formula(text):
    found = disarmed(text)

    parts = [part.strip() for part in re.split("[,;\t|: \n]", found)]
    assert [one for one in parts if one.startswith(tuple(SIGNS)) and disarmed(one) != one] == []


def test_what_the_teacher_wrote_goes_back_as_it_is():
    table = [
        ["Identifier", "Section", "Feedback comments", "Lab 2 - Initialization (123)"],
        ["Participant 1", "CS 101 - Spring", "- well done", "-"],
    ]

    assert disarm(table) == (table, [])


def calculated(folder, rows, separator):
    """Let a real spreadsheet read rows, with formulas, and give the cells that it shows."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no spreadsheet: install libreoffice-calc")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (folder / "sheet.csv").write_text(text.getvalue(), "utf-8")
    # separator, quote, UTF-8, first line, columns, English, quoted is text, find numbers,
    # saved as shown, with formulas, without spaces, sheet, calculate
    manner = f"CSV:{ord(separator)},34,76,1,,1033,false,true,true,false,false,0,true"
    own = f"-env:UserInstallation={(folder / 'user').as_uri()}"
    where = ("--convert-to", "html", "--outdir", folder, folder / "sheet.csv")
    subprocess.run(
        [program, own, "--headless", f"--infilter={manner}", *where],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return re.findall(r">([^<>]*)<", (folder / "sheet.html").read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_real_spreadsheet_calculates_nothing(tmp_path, separator):
    names = [f"Doe{one}{sign}17+4" for one in ",;\t| " for sign in SIGNS]
    rows = [["name"], ["=17+4"], ["-17+38"], *([name] for name in names)]

    before = calculated(tmp_path, rows, separator)
    after = calculated(tmp_path, disarm(rows)[0], separator)

    assert "21" in before
    assert "21" not in after


@pytest.mark.parametrize("name", ["सीता-राम", "Marý-Ann", "க்-ம", "-1e-05"])
def test_a_word_with_marks_on_its_letters_and_a_small_number_stay(name):
    assert disarmed(name) == name
