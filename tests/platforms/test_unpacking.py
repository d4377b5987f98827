"""How much is unpacked of what students packed: one allowance, however deep it lies."""

import io
import zipfile

import pytest

from autograder.notebook import MEGABYTE
from autograder.platforms import downloads
from autograder.platforms.downloads import unpack

HANDED_IN = "li_12_34_work.zip"
AMBIGUOUS = "li_99_12_34_12_35_work.zip"  # whose it is cannot be told
MOODLE = "Li Mei_12_assignsubmission_file_/work.zip"


def zipped(*files):
    """Pack files, each a name and its content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def of_size(megabytes, count=1):
    return [(f"{number}.ipynb", bytes(megabytes * MEGABYTE)) for number in range(count)]


def laid(tmp_path, *files, packed=True):
    """Lay files as an LMS lets teachers download them: packed, or in a folder."""
    download = tmp_path / ("download.zip" if packed else "download")
    if packed:
        download.write_bytes(zipped(*files))
        return download
    for name, content in files:
        (download / name).parent.mkdir(parents=True, exist_ok=True)
        (download / name).write_bytes(content)
    return download


def megabytes(found):
    return sum(one.path.stat().st_size for one in found if one.path) / MEGABYTE


NEST = zipped(*((f"{n}.zip", zipped(*of_size(24, 2))) for n in range(10)))
BOMBS = {
    "archives in an archive": NEST,
    "an archive in an archive in an archive": zipped(("a.zip", NEST)),
    "archives that are large themselves": zipped(
        *((f"{n}.zip", zipped(("a.ipynb", bytes(MEGABYTE)), ("b", bytes(1)))) for n in range(150))
    ),
    "files that are no notebooks": zipped(*((f"{n}.bin", bytes(60 * MEGABYTE)) for n in range(9))),
}


@pytest.mark.parametrize("name", [HANDED_IN, AMBIGUOUS, MOODLE])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_what_one_student_packed_is_unpacked_to_no_more_than_one_may_hand_in(
    tmp_path, bomb, name, packed
):
    honest = ("ana_11_33_work.ipynb", b"{}")

    found = unpack(laid(tmp_path, (name, bomb), honest, packed=packed), tmp_path / "target")

    assert megabytes(found) <= 50
    assert [one.name for one in found if one.is_loss and one.path is None]
    assert honest[0] in [one.name for one in found if one.path]


def test_an_archive_with_more_files_than_one_hands_in_is_not_even_read(tmp_path, monkeypatch):
    bomb = zipped(*((f"{number}", b"") for number in range(30_000)))
    download = laid(tmp_path, (HANDED_IN, bomb), packed=False)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    [left] = unpack(download, tmp_path / "target")

    assert left.why_not == "30000 files in it are too many"


def test_files_of_archives_in_an_archive_are_counted_together(tmp_path):
    many = zipped(*((f"{number}.ipynb", b"{}") for number in range(150)))
    bomb = zipped(("a.zip", many), ("b.zip", many))

    found = unpack(laid(tmp_path, (HANDED_IN, bomb)), tmp_path / "target")

    assert sum(one.path is not None for one in found) <= 200
    assert "files in it are too many" in str([one.why_not for one in found])


def test_what_is_unpacked_of_each_is_charged_to_the_download(tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_IN_ALL", 100 * MEGABYTE)
    names = [f"student_{number}_34_work.zip" for number in range(11, 21)]

    found = unpack(
        laid(tmp_path, *((name, zipped(*of_size(30))) for name in names)), tmp_path / "target"
    )

    assert megabytes(found) == 90
    reasons = [one.why_not for one in found if one.path is None]
    assert reasons == ["too much: unpack by hand what is needed"] * 7


def test_a_class_of_whole_courses_is_unpacked(tmp_path):
    course = zipped(*((f"course/{number}.ipynb", b"{}") for number in range(60)))
    files = [(f"student_{number}_34_work.zip", course) for number in range(1, 31)]

    found = unpack(laid(tmp_path, *files), tmp_path / "target")

    assert [one for one in found if one.path is None] == []


def test_files_in_a_file_that_was_not_packed_any_smaller_are_none_of_the_archive(tmp_path):
    slides = zipped(*((f"slide{n}.xml", "x") for n in range(210)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("optimization.ipynb", "{}")
        archive.writestr("talk.pptx", slides)

    found = unpack(laid(tmp_path, (HANDED_IN, packed.getvalue())), tmp_path / "out")

    assert [one.path.read_text() for one in found if one.path] == ["{}"]


@pytest.mark.parametrize("remark", [b"", b"made by hand"])
def test_nor_are_they_where_the_archive_is_written_as_a_large_one(tmp_path, monkeypatch, remark):
    slides = zipped(*((f"slide{n}.xml", "x") for n in range(210)))
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("optimization.ipynb", "{}")
        archive.writestr("talk.pptx", slides)
        archive.comment = remark
    assert downloads.LARGE in packed.getvalue()

    found = unpack(laid(tmp_path, (HANDED_IN, packed.getvalue())), tmp_path / "out")

    assert [one.path.read_text() for one in found if one.path] == ["{}"]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("remark", [b"", b"made by hand"])
def test_a_list_that_is_said_to_be_short_is_counted_as_it_is_read(
    tmp_path, monkeypatch, remark, is_large
):
    if is_large:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    packed = io.BytesIO(zipped(*((f"{n}.ipynb", "{}") for n in range(300))))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.comment = remark
    monkeypatch.setattr(zipfile, "ZipFile", None)  # it would read them all

    [one] = unpack(laid_out(tmp_path, packed.getvalue()), tmp_path / "out")

    assert "300 files in it are too many" in one.why_not


def laid_out(tmp_path, content):
    return laid(tmp_path, (MOODLE, content), packed=False)
