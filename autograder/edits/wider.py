"""Changes that reach over several operations: precedence, roots and norms, factors too many."""

import ast
import copy
from collections.abc import Iterator
from typing import Any

from autograder.edits.parentheses import deleted
from autograder.edits.small import Change
from autograder.edits.terms import FUNCTIONS, PARTS
from autograder.edits.tree import Place, changed, parsed

LOOSE = ast.Add | ast.Sub
TIGHT = ast.Mult | ast.Div
REACHING = ("np.sqrt", "np.linalg.norm")
# other ways to give one number for many
NORMS = {
    "np.sum(np.abs({}))": "the sum of the absolute values",
    "np.max(np.abs({}))": "the largest absolute value",
    "np.sum(({}) ** 2)": "the sum of squares",
}
SUMS = {
    "np.sum({})": "a sum over everything",
    "np.sum({}, axis=0, keepdims=True)": "a sum over the units",
    "np.mean({}, axis=1, keepdims=True)": "the mean",
}


def wider_changes(place: Place) -> Iterator[Change]:
    """Make all wider changes of one node, always in the same order."""
    node, statement = place.node, place.statement
    if isinstance(statement, ast.FunctionDef | ast.For):
        return
    if isinstance(statement, ast.Assign | ast.Return) and statement.value is node:
        yield from deleted(node)
        yield from _copied(statement)
    yield from _reach(node)
    yield from _functions(node)
    yield from _factors(place)
    yield from _entries(node)


def _reach(node: Any) -> Iterator[Change]:
    """Let an operation, a power or a root reach over more or less than it should."""
    for reach in (_of_a_power, _of_what_is_on_the_right, _of_what_is_on_the_left, _of_both, _less):
        yield from reach(node)


def _of_a_power(node: Any) -> Iterator[Change]:
    match node:
        case ast.BinOp(left, op, ast.BinOp(first, ast.Pow() as power, second)):
            if isinstance(op, LOOSE | ast.Mult):
                inner = ast.BinOp(left, op, first)
                yield Change(ast.BinOp(inner, power, second), "power of all", inner)
        case ast.BinOp(left, op, ast.BinOp(first, other, second)):
            if isinstance(op, LOOSE) and isinstance(other, TIGHT):
                inner = ast.BinOp(left, op, first)
                yield Change(ast.BinOp(inner, other, second), "too wide", inner)


def _of_what_is_on_the_right(node: Any) -> Iterator[Change]:
    match node:
        case ast.BinOp(ast.Call(args=[first]) as call, op, right) if _reaches(call, op):
            new = changed(call, args=[ast.BinOp(first, op, right)])
            yield Change(new, "reaches too far", right, FUNCTIONS[ast.unparse(call.func)])


def _of_what_is_on_the_left(node: Any) -> Iterator[Change]:
    match node:
        case ast.BinOp(left, op, ast.Call(args=[first]) as call) if _reaches(call, op):
            new = changed(call, args=[ast.BinOp(left, op, first)])
            yield Change(new, "reaches too far", left, FUNCTIONS[ast.unparse(call.func)])


def _of_both(node: Any) -> Iterator[Change]:
    match node:
        case ast.BinOp(
            ast.Call(args=[first]) as call, ast.Add() as op, ast.Call(args=[second]) as c
        ):
            if _reaches(call) and ast.unparse(c.func) == ast.unparse(call.func):
                new = changed(call, args=[ast.BinOp(first, op, second)])
                yield Change(new, "all at once", first, FUNCTIONS[ast.unparse(call.func)])


def _less(node: Any) -> Iterator[Change]:
    match node:
        case ast.Call(args=[ast.BinOp(first, op, second)]) if _reaches(node):
            function = FUNCTIONS[ast.unparse(node.func)]
            one, other = changed(node, args=[first]), changed(node, args=[second])
            yield Change(ast.BinOp(one, op, second), "reaches too short", first, function)
            if isinstance(op, LOOSE):
                yield Change(ast.BinOp(one, op, other), "one by one", first, function)


def _reaches(call: ast.Call, op: ast.operator | None = None) -> bool:
    """Tell whether it matters how far a function reaches; a norm may be scaled before or after."""
    function = ast.unparse(call.func)
    return function in REACHING and not (isinstance(op, TIGHT) and function != "np.sqrt")


def _functions(node: Any) -> Iterator[Change]:
    """Take another function, or one more."""
    match node:
        case ast.Call(func=function, args=[first, *_]):
            name, inner = ast.unparse(function), ast.unparse(first)
            forms = {"np.linalg.norm": NORMS, "np.sum": SUMS}.get(name, {})
            for form, noun in forms.items():
                new = parsed(form.format(inner))
                yield Change(new, "function", FUNCTIONS[name], noun)
            if name == "np.random.randn":
                new = ast.Call(parsed("np.abs"), [node], [])
                yield Change(new, "function added", "the absolute value of the random numbers")
        case ast.Subscript(ast.Name("grads")):
            new = ast.Call(ast.Name("abs"), [node], [])
            yield Change(new, "function added", "the absolute value of the gradient")


def _factors(place: Place) -> Iterator[Change]:
    """Take a factor, a divisor or an exponent twice, or divide in whole numbers."""
    node, parent = place.node, place.around[1]
    chained = isinstance(parent, ast.BinOp) and isinstance(parent.op, TIGHT)
    match node:
        case ast.BinOp(_, ast.Mult(), ast.Compare()):
            return  # a mask twice is the same mask
        case ast.BinOp(left, ast.Mult() as op, right) if not chained:
            for factor, twice in ((left, (left, op, node)), (right, (node, op, right))):
                kind = "factor twice" if _is_simple(factor) else ""
                yield Change(ast.BinOp(*twice), kind, factor)
        case ast.BinOp(left, ast.Div() as op, right):
            if not chained:
                yield Change(ast.BinOp(node, op, right), "divided twice", right)
            yield Change(changed(node, op=ast.FloorDiv()), "whole numbers", right, left)
        case ast.BinOp(_, ast.Pow(), right):
            double = ast.BinOp(ast.Constant(2), ast.Mult(), right)
            yield Change(changed(node, right=double), "power doubled", right)
    match node:
        case ast.BinOp(left, ast.Mult(), ast.Constant(int(number))) if number > 2:
            small = ast.Constant(1 / number**2)
            yield Change(changed(node, right=small), "in place of", node.right, small)


def _is_simple(factor: Any) -> bool:
    """Tell whether a person may write a factor twice: a name, a number, 1/m."""
    quotient = isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Div)
    return quotient or isinstance(factor, ast.Name | ast.Constant)


def _entries(node: Any) -> Iterator[Change]:
    """Move by another step, or take another entry."""
    match node:
        case ast.AugAssign(ast.Subscript() as target, ast.Add() | ast.Sub(), value):
            read = changed(target, ctx=ast.Load())
            longer = ast.BinOp(value, ast.Mult(), read)
            yield Change(changed(node, value=longer), "relative step", value)
            yield Change(ast.Assign([target], value, lineno=node.lineno), "set, not moved", value)
            whole = ast.Name(ast.unparse(target.value), ast.Store())
            yield Change(changed(node, target=whole), "all entries", target.value)
        case ast.BinOp(ast.Name("theta") as left, ast.Add() | ast.Sub(), ast.Name() as right):
            longer = ast.BinOp(right, ast.Mult(), left)
            yield Change(changed(node, right=longer), "relative step", right)
        case ast.Subscript(ast.Name("layers_dims"), ast.Name()):
            yield Change(ast.Constant(1), "in place of", node, ast.Constant(1))
        case ast.BinOp(ast.Name(), ast.Sub(), ast.Name("approximation") as right):
            flat = ast.Call(parsed("np.ravel"), [right], [])
            yield Change(changed(node, right=flat), "flattened", right)
        case ast.Subscript(ast.Name("layers_dims") as sizes, ast.BinOp(), ctx):
            new = ast.Subscript(sizes, ast.Constant(0), ctx)
            yield Change(new, "in place of", node, new)


def _copied(statement: Any) -> Iterator[Change]:
    """Leave W where b belongs, or b where W does, in all that is read."""
    new = copy.deepcopy(statement.value)
    keys: list[Any] = [each for each in ast.walk(new) if _is_key(each)]
    letters = {key.value[-1] for key in keys}
    if len(keys) < 2 or len(letters) > 1:
        return
    letter = letters.pop()
    other = "b" if letter == "W" else "W"
    for key in keys:
        key.value = key.value.replace(letter, other)
    yield Change(new, "in place of", PARTS[letter], PARTS[other])


def _is_key(node: Any) -> bool:
    return isinstance(node, ast.Constant) and node.value in ("W", "b", "dW", "db")


def inlined(source: str) -> Iterator[ast.AST]:
    r"""Give the function with its intermediate values put in where they are used.

    First with all that are used once, then with each by itself. What was put in is marked.

    >>> print(ast.unparse(next(inlined("def f(x):\n    y = x + 1\n    z = 2 * y\n    return z"))))
    def f(x):
        z = 2 * (x + 1)
        return z
    """
    names = [name for name, count in _locals(ast.parse(source)).items() if count == 1]
    chosen = [names, *([name] for name in names if len(names) > 1)]
    for each in chosen:
        tree = ast.parse(source)
        for name in each:
            _inline(tree, name)
        if each:
            yield tree


def _locals(tree: ast.AST) -> dict[str, int]:
    """Count how often each formula is used that has a name of its own."""
    formulas = [
        node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.BinOp | ast.Call)
        and not ast.unparse(node.value).startswith(("np.copy", "np.zeros"))
    ]
    read = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    returned = [
        each.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Return)
        for each in ast.walk(node)
        if isinstance(each, ast.Name)
    ]
    once = [name for name in formulas if formulas.count(name) == 1 and name not in returned]
    return {name: read.count(name) for name in once}


def _inline(tree: ast.AST, name: str) -> None:
    for node in ast.walk(tree):
        for body in (each for key, each in ast.iter_fields(node) if key == "body"):
            for line in body:
                match line:
                    case ast.Assign([ast.Name(target)], value) if target == name:
                        body.remove(line)
                        value.put_in_from = line  # type: ignore[attr-defined]
                        _Put(name, value).visit(tree)
                        return


class _Put(ast.NodeTransformer):
    """Put a value in place of a name."""

    def __init__(self, name: str, value: ast.expr) -> None:
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id != self.name:
            return node
        return self.value


def holds_what_was_put_in(node: ast.AST) -> bool:
    """Tell whether an intermediate value was put in somewhere below a node."""
    return any(hasattr(each, "put_in_from") for each in ast.walk(node) if each is not node)
