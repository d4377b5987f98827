"""The door of the command line: it opens where Python finds the course's own ``helpers``.

With those of the students, or anything else of that name, the course would be built and judged by
other code. So nothing of ours is loaded before that is known.
"""

import io
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import autograder


def main(arguments: list[str] | None = None) -> int:
    """Run one command; an error that a person can mend is one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for a terminal that knows no accents
    if refusal := foreign_helpers():
        print(f"autograder: {refusal}", file=sys.stderr)
        return 2
    from autograder.terminal.commands import run  # noqa: PLC0415  # it loads helpers

    return run(arguments)


def foreign_helpers() -> str | None:
    """Say which ``helpers`` Python finds, and what to do, if they are not the course's own."""
    own = Path(autograder.__file__).resolve().parents[1] / "helpers"
    spec = find_spec("helpers")
    found = Path(spec.origin).resolve() if spec and spec.origin else None
    if found == own / "__init__.py":
        return None
    remedy = (
        "unset PYTHONPATH, which names another folder, and give students' kernels alone that path"
        if os.environ.get("PYTHONPATH")
        else "run the program from another folder, or install the course again with `make install`"
    )
    return f"Python finds {found or 'no helpers'} where the course needs its own {own}: {remedy}."
