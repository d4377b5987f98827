"""What becomes of values: given and not read, computed and not used, replaced too early.

Each function looks for one kind. All say what stands there and nothing more, and nothing where it
does no harm: a number of layers that is computed and not used, a name for what nobody wants.
"""

import ast
import builtins
import itertools
from collections.abc import Iterator

from helpers.checks.source.tree import (
    COMPREHENSIONS,
    LOOPS,
    Definition,
    Sign,
    Signs,
    called,
    names_in,
    place,
    reachable_names,
)

START_VALUES = {
    *("array", "asarray", "full", "ones", "ones_like", "zeros", "zeros_like", "empty"),
    *("empty_like", "dict", "list", "set", "tuple", "float", "defaultdict", "OrderedDict"),
}
SIZES = {"len", "int", "str", "range", "floor", "ceil", "default_rng", "RandomState", "time"}
FURTHEST = 30  # lines that are looked through for what replaces a value
USUAL = {"np", "numpy", "math", "copy", "deepcopy", "tell", "random"} | set(dir(builtins))


def argument_overwritten(seen: Definition, uses: frozenset[str]) -> Signs:
    """An argument that gets another value before it is read."""
    for name in sorted(uses & seen.parameters):
        for statement in seen.statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=stored)], value=value) if stored == name:
                    read = name in names_in(value)
                case ast.For(target=ast.Name(id=stored), iter=value) if stored == name:
                    read = name in names_in(value)
                case _:
                    if name in names_in(statement):
                        break
                    continue
            if not read:
                yield Sign(
                    f"{name} is overwritten",
                    f"Where does the value of {name} come from that your function works with?",
                    f"The argument `{name}` gets another value in the line "
                    f"{seen.line(statement)}, before it is read: what your function was called "
                    "with is lost.",
                )
            break


def argument_unread(seen: Definition, uses: frozenset[str]) -> Signs:
    """Arguments that a right answer depends on and this one never looks at."""
    if seen.looks_up_names:
        return
    overwritten = {each.name for each in argument_overwritten(seen, uses)}
    unread = [
        name
        for name in sorted(uses & seen.parameters)
        if name not in seen.loads and f"{name} is overwritten" not in overwritten
    ]
    if unread:
        listed, quoted = " and ".join(unread), " and ".join(f"`{name}`" for name in unread)
        yield Sign(
            f"{listed} {'is' if len(unread) == 1 else 'are'} never used",
            "Does your function use all that it is given?",
            f"Your function never uses {quoted}.",
        )


def only_written(seen: Definition, uses: frozenset[str]) -> Signs:
    """An argument whose entries get new values that no old one went into."""
    for name in sorted(uses & seen.parameters):
        written = any(_changes_entry(node, name) for node in seen.own)
        loads = seen.loads.get(name, [])
        if written and loads and all(_is_handed_back(seen, load) for load in loads):
            yield Sign(
                f"the old {name} is never read",
                f"What does your function do with the values that {name} comes with?",
                f"Your function writes to `{name}` and returns it, but it reads none of the "
                f"values that `{name}` comes with.",
            )


def given_not_called(seen: Definition, uses: frozenset[str]) -> Signs:
    """A forward or backward propagation that is written out, or forgotten."""
    within = reachable_names(seen)
    asked = {name for name in uses if "propagation" in name} - seen.parameters - within
    own = seen.parameters | seen.stores.keys() | seen.beside.keys()
    foreign = seen.loads.keys() - own - uses - USUAL
    odd = seen.node.args.vararg or seen.node.args.kwarg or seen.looks_up_names
    imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in seen.everything)
    if asked and not foreign and not odd and not imports:
        listed = " and ".join(f"`{name}`" for name in sorted(asked))
        verb = "is" if len(asked) == 1 else "are"
        yield Sign(
            f"{' and '.join(sorted(asked))} {verb} not called",
            "Where do the values come from that your function compares?",
            f"Your function does not call {listed}.",
        )


def not_used(seen: Definition, uses: frozenset[str]) -> Signs:
    """A value that is computed, stored under a name, and never read."""
    if seen.looks_up_names:
        return
    for node in sorted(seen.own, key=place):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                kept = f"the value of `{name}`"
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
                if name in seen.parameters or name not in seen.stores:
                    continue
                kept = f"what is stored in `{name}`"
            case _:
                continue
        if name in seen.loads or name.startswith("_") or not _is_work(value):
            continue
        yield Sign(
            f"{name} is not used",
            f"What is {name} for?",
            f"In the line {seen.line(node)} {kept} is computed; your function never reads it.",
        )
        return


def overwritten(seen: Definition, uses: frozenset[str]) -> Signs:
    """A value that is replaced by another before anybody reads it."""
    for block in _blocks(seen):
        for i, first in enumerate(block):
            second = _next_store(block[i + 1 :], first)
            if second is not None:
                yield Sign(
                    "a value overwritten before it is used",
                    "Is there a value that your function computes twice under one name?",
                    f"What the line {seen.line(first)} stores is replaced by the line "
                    f"{seen.line(second)} before it is read.",
                )
                return


def last_round_only(seen: Definition, uses: frozenset[str]) -> Signs:
    """A quotient that each round of a loop replaces, and that is read only after the loop."""
    for node in seen.own:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Div())):
                loop = next((each for each in seen.around(node) if isinstance(each, LOOPS)), None)
            case _:
                continue
        loads = seen.loads.get(name, [])
        if loop is not None and loads and all(load.lineno > _end(loop) for load in loads):
            yield Sign(
                f"only the last {name} is left",
                f"How many values does {name} hold after the loop?",
                f"The line {seen.line(node)} gives `{name}` another value in every round, and it "
                "is read only after the loop: the value of the last round is left.",
            )
            return


def second_name(seen: Definition, uses: frozenset[str]) -> Signs:
    """``up = theta`` in a loop, where a copy is wanted."""
    for node in sorted(seen.own, key=place):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                loop = next((each for each in seen.around(node) if isinstance(each, LOOPS)), None)
            case _:
                continue
        if loop is not None and any(_changes_entry(each, name) for each in ast.walk(loop)):
            yield Sign(
                "a second name, not a copy",
                f"How many arrays are there after {seen.line(node)}?",
                f"The line {seen.line(node)} makes no copy: `{name}` and `{other}` are one array, "
                "and what is changed in one is changed in both.",
            )
            return


def loop_variable_after_its_loop(seen: Definition, uses: frozenset[str]) -> Signs:
    """A loop's variable that is read after the loop."""
    for loop in sorted((n for n in seen.own if isinstance(n, ast.For)), key=place):
        for name in sorted(names_in(loop.target) - {"_"}):
            loops = [n for n in seen.own if isinstance(n, ast.For) and name in names_in(n.target)]
            others = [n for n in seen.stores.get(name, []) if not _inside(n, loops, "target")]
            late = [
                load
                for load in seen.loads.get(name, [])
                if load.lineno > _end(loop)
                and not _inside(load, loops)
                and not any(_hides(each, name) for each in seen.around(load))
            ]
            if late and not others and name not in seen.parameters:
                yield Sign(
                    f"{name} after its loop",
                    f"Which value does {name} have after the loop, and which if it never runs?",
                    f"`{name}` is read after its loop, in the line {seen.line(late[0])}. There it "
                    "has the value of the last round, and none at all if there was no round.",
                )
                return


def _is_handed_back(seen: Definition, load: ast.Name) -> bool:
    around = list(itertools.islice(seen.around(load), 2))
    if around and isinstance(around[0], ast.Tuple | ast.List):
        around = around[1:]
    return bool(around) and isinstance(around[0], ast.Return)


def _is_work(value: ast.expr) -> bool:
    """Tell a formula from a size, a start value, and a value under another name."""
    parts = list(ast.walk(value))
    calls = {called(each) for each in parts if isinstance(each, ast.Call)}
    sizes = any(
        isinstance(each, ast.Attribute) and each.attr in ("shape", "size") for each in parts
    )
    formula = any(
        isinstance(each, ast.BinOp) and not isinstance(each.op, ast.FloorDiv | ast.Mod)
        for each in parts
    )
    if calls & START_VALUES or calls & SIZES or (sizes and not calls):
        return False
    return formula or bool(calls)


def _blocks(seen: Definition) -> Iterator[list[ast.stmt]]:
    for node in [seen.node, *seen.own]:
        for part in ("body", "orelse"):
            block = getattr(node, part, None)
            if isinstance(block, list):
                yield block


def _next_store(rest: list[ast.stmt], first: ast.stmt) -> ast.stmt | None:
    """Find the line that stores something else in the same place, with no reader between."""
    match first:
        case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=value):
            if not _is_work(value):
                return None
        case _:
            return None
    wanted, names = ast.dump(target), names_in(target)
    for statement in rest[:FURTHEST]:
        match statement:
            case ast.Assign(targets=[other], value=value) if ast.dump(other) == wanted:
                return None if names & names_in(value) else statement
            case ast.Assign(targets=[ast.Subscript() | ast.Name() as other], value=value):
                if names & (names_in(value) | names_in(other)):
                    return None
            case _:
                return None
    return None


def _changes_entry(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id=changed), ctx=ast.Store()):
            return bool(changed == name)
    return False


def _end(node: ast.AST) -> int:
    return getattr(node, "end_lineno", None) or 0


def _inside(node: ast.AST, loops: list[ast.For], part: str = "") -> bool:
    within = [getattr(loop, part) if part else loop for loop in loops]
    return any(place(each) <= place(node) and node.lineno <= _end(each) for each in within)  # type: ignore[attr-defined]


def _hides(node: ast.AST, name: str) -> bool:
    """Tell whether a name means something of its own in there."""
    if isinstance(node, COMPREHENSIONS):
        return any(name in names_in(each.target) for each in node.generators)
    return isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef)
