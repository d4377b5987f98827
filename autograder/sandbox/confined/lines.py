"""What Jupyter adds to Python: a line with ``!`` or ``%`` never costs the rest of its cell.

Here no other program can be started, and a magic that the student installed may be missing. What
cannot be done is told in the output, and the cell goes on.
"""

from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython


def soften() -> None:
    """Let lines that fail be told instead of ending the cell."""
    shell: Any = get_ipython()
    line_magic, cell_magic = shell.run_line_magic, shell.run_cell_magic

    def run_line_magic(name: str, line: str, _stack_depth: int = 1) -> Any:
        return _or_told(f"%{name}", lambda: line_magic(name, line, _stack_depth + 3))

    def run_cell_magic(name: str, line: str, cell: str) -> Any:
        if shell.find_cell_magic(name):
            return cell_magic(name, line, cell)
        print(f"%%{name} is not there while grading: the cell was run without it.")
        return shell.ex(shell.transform_cell(cell))

    shell.run_line_magic, shell.run_cell_magic = run_line_magic, run_cell_magic
    for name, otherwise in (("system", None), ("getoutput", [])):
        setattr(shell, name, _program(getattr(shell, name), otherwise))


def _program(run: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
    def run_or_tell(command: str, *arguments: Any, **options: Any) -> Any:
        shown = f"!{command[:60]}"
        return _or_told(shown, lambda: run(command, *arguments, **options), otherwise)

    return run_or_tell


def _or_told(what: str, run: Callable[[], Any], otherwise: Any = None) -> Any:
    try:
        return run()
    except Exception as error:
        print(f"{what} was not done while grading ({type(error).__name__}: {str(error)[:200]}).")
        return otherwise
