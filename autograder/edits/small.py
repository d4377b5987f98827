"""Small changes of one node: another operator, number, key, function or bound, or one part gone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder.edits.terms import FUNCTIONS as NOUNS
from autograder.edits.tree import changed, parsed

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
# what only a machine would put there
UNLIKELY = {
    ("np.linalg.norm", "np.mean"),
    ("np.linalg.norm", "np.max"),
    ("np.sqrt", "np.abs"),
    ("np.dot", "np.inner"),
}
GIVEN = ("np", "len", "range")  # names that stay


@dataclass(frozen=True)
class Change:
    """What may stand in place of a node, and what to say of it.

    Attributes
    ----------
    new
        The other node.
    kind
        A key of ``wording.KINDS``; empty where no person would do that.
    what, instead
        What is concerned and what stands there instead: nodes, or words.
    about
        The line that is spoken of, where it is not the one that the node stands in.
    shown
        What is done to it, for the description.
    """

    new: Any
    kind: str = ""
    what: Any = None
    instead: Any = None
    about: Any = None
    shown: str = ""


def small_changes(node: Any) -> Iterator[Change]:
    """Make all changes of one node, always in the same order."""
    for changes in (_operators, _numbers, _keys, _calls, _sequences, _statements):
        yield from changes(node)


def _operators(node: Any) -> Iterator[Change]:
    match node:
        case ast.BinOp(left, op, right):
            for other in OPERATORS.get(type(op), ()):
                new = changed(node, op=other())
                sign = isinstance(op, ast.Add | ast.Sub) and other in (ast.Add, ast.Sub)
                kind = "sign" if sign else _operation(op, other)
                if "to Div" in kind and not _may_be_divided(node):
                    kind = ""
                yield Change(new, kind, right, left)
            yield _without_right(node)
            yield _without_left(node)
            yield _negative(node)
            if isinstance(op, ast.Sub | ast.Div | ast.Pow):
                kinds = {ast.Sub: "wrong way round", ast.Div: "upside down"}
                kind = kinds.get(type(op), "")
                if kind == "wrong way round" and isinstance(left, ast.Constant):
                    kind = ""
                yield Change(changed(node, left=right, right=left), kind, left, right)
        case ast.AugAssign(target=target, op=op, value=value):
            for other in OPERATORS[type(op)]:
                sign = other in (ast.Add, ast.Sub)
                new = changed(node, op=other())
                yield Change(new, "sign" if sign else _operation(op, other), value, target)
        case ast.UnaryOp(operand=operand):
            yield Change(operand)
        case ast.Compare(left=left, ops=[op]):
            for comparison in COMPARISONS:
                new = changed(node, ops=[comparison()])
                kind = "in place of" if comparison in (ast.Lt, ast.GtE) else ""
                yield Change(new, kind, node, new)
            yield Change(left, "in place of", node, left)


def _may_be_divided(node: ast.BinOp) -> bool:
    simple = isinstance(node.right, ast.Name | ast.Constant)
    return simple and not isinstance(node.left, ast.Constant)


def _operation(op: ast.operator, other: type[ast.operator]) -> str:
    return f"{type(op).__name__} to {other.__name__}"


def _without_right(node: ast.BinOp) -> Change:
    kinds: dict[type[ast.operator], str] = {
        ast.Mult: "factor left out",
        ast.Div: "divisor left out",
        ast.Pow: "power left out",
    }
    kind = kinds.get(type(node.op), "term left out")
    if kind == "term left out" and isinstance(node.left, ast.Constant):
        kind = ""  # as if the factor were left out that the difference is
    return Change(node.left, kind, node.right, node.left)


def _without_left(node: ast.BinOp) -> Change:
    if isinstance(node.op, ast.Mult):
        return Change(node.right, "factor left out", node.left, node.right)
    if isinstance(node.op, ast.Add):
        return Change(node.right, "term left out", node.left, node.right)
    kind = "in place of" if isinstance(node.left, ast.Constant) else ""
    return Change(node.right, kind, node, node.right)


def _negative(node: ast.BinOp) -> Change:
    new = ast.UnaryOp(ast.USub(), node)
    if isinstance(node.op, ast.Sub) and not isinstance(node.left, ast.Constant):
        return Change(new, "wrong way round", node.left, node.right)
    return Change(new)


def _numbers(node: Any) -> Iterator[Change]:
    match node:
        case ast.Constant(bool(value)):
            yield Change(ast.Constant(not value))
        case ast.Constant(int(value)):
            for other in (value + 1, value - 1, 0, -value):
                new = parsed(repr(other))
                near = abs(other - value) == 1 and other >= 0
                yield Change(new, "number" if near else "", node, new)
        case ast.Constant(float(value)):
            for changed_to in (value + 1, value / 2, 0, -value):
                new = parsed(repr(changed_to))
                yield Change(new, "number" if changed_to > 0 else "", node, new)


def _keys(node: Any) -> Iterator[Change]:
    """Other names of parameters and gradients: W for b, without a d or with one."""
    match node:
        case ast.Constant(str(key)):
            copied = ast.Constant(key.translate(str.maketrans("Wb", "bW")))
            yield Change(copied, "name", node, copied)
            other = key.removeprefix("d") if key.startswith("d") else f"d{key}"
            yield Change(ast.Constant(other), "key", node, ast.Constant(other))


def _calls(node: Any) -> Iterator[Change]:
    match node:
        case ast.Call(func=function, args=args, keywords=keywords):
            name = ast.unparse(function)
            for other in FUNCTIONS.get(name, ()):
                yield _another_function(node, name, other)
            if args:
                yield _not_called(node, name)
            for i, (first, second) in enumerate(pairwise(args)):
                new = changed(node, args=[*args[:i], second, first, *args[i + 2 :]])
                yield Change(new, "arguments", first, second)
            for i in range(len(args)):
                yield Change(changed(node, args=[*args[:i], *args[i + 1 :]]))
            for keyword in keywords:
                rest = [each for each in keywords if each is not keyword]
                yield Change(changed(node, keywords=rest), keyword.arg or "")
            if name not in (*GIVEN, "np.zeros"):  # −0 is 0
                random = name.startswith("np.random")  # as likely either way
                kind = "" if random else "opposite"
                yield Change(ast.UnaryOp(ast.USub(), node), kind, node)
        case ast.Attribute(value=value, attr="T"):
            yield Change(value, "not transposed", value)


def _another_function(node: ast.Call, name: str, other: str) -> Change:
    new = changed(node, func=parsed(other))
    if (name, other) in UNLIKELY:
        return Change(new)
    if name in NOUNS and other in NOUNS:
        return Change(new, "function", NOUNS[name], NOUNS[other])
    return Change(new, "in place of", node, new)


def _not_called(node: ast.Call, name: str) -> Change:
    """Leave the first argument as it is."""
    argument = node.args[0]
    match name:
        case "np.sqrt" | "np.linalg.norm" | "np.sum":
            return Change(argument, "function left out", NOUNS[name])
        case "np.copy":
            return Change(argument, "copy left out", argument)
        case "backward_propagation":
            return Change(argument, "in place of", node, argument)
    return Change(argument)


def _sequences(node: Any) -> Iterator[Change]:
    match node:
        case ast.Tuple(elts=elts):
            for i, (first, second) in enumerate(pairwise(elts)):
                new = changed(node, elts=[*elts[:i], second, first, *elts[i + 2 :]])
                yield Change(new, "exchanged", first, second)
            if isinstance(node.ctx, ast.Load):
                for i in range(len(elts)):
                    new = changed(node, elts=[*elts[:i], *elts[i + 1 :]])
                    yield Change(new, "not there", elts[i])
        case ast.Dict(keys=keys, values=values):
            for i, key in enumerate(keys):
                new = ast.Dict([*keys[:i], *keys[i + 1 :]], [*values[:i], *values[i + 1 :]])
                yield Change(new, "not there", key.value if isinstance(key, ast.Constant) else None)
        case ast.Slice(lower=lower, upper=upper):
            for name, bound in (("lower", lower), ("upper", upper)):
                if bound is not None:
                    yield Change(changed(node, **{name: None}), "bound left out", bound)
                    for op, kind in (
                        (ast.Add(), "bound too large"),
                        (ast.Sub(), "bound too small"),
                    ):
                        new = ast.BinOp(bound, op, ast.Constant(1))
                        yield Change(changed(node, **{name: new}), kind, bound)


def _statements(node: Any) -> Iterator[Change]:
    match node:
        case ast.For(target=target, body=body):
            yield Change(changed(node, body=[*body, ast.Break()]), "one turn", target)
        case ast.Assign() | ast.AugAssign():
            yield Change(ast.Pass(), "line left out")
        case ast.Expr(ast.Call(ast.Attribute(attr="seed"))):
            yield Change(ast.Pass(), "seed left out")
        case ast.Expr():
            yield Change(ast.Pass())
        case ast.Return():
            yield Change(ast.Return(None), "nothing returned")
