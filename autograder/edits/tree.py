"""Where a node stands in a syntax tree, and how another is put there."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where a node stands in a tree: ``owner[key]`` or ``owner.key``, below its parents."""

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
    def around(self) -> tuple[Any, ...]:
        """The node and what it stands in, from the inside out."""
        return (self.node, *reversed(self.parents))

    @property
    def statement(self) -> Any:
        """The statement that it stands in."""
        return next(node for node in self.around if isinstance(node, ast.stmt))

    @property
    def line(self) -> int:
        """Number of the line on which the statement begins."""
        return int(self.statement.lineno)


def places(node: ast.AST, parents: tuple[ast.AST, ...] = ()) -> Iterator[Place]:
    """Find where the statements and expressions below a node stand, in their order."""
    parents = (*parents, node)
    for name, value in ast.iter_fields(node):
        several = isinstance(value, list)
        for i, each in enumerate(value if several else [value]):
            if isinstance(each, ast.stmt | ast.expr):
                yield Place(value, i, parents) if several else Place(node, name, parents)
            if isinstance(each, ast.AST):
                yield from places(each, parents)


def changed(node: Any, **fields: Any) -> Any:
    """Give the node with some fields changed."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def parsed(expression: str) -> Any:
    """Read an expression.

    >>> ast.unparse(parsed("np.sqrt(2)"))
    'np.sqrt(2)'
    """
    return ast.parse(expression, mode="eval").body


def shape(node: ast.AST) -> str:
    """Describe a statement without its names, texts and signs, to find those that are alike.

    Squares count as what they are squares of.

    >>> shape(ast.parse("W = W - rate * dW**2")) == shape(ast.parse("b = b + rate * db"))
    True
    """
    return ast.dump(_Mask().visit(copy.deepcopy(node)))


class _Mask(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.Call:
        called = ast.unparse(node.func)
        self.generic_visit(node)
        node.func = ast.Name(called)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_")

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("_") if isinstance(node.value, str) else node

    def visit_Sub(self, node: ast.Sub) -> ast.Add:
        return ast.Add()

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        square = isinstance(node.op, ast.Pow) and ast.unparse(node.right) == "2"
        return node.left if square else node
