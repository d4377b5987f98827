"""Make the edits of a reference."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.edits.names import Names, changes_of_names, wider_changes_of_names
from autograder.edits.small import Change, small_changes
from autograder.edits.statements import changes_of_lines
from autograder.edits.terms import Terms
from autograder.edits.tree import Place, places
from autograder.edits.twins import in_several_places
from autograder.edits.wider import holds_what_was_put_in, inlined, wider_changes
from autograder.edits.wording import worded

BARE = (ast.Name, ast.Constant, ast.JoinedStr, ast.FormattedValue)


@dataclass(frozen=True)
class Edit:
    """A reference with one change.

    Attributes
    ----------
    description
        The line and what was changed there: ``line 6: 1 - beta1 → 1 + beta1``.
    kind
        What sort of change it is: ``factor left out``; empty if it is not called by a name.
    name
        What it comes to, in the terms of the field; empty where no person would do that, or no
        short phrase says it.
    question
        The first hint: a question that leads to the mistake.
    hint
        The second hint: what the answers look like.
    source
        The whole function.
    """

    description: str
    kind: str
    name: str
    question: str
    hint: str
    source: str


def edits(source: str, terms: Mapping[str, str] = {}) -> list[Edit]:
    r"""Make all edits of a function, always the same.

    Parameters
    ----------
    source
        Its text.
    terms
        What its names are called in the field, where :data:`~autograder.edits.terms.GLOSSARY` does
        not know it.

    Examples
    --------
    >>> text = "def area(a, b):\n    size = a * b\n    return size"
    >>> found = edits(text, {"size": "the area"})
    >>> print(found[1].description)
    line 2: a * b → a / b
    >>> print(found[1].name)
    a divided by b, not multiplied, where the area is computed
    """
    words = Terms(terms)
    known = {ast.unparse(ast.parse(source))}
    found: list[Edit] = []
    for edit in _all(source, words):
        if edit.source not in known and _compiles(edit.source):
            known.add(edit.source)
            found.append(edit)
    return _told_apart(found)


def _all(source: str, terms: Terms) -> Iterator[Edit]:
    tree = ast.parse(source)
    names = Names(tree.body[0])
    for place in places(tree):
        for change in [*small_changes(place.node), *changes_of_names(place, names)]:
            yield _edit(tree, terms, [(place, change)])
    for place in places(tree):
        for change in [*wider_changes(place), *wider_changes_of_names(place, names)]:
            yield _edit(tree, terms, [(place, change)])
    for several in in_several_places(tree, names):
        yield _edit(tree, terms, several)
    for place, change in changes_of_lines(tree):
        yield _edit(tree, terms, [(place, change)])
    for other in inlined(source):
        for place in places(other):
            for change in wider_changes(place) if holds_what_was_put_in(place.node) else ():
                yield _edit(other, terms, [(place, change)])


def _edit(tree: ast.AST, terms: Terms, changes: Sequence[tuple[Place, Change]]) -> Edit:
    """Make the edit that has these changes at once."""
    said = worded(terms, changes)
    kind, (name, question, hint) = said or ("", ("", "", ""))
    description = _description(changes)
    before = [place.node for place, _ in changes]
    for place, change in changes:
        place.put(change.new)
    text = ast.unparse(tree)
    for (place, _), node in zip(changes, before, strict=True):
        place.put(node)
    return Edit(description, kind, name, question, hint, text)


def _description(changes: Sequence[tuple[Place, Change]]) -> str:
    place, change = changes[0]
    if change.shown:
        return f"line {change.about.lineno}: {change.shown}"
    shown = _shown(place)
    before = _in_words(shown)
    node = place.node
    place.put(change.new)
    after = _in_words(change.new if shown is node else shown)
    place.put(node)
    lines = list(dict.fromkeys(each.line for each, _ in changes))
    if len(changes) == 1:
        return f"line {place.line}: {before} → {after}"
    if len(lines) == 1:
        return f"line {place.line}, {len(changes)} times: {before} → {after}"
    return f"lines {' and '.join(map(str, lines))}: {before} → {after}"


def _shown(place: Place) -> Any:
    """Find what to show of a change: not a mere name or number, but what stands around it."""
    shown = next(node for node in place.around if not isinstance(node, BARE))
    return place.node if isinstance(shown, ast.arguments) else shown


def _in_words(node: ast.AST) -> str:
    first, *rest = ast.unparse(node).splitlines()
    return f"{first} … {rest[-1].strip()}" if rest else first


def _compiles(source: str) -> bool:
    try:
        compile(source, "<edit>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _told_apart(found: list[Edit]) -> list[Edit]:
    """Number the edits whose descriptions are the same."""
    counts: dict[str, int] = {}
    numbered = []
    for edit in found:
        counts[edit.description] = number = counts.get(edit.description, 0) + 1
        suffix = f" (place {number})" if number > 1 else ""
        numbered.append(replace(edit, description=edit.description + suffix))
    return numbered
