"""What another bound of a loop comes to: which turns are missing, and which are there."""

import ast
from typing import Any

A_NUMBER, A_LENGTH, SIZES = 12, 5, {"mini_batch_size": 4, "L": 5}


def loop_kind(loop: ast.For, after: Any) -> str | None:
    """Tell what another range does to a loop; empty if it has no name, None if it is no range.

    >>> loop = ast.parse("for l in range(1, L + 1): pass").body[0]
    >>> loop_kind(loop, ast.parse("range(1, L)", mode="eval").body)
    'last turn left out'
    """
    if not ast.unparse(loop.iter).startswith("range"):
        return None
    before, now = _turns(loop.iter), _turns(after)
    if before is None or now is None:
        return ""
    kinds = {
        "no turn": not now,
        "first turn left out": now == before[1:],
        "last turn left out": now == before[:-1],
        "one turn more": now[:-1] == before,
        "begun at 0": now == [0, *before],
    }
    return next((kind for kind, holds in kinds.items() if holds), "")


def _turns(bounds: Any) -> list[int] | None:
    """Count the turns, with a number for each name."""
    names = {each.id for each in ast.walk(bounds) if isinstance(each, ast.Name)}
    numbers = {name: SIZES.get(name, A_NUMBER) for name in names} | {"range": range}
    numbers["len"] = lambda array: A_LENGTH  # type: ignore[assignment]
    code = compile(ast.Expression(ast.parse(ast.unparse(bounds), mode="eval").body), "<", "eval")
    try:
        return list(eval(code, {"__builtins__": {}}, numbers))
    except (TypeError, ValueError, AttributeError):
        return None
