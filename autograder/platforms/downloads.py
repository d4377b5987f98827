"""A safe unpacking of submissions downloaded from an LMS.

What lies in an archive was named and made by students, so nothing in it is trusted: only notebooks
are unpacked, no name leads out of the folder, links are not followed, and there are limits to how
much is unpacked, for the download and for what one student handed in.
"""

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from nbgrader.plugins import ExtractorPlugin

from autograder.grading.sanitize import MOST_BYTES
from autograder.notebook import MEGABYTE
from autograder.platforms.filenames import read_name
from helpers.errors import CourseError

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # encrypted
    NotImplementedError,  # packed in a way that Python does not know
    ValueError,
)
MOST_FILES, MOST_IN_ALL = 20_000, 4096 * MEGABYTE  # in a download
MOST_FILES_OF_ONE = 200  # in an archive that a student handed in
MOST_NESTED = 2  # archives around an archive
LINK = 0o12  # the kind of file, as archives made on Unix keep it
NOTEBOOK = re.compile(r"\.ipynb(-[0-9]+)?(\.txt|\.json)?$", re.IGNORECASE)  # browsers add these


@dataclass
class Allowance:
    """How much may still be unpacked."""

    files: int
    size: int


@dataclass(frozen=True)
class Found:
    """One file of a download.

    Attributes
    ----------
    name
        With ``/`` behind each folder or archive that it lies in.
    path
        Where it was unpacked to; None if it was not.
    why_not
        Why it was not.
    is_loss
        Whether work that was handed in may be lost with it.
    modified
        When it was changed last, as the archive or the folder says.
    """

    name: str
    path: Path | None = None
    why_not: str = ""
    is_loss: bool = False
    modified: datetime = datetime.min


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks the notebooks of a download, and remembers what else was in it.

    Attributes
    ----------
    found
        All that was in it.
    """

    found: list[Found]
    target: Path

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack a folder or an archive.

        Raises
        ------
        CourseError
            When it is neither.
        """
        source, self.target, self.found = Path(archive_path), Path(extracted_path), []
        allowance = Allowance(MOST_FILES, MOST_IN_ALL)
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                self._take_file(path, path.relative_to(source).as_posix(), allowance)
        elif zipfile.is_zipfile(source):
            with source.open("rb") as file:
                self._unpack(file, "", allowance)
        else:
            raise CourseError(f"{source} is no zip file that can be unpacked: download it again.")

    def _take_file(self, path: Path, name: str, allowance: Allowance) -> None:
        """Take a file of a folder."""
        if path.is_symlink():
            self._leave(name, "a symbolic link")
        elif path.is_file():
            with path.open("rb") as file:
                if path.suffix.lower() == ".zip":
                    self._unpack(file, name, allowance)
                else:
                    modified = datetime.fromtimestamp(path.stat().st_mtime)
                    self._take(file, name, modified, allowance)

    def _unpack(self, file: IO[bytes], name: str, allowance: Allowance) -> None:
        """Unpack an archive; one that a student handed in may hold what one person hands in."""
        if name and read_name(name):
            allowance = Allowance(MOST_FILES_OF_ONE, MOST_BYTES)
        try:
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                if len(members) > allowance.files:
                    self._leave(name or "the zip", f"{len(members)} files in it are too many")
                    return
                allowance.files -= len(members)
                for member in members:
                    self._take_member(archive, member, name, allowance)
        except UNREADABLE as error:
            self._leave(name or "the zip", f"cannot be opened ({error})")

    def _take_member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, allowance: Allowance
    ) -> None:
        """Take a file of an archive."""
        name = "/".join(filter(None, [where, _name_of(member)]))
        if member.external_attr >> 28 == LINK:
            self._leave(name, "a symbolic link")
            return
        if member.is_dir():
            return
        try:
            with archive.open(member) as file:
                if not name.lower().endswith(".zip"):
                    self._take(file, name, _time_of(member), allowance)
                elif name.lower().count(".zip/") > MOST_NESTED:
                    self._leave(name, "an archive in archives: unpack it by hand")
                else:
                    content = self._read(file, name)
                    if content is not None:
                        self._unpack(io.BytesIO(content), name, allowance)
        except UNREADABLE as error:
            self._leave(name, f"cannot be opened ({error})")

    def _take(self, file: IO[bytes], name: str, modified: datetime, allowance: Allowance) -> None:
        """Write a file into the target if it is a notebook, else note why not."""
        parts = name.replace("\\", "/").split("/")
        if not NOTEBOOK.search(name):
            self._leave(name, "no notebook", is_loss=False)
        elif {"", ".", ".."} & set(parts):
            self._leave(name, "its name leads out of the folder")
        elif "__MACOSX" in parts or parts[-1].startswith("._"):
            self._leave(name, "macOS adds it to a file", is_loss=False)
        elif ".ipynb_checkpoints" in parts:
            self._leave(name, "a copy that Jupyter keeps", is_loss=False)
        elif allowance.size <= 0:
            self._leave(name, "too much: unpack by hand what is needed")
        else:
            content = self._read(file, name)
            if content is not None:
                allowance.size -= len(content)
                parts[-1] = NOTEBOOK.sub(".ipynb", parts[-1])
                path = self.target.joinpath(str(len(self.found)), *parts)
                path.parent.mkdir(parents=True)
                path.write_bytes(content)
                self.found.append(Found(name, path, modified=modified))

    def _read(self, file: IO[bytes], name: str) -> bytes | None:
        """Read a file, whatever the archive says of its size."""
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            self._leave(name, f"larger than {MOST_BYTES // MEGABYTE} MB")
            return None
        return content

    def _leave(self, name: str, why_not: str, *, is_loss: bool = True) -> None:
        self.found.append(Found(name, None, why_not, is_loss))


def _name_of(member: zipfile.ZipInfo) -> str:
    """Read the name of a file in an archive; old ones do not say that it is in UTF-8."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _time_of(member: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*member.date_time)
    except ValueError:
        return datetime.min
