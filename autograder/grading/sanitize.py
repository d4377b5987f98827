"""Give a submission the structure of the release, and tell what had to be mended.

nbgrader identifies cells by their ``grade_id``. Students lose these (a conversion), double them
(a copy), rename them, or delete the cell. After this step every cell of the release that has one
is there exactly once, with its true metadata and, if it is locked, its true source. Nothing that a
student wrote is lost on the way.
"""

import copy
from collections.abc import Iterable

import nbformat
from nbformat import NotebookNode

from autograder.grading.additions import added
from autograder.grading.reading import new_cell
from autograder.grading.recognise import (
    Cells,
    answers_beside,
    identified,
    is_written,
    part_from_questions,
    recognised,
    written_elsewhere,
)
from autograder.notebook import (
    CHECK,
    NOTES,
    defines,
    function_of,
    grade_id,
    is_solution,
    labelled,
    notes_of,
    same,
)

EXPERIMENT = "experiment"


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

    part_from_questions(notebook, release)
    found = identified(notebook, wanted, notes)
    kept = _keep_additions(notebook, found, wanted)
    given_up = written_elsewhere(notebook, found, wanted, notes)
    new = recognised(notebook, release, found)
    told = {id(cell) for cells in kept.values() for cell in cells}  # with the cell it was in
    for identity, cell in new.items():
        if identity not in given_up and id(cell) not in told:
            notes.append(f"Cell “{identity}” had lost its id and was recognised by its contents.")
    found |= new
    answers_beside(notebook, release, found, notes)
    _note_versions(notebook, found, wanted, notes)
    for identity, cell in found.items():
        _mend(cell, wanted[identity], identity in kept, notes)
    for cell in _others(notebook, found):
        cell.metadata.pop("nbgrader", None)
    _put_back(notebook, found, wanted, notes if submission.cells else [], given_up)
    _check_after(notebook, found, notes)
    _run_what_defines(notebook, found, release)

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    notebook.nbformat, notebook.nbformat_minor = release.nbformat, release.nbformat_minor
    known = notebook.metadata.get(NOTES, {})
    notebook.metadata = copy.deepcopy(release.metadata)
    notebook.metadata[NOTES] = {**known, "notes": notes}
    return notebook


def _keep_additions(
    notebook: NotebookNode, found: Cells, wanted: Cells
) -> dict[str, list[NotebookNode]]:
    """Make cells of what students added to locked cells; return them by the ids of these."""
    kept = {}
    for identity, original in wanted.items():
        cell = found.get(identity)
        if cell is None or is_solution(original) or same(cell, original):
            continue
        above, below = added(cell, original, [*wanted.values()])
        if (grade_id(original) or "").startswith(CHECK):
            above, below = [*above, *below], []  # what is checked comes before its check
        before, behind = (
            [new_cell(cell.cell_type, one) for one in some] for some in (above, below)
        )
        place = next(i for i, one in enumerate(notebook.cells) if one is cell)
        notebook.cells[place : place + 1] = [*before, cell, *behind]
        if above or below:
            kept[identity] = [*before, *behind]
    return kept


def _note_versions(notebook: NotebookNode, found: Cells, wanted: Cells, notes: list[str]) -> None:
    """Say which cells are of another version of the notebook; of an older one in one sentence."""
    ids = [grade_id(cell) for cell in _others(notebook, found)]
    unknown = [identity[:60] for identity in ids if identity and identity not in wanted]
    if _is_older(found, wanted):
        missing = [identity for identity in wanted if identity not in found]
        new = f"; new in it: {_listed(missing)}" if missing else ""
        gone = f"; no longer part of it: {_listed(unknown)}" if unknown else ""
        notes.append(
            "The notebook was made from an older version of this lesson and was brought up to "
            f"date{new}{gone}."
        )
    elif unknown:
        notes.append(f"Not part of this version of the notebook: {_listed(unknown)}.")


def _is_older(found: Cells, wanted: Cells) -> bool:
    """Tell whether a cell differs from the release and is as another one had it.

    It is its own checksum that says so. A student can forge that: nothing but words hangs on it.
    """
    return any(
        _as_released(cell) and not same(cell, wanted[identity]) for identity, cell in found.items()
    )


def _as_released(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("as_released"))


def _others(notebook: NotebookNode, found: Cells) -> list[NotebookNode]:
    known = {id(cell) for cell in found.values()}
    return [cell for cell in notebook.cells if id(cell) not in known]


def _listed(identities: Iterable[str]) -> str:
    some = list(identities)
    more = " and others" if len(some) > 5 else ""
    return ", ".join(f"“{identity}”" for identity in some[:5]) + more


def _mend(cell: NotebookNode, original: NotebookNode, kept: bool, notes: list[str]) -> None:
    """Give a cell the type and metadata of the original and, if it is locked, the source."""
    identity = grade_id(original)
    source = cell.source if is_solution(original) else original.source
    then = "; what was added to it is kept in a cell of its own" if kept else ""
    if cell.cell_type != original.cell_type:
        notes.append(f"Cell “{identity}” had another type and was changed back{then}.")
        cell.clear()
        cell.update(new_cell(original.cell_type, source))
    elif not is_solution(original) and not same(cell, original) and not _as_released(cell):
        notes.append(f"Locked cell “{identity}” was changed and was put back as it was{then}.")
    cell.source, cell.metadata = source, copy.deepcopy(original.metadata)


def _put_back(
    notebook: NotebookNode, found: Cells, wanted: Cells, notes: list[str], given_up: set[str]
) -> None:
    """Insert each missing cell behind the one that precedes it in the release.

    But a stub must not override the student's function of that name, if it stands in some other
    cell, nor may the check come before it.
    """
    older = any(note.startswith("The notebook was made from an older") for note in notes)
    position = 0
    for identity, original in wanted.items():
        if identity not in found:
            if identity not in given_up and not older:
                notes.append(f"Cell “{identity}” was missing and was put back.")
            found[identity] = copy.deepcopy(original)
            function = function_of(original)
            places = [i for i, c in enumerate(notebook.cells) if defines(c, function)]
            if places and is_solution(original):
                position = min(position, places[0])
            elif places:
                position = max(position, places[-1] + 1)
            notebook.cells.insert(position, found[identity])
        position = 1 + next(i for i, c in enumerate(notebook.cells) if c is found[identity])


def _check_after(notebook: NotebookNode, found: Cells, notes: list[str]) -> None:
    """Move each check behind the function that it is to check, if that stands below it alone."""
    for identity, check in found.items():
        if not identity.startswith(CHECK):
            continue
        function = function_of(check)
        cells = notebook.cells
        place = next(i for i, cell in enumerate(cells) if cell is check)
        places = [i for i, cell in enumerate(cells) if is_written(cell, function)]
        below = [i for i in places if i > place]
        if not below:
            continue
        if len(below) < len(places):
            notes.append(
                f"The function “{function}” is written again below its check: the one above counts."
            )
            continue
        cells.insert(below[-1] + 1, check)
        del cells[place]
        notes.append(f"The function “{function}” stood below its check, which now comes after it.")


def _run_what_defines(notebook: NotebookNode, found: Cells, release: NotebookNode) -> None:
    """Let experiments run in which a student defined something: others are left out in grading."""
    given = [cell for cell in release.cells if EXPERIMENT in cell.metadata.get("tags", [])]
    for cell in _others(notebook, found):
        tags = cell.metadata.get("tags", [])
        if EXPERIMENT in tags and not any(same(cell, one) for one in given):
            above, below = added(cell, new_cell("code", ""), given)
            if above or below:
                cell.metadata["tags"] = [tag for tag in tags if tag != EXPERIMENT]
