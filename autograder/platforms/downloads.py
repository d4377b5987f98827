"""A safe unpacking of submissions downloaded from an LMS.

What lies in an archive was named and made by students, so nothing in it is trusted: only notebooks
are unpacked, no name leads out of the folder, links are not followed, and there are limits to how
much is unpacked, for the download and for each archive that was handed in: all that is read of
what it holds, at any depth, is charged to both. What is left out is named, with what it is.
"""

import io
import lzma
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from autograder.grading.reading import MOST_BYTES
from autograder.notebook import MEGABYTE
from autograder.platforms.filenames import read_name, was_handed_in
from autograder.platforms.kinds import HEAD, archive_of, kind_of
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
MOST_FILES, MOST_IN_ALL = 100_000, 4096 * MEGABYTE  # in a download
MOST_FILES_OF_ONE = 200  # in an archive that a student handed in
MOST_NESTED = 2  # archives around an archive
ZIP, ENTRY = b"PK", b"PK\x01\x02"  # how an archive begins, and what it says of a file in it
END = b"PK\x05\x06"  # what ends it …
LARGE, LARGE_END = b"PK\x06\x07", b"PK\x06\x06"  # … and, in a large one, what stands before that
LENGTH_OF_END, LENGTH_OF_LARGE, LENGTH_OF_LARGE_END = 22, 20, 56
LONGEST_END = LENGTH_OF_END + 65_535 + LENGTH_OF_LARGE + LENGTH_OF_LARGE_END  # with a remark
LINK = 0o12  # the kind of file, as archives made on Unix keep it
NOTEBOOK = re.compile(r"\.ipynb(-[0-9]+)?(\.txt|\.json)?$", re.IGNORECASE)  # browsers add these


@dataclass
class Allowance:
    """How much may still be unpacked of an archive.

    Attributes
    ----------
    files, size
        How many files, and how many bytes.
    around
        What may be of the download that it came with.
    """

    files: int
    size: int
    around: "Allowance | None" = None

    def left(self) -> tuple[int, int]:
        """Tell how many files and bytes that leaves, here and around."""
        files, size = self.around.left() if self.around else (self.files, self.size)
        return min(self.files, files), min(self.size, size)

    def spend(self, files: int = 0, size: int = 0) -> None:
        """Charge what was read, here and around."""
        self.files, self.size = self.files - files, self.size - size
        if self.around:
            self.around.spend(files, size)


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


def unpack(download: Path, target: Path) -> list[Found]:
    """Unpack the notebooks of a folder or an archive, and tell all that was in it.

    Raises
    ------
    CourseError
        When it is neither.
    """
    return _Unpacking(target).all_of(download)


class _Unpacking:
    """Unpacks one download.

    Parameters
    ----------
    target
        Folder in which the notebooks get folders of their own.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.found: list[Found] = []

    def all_of(self, source: Path) -> list[Found]:
        """Take all that is in a folder or an archive."""
        allowance = Allowance(MOST_FILES, MOST_IN_ALL)
        if source.is_dir():
            self._take_folder(source, allowance)
            return self.found
        try:
            with source.open("rb") as file:
                if not zipfile.is_zipfile(file):
                    raise CourseError(_no_zip(source, file_head(file)))
                self._unpack(file, "", allowance)
        except OSError as error:
            raise CourseError(f"{source} cannot be read: {error.strerror}.") from None
        return self.found

    def _take_folder(self, source: Path, allowance: Allowance) -> None:
        """Take all that is in a folder and in the folders in it."""

        def unread(error: OSError) -> None:
            self._leave(_within(source, Path(error.filename)), _unopened(error))

        for place, folders, files in os.walk(source, onerror=unread):
            folders.sort()
            for name in sorted(
                [*files, *(one for one in folders if Path(place, one).is_symlink())]
            ):
                path = Path(place, name)
                self._take_file(path, _within(source, path), allowance)
            if not (folders or files) and read_name(Path(place).name):
                self._leave(_within(source, Path(place)), "nothing is in it")

    def _take_file(self, path: Path, name: str, allowance: Allowance) -> None:
        """Take a file of a folder."""
        if path.is_symlink():
            self._leave(name, "a symbolic link")
        elif not path.is_file():
            self._leave(name, "no ordinary file")
        else:
            try:
                with path.open("rb") as file:
                    if path.suffix.lower() == ".zip":
                        self._unpack(file, name, allowance)
                    else:
                        modified = datetime.fromtimestamp(path.stat().st_mtime)
                        self._take(file, name, modified, allowance)
            except OSError as error:
                self._leave(name, _unopened(error))

    def _unpack(self, file: IO[bytes], name: str, allowance: Allowance) -> None:
        """Unpack an archive; one that a student handed in may hold what one person hands in."""
        head = file_head(file)
        if not head.startswith(ZIP) and archive_of(head):
            self._leave(name, kind_of(name, head).words)
            return
        if not allowance.around and was_handed_in(name):
            allowance = Allowance(MOST_FILES_OF_ONE, MOST_BYTES, around=allowance)
        try:
            # before all of them are read, each of which takes more memory than in the archive
            if allowance.around and self._are_too_many(_entries(file), name, allowance):
                return
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                if self._are_too_many(len(members), name, allowance):
                    return
                allowance.spend(files=len(members))
                if name and all(member.is_dir() for member in members):
                    self._leave(name, "nothing is in it")
                for member in members:
                    self._take_member(archive, member, name, allowance)
        except UNREADABLE as error:
            self._leave(name or "the zip", _unopened(error))

    def _are_too_many(self, files: int, name: str, allowance: Allowance) -> bool:
        most, _ = allowance.left()
        if files > most:
            self._leave(name or "the zip", f"{files} files in it are too many")
        return files > most

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
                    content = self._read(file, name, allowance)
                    if content is not None:
                        self._unpack(io.BytesIO(content), name, allowance)
        except UNREADABLE as error:
            self._leave(name, _unopened(error))

    def _take(self, file: IO[bytes], name: str, modified: datetime, allowance: Allowance) -> None:
        """Write a file into the target if it is a notebook, else note why not."""
        parts = name.replace("\\", "/").split("/")
        if "__MACOSX" in parts or parts[-1].startswith("._"):
            self._leave(name, "macOS adds it to a file", is_loss=False)
        elif ".ipynb_checkpoints" in parts:
            self._leave(name, "a copy that Jupyter keeps", is_loss=False)
        elif not NOTEBOOK.search(name):
            head = file.read(HEAD)
            allowance.spend(size=len(head))
            kind = kind_of(name, head)
            self._leave(name, kind.words, is_loss=kind.may_be_work)
        elif {"", ".", ".."} & set(parts):
            self._leave(name, "its name leads out of the folder")
        else:
            content = self._read(file, name, allowance)
            if content is not None:
                parts[-1] = NOTEBOOK.sub(".ipynb", parts[-1])
                path = self.target.joinpath(str(len(self.found)), *parts)
                path.parent.mkdir(parents=True)
                path.write_bytes(content)
                self.found.append(Found(name, path, modified=modified))

    def _read(self, file: IO[bytes], name: str, allowance: Allowance) -> bytes | None:
        """Read a file, whatever the archive says of its size."""
        _, left = allowance.left()
        content = file.read(max(0, min(MOST_BYTES, left)) + 1)
        allowance.spend(size=len(content))
        if len(content) > MOST_BYTES:
            self._leave(name, f"larger than {MOST_BYTES // MEGABYTE} MB")
        elif len(content) > left:
            self._leave(name, "too much: unpack by hand what is needed")
        else:
            return content
        return None

    def _leave(self, name: str, why_not: str, *, is_loss: bool = True) -> None:
        self.found.append(Found(name, None, why_not, is_loss))


def file_head(file: IO[bytes]) -> bytes:
    """Read how a file begins, and go back to its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


def _entries(file: IO[bytes]) -> int:
    """Count the files that an archive says it holds, without reading what it says of them."""
    begin, left = _directory(file)
    file.seek(begin)
    count, tail = 0, b""
    while part := file.read(min(left, MEGABYTE)):
        count += (tail + part).count(ENTRY)
        tail, left = part[1 - len(ENTRY) :], left - len(part)
    file.seek(0)
    return count


def _directory(file: IO[bytes]) -> tuple[int, int]:
    """Find where an archive lists its files: place and length, as ``zipfile`` will.

    A file that was not packed any smaller may be an archive itself, and has a list of its own.
    Where the list is not plain to find, it may be anywhere.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - LONGEST_END))
    last = file.read()
    at = len(last) - LENGTH_OF_END
    if last[at : at + 4] != END or last[-2:] != b"\0\0":  # else it ends with a remark
        at = last.rfind(END)
    length = int.from_bytes(last[at + 12 : at + 16], "little")
    if last[max(0, at - LENGTH_OF_LARGE) : at].startswith(LARGE):
        at -= LENGTH_OF_LARGE + LENGTH_OF_LARGE_END
        if not last[max(0, at) :].startswith(LARGE_END):
            return 0, size
        length = int.from_bytes(last[at + 40 : at + 48], "little")
    place = size - len(last) + at - length
    return (place, length) if at >= 0 and place >= 0 else (0, size)


def _no_zip(source: Path, head: bytes) -> str:
    other = None if head.startswith(ZIP) else archive_of(head)
    if other:
        return f"{source} is {other[0]}: {other[1]}, and name the folder."
    return f"{source} is no zip file that can be unpacked: download it again."


def _within(source: Path, path: Path) -> str:
    return path.relative_to(source).as_posix()


def _unopened(error: Exception) -> str:
    """Say why a file or an archive cannot be opened, and what to do."""
    why = (isinstance(error, OSError) and error.strerror) or str(error)
    if isinstance(error, PermissionError):
        return f"cannot be opened ({why}): give yourself the right to read it"
    return f"cannot be opened ({why}): look at it by hand"


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
