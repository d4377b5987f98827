"""Give a submission the structure of the release, and tell what had to be mended.

nbgrader identifies cells by their ``grade_id``. Students lose these (a conversion), double them
(a copy), rename them, or delete the cell. After this step every cell of the release is there
exactly once, with its true metadata; nbgrader's own preprocessors then put the sources back.
"""

import copy
import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode

NOTES = "autograder"  # key of the notebook's metadata under which the notes travel


def notes_of(notebook: NotebookNode) -> list[str]:
    """Read what was noted about this submission so far."""
    return list(notebook.metadata.get(NOTES, {}).get("notes", []))


def add_note(notebook: NotebookNode, note: str) -> None:
    """Write down something that a person should know about this submission."""
    notebook.metadata[NOTES] = {"notes": [*notes_of(notebook), note]}


def grade_id(cell: NotebookNode) -> str | None:
    """Read nbgrader's id of a cell."""
    metadata = cell.metadata.get("nbgrader")
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None


def labelled(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Collect the cells that have an id, by id, in the order of the notebook."""
    found = ((grade_id(cell), cell) for cell in notebook.cells)
    return {identity: cell for identity, cell in found if identity is not None}


def is_solution(cell: NotebookNode) -> bool:
    """Tell whether the student is to write in this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def read_submission(text: str) -> NotebookNode:
    """Read a notebook, however broken; what cannot be read is left out, with a note."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing cell ids and the like: mended below
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook)
    except Exception as error:  # whatever nbformat makes of a file that is no notebook
        return _salvage(text, error)
    return notebook


def _salvage(text: str, error: Exception) -> NotebookNode:
    notebook = nbformat.v4.new_notebook()
    try:
        data = json.loads(text)
        cells = data["cells"]
        notebook.cells = [_plain_cell(cell) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        notebook.cells = []
        what = "is empty" if not text.strip() else "is not a notebook"
        add_note(notebook, f"The submitted file {what}: nothing in it could be read.")
    else:
        reason = str(error).strip().split("\n", 1)[0][:200]
        add_note(notebook, f"The submitted notebook is damaged ({reason}): its cells were kept.")
    return notebook


def _plain_cell(cell: dict[str, Any]) -> NotebookNode:
    source = cell["source"]
    source = source if isinstance(source, str) else "".join(map(str, source))
    make = (
        nbformat.v4.new_code_cell if cell["cell_type"] == "code" else nbformat.v4.new_markdown_cell
    )
    metadata = cell.get("metadata")
    kept = {
        key: value
        for key, value in (metadata.items() if isinstance(metadata, dict) else ())
        if key in ("nbgrader", "tags")
    }
    return make(source, metadata=kept)


def restore(submission: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Give ``submission`` the structure of ``release``.

    Parameters
    ----------
    submission
        What a student handed in.
    release
        The student version of the same notebook.

    Returns
    -------
    notebook
        A new notebook in which each cell of the release that has a ``grade_id`` stands once, with
        the release's metadata. The student's own cells stay where they were. What was mended is
        noted.
    """
    notebook = copy.deepcopy(submission)
    notes = notes_of(notebook)
    wanted = labelled(release)

    found = _identified(notebook, wanted, notes)
    found |= _recognised(notebook, {i: c for i, c in wanted.items() if i not in found}, notes)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    for identity, cell in found.items():
        _label(cell, wanted[identity], notes)
    _put_back(notebook, found, wanted, notes)

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    notebook.nbformat, notebook.nbformat_minor = release.nbformat, release.nbformat_minor
    notebook.metadata = copy.deepcopy(release.metadata)
    notebook.metadata[NOTES] = {"notes": notes}
    return notebook


def _identified(
    notebook: NotebookNode, wanted: dict[str, NotebookNode], notes: list[str]
) -> dict[str, NotebookNode]:
    """Find the cells by their ids; of several with one id the last is meant."""
    found: dict[str, NotebookNode] = {}
    for cell in notebook.cells:
        identity = grade_id(cell)
        if identity is None:
            continue
        if identity not in wanted:
            notes.append(f"Cell “{identity[:60]}” is not part of this version of the notebook.")
        else:
            if identity in found:
                notes.append(f"Cell “{identity}” was there twice: the last one counts.")
            found[identity] = cell
    return found


def _recognised(
    notebook: NotebookNode, missing: dict[str, NotebookNode], notes: list[str]
) -> dict[str, NotebookNode]:
    """Find cells that lost their id: a solution by its function, others by their whole source."""
    found: dict[str, NotebookNode] = {}
    for identity, original in missing.items():
        for cell in notebook.cells:
            if grade_id(cell) not in missing and grade_id(cell) is not None:
                continue
            if _same(cell, original):
                found[identity] = cell
        if identity in found:
            notes.append(f"Cell “{identity}” had lost its id and was recognised by its contents.")
    return found


def _same(cell: NotebookNode, original: NotebookNode) -> bool:
    if cell.cell_type != original.cell_type:
        return False
    if original.cell_type == "code" and is_solution(original):
        definition = _definition(original.source)
        return definition is not None and definition == _definition(cell.source)
    return bool(cell.source.strip() == original.source.strip())


def _definition(source: str) -> str | None:
    match = re.search(r"^def (\w+)\(", source, flags=re.MULTILINE)
    return match.group(1) if match else None


def _label(cell: NotebookNode, original: NotebookNode, notes: list[str]) -> None:
    identity = grade_id(original)
    cell.metadata = copy.deepcopy(original.metadata)
    if cell.cell_type != original.cell_type:
        notes.append(f"Cell “{identity}” had another type and was changed back.")
    elif not is_solution(original) and cell.source != original.source:
        notes.append(f"Locked cell “{identity}” was changed and was put back as it was.")


def _put_back(
    notebook: NotebookNode,
    found: dict[str, NotebookNode],
    wanted: dict[str, NotebookNode],
    notes: list[str],
) -> None:
    """Insert each missing cell behind the one that precedes it in the release."""
    position = 0
    for identity, original in wanted.items():
        if identity not in found:
            notes.append(f"Cell “{identity}” was missing and was put back.")
            found[identity] = copy.deepcopy(original)
            notebook.cells.insert(position, found[identity])
        position = 1 + next(i for i, c in enumerate(notebook.cells) if c is found[identity])
