"""An expression without one pair of its parentheses."""

import ast
from collections.abc import Iterator
from typing import Any

from autograder.edits.small import Change
from autograder.edits.tree import parsed


def deleted(node: Any) -> Iterator[Change]:
    """Leave out each pair of parentheses that makes a difference.

    >>> for change in deleted(parsed("(a + b) / (2 * c)")):
    ...     print(ast.unparse(change.new))
    a + b / (2 * c)
    (a + b) / 2 * c
    """
    text = _without_harmless(ast.unparse(node))
    written = {ast.unparse(each): each for each in ast.walk(node) if isinstance(each, ast.BinOp)}
    for start, end in _pairs(text):
        inner = written.get(text[start + 1 : end], parsed(text[start + 1 : end]))
        new = _parsed(text, start, end)
        yield Change(new, "parenthesis", inner, about=_put_in_from(node, inner))


def _put_in_from(node: Any, inner: ast.AST) -> Any:
    """Find the line that an intermediate value came from, which a part stands in; or None."""
    lines = [
        each.put_in_from
        for each in ast.walk(node)
        if hasattr(each, "put_in_from") and any(part is inner for part in ast.walk(each))
    ]
    return lines[-1] if lines else None


def _without_harmless(text: str) -> str:
    """Leave out those that make none, as in ``a * (b / c)``."""
    for start, end in reversed(_pairs(text)):
        before, inner = text[:start].rstrip(), parsed(text[start + 1 : end])
        after = text[end + 1 :].lstrip()
        product = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult | ast.Div)
        factor = before.endswith("*") and not before.endswith("**") and not after.startswith("**")
        first = not before or before.endswith(("(", ",", "+"))
        harmless = product and (factor or (first and not after.startswith("**")))
        if harmless and not (factor and isinstance(inner.op, ast.Mult | ast.Div) is False):
            text = f"{text[:start]}{text[start + 1 : end]}{text[end + 1 :]}"
    return text


def _parsed(text: str, start: int, end: int) -> Any:
    return parsed(f"{text[:start]}{text[start + 1 : end]}{text[end + 1 :]}")


def _pairs(text: str) -> list[tuple[int, int]]:
    """Find the parentheses that group: none of a call, none of a tuple, in the order they open."""
    opened: list[int] = []
    pairs = []
    for i, letter in enumerate(text):
        if letter == "(":
            opened.append(i)
        if letter == ")":
            start = opened.pop()
            called = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_])")
            inner = text[start + 1 : i]
            if not called and inner and not isinstance(parsed(f"({inner})"), ast.Tuple):
                pairs.append((start, i))
    return sorted(pairs)
