"""Lines in another place: out of the loop, into it, before another one, or twice."""

import ast
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from autograder.edits.small import Change
from autograder.edits.tree import Place, changed, places

MADE_ANEW = ("{}", "[]", "np.zeros", "np.random")


def changes_of_lines(tree: Any) -> Iterator[tuple[Place, Change]]:
    """Make all changes of the lines of a function, always in the same order."""
    function = Place(tree.body, 0, (tree,))
    blocks = [function, *(each for each in places(tree) if isinstance(each.node, ast.For))]
    for block in blocks:
        body = block.node.body
        for i, j in combinations(range(len(body)), 2):
            yield from _earlier(block, i, j)
        for i, line in enumerate(body):
            yield from _twice(block, i)
            if isinstance(line, ast.For):
                yield from _around_the_loop(block, i)


def _with_body(block: Place, body: list[Any], line: Any, kind: str, what: Any, shown: str) -> Any:
    new = changed(block.node, body=body)
    return block, Change(new, kind, what, about=line, shown=f"{_short(line)} {shown}")


def _short(line: Any) -> str:
    return ast.unparse(line).splitlines()[0]


def _earlier(block: Place, i: int, j: int) -> Iterator[tuple[Place, Change]]:
    """Move a line before one that changes what it uses, so that it uses what was there before."""
    body = block.node.body
    first, second = body[i], body[j]
    simple = all(isinstance(each, ast.Assign | ast.AugAssign) for each in (first, second))
    if not simple or not _uses(second, first):
        return
    kept = isinstance(_target(first), ast.Subscript)  # there was something before
    if kept or j == i + 1:
        moved = [*body[:i], second, *body[i:j], *body[j + 1 :]]
        kind, shown = "order" if kept else "", f"→ before line {first.lineno}"
        yield _with_body(block, moved, second, kind, _target(first), shown)


def _twice(block: Place, i: int) -> Iterator[tuple[Place, Change]]:
    body, line = block.node.body, block.node.body[i]
    if isinstance(line, ast.AugAssign) or (isinstance(line, ast.Assign) and _uses(line, line)):
        twice = [*body[: i + 1], line, *body[i + 1 :]]
        yield _with_body(block, twice, line, "line twice", None, "→ twice")


def _around_the_loop(block: Place, i: int) -> Iterator[tuple[Place, Change]]:
    """Move lines out of a loop, or into it."""
    body, loop = block.node.body, block.node.body[i]
    before, after = body[:i], body[i + 1 :]
    for count in range(1, len(loop.body)):
        kept = changed(loop, body=loop.body[:-count])
        moved = loop.body[-count:]
        new = [*before, kept, *moved, *after]
        kind = "after the loop" if count == 1 else ""
        yield _with_body(block, new, moved[0], kind, None, "→ after the loop")
    first = loop.body[0]
    if isinstance(first, ast.Assign) and not _reads(first, loop.target):
        new = [*before, first, changed(loop, body=loop.body[1:]), *after]
        if len(loop.body) > 1:
            yield _with_body(block, new, first, "before the loop", None, "→ before the loop")
    if after:
        inside = changed(loop, body=[*loop.body, after[0]])
        kind = "one turn" if isinstance(after[0], ast.Return) else "inside the loop"
        rest = after if isinstance(after[0], ast.Return) else after[1:]
        about = loop if kind == "one turn" else after[0]
        shown = "→ left at once" if kind == "one turn" else "→ into the loop"
        yield _with_body(block, [*before, inside, *rest], about, kind, None, shown)
    for j, line in enumerate(before):
        if isinstance(line, ast.Assign) and ast.unparse(line.value).startswith(MADE_ANEW):
            inside = changed(loop, body=[line, *loop.body])
            new = [*before[:j], *before[j + 1 :], inside, *after]
            yield _with_body(block, new, line, "in every turn", None, "→ inside the loop")


def _target(line: Any) -> Any:
    return line.target if isinstance(line, ast.AugAssign) else line.targets[0]


def _uses(line: Any, other: Any) -> bool:
    """Tell whether a line reads what the other one changes."""
    target = ast.unparse(_target(other))
    return any(ast.unparse(each) == target for each in ast.walk(line.value))


def _reads(line: Any, name: Any) -> bool:
    return any(ast.unparse(each) == ast.unparse(name) for each in ast.walk(line.value))
