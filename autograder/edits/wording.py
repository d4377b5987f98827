"""From an edit to its sentences: what it changes, where, and what that is called."""

import ast
import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.edits.kinds import KINDS, Sentences, operation
from autograder.edits.loops import loop_kind
from autograder.edits.small import Change
from autograder.edits.terms import LOOPS, Terms
from autograder.edits.tree import Place

LONGEST = 110  # letters of a name
POWERS = {"²": "the square", "³": "the cube", "2": "the square", "3": "the cube"}
RESULTS: Mapping[type[ast.operator], str] = {
    ast.Add: "a sum",
    ast.Sub: "a difference",
    ast.Mult: "a product",
    ast.Div: "a quotient",
}
WITHIN = ast.Subscript | ast.JoinedStr | ast.FormattedValue | ast.Attribute
# kinds that are not said by what stands around the change
AS_THEY_ARE = ("arguments", "exchanged", "not there", "not transposed", "function left out")
ROWS_AND_COLUMNS = ("np.zeros", "np.ones", "np.random.randn", "np.random.rand")


def worded(terms: Terms, changes: Sequence[tuple[Place, Change]]) -> tuple[str, Sentences] | None:
    """Give the kind of an edit and its sentences; None if it is not called by a name.

    Parameters
    ----------
    terms
        What things are called.
    changes
        The change at each place, the same in all; the tree is as it was before.
    """
    said = [_described(terms, place, change) for place, change in changes]
    known = [each for each in said if each is not None]
    if len(known) < len(said):
        return None
    kinds = {each for each, _ in known}
    if len(kinds) > 1 and kinds != {"stored elsewhere", "in place of"}:
        return None
    kind = kinds.pop() if len(kinds) == 1 else "in place of"
    parts = [{words[i] for _, words in known} for i in (0, 1)]
    if kind in ("stored elsewhere", "in place of") and len(parts[0]) > 1 and parts[0] == parts[1]:
        kind = "parts exchanged"
    sentences = KINDS.get(kind) or operation(kind)
    if sentences is None:
        return None
    fields = _fields(terms, [words for _, words in known], [_about(*each) for each in changes])
    everywhere = kind == "fixed" and len(known) > 1
    if everywhere or (
        kind == "in place of"
        and all((fields[key] or "")[:2] == "J(" for key in ("what", "instead"))
    ):
        fields = {**fields, "where": "", "there": "there"}  # each has one place only
    if any(fields[each] is None for each in _asked(sentences)):
        return None
    filled = Sentences(*(_tidy(template.format(**fields)) for template in sentences))
    question, hint = (each[0].upper() + each[1:] for each in filled[1:])
    return (kind, Sentences(filled.name, question, hint)) if len(filled.name) <= LONGEST else None


Words = tuple[str | None, str | None]


def _described(terms: Terms, place: Place, change: Change) -> tuple[str, Words] | None:
    """Tell the kind of one change, what is concerned, and what stands there instead."""
    statement, kind = place.statement, change.kind
    if not kind:
        return None
    if change.shown:
        return kind, (terms.said(change.what), terms.said(change.instead))
    if isinstance(statement, ast.FunctionDef) or _is_beside_the_point(statement):
        return None
    if isinstance(statement, ast.For) and _inside(place, statement.iter) and kind != "fixed":
        found = loop_kind(statement, _after(place, change, statement.iter))
        if found is not None:
            return (found, (None, None)) if found else None
    if kind == "key":
        kind = "key with d" if str(change.instead.value).startswith("d") else "key without d"
        return (kind, (None, None)) if _is_stored(place) else None
    if kind not in AS_THEY_ARE:
        widened = _widened(terms, place, change)
        if widened:
            return widened
    if kind in ("number", "name"):
        kind = "in place of"
    if kind in ("Add to Mult", "Sub to Div") and isinstance(place.node, ast.BinOp):
        plain = (ast.Name, ast.Subscript, ast.Call)
        kind = kind if all(isinstance(e, plain) for e in (change.what, change.instead)) else ""
    kind = _special(place, kind)
    what = terms.said(change.what)
    if kind == "parenthesis" and what is None:
        what = RESULTS.get(type(change.what.op))
    return kind, (what, terms.said(change.instead))


def _widened(terms: Terms, place: Place, change: Change) -> tuple[str, Words] | None:
    """Say a change by what stands around it, where that has a name of its own."""
    around = place.node
    number = isinstance(around, ast.Constant)
    if number and isinstance(place.statement, ast.Expr):
        return "", (None, None)  # another seed is as good
    if ast.unparse(around) in terms.glossary and not isinstance(around, ast.Name):
        after = terms.said(change.new)
        if after == "1":
            return "factor left out", (terms.said(around), after)
        return "in place of", (terms.said(around), after)
    if number and isinstance(change.new, ast.Constant) and change.new.value == 1:
        above = place.around[1]
        if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Mult | ast.Pow):
            return "", (None, None)  # as if the factor or the power were left out
    for parent in place.around[1:]:
        if isinstance(parent, ast.stmt):
            break
        if isinstance(parent, ast.keyword):
            return ("axis" if parent.arg == "axis" else "", (None, None))
        if isinstance(parent, WITHIN) or ast.unparse(parent) in terms.glossary:
            around = parent
        elif number and around is place.node and isinstance(parent, ast.BinOp | ast.Compare):
            short = not re.search("[a-z]{3}", terms.said(parent) or "") or "mask" in str(
                terms.said(parent)
            )
            around = parent if short else around
        elif isinstance(parent, ast.Call) and (terms.said(parent) or "").startswith("J("):
            around = parent
    if around is place.node:
        return None
    before = terms.said(around)
    after = terms.said(_after(place, change, around))
    if before == after:
        return None if isinstance(place.node, ast.Name | ast.Constant) else ("", (None, None))
    if not _is_target(place, around):
        return "in place of", (before, after)
    likely = isinstance(place.node, ast.Constant) or {place.node.id, change.new.id} == {"v", "s"}
    return ("stored elsewhere" if likely else "", (before, after))


def _after(place: Place, change: Change, around: Any) -> Any:
    """Give what stands around a place, with the change made."""
    node = place.node
    if around is node:
        return change.new
    place.put(change.new)
    after = copy.deepcopy(around)
    place.put(node)
    return after


def _special(place: Place, kind: str) -> str:
    """Tell the kinds apart that depend on where a change is made."""
    statement = place.statement
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
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets) == "L"


def _fields(
    terms: Terms, words: Sequence[Words], about: Sequence[tuple[Any, ...]]
) -> Mapping[str, str | None]:
    statements = list({id(each[0]): each[0] for each in about}.values())
    what, instead = (_listed(each) for each in zip(*words, strict=True))
    target = _listed([terms.target(each) for each in statements])
    where = terms.where(*statements) or None
    if target is not None and target == what:
        where = ""
    assigned = all(isinstance(each, ast.Assign | ast.AugAssign) for each in statements)
    turns, turn = _turns(about[0])
    return {
        "what": what,
        "instead": instead,
        "where": where,
        "there": where or "there",
        "factor": what and (what if re.search("[a-z]{3}", what) else f"the factor {what}"),
        "term": what and (f"the term {what}" if what.isdigit() else what),
        "power": what and (POWERS.get(what) or f"the power of {what}"),
        "target": target,
        "is": target and terms.verb(target),
        "done": terms.done(statements[0]) if assigned else None,
        "turns": turns,
        "turn": turn,
    }


def _listed(words: Sequence[str | None]) -> str | None:
    """Join what is said of several places; None if one of them has no words.

    >>> _listed(["v", "s", "v"])
    'v and s'
    """
    if None in words:
        return None
    known = list(dict.fromkeys(map(str, words)))
    return " and ".join([", ".join(known[:-1]), known[-1]] if known[1:] else known)


def _about(place: Place, change: Change) -> tuple[Any, ...]:
    """Give the line that is spoken of, and what it stands in."""
    around = place.around[place.around.index(place.statement) :]
    put_in = [each.put_in_from for each in place.around if hasattr(each, "put_in_from")]
    about = [change.about] if change.about is not None else put_in[:1]
    return (*about, *around)


def _turns(around: Sequence[Any]) -> tuple[str | None, str | None]:
    for each in around:
        if isinstance(each, ast.For) and isinstance(each.target, ast.Name):
            return LOOPS.get(each.target.id, (None, None))
    return None, None


def _asked(sentences: Sentences) -> Iterator[str]:
    for template in sentences:
        yield from re.findall(r"\{(\w+)\}", template)


def _tidy(text: str) -> str:
    """Close the gap where no place is said."""
    return re.sub(r",?\s*([.?]|,(?= not)|$)", r"\1", re.sub(r"\s+", " ", text)).strip()
