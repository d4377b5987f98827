"""Names that may stand for one another in a function."""

import ast
import re
from collections.abc import Iterator

from autograder.edits.small import GIVEN, Change
from autograder.edits.terms import GLOSSARY
from autograder.edits.tree import Place, parsed

# names that are taken for one another though they do not look alike
FAMILIES = (
    {"v", "s", "grads", "g", "parameters"},
    {"t", "l"},
    {"gradient", "approximation"},
    {"numerator", "denominator"},
    {"X", "Y"},
    {"X", "A1"},
    {"A3", "Y"},
    {"first", "last"},
    {"m", "mini_batch_size"},
    {"learning_rate", "beta", "epsilon"},
    {"v_corrected", "s_corrected"},
    {"X", "shuffled_X"},
    {"Y", "shuffled_Y"},
    {"shuffled_X", "shuffled_Y"},
)
# the same of names with the number of a layer
STEMS = ({"A", "Z"}, {"dA", "dZ"}, {"A", "dA"}, {"Z", "dZ"}, {"A", "dZ"}, {"W", "dW"}, {"dW", "db"})


class Names:
    """The names of a function: those that it binds, by the line, and those that it is given."""

    def __init__(self, function: ast.AST) -> None:
        self.bound: dict[str, int] = {}
        self.free: list[str] = []
        self.defaults: dict[str, ast.expr] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.arg):
                self.bound.setdefault(node.arg, 0)
            if isinstance(node, ast.arguments) and node.defaults:
                last = [each.arg for each in node.args[-len(node.defaults) :]]
                self.defaults = dict(zip(last, node.defaults, strict=True))
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id != "_":
                self.bound.setdefault(node.id, node.lineno)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id not in {*self.bound, *self.free, *GIVEN, "_"}:
                self.free.append(node.id)

    def neighbours(self, name: str, line: int) -> list[str]:
        """The names next to this one, before and after, among those that are known by a line."""
        among = self.free if name in self.free else self._known(line)
        if name not in among:
            return []
        i = among.index(name)
        return [*among[max(0, i - 1) : i], *among[i + 1 : i + 2]]

    def relatives(self, name: str, line: int) -> list[str]:
        """The names that are easily taken for this one, among those that are known by a line."""
        known = self._known(line)
        near = self.neighbours(name, line)
        return [each for each in known if each not in (name, *near) and akin(name, each)]

    def _known(self, line: int) -> list[str]:
        return [each for each, first in self.bound.items() if first < line]


def akin(first: str, second: str) -> bool:
    """Tell whether one name is easily taken for the other.

    >>> akin("A1", "A2"), akin("A2", "dA2"), akin("J_plus", "J_minus"), akin("Z1", "dA2")
    (True, True, True, False)
    """
    if any({first, second} <= family for family in FAMILIES):
        return True
    (stem, number), (other, other_number) = _split(first), _split(second)
    if number and other_number:
        return stem == other or (number == other_number and {stem, other} in STEMS)
    return "_" in first + second and _first_word(first) == _first_word(second)


def _first_word(name: str) -> str:
    return name.partition("_")[0]


def _split(name: str) -> tuple[str, str]:
    match = re.fullmatch(r"(d?[A-Zb]|beta)(\d)", name)
    return (match[1], match[2]) if match else (name, "")


def changes_of_names(place: Place, names: Names) -> Iterator[Change]:
    """Put the names beside a name in its place."""
    node = place.node
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in names.neighbours(node.id, place.line):
            functions = node.id in names.free and {node.id, other} <= {*GLOSSARY}
            yield _named(node, other, akin(node.id, other) or functions)


def wider_changes_of_names(place: Place, names: Names) -> Iterator[Change]:
    """Put in place of a name those that look like it, and numbers."""
    node = place.node
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    for other in names.relatives(node.id, place.line):
        yield _named(node, other, True)
    if node.id == "t":
        for text in ("1", "2", "t + 1", "t - 1"):
            new = parsed(text)  # with 1, the power is left out
            yield Change(new, "" if text == "1" else "in place of", node, new)
    if node.id in names.defaults:
        new = names.defaults[node.id]
        yield Change(new, "fixed", node, new)


def _named(node: ast.Name, other: str, likely: bool) -> Change:
    """Call it by a name where one may be taken for the other."""
    new = ast.Name(other, ast.Load())
    return Change(new, "name" if likely else "", node, new)
