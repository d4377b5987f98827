"""What one change concerns, and what stands there instead: the words for its sentences."""

import ast
import copy
import re
from collections.abc import Mapping
from typing import Any

from autograder.edits.loops import loop_kind
from autograder.edits.small import Change
from autograder.edits.terms import Terms
from autograder.edits.tree import Place

Words = tuple[str | None, str | None]
Described = tuple[str, Words]

NOTHING: Words = (None, None)
UNNAMED: Described = ("", NOTHING)
RESULTS: Mapping[type[ast.operator], str] = {
    ast.Add: "a sum",
    ast.Sub: "a difference",
    ast.Mult: "a product",
    ast.Div: "a quotient",
}
WITHIN = ast.Subscript | ast.JoinedStr | ast.FormattedValue | ast.Attribute
# kinds that are not said by what stands around the change
AS_THEY_ARE = (
    "arguments",
    "bound left out",
    "bound too large",
    "bound too small",
    "exchanged",
    "function left out",
    "not there",
    "not transposed",
)
ROWS_AND_COLUMNS = ("np.zeros", "np.ones", "np.random.randn", "np.random.rand")


def described(terms: Terms, place: Place, change: Change) -> Described | None:
    """Tell the kind of one change, what is concerned, and what stands there instead.

    None, or an empty kind, where it is not called by a name.
    """
    if not change.kind or change.shown:
        said = (terms.said(change.what), terms.said(change.instead))
        return (change.kind, said) if change.kind else None
    if isinstance(place.statement, ast.FunctionDef) or _is_beside_the_point(place.statement):
        return None
    found = _of_a_loop(place, change) or _of_a_key(place, change)
    if found is None and change.kind not in AS_THEY_ARE:
        found = _widened(terms, place, change)
    return found or _as_it_is(terms, place, change)


def _of_a_loop(place: Place, change: Change) -> Described | None:
    """Say what another bound does to a loop."""
    loop = place.statement
    if not isinstance(loop, ast.For) or not _inside(place, loop.iter) or change.kind == "fixed":
        return None
    kind = loop_kind(loop, _after(place, change, loop.iter))
    return None if kind is None else (kind, NOTHING)


def _of_a_key(place: Place, change: Change) -> Described | None:
    """Say that a key has a d in front, or none; where it is read, that raises."""
    if change.kind != "key":
        return None
    kind = "key with d" if str(change.instead.value).startswith("d") else "key without d"
    return (kind, NOTHING) if _is_stored(place) else UNNAMED


def _as_it_is(terms: Terms, place: Place, change: Change) -> Described:
    kind, what = _special(place, change), terms.said(change.what)
    if kind == "parenthesis" and what is None:
        what = RESULTS.get(type(change.what.op))
    return kind, (what, terms.said(change.instead))


def _widened(terms: Terms, place: Place, change: Change) -> Described | None:
    """Say a change by what stands around it, where that has a name of its own."""
    node = place.node
    if ast.unparse(node) in terms.glossary and not isinstance(node, ast.Name):
        after = terms.said(change.new)
        kind = "factor left out" if after == "1" else "in place of"
        return kind, (terms.said(node), after)
    if isinstance(node, ast.Constant) and _says_nothing(place, change):
        return UNNAMED
    around = _around(terms, place)
    if around is None or isinstance(around, ast.keyword):
        axis = around is not None and around.arg == "axis"
        return None if around is None else ("axis" if axis else "", NOTHING)
    before, after = terms.said(around), terms.said(_after(place, change, around))
    if before == after:
        return None if isinstance(node, ast.Name | ast.Constant) else UNNAMED
    if not _is_target(place, around):
        return "in place of", (before, after)
    likely = isinstance(node, ast.Constant) or {node.id, change.new.id} == {"v", "s"}
    return ("stored elsewhere" if likely else "", (before, after))


def _says_nothing(place: Place, change: Change) -> bool:
    """Tell whether a number may as well be another one, or has better words than a number."""
    above = place.around[1]
    a_factor = isinstance(above, ast.BinOp) and isinstance(above.op, ast.Mult | ast.Pow)
    number = change.new.value if isinstance(change.new, ast.Constant) else None
    seed = isinstance(place.statement, ast.Expr)
    return seed or number == 0 or (a_factor and number == 1)


def _around(terms: Terms, place: Place) -> Any:
    """Find the widest expression around a node by which a change is said; or its keyword."""
    around = None
    number = isinstance(place.node, ast.Constant)
    for parent in place.around[1:]:
        if isinstance(parent, ast.stmt):
            break
        if isinstance(parent, ast.keyword):
            return parent
        said = terms.said(parent) or ""
        formula = number and around is None and isinstance(parent, ast.BinOp | ast.Compare)
        if (
            isinstance(parent, WITHIN)
            or ast.unparse(parent) in terms.glossary
            or (formula and (said.startswith("the mask") or not re.search("[a-z]{3}", said)))
            or (isinstance(parent, ast.Call) and said.startswith("J("))
        ):
            around = parent
    return around


def _after(place: Place, change: Change, around: Any) -> Any:
    """Give what stands around a place, with the change made."""
    node = place.node
    if around is node:
        return change.new
    place.put(change.new)
    after = copy.deepcopy(around)
    place.put(node)
    return after


def _special(place: Place, change: Change) -> str:
    """Tell the kinds apart that depend on where a change is made."""
    statement, kind = place.statement, change.kind
    if kind in ("number", "name"):
        return "in place of"
    if kind in ("Add to Mult", "Sub to Div") and isinstance(place.node, ast.BinOp):
        plain = (ast.Name, ast.Subscript, ast.Call)
        return kind if all(isinstance(e, plain) for e in (change.what, change.instead)) else ""
    if kind == "not there" and isinstance(statement, ast.Return):
        return "not returned"
    if kind == "line left out" and isinstance(statement, ast.Assign):
        return kind if isinstance(statement.targets[0], ast.Subscript) else ""
    if kind in ("exchanged", "arguments"):
        node, parent = place.node, place.around[1]
        if isinstance(parent, ast.Subscript):
            return "rows and columns"
        call = node if isinstance(node, ast.Call) else parent
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ROWS_AND_COLUMNS:
            return "rows and columns"
        if kind == "exchanged" and isinstance(statement, ast.Assign):
            return ""
    return kind


def _inside(place: Place, node: Any) -> bool:
    return any(each is node for each in place.around)


def _is_target(place: Place, around: Any) -> bool:
    statement = place.statement
    if isinstance(statement, ast.AugAssign):
        return statement.target is around
    return isinstance(statement, ast.Assign) and any(each is around for each in statement.targets)


def _is_stored(place: Place) -> bool:
    return any(_is_target(place, each) for each in place.around)


def _is_beside_the_point(statement: Any) -> bool:
    """Tell whether a line only counts the layers: what is wrong there shows in the loop."""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "L"
