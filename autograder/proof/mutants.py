"""Machine-made mutants of a reference: one small change of its syntax tree each.

A mutant that a grader does not tell from the reference is either the same function, or shows a
case that is missing. Which of the two it is stands in :mod:`autograder.proof.equivalent`.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder.exercise import Exercise, source_of

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.FloorDiv: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult, ast.Add),
}
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
# what stands in for a function of numpy
FUNCTIONS = {
    "np.zeros": ("np.ones",),
    "np.sum": ("np.mean", "np.max"),
    "np.dot": ("np.multiply", "np.inner"),
    "np.linalg.norm": ("np.sum", "np.mean", "np.max"),
    "np.sqrt": ("np.square", "np.abs"),
    "np.random.randn": ("np.random.rand",),
    "np.random.permutation": ("np.arange",),
}
BARE = (ast.Name, ast.Constant, ast.JoinedStr, ast.FormattedValue)
GIVEN = ("np", "len", "range")  # names that stay


@dataclass(frozen=True)
class Mutant:
    """A reference with one change.

    Attributes
    ----------
    exercise
        Name of the exercise.
    description
        The line and what was changed there: ``line 6: 1 - beta1 → 1 + beta1``.
    source
        The whole function.
    """

    exercise: str
    description: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where a node stands in a tree: ``owner[key]`` or ``owner.key``, within a statement."""

    owner: Any
    key: Any
    parents: tuple[ast.AST, ...]

    @property
    def node(self) -> Any:
        """What stands there now."""
        return self.owner[self.key] if isinstance(self.key, int) else getattr(self.owner, self.key)

    def put(self, node: Any) -> None:
        """Let another node stand there."""
        if isinstance(self.key, int):
            self.owner[self.key] = node
        else:
            setattr(self.owner, self.key, node)

    @property
    def line(self) -> int:
        """Number of the line on which the statement begins."""
        around = (self.node, *reversed(self.parents))
        return next(node.lineno for node in around if isinstance(node, ast.stmt))


def mutants(exercise: Exercise) -> list[Mutant]:
    """Make all mutants of an exercise's reference, always the same, in the order of its lines."""
    source = source_of(exercise.reference, exercise.name)
    tree = ast.parse(source)
    names = _Names(tree.body[0])
    known = {ast.unparse(tree)}
    found: list[Mutant] = []
    for place in _places(tree, ()):
        for text, change in _sources(tree, place, names):
            if text not in known and _compiles(text):
                known.add(text)
                found.append(Mutant(exercise.name, f"line {place.line}: {change}", text))
    return _told_apart(found)


def _sources(tree: ast.AST, place: Place, names: "_Names") -> Iterator[tuple[str, str]]:
    """Source of the whole tree for each change at one place, and the change in words."""
    node, shown = place.node, _shown(place)
    before = _in_words(shown)
    for new in list(_changes(node, place, names)):
        place.put(new)
        text, after = ast.unparse(tree), _in_words(new if shown is node else shown)
        place.put(node)
        yield text, f"{before} → {after}"


def _shown(place: Place) -> ast.AST:
    """Find what to show of a change: not a mere name or number, but what stands around it."""
    around = (place.node, *reversed(place.parents))
    shown: ast.AST = next(node for node in around if not isinstance(node, BARE))
    return place.node if isinstance(shown, ast.arguments) else shown


def _in_words(node: ast.AST) -> str:
    first, *rest = ast.unparse(node).splitlines()
    return f"{first} … {rest[-1].strip()}" if rest else first


def _places(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[Place]:
    """Find where the statements and expressions below a node stand."""
    parents = (*parents, node)
    for name, value in ast.iter_fields(node):
        several = isinstance(value, list)
        for i, each in enumerate(value if several else [value]):
            if isinstance(each, ast.stmt | ast.expr):
                yield Place(value, i, parents) if several else Place(node, name, parents)
            if isinstance(each, ast.AST):
                yield from _places(each, parents)


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _told_apart(found: list[Mutant]) -> list[Mutant]:
    """Number the mutants whose descriptions are the same."""
    counts: dict[str, int] = {}
    numbered = []
    for mutant in found:
        counts[mutant.description] = number = counts.get(mutant.description, 0) + 1
        suffix = f" (place {number})" if number > 1 else ""
        numbered.append(Mutant(mutant.exercise, mutant.description + suffix, mutant.source))
    return numbered


class _Names:
    """Names that may stand for one another in a function."""

    def __init__(self, function: ast.AST) -> None:
        self.bound: dict[str, int] = {}
        self.free: list[str] = []
        for node in ast.walk(function):
            if isinstance(node, ast.arg):
                self.bound.setdefault(node.arg, 0)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id != "_":
                self.bound.setdefault(node.id, node.lineno)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id not in {*self.bound, *self.free, *GIVEN, "_"}:
                self.free.append(node.id)

    def others(self, name: str, line: int) -> list[str]:
        """The names next to this one, before and after, among those that are known by a line."""
        known = [each for each, first in self.bound.items() if first < line]
        among = self.free if name in self.free else known
        if name not in among:
            return []
        i = among.index(name)
        return [*among[max(0, i - 1) : i], *among[i + 1 : i + 2]]


def _changes(node: Any, place: Place, names: _Names) -> Iterator[Any]:
    yield from _operators(node)
    yield from _numbers(node)
    yield from _keys(node)
    yield from _calls(node)
    yield from _sequences(node)
    yield from _statements(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in names.others(node.id, place.line):
            yield ast.Name(other, ast.Load())


def _operators(node: Any) -> Iterator[Any]:
    match node:
        case ast.BinOp(left, op, right):
            for other in OPERATORS[type(op)]:
                yield _with(node, op=other())
            yield left
            yield right
            yield ast.UnaryOp(ast.USub(), node)
            if isinstance(op, ast.Sub | ast.Div | ast.Pow):
                yield _with(node, left=right, right=left)
        case ast.AugAssign(op=op):
            for other in OPERATORS[type(op)]:
                yield _with(node, op=other())
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Compare(left=left, ops=[op]):
            for comparison in COMPARISONS:
                yield _with(node, ops=[comparison()])
            yield left


def _numbers(node: Any) -> Iterator[Any]:
    match node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield from map(_number, (value + 1, value - 1, 0, -value))
        case ast.Constant(float(value)):
            yield from map(_number, (value + 1, value / 2, 0, -value))


def _number(value: float) -> ast.expr:
    return ast.parse(repr(value), mode="eval").body


def _keys(node: Any) -> Iterator[Any]:
    """Other names of parameters and gradients: W for b, without a d or with one."""
    match node:
        case ast.Constant(str(key)):
            yield ast.Constant(key.translate(str.maketrans("Wb", "bW")))
            yield ast.Constant(key.removeprefix("d") if key.startswith("d") else f"d{key}")


def _calls(node: Any) -> Iterator[Any]:
    match node:
        case ast.Call(func=function, args=args, keywords=keywords):
            for other in FUNCTIONS.get(ast.unparse(function), ()):
                yield _with(node, func=ast.parse(other, mode="eval").body)
            yield from args[:1]
            for i, (first, second) in enumerate(pairwise(args)):
                yield _with(node, args=[*args[:i], second, first, *args[i + 2 :]])
            for i in range(len(args)):
                yield _with(node, args=[*args[:i], *args[i + 1 :]])
            for keyword in keywords:
                yield _with(node, keywords=[each for each in keywords if each is not keyword])
            if ast.unparse(function) not in (*GIVEN, "np.zeros"):  # −0 is 0
                yield ast.UnaryOp(ast.USub(), node)
        case ast.Attribute(value=value, attr="T"):
            yield value


def _sequences(node: Any) -> Iterator[Any]:
    match node:
        case ast.Tuple(elts=elts):
            for i, (first, second) in enumerate(pairwise(elts)):
                yield _with(node, elts=[*elts[:i], second, first, *elts[i + 2 :]])
            if isinstance(node.ctx, ast.Load):
                for i in range(len(elts)):
                    yield _with(node, elts=[*elts[:i], *elts[i + 1 :]])
        case ast.Dict(keys=keys, values=values):
            for i in range(len(keys)):
                yield ast.Dict([*keys[:i], *keys[i + 1 :]], [*values[:i], *values[i + 1 :]])
        case ast.Slice(lower=lower, upper=upper):
            for name, bound in (("lower", lower), ("upper", upper)):
                if bound is not None:
                    yield _with(node, **{name: None})
                    for op in (ast.Add(), ast.Sub()):
                        yield _with(node, **{name: ast.BinOp(bound, op, ast.Constant(1))})


def _statements(node: Any) -> Iterator[Any]:
    match node:
        case ast.For(body=body):
            yield _with(node, body=[*body, ast.Break()])
        case ast.Assign() | ast.AugAssign() | ast.Expr():
            yield ast.Pass()
        case ast.Return():
            yield ast.Return(None)


def _with(node: Any, **fields: Any) -> Any:
    """Give the node with some fields changed."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
