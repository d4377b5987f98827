"""One change in several places: wherever the same stands, and in lines that are alike.

People write one line for the weights and one for the biases, one for each layer; whoever has the
formula wrong has it wrong in all of them.
"""

import ast
import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from autograder.edits.names import Names, changes_of_names, wider_changes_of_names
from autograder.edits.small import FUNCTIONS, Change, small_changes
from autograder.edits.tree import Place, places, shape
from autograder.edits.wider import wider_changes

Several = Sequence[tuple[Place, Change]]


def in_several_places(tree: ast.AST, names: Names) -> Iterator[Several]:
    """Make each change that has a kind in all places of a line, of a function, and in twins."""
    found = [place for place in places(tree) if _is_repeated(place.node)]
    for alike in _grouped(found, lambda place: ast.unparse(place.node)):
        lines = [[*each] for _, each in groupby(alike, lambda place: place.line)]
        groups = [*(each for each in lines if len(lines) > 1), alike]
        for group in groups:
            if len(group) > 1:
                yield from _everywhere(group, names)
    calls = [place for place in found if isinstance(place.node, ast.Call)]
    for alike in _grouped(calls, lambda place: ast.unparse(place.node.func)):
        yield from _same_function(alike)
    for several in _twins(tree):
        yield from _in_twins(several)


def _is_repeated(node: Any) -> bool:
    """Tell whether a node is of those that people replace everywhere: names, functions, slices."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in FUNCTIONS
    return isinstance(node, ast.Slice) or (
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _grouped(items: Sequence[Any], key: Any) -> list[list[Any]]:
    groups: dict[str, list[Any]] = {}
    for each in items:
        groups.setdefault(key(each), []).append(each)
    return [each for each in groups.values() if len(each) > 1]


def _everywhere(group: Sequence[Place], names: Names) -> Iterator[Several]:
    first = group[0]
    changes = [
        *small_changes(first.node),
        *changes_of_names(first, names),
        *wider_changes_of_names(first, names),
    ]
    for change in changes:
        if change.kind:
            copies = [replace(change, new=copy.deepcopy(change.new)) for _ in group]
            yield list(zip(group, copies, strict=True))


def _same_function(calls: Sequence[Place]) -> Iterator[Several]:
    """Take another function in each of its calls."""
    made = [[*small_changes(call.node), *wider_changes(call)] for call in calls]
    made = [[each for each in changes if each.kind == "function"] for changes in made]
    for changes in zip(*made, strict=False):
        yield list(zip(calls, changes, strict=True))


def _twins(tree: Any) -> Iterator[list[ast.stmt]]:
    """Find the lines of one block that differ in names alone: all of them, and each two."""
    blocks = [tree.body[0].body]
    blocks += [node.body for node in ast.walk(tree) if isinstance(node, ast.For)]
    for block in blocks:
        lines = [line for line in block if isinstance(line, ast.Assign | ast.AugAssign)]
        for alike in _grouped(lines, shape):
            yield alike
            if len(alike) > 2:
                yield from (alike[i : i + 2] for i in range(len(alike) - 1))


def _in_twins(lines: Sequence[ast.stmt]) -> Iterator[Several]:
    """Make the first change of a kind in each line, then the second one in each, and so on."""
    made = [_by_kind(line) for line in lines]
    for kind in made[0]:
        yield from zip(*(each.get(kind, []) for each in made), strict=False)


def _by_kind(line: ast.stmt) -> dict[str, list[tuple[Place, Change]]]:
    kinds: dict[str, list[tuple[Place, Change]]] = {}
    for place in places(line):
        for change in [*small_changes(place.node), *wider_changes(place)]:
            if change.kind:
                kinds.setdefault(change.kind, []).append((place, change))
    return kinds
