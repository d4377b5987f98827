"""Which notebooks of a student could be meant for an assignment, and which one is."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading.files import Tree, is_notebook, named
from autograder.grading.reading import read_submission
from autograder.notebook import labelled, words

Released = Callable[[str], NotebookNode]


class Candidate:
    """A notebook that could be meant for an assignment."""

    def __init__(self, path: Path, release: NotebookNode) -> None:
        self.path, self.release = path, release

    @cached_property
    def own(self) -> frozenset[str] | None:
        """What the student wrote in it, cell by cell; None if it is no notebook."""
        cells = read(self.path).cells
        texts = {words(cell) for cell in self.release.cells}
        own = [cell for cell in cells if not _as_released(cell)]
        return frozenset({words(cell) for cell in own} - texts - {""}) if cells else None


class Candidates:
    """All notebooks of a student, by the assignment that they could be meant for.

    The name of the file tells, or that of a folder around it, or the ids of its cells.

    Attributes
    ----------
    unreadable
        Files that could not be read, and why.
    doubtful
        Notebooks whose name and place tell of two assignments, and a sentence.
    """

    def __init__(self, tree: Tree, released: Released) -> None:
        self.home, self.released = tree.root, released
        self.clear: dict[str, list[Candidate]] = {name: [] for name in NOTEBOOKS}
        self.likely: dict[str, list[Candidate]] = {name: [] for name in NOTEBOOKS}
        self.doubtful: dict[Path, str] = {}
        self.unreadable: dict[Path, str] = {}
        for path in tree.files:
            try:
                if is_notebook(path):
                    self._sort(path)
            except OSError as error:
                self.unreadable[path] = error.strerror or str(error)

    def of(self, assignment: str) -> list[Candidate]:
        """Find those that could be meant for an assignment."""
        return self.clear[assignment] or self.likely[assignment]

    def _sort(self, path: Path) -> None:
        around = path.relative_to(self.home).parts[:-1]
        by_folder = next((name for name in map(named, reversed(around)) if name), None)
        told = named(path.name) or self._by_cells(path)
        if told and by_folder and told != by_folder:
            self.doubtful[path] = (
                f"a notebook of the lesson {told} in a folder of the lesson {by_folder}"
            )
        elif told:
            self.clear[told].append(Candidate(path, self.released(told)))
        elif by_folder:
            self.likely[by_folder].append(Candidate(path, self.released(by_folder)))

    def _by_cells(self, path: Path) -> str | None:
        """Tell the assignment by the ids of the cells."""
        ids = set(labelled(read(path)))
        shared = {name: len(ids & set(labelled(self.released(name)))) for name in NOTEBOOKS}
        best = max(NOTEBOOKS, key=lambda name: shared[name])
        return best if 2 * shared[best] > len(ids) else None


def meant(candidates: list[Candidate], exact: Path) -> Candidate | None:
    """Choose the only one that can be meant: it has all that the others have.

    One that was never touched has nothing. One that is no notebook is out of the question where
    another one has work.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    has = {one: one.own for one in candidates}
    read_ones = {one: own for one, own in has.items() if own is not None}
    whole = frozenset().union(*read_ones.values())
    fitting = [one for one, own in read_ones.items() if own == whole]
    if len(read_ones) < len(has) and not whole:
        return None
    ordered = sorted(fitting, key=lambda one: (one.path != exact, len(one.path.parts), one.path))
    return next(iter(ordered), None)


def read(path: Path) -> NotebookNode:
    """Read a notebook, however broken."""
    with path.open("rb") as file:
        return read_submission(file)


def released(course: Course, assignment: str) -> NotebookNode:
    """Read a student version; an empty notebook if it was not built."""
    path = course.release(assignment)
    if not path.is_file():
        return nbformat.v4.new_notebook()
    return nbformat.read(path, as_version=4)


def _as_released(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("as_released"))
