"""Pyodide for the web site comes from anywhere, and is what was published or is refused."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile

import pytest
from classroom import COURSE, ROOT, run, solved, text_of
from website import served

from autograder.authoring.site import building, pyodide, wheels
from helpers.errors import CourseError

FILES = {"pyodide.js": b"script", "numpy-2.whl": b"numbers"}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A Pyodide of two files."""
    published = {
        "info": {"version": "0.0.1"},
        "core": {"pyodide.js": hashlib.sha256(b"script").hexdigest()},
        "packages": {
            "numpy": {
                "file_name": "numpy-2.whl",
                "sha256": hashlib.sha256(b"numbers").hexdigest(),
            }
        },
    }
    monkeypatch.setattr(pyodide, "published", lambda: published)


def lay_out(folder, kind, files):
    """Write files as a folder or an archive holds them; give its path."""
    path = folder / f"pyodide{kind}"
    match kind:
        case "":
            path.mkdir()
            for name, content in files.items():
                (path / name).write_bytes(content)
        case ".whl":
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in files.items():
                    archive.writestr(f"package/assets/{name}", content)
        case _:
            with tarfile.open(path, "w:bz2") as archive:
                for name, content in files.items():
                    entry = tarfile.TarInfo(f"pyodide/{name}")
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def web(tmp_path):
    """Address of a folder that is served."""
    with served(tmp_path) as address:
        yield f"{address}/"


@pytest.mark.parametrize("kind", ["", ".whl", ".tar.bz2"])
def test_it_is_taken_from_a_folder_or_an_archive(tmp_path, kind):
    path = lay_out(tmp_path, kind, FILES | {"other.whl": b"not needed"})

    pyodide.take(str(path), tmp_path / "kept")

    assert {one.name: one.read_bytes() for one in (tmp_path / "kept").iterdir()} == FILES


@pytest.mark.parametrize(("kind", "ending"), [("", "pyodide/"), (".tar.bz2", "pyodide.tar.bz2")])
def test_it_is_taken_from_an_address(tmp_path, web, kind, ending):
    lay_out(tmp_path, kind, FILES)

    pyodide.take(web + ending, tmp_path / "kept")

    assert {one.name for one in (tmp_path / "kept").iterdir()} == {*FILES}


def test_a_changed_file_is_refused_by_its_name(tmp_path):
    path = lay_out(tmp_path, ".whl", FILES | {"numpy-2.whl": b"other numbers"})

    with pytest.raises(
        CourseError, match=r"^numpy-2\.whl in .* is not the file that was published"
    ):
        pyodide.take(str(path), tmp_path / "kept")

    assert not (tmp_path / "kept" / "numpy-2.whl").exists()


def test_a_missing_file_is_named(tmp_path):
    path = lay_out(tmp_path, "", {"pyodide.js": b"script"})

    with pytest.raises(CourseError, match=r"there is no numpy-2\.whl\.$"):
        pyodide.take(str(path), tmp_path / "kept")


def test_a_file_that_is_missing_on_a_server_is_named(tmp_path, web):
    lay_out(tmp_path, "", {"pyodide.js": b"script"})

    with pytest.raises(CourseError, match=r"there is no numpy-2\.whl\.$"):
        pyodide.take(f"{web}pyodide/", tmp_path / "kept")


@pytest.mark.parametrize("source", ["no/such/place.whl", "http://127.0.0.1:9/pyodide.tar.bz2"])
def test_a_source_that_cannot_be_read_is_named(tmp_path, source):
    with pytest.raises(CourseError, match=f"cannot be read from {source}: .*--pyodide"):
        pyodide.take(source, tmp_path / "kept")


def test_what_was_taken_before_is_taken_again_only_where_it_was_damaged(tmp_path):
    kept = lay_out(tmp_path, "", FILES | {"numpy-2.whl": b"damaged"})
    again = tmp_path / "again"
    again.mkdir()
    (again / "numpy-2.whl").write_bytes(b"numbers")

    pyodide.take(str(again), kept)
    pyodide.take("no/such/place", kept)

    assert (kept / "numpy-2.whl").read_bytes() == b"numbers"


def test_an_installed_package_becomes_a_wheel_without_what_is_compiled():
    name, content = wheels.installed("markupsafe")

    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        inside = wheel.namelist()
    assert name.startswith("markupsafe-")
    assert "markupsafe/_native.py" in inside
    assert [one for one in inside if not one.endswith((".py", "METADATA", "RECORD", "WHEEL"))] == [
        "markupsafe/py.typed"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (text_of(solved("gradient_checking")), "has not been run"),
        ('{"cells": [{"cell_type": "sum"}], "metadata": {}, "nbformat": 4}', "is not a notebook"),
        ((COURSE.source("gradient_checking")).read_text("utf-8"), "Written: mine.html"),
    ],
)
def test_a_report_needs_no_more_than_the_stand_ins(tmp_path, content, said):
    name, wheel = wheels.stand_ins()
    (tmp_path / name).write_bytes(wheel)
    (tmp_path / "mine.ipynb").write_text(content, "utf-8")
    program = [sys.executable, "-c", "from helpers import report; report('mine.ipynb')"]

    done = subprocess.run(
        program,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path / name}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said in done.stdout + done.stderr


def test_a_folder_that_is_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").touch()

    with pytest.raises(CourseError, match="is no site of the course: name another"):
        building.site(COURSE, tmp_path, "nowhere")

    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_where_jupyterlite_is_missing_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "find_spec", lambda name: None)

    with pytest.raises(CourseError, match=r"pip install .*\[site\]"):
        building.site(COURSE, tmp_path / "site", "nowhere")


def test_a_place_that_cannot_be_read_ends_the_command_with_a_sentence():
    done = run(COURSE, "autograder", "site", "--to", "README.md")

    assert done.returncode == 2
    assert done.stderr == (
        "autograder: README.md is there already and is no site of the course: name another.\n"
    )
