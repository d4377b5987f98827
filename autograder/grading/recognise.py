"""Tell which cell of a submission is which of the release's: by its id, else by what it holds."""

import ast
import copy
import warnings
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from autograder.notebook import (
    defines,
    function_of,
    grade_id,
    is_open,
    is_solution,
    labelled,
    same,
    words,
)

Cells = dict[str, NotebookNode]  # by the id that they have in the release
LIKE = 0.6  # share of words from which on a text counts as another version of a given one
LONGEST = 20_000  # characters of a cell that are looked at closely
MAY_BE_BESIDE = (
    "*Nothing was written here. A cell of the student's own beside it may be the answer.*"
)


def identified(notebook: NotebookNode, wanted: Cells, notes: list[str]) -> Cells:
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


def written_elsewhere(
    notebook: NotebookNode, found: Cells, wanted: Cells, notes: list[str]
) -> set[str]:
    """Give up cells in which a function was to be written that was written in another cell.

    What is in them is left where it does not override that function; a stub is taken out.

    Returns
    -------
    identities
        Ids of the cells that were given up.
    """
    given_up = set()
    locked = [cell for identity, cell in found.items() if not is_solution(wanted[identity])]
    for identity, original in wanted.items():
        function, cell = function_of(original), found.get(identity)
        if not is_solution(original) or cell is None or is_written(cell, function):
            continue
        others = [c for c in notebook.cells if is_written(c, function) and not _among(c, locked)]
        if not others:
            continue
        del found[identity]
        given_up.add(identity)
        cells = [one for one in notebook.cells if one is not cell]
        if not same(cell, original):
            cells.insert(_place(cells, others[0]), cell)
        notebook.cells = cells
        notes.append(
            f"The function “{function}” stands in a cell of the student's own, and the one that "
            "was given for it is not written: the student's own counts."
        )
    return given_up


def part_from_questions(notebook: NotebookNode, release: NotebookNode) -> None:
    """Make a cell of its own of what was written into the cell that asks, below the question."""
    asking = [
        above
        for above, cell in zip(release.cells, release.cells[1:], strict=False)
        if is_solution(cell) and cell.cell_type == "markdown" and grade_id(above) is None
    ]
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        for one in asking:
            text, asked = words(cell), words(one)
            if cell.cell_type == one.cell_type and text.startswith(f"{asked}\n"):
                own = copy.deepcopy(cell)
                cell.source, own.source = one.source, text.removeprefix(asked).strip()
                cells.append(own)
    notebook.cells = cells


def recognised(notebook: NotebookNode, release: NotebookNode, found: Cells) -> Cells:
    """Find cells that lost their id: a solution by its function, a text by the one above it."""
    taken = list(found.values())
    new: Cells = {}
    above = dict(zip(map(grade_id, release.cells[1:]), release.cells, strict=False))
    for identity, original in labelled(release).items():
        if identity in found:
            continue
        free = [
            (previous, cell)
            for previous, cell in zip([None, *notebook.cells], notebook.cells, strict=False)
            if not _among(cell, taken) and cell.cell_type == original.cell_type
        ]
        if is_solution(original) and original.cell_type == "markdown":
            fitting = [
                cell
                for previous, cell in free
                if previous and same(previous, above[identity]) and not _is_given(cell, release)
            ]
            stubs = [c for previous, c in free if previous and same(previous, above[identity])]
            fitting = fitting or [cell for cell in stubs if same(cell, original)]
        else:
            fitting = [cell for _, cell in free if _fits(cell, original)]
            fitting = [cell for cell in fitting if not is_open(cell)] or fitting
        if fitting:
            new[identity] = fitting[-1]
            taken.append(fitting[-1])
    return new


def answers_beside(
    notebook: NotebookNode, release: NotebookNode, found: Cells, notes: list[str]
) -> None:
    """Take for an answer that was not written what stands right beside its cell.

    A text becomes the answer. Code is no answer by itself, but may be: a person is to look.
    """
    for identity, original in labelled(release).items():
        cell = found.get(identity)
        if cell is None or original.cell_type != "markdown" or not is_solution(original):
            continue
        if words(cell) and not same(cell, original):
            continue
        beside = _own_beside(notebook, release, found.values(), cell, identity)
        texts = [one for one in beside if _is_text(one)]
        if texts:
            cell.source = "\n\n".join(one.source for one in texts)
            cell.metadata = NotebookNode()
            pictures = {k: v for one in texts for k, v in one.get("attachments", {}).items()}
            if pictures:
                cell.attachments = pictures
            notebook.cells = [one for one in notebook.cells if not _among(one, texts)]
            notes.append(f"Answer “{identity}” was written into a cell of its own: it counts.")
        elif beside:
            cell.source, cell.metadata = MAY_BE_BESIDE, NotebookNode()
            notes.append(
                f"Nothing was written as answer “{identity}”, but a cell of the student's own "
                "stands beside it: look whether that is the answer."
            )


def _own_beside(
    notebook: NotebookNode,
    release: NotebookNode,
    taken: Iterable[NotebookNode],
    cell: NotebookNode,
    identity: str,
) -> list[NotebookNode]:
    """Find a student's own cells right above and below another one."""
    known = list(taken)

    def own(cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
        for one in cells:
            if _among(one, known) or grade_id(one) or _is_given(one, release):
                return
            if words(one):
                yield one

    place = _place(notebook.cells, cell)
    below = list(own(notebook.cells[place + 1 :]))
    before = list(own(reversed(notebook.cells[:place])))[::-1]
    # above it only behind what was asked: it could be another version of that
    start = _place(notebook.cells, before[0]) if before else 0
    asked = release.cells[[grade_id(one) for one in release.cells].index(identity) - 1]
    if not (before and start and same(notebook.cells[start - 1], asked)):
        before = []
    return [*before, *below]


def _is_given(cell: NotebookNode, release: NotebookNode) -> bool:
    """Tell whether a cell is one of the release's, maybe in another version."""
    given = [one for one in release.cells if one.cell_type == cell.cell_type]
    if any(same(cell, one) for one in given):
        return True
    if cell.cell_type != "markdown":
        return False
    heading, text = _heading(cell), set(cell.source.split())
    for one in given:
        other = set(one.source.split())
        if (heading and heading == _heading(one)) or len(text & other) > LIKE * len(text | other):
            return True
    return False


def _heading(cell: NotebookNode) -> list[str]:
    first = words(cell).partition("\n")[0]
    return first.split() if first.startswith("#") else []


def _is_text(cell: NotebookNode) -> bool:
    """Tell whether a cell holds words for a person; many forget to change a cell's type."""
    if cell.cell_type != "code":
        return True
    if len(cell.source) > LONGEST:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = ast.parse(cell.source).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return not any(line.lstrip().startswith(("%", "!")) for line in cell.source.splitlines())
    return all(
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
        for one in statements
    )


def _fits(cell: NotebookNode, original: NotebookNode) -> bool:
    """Tell whether a cell holds what the original asks for: a function, an answer, a source."""
    if not is_solution(original):
        return same(cell, original)
    if original.cell_type == "markdown":
        return not same(cell, original)
    return defines(cell, function_of(original))


def is_written(cell: NotebookNode, function: str | None) -> bool:
    """Tell whether a cell defines a function and does not say that it is still to be written."""
    return defines(cell, function) and not is_open(cell)


def _among(cell: NotebookNode, cells: Iterable[NotebookNode]) -> bool:
    return any(cell is one for one in cells)


def _place(cells: list[NotebookNode], cell: NotebookNode) -> int:
    return next(place for place, one in enumerate(cells) if one is cell)
