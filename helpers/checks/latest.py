"""Whether the version of a function that is on the screen is the one that was run."""

import ast
import sys
import warnings
from collections.abc import Sequence

from helpers.checks.source.tree import LONGEST, NOT_PYTHON, UNREADABLE, defines, shortened


def cells_run() -> Sequence[str]:
    """What IPython keeps of the cells that were run, oldest first; nothing where there is none."""
    module = sys.modules.get("IPython")  # not loaded for this: where it runs, it is there
    shell = module.get_ipython() if module else None
    history = getattr(shell, "history_manager", None)
    return [str(cell) for cell in getattr(history, "input_hist_parsed", [])]


def not_run(name: str, cells: Sequence[str]) -> str | None:
    """Say that the last version of a function did not run, where a syntax error kept it from it.

    Parameters
    ----------
    name
        Of the function.
    cells
        The cells that were run, oldest first.
    """
    latest = next((cell for cell in reversed(cells) if defines(name, cell)), "")
    if not latest or len(latest) > LONGEST:
        return None
    error = _syntax_error(NOT_PYTHON.sub(r"\1pass", latest))
    if error is None:
        return None
    lines, number = latest.split("\n"), error.lineno or 1
    line = shortened(lines[min(number, len(lines)) - 1].strip())
    return (
        f"The cell that you ran last has a syntax error in its line {number}, `{line}`, so it did "
        f"not run: this is said of the version of {name} before it."
    )


def _syntax_error(text: str) -> SyntaxError | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError as error:
            return error
        except UNREADABLE:
            pass
    return None
