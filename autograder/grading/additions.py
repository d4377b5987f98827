"""What a student added to a cell that was given: by merging cells, or by writing into it."""

import ast
import warnings
from collections.abc import Iterable, Sequence

from nbformat import NotebookNode

from autograder.notebook import defines, function_of, is_solution, words

LONGEST = 50_000  # characters of a cell that are looked at closely
LIBRARY = "helpers"  # what is imported from it, the release knows

Parts = tuple[list[str], list[str]]


def added(cell: NotebookNode, original: NotebookNode, known: Sequence[NotebookNode]) -> Parts:
    """Find what a changed cell has more than the original.

    Where the original is in it whole, it is all that stands above and below. Otherwise it is each
    definition of a name that no cell of the release defines; the rest is another version of what
    was given.

    Parameters
    ----------
    cell, original
        What was made of a locked cell, and the cell as it was released.
    known
        Cells of the release, whose names are no addition.

    Returns
    -------
    above, below
        Sources, in their order.
    """
    text, given = words(cell), words(original)
    if given and f"\n{given}\n" in f"\n{text}\n":
        above, _, below = f"\n{text}\n".partition(f"\n{given}\n")
        return _filled(above), _filled(below)
    if cell.cell_type != "code":
        return ([], [text] if text and original.cell_type == "code" else [])
    statements = _statements(text)
    if statements is None:
        functions = {function_of(one) for one in known}
        return [], [text] if any(defines(cell, function) for function in functions) else []
    old = {name for one in [original, *known] for name in _names_in(words(one), one)}
    own = [one for one in statements if _names(one) - old and not _is_of_library(one)]
    return [], ["\n\n".join(_source(text, one) for one in own)] if own else []


def _filled(text: str) -> list[str]:
    return [text.strip("\n")] if text.strip() else []


def _statements(text: str) -> list[ast.stmt] | None:
    if len(text) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _names_in(text: str, cell: NotebookNode) -> set[str]:
    if cell.cell_type != "code" or is_solution(cell):
        return set()  # what is to be written
    return {name for one in _statements(text) or [] for name in _names(one)}


def _names(statement: ast.stmt) -> set[str]:
    """Find the names that a statement defines."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(one.asname or one.name).partition(".")[0] for one in names}
        case ast.Assign(targets=targets):
            return _targets(targets)
        case ast.AnnAssign(target=target, value=ast.expr()):
            return _targets([target])
    return set()


def _targets(targets: Iterable[ast.expr]) -> set[str]:
    return {
        one.id
        for target in targets
        for one in ast.walk(target)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }


def _is_of_library(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(LIBRARY)


def _source(text: str, statement: ast.stmt) -> str:
    decorators = getattr(statement, "decorator_list", [])
    start = min([one.lineno for one in decorators] + [statement.lineno])
    return "\n".join(text.splitlines()[start - 1 : statement.end_lineno])
