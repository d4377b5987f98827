"""Files put in place all together, or none of them."""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from helpers.errors import CourseError

NEW, OLD = ".part", ".before"  # behind the name of a file while it is replaced
GROUP_MAY_WRITE = 0o020


@contextlib.contextmanager
def replaced(
    wanted: Mapping[Path, bytes | None], modes: Mapping[Path, int] | None = None
) -> Iterator[None]:
    """Put files in place; what fails before the block ends puts back what was there.

    All that fails for want of room or of a right does so before the first file is touched.

    Parameters
    ----------
    wanted
        The content of each file; None removes it. A file that has this content stays as it is.
    modes
        The rights of some of them; the others keep theirs.

    Raises
    ------
    CourseError
        When a file cannot be written.
    """
    path, made, touched = Path(), list[Path](), list[Path]()
    changed: dict[Path, bytes | None] = {}
    try:
        try:
            for path, content in wanted.items():
                if _content(path) != content:
                    changed[path] = content
                    _prepare(path, content, (modes or {}).get(path), made)
            for path, content in changed.items():
                touched.append(path)
                if content is None:
                    path.unlink()
                else:
                    _with(path, NEW).replace(path)
        except OSError as error:
            raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
        yield
    except BaseException:
        for path in touched:
            _put_back(path)
        for folder in reversed(made):
            _try(folder.rmdir)
        raise
    finally:
        for path in changed:
            _clear(path)


def _prepare(path: Path, content: bytes | None, mode: int | None, made: list[Path]) -> None:
    """Write the new content beside the file, and keep what is there."""
    for folder in reversed(path.parents):
        if not folder.is_dir():
            folder.mkdir()
            made.append(folder)
            rights = folder.parent.stat().st_mode
            if rights & GROUP_MAY_WRITE:  # several instructors share the course
                folder.chmod(rights & 0o2777)
    _clear(path)  # of a build that was killed
    if path.exists():
        shutil.copy2(path, _with(path, OLD))
    if content is not None:
        _with(path, NEW).write_bytes(content)
        if mode is not None:
            _with(path, NEW).chmod(mode)
        elif path.exists():
            shutil.copymode(path, _with(path, NEW))


def _put_back(path: Path) -> None:
    """Undo what was done to a file."""
    if _with(path, OLD).exists():
        _try(lambda: _with(path, OLD).replace(path))
    else:
        _try(path.unlink)


def _clear(path: Path) -> None:
    """Remove what lies beside a file."""
    for mark in (NEW, OLD):
        _try(_with(path, mark).unlink)


def _with(path: Path, mark: str) -> Path:
    return path.with_name(f"{path.name}{mark}")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _try(step: Callable[[], object]) -> None:
    """Do what may be left undone."""
    with contextlib.suppress(OSError):
        step()
