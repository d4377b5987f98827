"""From an edit to its sentences: what it changes, where, and what that is called."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.edits.describing import Words, described
from autograder.edits.kinds import KINDS, Sentences, operation
from autograder.edits.small import Change
from autograder.edits.terms import LOOPS, Terms
from autograder.edits.tree import Place

LONGEST = 110  # letters of a name
POWERS = {"²": "the square", "³": "the cube", "2": "the square", "3": "the cube"}


def worded(terms: Terms, changes: Sequence[tuple[Place, Change]]) -> tuple[str, Sentences] | None:
    """Give the kind of an edit and its sentences; None if it is not called by a name.

    Parameters
    ----------
    terms
        What things are called.
    changes
        The change at each place, the same in all; the tree is as it was before.
    """
    said = [described(terms, place, change) for place, change in changes]
    known = [each for each in said if each is not None]
    if len(known) < len(said):
        return None
    kind = _kind_of_all(known)
    sentences = KINDS.get(kind) or operation(kind)
    if sentences is None:
        return None
    fields = _fields(terms, [words for _, words in known], [_about(*each) for each in changes])
    if (kind == "fixed" and len(known) > 1) or (kind == "in place of" and _are_costs(fields)):
        fields = {**fields, "where": "", "there": "there"}
    if any(fields[each] is None for each in _asked(sentences)):
        return None
    filled = Sentences(*(_tidy(template.format(**fields)) for template in sentences))
    question, hint = (each[0].upper() + each[1:] for each in filled[1:])
    return (kind, Sentences(filled.name, question, hint)) if len(filled.name) <= LONGEST else None


def _kind_of_all(known: Sequence[tuple[str, Words]]) -> str:
    """Give the kind of several changes; empty where they have nothing in common."""
    kinds = {kind for kind, _ in known}
    if kinds <= {"stored elsewhere", "in place of"}:
        before, after = ({words[i] for _, words in known} for i in (0, 1))
        if len(before) > 1 and before == after:
            return "parts exchanged"
        return kinds.pop() if len(kinds) == 1 else "in place of"
    return kinds.pop() if len(kinds) == 1 else ""


def _are_costs(fields: Mapping[str, str | None]) -> bool:
    """Tell whether it is about J(θ₊) and J(θ₋), which have one place each."""
    return all((fields[key] or "").startswith("J(") for key in ("what", "instead"))


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
    text = re.sub(r"\s+(,|$)", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r",?\s*([.?]|$)", r"\1", text)
