"""A student's function as a tree: read, never run, and bounded, since anybody wrote it."""

import ast
import itertools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST, LARGEST = 20_000, 6_000  # characters, and parts of a tree; what has more is not read
MOST_SHOWN = 80  # characters of a line that is quoted
NOT_PYTHON = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)  # lines for IPython and the shell
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

LOOPS = (ast.For, ast.AsyncFor, ast.While)
Callable = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Place = tuple[int, int]


@dataclass(frozen=True)
class Sign:
    """What is seen in a source.

    Attributes
    ----------
    name
        In a few words.
    question
        The first hint: a question that leads to it.
    hint
        The second hint: what stands there.
    """

    name: str
    question: str
    hint: str


Signs = Iterator[Sign]


@dataclass(frozen=True)
class Definition:
    """One function in a text.

    Attributes
    ----------
    node
        Its ``def`` or its lambda.
    lines
        Of the whole text.
    beside
        The other functions of the same text, by name.
    """

    node: Callable
    lines: list[str]
    beside: dict[str, Callable]

    @cached_property
    def everything(self) -> list[ast.AST]:
        """All that stands in its body, functions inside it as well."""
        return [node for part in self._body for node in ast.walk(part)]

    @cached_property
    def own(self) -> list[ast.AST]:
        """The same without what stands in functions and classes inside it."""
        return [node for part in self._body for node in _walk_own(part)]

    @property
    def _body(self) -> list[ast.AST]:
        node = self.node
        return [node.body] if isinstance(node, ast.Lambda) else [*node.body]

    @property
    def statements(self) -> list[ast.stmt]:
        """Its lines at the outermost level."""
        return [] if isinstance(self.node, ast.Lambda) else self.node.body

    @cached_property
    def parameters(self) -> set[str]:
        """Names of its arguments."""
        given = self.node.args
        return {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}

    @cached_property
    def loads(self) -> dict[str, list[ast.Name]]:
        """Where names are read, but for ``v`` in ``v[key] = ...``, which reads nothing of it."""
        changed = {id(n.target) for n in self.everything if isinstance(n, ast.AugAssign)}
        bases = {
            id(node.value)
            for node in self.everything
            if isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and id(node) not in changed
        }
        found: dict[str, list[ast.Name]] = {}
        for node in self.everything:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                if id(node) not in bases:
                    found.setdefault(node.id, []).append(node)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).append(node.target)
        return found

    @cached_property
    def stores(self) -> dict[str, list[ast.Name]]:
        """Where names of its own get a value."""
        found: dict[str, list[ast.Name]] = {}
        for node in self.own:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def looks_up_names(self) -> bool:
        """Whether it may read names that are not seen in its text."""
        words = {"locals", "vars", "eval", "exec", "globals"}
        outside = any(isinstance(node, ast.Global | ast.Nonlocal) for node in self.everything)
        return outside or bool(words & self.loads.keys())

    @cached_property
    def parents(self) -> dict[int, ast.AST]:
        """What each node stands in directly, by the node's id."""
        return {
            id(child): node
            for node in [self.node, *self.everything]
            for child in ast.iter_child_nodes(node)
        }

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Go from what a node stands in outwards, as far as the function's body."""
        while (parent := self.parents.get(id(node))) not in (None, self.node):
            yield parent
            node = parent

    def line(self, node: ast.AST) -> str:
        """Quote the line that a node begins in."""
        text = self.lines[getattr(node, "lineno", 1) - 1].split("#")[0].strip().rstrip(";")
        return f"`{shortened(text)}`"

    def text(self, node: ast.expr) -> str:
        """Quote an expression."""
        if node.lineno != node.end_lineno:
            return self.line(node)
        line = self.lines[node.lineno - 1].encode()
        return f"`{shortened(line[node.col_offset : node.end_col_offset].decode())}`"


def shortened(text: str) -> str:
    """Cut a line that is long, and leave out what would end a quotation."""
    text = text.replace("`", "'")
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def defines(function: str, text: str) -> bool:
    r"""Tell whether a text, which need be no Python, has a definition of ``function``.

    >>> defines("f", "def f(x):\n    return x"), defines("f", "f == 1"), defines("f", "g = f")
    (True, False, False)
    """
    name = re.escape(function)
    defined = rf"^(?:async[ \t]+)?def[ \t]+{name}\b|^{name}[ \t]*=[^=]"
    return re.search(defined, text, re.MULTILINE) is not None


def definition_in(source: str | None, function: str) -> Definition | None:
    """Find the last definition of ``function`` in a text; None where it has none, or no sense."""
    if not source or len(source) > LONGEST:
        return None
    text = NOT_PYTHON.sub(r"\1pass", source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a backslash in a student's text
        tree = ast.parse(text)
    if sum(1 for _ in itertools.islice(ast.walk(tree), LARGEST + 1)) > LARGEST:
        return None
    beside: dict[str, Callable] = {}
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                beside[node.name] = node
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                beside[name] = value
    found = beside.pop(function, None)
    return None if found is None else Definition(found, text.split("\n"), beside)


def place(node: ast.AST) -> Place:
    """Where a node begins."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def names_in(node: ast.AST) -> set[str]:
    """All names in a part of a tree."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def called(node: ast.AST) -> str:
    """Name what is called, as ``dot`` in ``np.dot(a, b)``; empty where nothing is."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return str(name)
    return ""


def _walk_own(node: ast.AST) -> Iterator[ast.AST]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))


def reachable_names(definition: Definition, most: int = 20) -> set[str]:
    """Gather names and attributes in a function and in what it calls in the same text."""
    found: set[str] = set()
    waiting: list[ast.AST] = [definition.node]
    visited: set[str] = set()
    while waiting and most:
        most -= 1
        for node in ast.walk(waiting.pop()):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                    found.add(name)
        more = (found & definition.beside.keys()) - visited
        visited |= more
        waiting += [definition.beside[name] for name in sorted(more)]
    return found
