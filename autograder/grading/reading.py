"""Read a submission, however broken it is: of each cell its type, source, id, tags and pictures.

Nothing else of a submission is of use, and what is not read can break nothing.
"""

import json
import re
import sys
from typing import Any, BinaryIO

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.grading.kinds import kind
from autograder.notebook import MEGABYTE, NEWER_PYTHON, NOTES, add_note

MOST_BYTES = 50 * MEGABYTE  # of a file; the lessons with all their outputs have less than one
MOST_CELLS = 1000
KINDS = ("code", "markdown", "raw")


def read_submission(file: BinaryIO) -> NotebookNode:
    """Read a notebook; what could not be read is noted.

    Returns
    -------
    notebook
        The metadata of a cell hold its ``grade_id``, and whether its source is as some release
        had it, as far as its own checksum tells: a student can forge that.
    """
    notebook = nbformat.v4.new_notebook()
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        add_note(notebook, f"The submitted file is larger than {most} MB: it was not read.")
        return notebook
    try:
        data = _decoded(raw, notebook)
        cells = _cells(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        add_note(notebook, _what_it_is(raw))
        return notebook
    if len(cells) > MOST_CELLS:
        note = f"The notebook has {len(cells)} cells: only the first {MOST_CELLS} were read."
        add_note(notebook, note)
        cells = cells[:MOST_CELLS]
    read = [_plain_cell(cell) for cell in cells]
    notebook.cells = [cell for cell in read if cell is not None]
    version = data.get("nbformat")
    if version != nbformat.v4.nbformat:
        shown = version if isinstance(version, int) else "unknown"
        add_note(notebook, f"The notebook's format is {shown}, not 4: its cells were read.")
    if None in read:
        add_note(notebook, f"The notebook is damaged: {read.count(None)} cells could not be read.")
    _remember_python(data, notebook)
    return notebook


def _decoded(raw: bytes, notebook: NotebookNode) -> Any:
    """Read JSON in any form of Unicode, else in the encoding of Windows."""
    try:
        return json.loads(raw)
    except UnicodeDecodeError:
        data = json.loads(raw.decode("cp1252", "replace"))
        _cells(data)  # before anything is said of it
        add_note(notebook, "The submitted file is not in UTF-8: see whether its letters are right.")
        return data


def _cells(data: Any) -> list[Any]:
    """Find the cells: formats before 4 keep them in worksheets."""
    parts = [part["cells"] for part in data.get("worksheets", [data])]
    if not all(isinstance(part, list) for part in parts):
        raise TypeError
    return [cell for part in parts for cell in part]


def _what_it_is(raw: bytes) -> str:
    if not raw.strip():
        return "The submitted file is empty: nothing in it could be read."
    return (
        f"The submitted file is not a notebook but {kind(raw)}: nothing in it could be read, so "
        "ask for the notebook."
    )


def _remember_python(data: dict[str, Any], notebook: NotebookNode) -> None:
    """Remember the version of Python that the student used, if ours is older."""
    match data.get("metadata"):
        case {"language_info": {"name": "python", "version": str(version)}}:
            found = re.match(r"3\.\d{1,3}(?!\d)", version)
            if found and int(found[0][2:]) > sys.version_info.minor:
                notebook.metadata.setdefault(NOTES, NotebookNode())[NEWER_PYTHON] = found[0]


def _plain_cell(cell: Any) -> NotebookNode | None:
    match cell:
        case {"cell_type": kind_of_cell, "source": str() | list() as source}:
            pass
        case {"cell_type": kind_of_cell, "input": str() | list() as source}:  # before format 4
            pass
        case _:
            return None
    known = isinstance(kind_of_cell, str) and kind_of_cell in KINDS
    plain = new_cell(kind_of_cell if known else "markdown", _source(source))
    match cell.get("metadata"):
        case {"nbgrader": {"grade_id": str(identity)} as details} if re.fullmatch(
            r"[\w-]+", identity
        ):
            plain.metadata["nbgrader"] = {"grade_id": identity}
            if _fits_checksum(plain, details):
                plain.metadata["nbgrader"]["as_released"] = True
    match cell.get("metadata"):
        case {"tags": list(tags)}:
            plain.metadata["tags"] = sorted({_text(tag) for tag in tags if isinstance(tag, str)})
    match cell.get("attachments"):
        case dict(files) if plain.cell_type == "markdown":
            plain.attachments = {_text(name): _pictures(files[name]) for name in files}
    return plain


def new_cell(kind_of_cell: str, source: str) -> NotebookNode:
    """Make a cell as nbformat does, but for its check against the schema, which takes longest."""
    cell = NotebookNode(id="", cell_type=kind_of_cell, metadata=NotebookNode(), source=source)
    if kind_of_cell == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _fits_checksum(cell: NotebookNode, details: dict[str, Any]) -> bool:
    """Tell whether a cell has the checksum that nbgrader gave it when it was released."""
    kinds = {name: bool(details.get(name)) for name in ("grade", "solution", "locked")}
    points = details.get("points")
    is_number = isinstance(points, int | float) and abs(points) < MEGABYTE
    known = {**kinds, "points": points if is_number else 0}
    stored = NotebookNode(nbgrader=NotebookNode(grade_id=details["grade_id"], **known))
    made = NotebookNode(source=cell.source, cell_type=cell.cell_type, metadata=stored)
    return bool(details.get("checksum") == compute_checksum(made))


def _pictures(bundle: Any) -> dict[str, str]:
    items = bundle.items() if isinstance(bundle, dict) else ()
    return {_text(kind): _text(data) for kind, data in items if isinstance(data, str | list)}


def _source(source: str | list[Any]) -> str:
    """Join the lines; Windows ends them otherwise."""
    return re.sub(r"\r\n?", "\n", _text(source))


def _text(source: str | list[Any]) -> str:
    lines = [source] if isinstance(source, str) else source
    joined = "".join(line for line in lines if isinstance(line, str))
    return joined.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written
