"""What the cells of a notebook mean: nbgrader's ids, the checks' names, and notes for a person."""

from nbformat import NotebookNode

CHECK = "check-"  # a check cell's grade_id is this and the name of the exercise
NOTES = "autograder"  # key of the notebook's metadata under which the notes travel
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


def printable(text: str) -> str:
    """Make visible what would steer a terminal or cannot be written."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


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
