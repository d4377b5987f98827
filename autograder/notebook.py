"""What the cells of a notebook mean: nbgrader's ids, the checks' names, and notes for a person."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from nbformat import NotebookNode

from helpers.printing import printable

CHECK = "check-"  # a check cell's grade_id is this and the name of the exercise
NOTES = "autograder"  # key of the notebook's metadata under which the notes travel
NEWER_PYTHON = "newer_python"  # and there, the student's version, if the grader's is older
HANDED_IN = "handed_in"  # and the sum of the file that was handed in, where nbgrader grades
MEGABYTE = 2**20


def notes_of(notebook: NotebookNode) -> list[str]:
    """Read what was noted about this submission so far."""
    return list(notebook.metadata.get(NOTES, {}).get("notes", []))


def add_note(notebook: NotebookNode, note: str) -> None:
    """Write down something that a person should know about this submission.

    It may quote the student.
    """
    known = notebook.metadata.setdefault(NOTES, NotebookNode())
    known["notes"] = [*notes_of(notebook), printable(note)]


def grade_id(cell: NotebookNode) -> str | None:
    """Read nbgrader's id of a cell."""
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return found if isinstance(found, str) else None


def labelled(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Collect the cells that have an id, by id, in the order of the notebook."""
    found = ((grade_id(cell), cell) for cell in notebook.cells)
    return {identity: cell for identity, cell in found if identity is not None}


def is_solution(cell: NotebookNode) -> bool:
    """Tell whether the student is to write in this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def joined(outputs: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """Join what was printed in pieces, one for each flush, as a notebook shows it."""
    for stream, pieces in groupby(outputs, lambda one: one.get("name", "")):
        if stream:
            text = "".join(piece.text for piece in pieces)
            yield NotebookNode(output_type="stream", name=stream, text=text)
        else:
            yield from pieces


def words(cell: NotebookNode) -> str:
    """Read a cell without the spaces at the ends of its lines, which editors take away."""
    return "\n".join(line.rstrip() for line in cell.source.splitlines()).strip()


def same(cell: NotebookNode, other: NotebookNode) -> bool:
    """Tell whether two cells say the same."""
    return words(cell) == words(other)


def function_of(cell: NotebookNode) -> str | None:
    """Name the function that a cell of the release defines or checks."""
    match = re.search(r"^def (\w+)\(|^check\((\w+)\)", cell.source, flags=re.MULTILINE)
    return match[1] or match[2] if match else None


def defines(cell: NotebookNode, function: str | None) -> bool:
    """Tell whether a cell defines a function of this name."""
    if function is None or cell.cell_type != "code":
        return False
    pattern = rf"^((async\s+)?def\s+{function}\s*\(|{function}\s*(:[^=\n]*)?=[^=])"
    return bool(re.search(pattern, cell.source, flags=re.MULTILINE))


def is_open(cell: NotebookNode) -> bool:
    """Tell whether a solution says that it is not written yet."""
    return bool(re.search(r"^\s*raise NotAttempted\b", cell.source, flags=re.MULTILINE))
