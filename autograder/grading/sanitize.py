"""Read a submission, give it the structure of the release, and tell what had to be mended.

nbgrader identifies cells by their ``grade_id``. Students lose these (a conversion), double them
(a copy), rename them, or delete the cell. After this step every cell of the release that has one
is there exactly once, with its true metadata and, if it is locked, its true source.
"""

import copy
import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import nbformat
from nbformat import NotebookNode

from autograder.notebook import MEGABYTE, NOTES, add_note, grade_id, is_solution, labelled, notes_of

MOST_BYTES = 50 * MEGABYTE  # of a file; the lessons with all their outputs have less than one
MOST_CELLS = 1000
KINDS = ("code", "markdown", "raw")


def read_submission(file: BinaryIO) -> NotebookNode:
    """Read a notebook, however broken: of each cell its type, source, id, tags and pictures.

    Nothing else of a submission is of use, and what is not read can break nothing. What could
    not be read is noted.
    """
    notebook = nbformat.v4.new_notebook()
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        add_note(notebook, f"The submitted file is larger than {most} MB: it was not read.")
        return notebook
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        cells = _cells(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = "is empty" if not raw.strip() else "is not a notebook"
        add_note(notebook, f"The submitted file {what}: nothing in it could be read.")
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
    return notebook


def _cells(data: Any) -> list[Any]:
    """Find the cells: formats before 4 keep them in worksheets."""
    return [cell for part in data.get("worksheets", [data]) for cell in list(part["cells"])]


def _plain_cell(cell: Any) -> NotebookNode | None:
    match cell:
        case {"cell_type": kind, "source": str() | list() as source}:
            pass
        case {"cell_type": kind, "input": str() | list() as source}:  # formats before 4
            pass
        case _:
            return None
    plain = _new_cell(kind if kind in KINDS else "markdown", _text(source))
    match cell.get("metadata"):
        case {"nbgrader": {"grade_id": str(identity)}} if re.fullmatch(r"[\w-]+", identity):
            plain.metadata["nbgrader"] = {"grade_id": identity}
    match cell.get("metadata"):
        case {"tags": list(tags)}:
            plain.metadata["tags"] = sorted({_text(tag) for tag in tags if isinstance(tag, str)})
    match cell.get("attachments"):
        case dict(files) if plain.cell_type == "markdown":
            plain.attachments = {_text(name): _pictures(files[name]) for name in files}
    return plain


def _new_cell(kind: str, source: str) -> NotebookNode:
    """Make a cell as nbformat does, but for its check against the schema, which takes longest."""
    cell = NotebookNode(id="", cell_type=kind, metadata=NotebookNode(), source=source)
    if kind == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _pictures(bundle: Any) -> dict[str, str]:
    items = bundle.items() if isinstance(bundle, dict) else ()
    return {_text(kind): _text(data) for kind, data in items if isinstance(data, str | list)}


def _text(source: str | list[Any]) -> str:
    lines = [source] if isinstance(source, str) else source
    joined = "".join(line for line in lines if isinstance(line, str))
    return joined.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written


def restore(submission: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Give ``submission`` the structure of ``release``.

    Parameters
    ----------
    submission
        What :func:`read_submission` read.
    release
        The student version of the same notebook.

    Returns
    -------
    notebook
        A new notebook in which each cell of the release that has a ``grade_id`` stands once, with
        the release's metadata. The student's own cells stay where they were. What was mended is
        noted.
    """
    notebook = nbformat.from_dict(submission)
    notes = notes_of(notebook)
    wanted = labelled(release)

    found = _identified(notebook, wanted, notes)
    found |= _recognised(notebook, release, found, notes)
    _note_unknown(notebook, found.values(), wanted, notes)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    for identity, cell in found.items():
        _mend(cell, wanted[identity], notes)
    _put_back(notebook, found, wanted, notes if submission.cells else [])

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    notebook.nbformat, notebook.nbformat_minor = release.nbformat, release.nbformat_minor
    notebook.metadata = copy.deepcopy(release.metadata)
    notebook.metadata[NOTES] = {"notes": notes}
    return notebook


def _identified(
    notebook: NotebookNode, wanted: dict[str, NotebookNode], notes: list[str]
) -> dict[str, NotebookNode]:
    """Find the cells by their ids; of several with one id the last that fits it is meant."""
    found = {}
    copies: dict[str | None, list[NotebookNode]] = {}
    for cell in notebook.cells:
        copies.setdefault(grade_id(cell), []).append(cell)
    for identity, original in wanted.items():
        cells = copies.get(identity, [])
        fitting = [cell for cell in cells if _fits(cell, original)]
        if cells:
            found[identity] = (fitting or cells)[-1]
        if len(cells) > 1:
            which = "the last one" if found[identity] is cells[-1] else "one with an answer"
            notes.append(f"Cell “{identity}” was there {len(cells)} times: {which} counts.")
    return found


def _recognised(
    notebook: NotebookNode,
    release: NotebookNode,
    found: dict[str, NotebookNode],
    notes: list[str],
) -> dict[str, NotebookNode]:
    """Find cells that lost their id: a solution by its function, a text by the one above it."""
    recognised: dict[str, NotebookNode] = {}
    above = dict(zip(map(grade_id, release.cells[1:]), release.cells, strict=False))
    for identity, original in labelled(release).items():
        if identity in found:
            continue
        taken = [*found.values(), *recognised.values()]
        for previous, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
            if any(cell is other for other in taken) or cell.cell_type != original.cell_type:
                continue
            answers = is_solution(original) and original.cell_type == "markdown"
            if _is_copy(previous, above[identity]) if answers else _fits(cell, original):
                recognised[identity] = cell
        if identity in recognised:
            notes.append(f"Cell “{identity}” had lost its id and was recognised by its contents.")
    return recognised


def _fits(cell: NotebookNode, original: NotebookNode) -> bool:
    """Tell whether a cell holds what the original asks for: a function, an answer, a source."""
    if not is_solution(original):
        return _is_copy(cell, original)
    if original.cell_type == "markdown":
        return not _is_copy(cell, original)
    return _defines(cell, _function(original))


def _is_copy(cell: NotebookNode | None, original: NotebookNode) -> bool:
    return cell is not None and bool(cell.source.strip() == original.source.strip())


def _function(original: NotebookNode) -> str | None:
    """Name of the function that a cell of the release defines or checks."""
    match = re.search(r"^def (\w+)\(|^check\((\w+)\)", original.source, flags=re.MULTILINE)
    return match.group(1) or match.group(2) if match else None


def _defines(cell: NotebookNode, function: str | None) -> bool:
    pattern = rf"^(def\s+{function}\s*\(|{function}\s*=[^=])"
    return function is not None and bool(re.search(pattern, cell.source, flags=re.MULTILINE))


def _note_unknown(
    notebook: NotebookNode,
    found: Iterable[NotebookNode],
    wanted: dict[str, NotebookNode],
    notes: list[str],
) -> None:
    known = [id(cell) for cell in found]
    ids = [grade_id(cell) for cell in notebook.cells if id(cell) not in known]
    unknown = [identity[:60] for identity in ids if identity and identity not in wanted]
    if unknown:
        more = " and others" if len(unknown) > 5 else ""
        listed = ", ".join(f"“{identity}”" for identity in unknown[:5])
        notes.append(f"Not part of this version of the notebook: {listed}{more}.")


def _mend(cell: NotebookNode, original: NotebookNode, notes: list[str]) -> None:
    """Give a cell the type and metadata of the original and, if it is locked, the source."""
    identity = grade_id(original)
    source = cell.source if is_solution(original) else original.source
    if cell.cell_type != original.cell_type:
        notes.append(f"Cell “{identity}” had another type and was changed back.")
        cell.clear()
        cell.update(_new_cell(original.cell_type, source))
    elif cell.source != source:
        notes.append(f"Locked cell “{identity}” was changed and was put back as it was.")
    cell.source, cell.metadata = source, copy.deepcopy(original.metadata)


def _put_back(
    notebook: NotebookNode,
    found: dict[str, NotebookNode],
    wanted: dict[str, NotebookNode],
    notes: list[str],
) -> None:
    """Insert each missing cell behind the one that precedes it in the release.

    But a stub must not override the student's function of that name, if it stands in some other
    cell, nor may the check come before it.
    """
    position = 0
    for identity, original in wanted.items():
        if identity not in found:
            notes.append(f"Cell “{identity}” was missing and was put back.")
            found[identity] = copy.deepcopy(original)
            function = _function(original)
            places = [i for i, c in enumerate(notebook.cells) if _defines(c, function)]
            if places and is_solution(original):
                position = min(position, places[0])
            elif places:
                position = max(position, places[-1] + 1)
            notebook.cells.insert(position, found[identity])
        position = 1 + next(i for i, c in enumerate(notebook.cells) if c is found[identity])
