"""What was handed in is read in whatever form it comes, or it is said what it is."""

import json
import sys
from io import BytesIO

import pytest
from classroom import solved, text_of

from autograder.grading.reading import read_submission
from autograder.notebook import NEWER_PYTHON, NOTES, notes_of

NAME = "gradient_checking"
TEXT = json.dumps(solved(NAME), indent=1, ensure_ascii=False)
ACCENTS = TEXT.replace("# Gradient checking", "# Prüfung der Gradienten à la carte")


def told(content):
    """Read a file and say what was noted."""
    return notes_of(read_submission(BytesIO(content)))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_notebook_in_any_form_of_unicode_is_read_without_a_note(encoding):
    notebook = read_submission(BytesIO(ACCENTS.encode(encoding)))

    assert "# Prüfung der Gradienten à la carte" in notebook.cells[0].source
    assert len(notebook.cells) == len(solved(NAME).cells)
    assert notes_of(notebook) == []


def test_a_notebook_in_the_letters_of_an_old_windows_is_read_with_a_note():
    notebook = read_submission(BytesIO(ACCENTS.encode("cp1252", "replace")))

    assert "# Prüfung der Gradienten à la carte" in notebook.cells[0].source
    assert notes_of(notebook) == [
        "The submitted file is not in UTF-8: see whether its letters are right."
    ]


CONFLICT = TEXT.replace("\n", "\n<<<<<<< HEAD\n", 1)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "a saved web page, perhaps"),
        (b"\n<HTML><h1>404</h1>", "a saved web page"),
        ("<html>".encode("utf-16"), "a saved web page"),
        (CONFLICT.encode(), "a file with git's conflict marks"),
        (TEXT.encode()[:-1000], "a file that breaks off in the middle"),
        (TEXT.encode()[:100], "a file that breaks off in the middle"),
        (b'{"nbformat": 4}', "a damaged file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PK\x03\x04\x14\0 word/document.xml", "a Word document"),
        (b"PK\x03\x04\x14\0 gradient_checking.ipynb", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a document of Microsoft Office"),
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"\x1f\x8b\x08", "a packed archive"),
        (b"\x89PNG\r\n", "a picture"),
        (b"import numpy as np\n\ndef f(x):\n    return x\n", "a Python program"),
        (b"# %%\nx = 1\n", "a Python program"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
        (b"My answer is 42.", "a text"),
        (b"\x00\x01\x02\x03", "a file of an unknown kind"),
    ],
)
def test_of_a_file_that_is_no_notebook_it_is_said_what_it_is(content, what):
    [note] = told(content)

    assert note.startswith(f"The submitted file is not a notebook but {what}")


@pytest.mark.parametrize("ahead", [1, 5])
def test_a_newer_python_than_the_grader_s_is_remembered(ahead):
    version = f"3.{sys.version_info.minor + ahead}.0"
    language = {"name": "python", "version": version}
    notebook = text_of({**solved(NAME), "metadata": {"language_info": language}})

    known = read_submission(BytesIO(notebook.encode())).metadata[NOTES]

    assert known[NEWER_PYTHON] == version.removesuffix(".0")


@pytest.mark.parametrize("version", ["3.9.1", "2.7", "3", 5, None, "3.99999", "new", "3.-1"])
def test_no_other_version_is(version):
    language = {"name": "python", "version": version}
    notebook = text_of({**solved(NAME), "metadata": {"language_info": language}})

    assert NOTES not in read_submission(BytesIO(notebook.encode())).metadata
