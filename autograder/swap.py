"""A folder in the place of another: wholly, or not at all."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Make a folder to be filled, which takes the place of ``folder`` at the end.

    Whatever ends this before, Ctrl-C between the two renames as well, what was there is there
    still; what a run left that was killed is put back or cleared away first.
    """
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    _tidy(folder, new, old)
    try:
        new.mkdir(parents=True)
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        _tidy(folder, new, old)


def _tidy(folder: Path, new: Path, old: Path) -> None:
    """Bring back what was put aside if nothing took its place, and clear away the rest."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)
