"""What beginners do to a line that is right: edits of a function, made by machine.

They are made apart from those that the grader knows names for, in a beginner's ways: a parenthesis
lost, a line copied for the biases and not changed everywhere, None left, `^` for a power, a value
not stored, a neighbour's name.
"""

import ast
import copy
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add, ast.MatMult),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Pow: (ast.Mult, ast.BitXor),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
COMPARISONS = {ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt,), ast.Lt: (ast.LtE,), ast.Eq: ()}
FUNCTIONS = {
    "zeros": ("ones", "empty_like"),
    "randn": ("rand", "random"),
    "sqrt": ("square", "abs"),
    "dot": ("multiply",),
    "norm": ("sum", "abs"),
    "sum": ("mean", "norm"),
    "copy": ("asarray",),
    "permutation": ("arange", "randint"),
}
NAMES = ("W", "b")


def beginners_edits(source: str) -> dict[str, str]:
    """Make all edits: what was done, and the whole function after it."""
    tree = ast.parse(source)
    right = ast.unparse(tree)
    found: dict[str, str] = {}
    for what, text in [*_of_nodes(tree), *_of_lines(right), *_of_texts(right)]:
        if text != right and text not in found.values() and _runs(text):
            found[f"{len(found)}: {what}"] = text
    return found


def _runs(text: str) -> bool:
    try:
        compile(text, "<edited>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _of_nodes(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Change one place of the tree."""
    names = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"np"})
    for i, node in enumerate(ast.walk(tree)):
        for what, new in _changes(node, names):
            other = copy.deepcopy(tree)
            place = list(ast.walk(other))[i]
            place.__class__ = type(new)
            place.__dict__.update(copy.deepcopy(new).__dict__)
            yield what, ast.unparse(ast.fix_missing_locations(other))


def _changes(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    yield from _of_expressions(node, names)
    yield from _of_calls(node)
    yield from _of_statements(node)


def _of_expressions(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.BinOp(left, op, right):
            for other in OPERATORS.get(type(op), ()):
                yield f"{other.__name__} for {type(op).__name__}", ast.BinOp(left, other(), right)
            yield "left alone", left
            yield "right alone", right
            yield "exchanged", ast.BinOp(right, op, left)
            yield from _parentheses(left, op, right)
        case ast.Compare(left, [op], [right]):
            for comparison in COMPARISONS.get(type(op), ()):
                yield comparison.__name__, ast.Compare(left, [comparison()], [right])
        case ast.Constant(int(number)) if not isinstance(number, bool):
            for value in {0, 1, 2, number + 1} - {number}:
                yield f"{value} for {number}", ast.Constant(value)
        case ast.Constant(float(number)):
            yield f"half of {number}", ast.Constant(number / 2)
        case ast.Name(name, ast.Load()) if name in names:
            for other in sorted(names, key=lambda each: -_likeness(name, each))[:4]:
                if other != name:
                    yield f"{other} for {name}", ast.Name(other, ast.Load())


def _of_calls(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Call(ast.Attribute(of, name), args, keywords):
            for other in FUNCTIONS.get(name, ()):
                yield f"{other} for {name}", ast.Call(ast.Attribute(of, other), args, keywords)
            yield from _arguments(node.func, args, keywords)
        case ast.Call(function, args, keywords):
            yield from _arguments(function, args, keywords)
        case ast.Attribute(value, "T"):
            yield "not transposed", value


def _of_statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.AugAssign(target, op, value):
            minus = ast.UnaryOp(ast.USub(), value) if isinstance(op, ast.Sub) else value
            yield "=- for -=", ast.Assign([target], minus, lineno=0)
        case ast.Return(ast.Tuple([first, *rest])):
            yield "the first returned alone", ast.Return(first)
            yield "returned in another order", ast.Return(ast.Tuple([*rest, first]))
        case ast.Return(ast.expr() as value):
            yield "printed, not returned", ast.Expr(ast.Call(ast.Name("print"), [value], []))
            yield "not returned", ast.Expr(value)
        case ast.Assign([target], value):
            yield "None left", ast.Assign([target], ast.Constant(None), lineno=0)
            yield "not stored", ast.Assign([ast.Name("result")], value, lineno=0)
            yield "taken away, not set", ast.AugAssign(target, ast.Sub(), value)


def _parentheses(
    left: ast.expr, op: ast.operator, right: ast.expr
) -> Iterator[tuple[str, ast.AST]]:
    """Lose those around one side."""
    loose = ast.Add | ast.Sub
    if not isinstance(op, loose) and isinstance(right, ast.BinOp):
        inner = ast.BinOp(left, op, right.left)
        yield "parentheses lost on the right", ast.BinOp(inner, right.op, right.right)
    if not isinstance(op, loose) and isinstance(left, ast.BinOp) and isinstance(left.op, loose):
        inner = ast.BinOp(left.right, op, right)
        yield "parentheses lost on the left", ast.BinOp(left.left, left.op, inner)


def _arguments(
    function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]
) -> Iterator[tuple[str, ast.AST]]:
    if args:
        yield "the function left out", args[0]
    if len(args) > 1:
        yield "arguments exchanged", ast.Call(function, [args[1], args[0], *args[2:]], keywords)
        yield "the last argument left out", ast.Call(function, args[:-1], keywords)
    for keyword in keywords:
        rest = [each for each in keywords if each is not keyword]
        yield f"{keyword.arg} left out", ast.Call(function, args, rest)


def _of_lines(text: str) -> Iterator[tuple[str, str]]:
    """Leave a line out, write it twice, exchange two, or move one out of its loop or into it."""
    lines = text.splitlines()
    for i, line in enumerate(lines[1:], start=1):
        before, after = lines[:i], lines[i + 1 :]
        yield "a line left out", "\n".join([*before, *after])
        yield "a line twice", "\n".join([*before, line, line, *after])
        if after:
            yield "lines exchanged", "\n".join([*before, after[0], line, *after[1:]])
        yield "a line moved in", "\n".join([*before, f"    {line}", *after])
        yield "a line moved out", "\n".join([*before, line.removeprefix("    "), *after])


def _of_texts(text: str) -> Iterator[tuple[str, str]]:
    """Copy from weights to biases or from layer to layer, and forget to change what is copied."""
    swaps = [(r"(?<=['\"]d)W", "b"), (r"(?<=['\"]d)b", "W"), (r"(?<=['\"])W", "b")]
    swaps += [(r"(?<=['\"])b", "W"), (r"\{l\}", "{l - 1}"), (r"\{l\}", "{l + 1}")]
    swaps += [(rf"\b(d?[WbAZ]){n}\b", rf"\g<1>{m}") for n, m in ((1, 2), (2, 1), (2, 3), (3, 2))]
    swaps += [(r"\bdW(\d)", r"db\1"), (r"\bdb(\d)", r"dW\1"), (r"\bd([WA]\d)", r"\1")]
    swaps += [
        (r"\[l - 1\]", "[l]"),
        (r"\[l\]", "[l - 1]"),
        (r"beta1", "beta2"),
        (r"beta2", "beta1"),
    ]
    swaps += [(r"range\(1, L \+ 1\)", "range(L)"), (r"range\(1, L \+ 1\)", "range(1, L)")]
    swaps += [(r"_plus", "_minus"), (r"_minus", "_plus"), (r"['\"]d", "'")]
    for old, new in swaps:
        for match in re.finditer(old, text):
            changed = match.expand(new) if "\\" in new else new
            yield f"{changed} for {match[0]}", text[: match.start()] + changed + text[match.end() :]
        lines = text.splitlines()
        for i, line in enumerate(lines):
            copied = re.sub(old, new, line)
            yield f"{new} for {old} in a line", "\n".join([*lines[:i], copied, *lines[i + 1 :]])


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
