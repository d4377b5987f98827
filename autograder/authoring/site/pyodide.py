"""Pyodide, which is Python for browsers: its files, each held to the hash that is published for it.

``pyodide.json`` is an excerpt of ``pyodide-lock.json`` in the npm package ``pyodide``, with the
hashes of the core files in the same package, and what of the packages no lesson needs.
"""

import hashlib
import json
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from filelock import FileLock

from helpers.errors import CourseError

SECONDS = 60  # without any answer of a server


@cache
def published() -> dict[str, Any]:
    """Read what is known of the distribution: files, hashes, and which package needs which."""
    text = Path(__file__).with_name("pyodide.json").read_text(encoding="utf-8")
    known: dict[str, Any] = json.loads(text)
    return known


def archive() -> str:
    """Address of the official archive."""
    version = published()["info"]["version"]
    place = "https://github.com/pyodide/pyodide/releases/download"
    return f"{place}/{version}/pyodide-{version}.tar.bz2"


def hashes() -> dict[str, str]:
    """SHA-256 of each file that the course needs, by its name."""
    known: dict[str, str] = dict(published()["core"])
    for one in published()["packages"].values():
        known[one["file_name"]] = one["sha256"]
    return known


def take(source: str, kept: Path) -> None:
    """Put the files that the course needs into a folder, those that are there already aside.

    Parameters
    ----------
    source
        A folder, an archive (``.zip``, ``.whl``, ``.tar`` and its kinds), or the address of either;
        that of a folder ends with a slash.
    kept
        The folder.

    Raises
    ------
    CourseError
        When a file cannot be had, or is not the one that was published.
    """
    kept.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.with_name(f"{kept.name}.lock")):  # two may build at once
        missing = {n: sha for n, sha in hashes().items() if not _is(kept / n, sha)}
        if missing:
            _take(missing, source, kept)


def _take(missing: dict[str, str], source: str, kept: Path) -> None:
    try:
        with _opened(source, {*missing}) as found:
            for name, content in found:
                if hashlib.sha256(content).hexdigest() != missing.pop(name, ""):
                    raise CourseError(
                        f"{name} in {source} is not the file that was published with Pyodide "
                        f"{published()['info']['version']}: its SHA-256 value is another. Take "
                        "Pyodide from another place, with --pyodide."
                    )
                (kept / name).write_bytes(content)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise CourseError(
            f"Pyodide cannot be read from {source}: {_reason(error)}. Name another place with "
            "--pyodide: a folder, an archive, or an address."
        ) from None
    if missing:
        raise CourseError(f"In {source} there is no {', '.join(sorted(missing))}.")


def _is(path: Path, sha: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)


@contextmanager
def _opened(source: str, wanted: set[str]) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Give what is wanted of a source, as far as it is there."""
    if not source.startswith(("https://", "http://")):
        yield _in_path(Path(source), wanted)
    elif source.endswith("/"):
        yield _in_web_folder(source, wanted)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / PurePosixPath(source.partition("?")[0]).name
            with _answer(source) as answer, path.open("wb") as file:
                while part := answer.read(1 << 20):
                    file.write(part)
            yield _in_path(path, wanted)


def _in_web_folder(source: str, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    for name in sorted(wanted):
        try:
            with _answer(source + name) as answer:
                yield name, answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise


def _answer(address: str) -> Any:
    return urllib.request.urlopen(address, timeout=SECONDS)


def _in_path(path: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for name in sorted(wanted):
            if (path / name).is_file():
                yield name, (path / name).read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for entry in packed.namelist():
                if _takes(entry, wanted):
                    yield PurePosixPath(entry).name, packed.read(entry)
    else:
        with tarfile.open(path, "r|*") as archived:
            for member in archived:
                if _takes(member.name, wanted) and (file := archived.extractfile(member)):
                    yield PurePosixPath(member.name).name, file.read()


def _takes(entry: str, wanted: set[str]) -> bool:
    """Tell whether a file of an archive is wanted; of two by one name the first is."""
    name = PurePosixPath(entry).name
    if name not in wanted:
        return False
    wanted.remove(name)
    return True
