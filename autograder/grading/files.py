"""All that lies in a folder of students' files, without what systems and editors put there."""

import os
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from autograder.exercises import NOTEBOOKS
from autograder.grading.kinds import ARCHIVE, LOOKED_AT, kind

OF_THE_SYSTEM = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini", "icon\r"}
NOTEBOOK = re.compile(r"\.ipynb(-[0-9]+)?(\.(txt|json|download))?$", re.IGNORECASE)
OTHER_NAMES = {"", ".json", ".txt"}  # that a notebook may have
OF_THE_GRADER = {"timestamp.txt", "collected_as.txt"}  # nbgrader and `autograder collect` add them
GIVEN = {"README.md", "LICENSE", "requirements.txt", "environment.yml"}  # with the notebooks
DATA = {".csv", ".tsv", ".json", ".npy", ".npz", ".yml", ".yaml", ".toml", ".log", ".cfg", ".ini"}


@dataclass
class Tree:
    """What lies in a folder and below; links are not followed.

    Attributes
    ----------
    root
        The folder.
    files, folders
        Ordinary ones.
    links
        Links, pipes, devices: all that is neither.
    failures
        What cannot be looked into, and why.
    """

    root: Path
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)
    failures: dict[Path, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, *, deep: bool = True) -> "Tree":
        """Look into a folder, and into those in it."""
        tree, waiting = cls(root), [root]
        while waiting:
            folder, known = waiting.pop(), len(tree.folders)
            try:
                with os.scandir(folder) as entries:
                    some = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                tree.failures[folder] = error.strerror or str(error)
                continue
            for entry in some:
                if not _is_of_the_system(entry.name):
                    tree._add(entry)
            if deep:
                waiting += tree.folders[known:]
        return tree

    def _add(self, entry: os.DirEntry[str]) -> None:
        if entry.is_dir(follow_symlinks=False):
            self.folders.append(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            self.files.append(Path(entry.path))
        else:
            self.links.append(Path(entry.path))

    def empty(self, besides: Collection[str] = ()) -> list[Path]:
        """Find the folders in which there is nothing, besides files of some names."""
        full = [path for path in self.files if path.name not in besides]
        full += [*self.links, *self.failures]
        around = {place for path in full for place in (path, *path.parents)}
        return [folder for folder in self.folders if folder not in around]


def _is_of_the_system(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in OF_THE_SYSTEM


def is_notebook(path: Path) -> bool:
    """Tell whether a file passes for a notebook, by its name or by how it begins."""
    if NOTEBOOK.search(path.name):
        return True
    if path.suffix.lower() not in OTHER_NAMES or path.name in OF_THE_GRADER:
        return False
    begins = _beginning(path)
    return begins.lstrip().startswith(b"{") and b'"cell_type"' in begins


def named(text: str, *, whole: bool = False) -> str | None:
    """Tell which assignment a name speaks of: capitals, spaces and what is added do not count.

    >>> named("Gradient Checking-Copy1 (2).ipynb")
    'gradient_checking'
    """
    plain = _plain(text)
    if whole:
        return next((name for name in NOTEBOOKS if _plain(name) == plain), None)
    fitting = [name for name in NOTEBOOKS if _plain(name) in plain]
    longest = max(fitting, key=len, default=None)
    return longest if all(_plain(name) in _plain(longest or "") for name in fitting) else None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def described(path: Path) -> str:
    """Say what a file is."""
    if is_notebook(path):
        return "a notebook"
    return kind(_beginning(path))


def may_be_work(path: Path) -> bool:
    """Tell whether a file could be what somebody hands in instead of a notebook."""
    known = path.name in OF_THE_GRADER | GIVEN or path.suffix.lower() in DATA
    return not known and not is_notebook(path)


def remedy(path: Path, place: str) -> str:
    """Say what to do with a file that is not where it is looked for."""
    what = described(path)
    if what == "a notebook":
        return f"if it counts, put it where it is looked for: {place}"
    if ARCHIVE.search(what):
        return f"unpack it: {place}"
    return "look at it, and ask for the notebook"


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LOOKED_AT)
