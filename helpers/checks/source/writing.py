"""Slips of writing: what was typed is not what is meant.

Each function looks for one kind. All say what stands there and nothing more, and nothing where it
does no harm.
"""

import ast

from helpers.checks.source.tree import LOOPS, Definition, Sign, Signs, called, names_in, place

MODULES = {"np", "numpy", "math", "linalg"}
# what gives a value back and does nothing else: functions of numpy, methods of arrays, Python's own
OF_NUMPY = {
    *("abs", "absolute", "add", "append", "array", "asarray", "concatenate", "copy", "cos"),
    *("divide", "dot", "einsum", "exp", "full", "hstack", "log", "matmul", "maximum", "mean"),
    *("minimum", "multiply", "norm", "ones", "ones_like", "power", "ravel", "reshape", "round"),
    *("sqrt", "square", "squeeze", "stack", "subtract", "sum", "tanh", "transpose", "vstack"),
    *("zeros", "zeros_like"),
}
METHODS = {
    *("astype", "copy", "dot", "flatten", "mean", "ravel", "reshape", "squeeze", "sum"),
    "transpose",
}
BUILT_IN = {"abs", "len", "max", "min", "range", "round", "sorted", "sum", "zip"}


def nothing_returned(seen: Definition, uses: frozenset[str]) -> Signs:
    """No ``return`` with a value; a generator; a ``return`` that only some calls reach."""
    if isinstance(seen.node, ast.Lambda):
        return
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in seen.own):
        yield Sign(
            "`yield` in place of `return`",
            "What does a call of your function give back?",
            "A function with `yield` in it is a generator: a call of it gives back no list and no "
            "number, but something that has yet to be run through. Collect the values and "
            "`return` them.",
        )
        return
    returns = [node for node in seen.own if isinstance(node, ast.Return)]
    valued = [node for node in returns if not _is_nothing(node.value)]
    prints = [node for node in seen.own if called(node) == "print"]
    if not valued and not any(isinstance(node, ast.Raise) for node in seen.statements):
        yield Sign(
            "printed, not returned" if prints else "nothing is returned",
            "What does a call of your function give back?",
            (
                "Your function prints, and it returns nothing: `print` only shows a value, "
                "`return` gives it back."
                if prints
                else "Your function has no `return` with a value, so a call of it gives `None`."
            ),
        )


def without_end(seen: Definition, uses: frozenset[str]) -> Signs:
    """A ``while`` whose condition nothing in it can change, and that nothing leaves."""
    for node in seen.own:
        if not isinstance(node, ast.While):
            continue
        inside = [part for each in node.body for part in ast.walk(each)]
        leaves = any(isinstance(each, ast.Break | ast.Return | ast.Raise) for each in inside)
        leaves |= any(isinstance(each, ast.Try) for each in seen.around(node))  # by an exception
        if not leaves and _stays(node.test, inside):
            yield Sign(
                "a loop without an end",
                f"When does the loop {seen.line(node)} end?",
                f"Nothing inside the loop {seen.line(node)} changes what its condition asks, and "
                "nothing leaves the loop: once begun, it does not end.",
            )
            return


def returned_in_the_loop(seen: Definition, uses: frozenset[str]) -> Signs:
    """A ``return`` that ends a loop in its first round."""
    for node in seen.own:
        if isinstance(node, LOOPS):
            ending = [each for each in node.body if isinstance(each, ast.Return)]
            goes_on = any(isinstance(each, ast.Continue) for each in ast.walk(node))
            if ending and not goes_on:
                yield Sign(
                    "returned inside the loop",
                    "How many rounds does your loop run?",
                    f"The line {seen.line(ending[0])} stands inside the loop "
                    f"{seen.line(node)}, so the function ends in the loop's first round.",
                )
                return


def none_left(seen: Definition, uses: frozenset[str]) -> Signs:
    """``None`` where a value of a template was to be written."""
    for node in sorted(seen.own, key=place):
        match node:
            case ast.BinOp(left=left, right=right):
                left_over = _is_none(left) or _is_none(right)
            case ast.Call(args=[_, *_] as arguments):
                fits = called(node) in OF_NUMPY | BUILT_IN
                left_over = fits and all(map(_is_none, arguments))
            case ast.Assign(targets=targets, value=value) if _is_none(value):
                left_over = any(_stays_none(seen, target) for target in targets)
            case _:
                continue
        if left_over:
            yield Sign(
                "`None` is left",
                "Is there a place where your code is still to come?",
                f"`None` still stands in the line {seen.line(node)}.",
            )
            return


def caret(seen: Definition, uses: frozenset[str]) -> Signs:
    """``^`` where a power is meant."""
    for node in seen.own:
        match node:
            case (
                ast.BinOp(op=ast.BitXor(), right=ast.Constant() | ast.Name() | ast.BinOp())
                | ast.AugAssign(op=ast.BitXor())
            ):
                yield Sign(
                    "`^` is not a power",
                    "What does `^` do in Python?",
                    f"In the line {seen.line(node)} stands `^`, which compares bits in Python. "
                    "A power is written `**`.",
                )
                return


def sign_after_equals(seen: Definition, uses: frozenset[str]) -> Signs:
    """``=-`` typed for ``-=``, and ``=+`` for ``+=``."""
    for node in seen.own:
        match node:
            case ast.Assign(
                targets=[target], value=ast.UnaryOp(op=ast.USub() | ast.UAdd() as op) as value
            ) if not isinstance(value.operand, ast.Constant):
                typed, meant = ("=-", "-=") if isinstance(op, ast.USub) else ("=+", "+=")
                if _between(seen, target, value) == " =":
                    yield Sign(
                        f"`{typed}` in place of `{meant}`?",
                        f"What is stored by the line {seen.line(node)}?",
                        f"In the line {seen.line(node)} stands `{typed}`: it stores the value "
                        f"behind it with that sign. `{meant}` changes what was there before.",
                    )
                    return


def function_not_called(seen: Definition, uses: frozenset[str]) -> Signs:
    """A function that is named and not called, as ``x = theta.copy``."""
    for node in seen.own:
        if not isinstance(node, ast.Attribute) or not _is_function(node):
            continue
        around = seen.parents.get(id(node))
        match around:
            case ast.Assign(targets=[ast.Name(id=name)]):
                passed_on = (seen.parents.get(id(load)) for load in seen.loads.get(name, []))
                if any(isinstance(each, ast.Call | ast.keyword) for each in passed_on):
                    continue
            case ast.Assign(targets=[ast.Subscript()]) | ast.BinOp() | ast.Return():
                pass
            case ast.Subscript() if around.value is node:
                pass
            case _:
                continue
        yield Sign(
            "a function that is not called",
            f"What does {seen.text(node)} stand for without parentheses?",
            f"In the line {seen.line(node)} stands {seen.text(node)} without parentheses `(…)`: "
            "that is the function itself, and it is not called.",
        )
        return


def thrown_away(seen: Definition, uses: frozenset[str]) -> Signs:
    """A line whose value is stored nowhere."""
    for node in sorted(seen.own, key=place):
        if not isinstance(node, ast.Expr):
            continue
        match node.value:
            case ast.Compare(ops=[ast.Eq()], left=ast.Name() | ast.Subscript()):
                more = "`==` compares, and stores nothing; `=` stores."
            case ast.BinOp() | ast.UnaryOp() if seen.text(node.value)[1] in "+-":
                more = (
                    "The line before it ends where it ends: a formula goes on in the next line "
                    "only inside parentheses."
                )
            case ast.BinOp() | ast.Compare() | ast.Call() if _is_pure(node.value):
                more = "Its value is stored nowhere, so nothing comes of it."
            case _:
                continue
        yield Sign(
            "a value computed and not stored",
            "Which of your lines computes a value and does not keep it?",
            f"The line {seen.line(node)} stands alone. {more}",
        )
        return


def whole_numbers(seen: Definition, uses: frozenset[str]) -> Signs:
    """``//`` in a formula, where the fraction is wanted."""
    for node in seen.own:
        match node:
            case ast.BinOp(op=ast.FloorDiv(), left=ast.Constant(), right=right) if not isinstance(
                right, ast.Constant
            ):
                yield Sign(
                    "`//` drops the fraction",
                    f"What is {seen.text(node)} as a number?",
                    f"In the line {seen.line(node)} stands `//`, which divides and drops the "
                    "fraction. `/` keeps it.",
                )
                return


def seeded_in_the_loop(seen: Definition, uses: frozenset[str]) -> Signs:
    """The same seed in every round of a loop."""
    for node in seen.own:
        match node:
            case ast.Call(args=[ast.Constant()]) if called(node) == "seed":
                loop = next((each for each in seen.around(node) if isinstance(each, LOOPS)), None)
            case _:
                continue
        if isinstance(loop, ast.For) and called(loop.iter) in ("range", "enumerate"):
            yield Sign(
                "the seed is set in every round",
                "What do the random numbers of one round have to do with those of the next?",
                f"The line {seen.line(node)} stands inside the loop {seen.line(loop)}, so the "
                "random numbers begin anew in every round.",
            )
            return


def _stays(condition: ast.expr, inside: list[ast.AST]) -> bool:
    """Tell whether a condition on plain names keeps its value whatever is done inside."""
    simple = (ast.Constant, ast.Name, ast.Compare, ast.BinOp, ast.UnaryOp, ast.BoolOp)
    helping = (ast.expr_context, ast.cmpop, ast.operator, ast.unaryop, ast.boolop)
    if not all(isinstance(each, (*simple, *helping)) for each in ast.walk(condition)):
        return False
    if isinstance(condition, ast.Constant) and not condition.value:
        return False
    asked, touched = names_in(condition), set[str]()
    for each in inside:
        match each:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                touched.add(name)
            case ast.Subscript(ctx=ast.Store()) | ast.Call() | ast.Attribute():
                touched |= names_in(each)
            case ast.Global() | ast.Nonlocal() | ast.Yield() | ast.Await():
                return False
    return not asked & touched


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or _is_none(value) or called(value) == "print"


def _stays_none(seen: Definition, target: ast.expr) -> bool:
    match target:
        case ast.Name(id=name):
            return len(seen.stores.get(name, [])) == 1 and name in seen.loads
        case ast.Subscript():
            wanted = ast.dump(target)
            return sum(ast.dump(n) == wanted for n in seen.own if isinstance(n, ast.Subscript)) == 1
    return False


def _between(seen: Definition, first: ast.expr, second: ast.expr) -> str | None:
    if first.end_lineno != second.lineno:
        return None
    line = seen.lines[second.lineno - 1].encode()
    return line[first.end_col_offset : second.col_offset].decode()


def _base(node: ast.Attribute) -> str:
    """``np`` of ``np.zeros`` and of ``np.linalg.norm``."""
    value: ast.expr = node.value
    while isinstance(value, ast.Attribute):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""


def _is_function(node: ast.Attribute) -> bool:
    return node.attr in (OF_NUMPY if _base(node) in MODULES else METHODS)


def _is_pure(value: ast.expr) -> bool:
    """Tell whether nothing comes of an expression but its value."""
    match value:
        case ast.Call(func=ast.Attribute() as function):
            spare = len(value.args) <= 2 and not any(key.arg == "out" for key in value.keywords)
            return _is_function(function) and spare
        case ast.Call(func=ast.Name(id=name)):
            return name in BUILT_IN
    return True
