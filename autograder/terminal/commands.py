"""The commands: finds what one does, and says in a sentence what a person can mend.

A command loads what it needs, and those that run student code start a sandbox before that, so that
both load at once. One that writes into the course is the only one there that does.
"""

import argparse
import contextlib
import importlib
import sys
import warnings

from autograder import sharing, tried
from autograder.terminal.arguments import parser
from helpers.errors import CourseError
from helpers.printing import printable

COMMANDS = {  # to the module that does it, in a function of the command's name
    "build": "authoring",
    "bundle": "authoring",
    "collect": "platforms",
    "demo": "demo",
    "doctor": "doctor",
    "export": "platforms",
    "grade": "grading",
    "prove": "proof",
    "rejudge": "grading",
    "report": "report",
    "site": "authoring",
}


def run(arguments: list[str] | None) -> int:
    """Run one command."""
    options = parser().parse_args(arguments)
    # a home that is read-only: it takes another folder
    warnings.filterwarnings("ignore", "IPython (dir|parent) .* is not a writable location")
    try:
        tried.way_asked_for()  # one that there is not is refused before any work
        return _run(options)
    except CourseError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        print("autograder: stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except Exception as error:
        # they take long to load
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        from autograder.grading.faults import in_words  # noqa: PLC0415

        if not isinstance(error, SQLAlchemyError | OSError | MemoryError):
            raise
        return _refuse(in_words(error))


def _refuse(sentence: str) -> int:
    _tell(sentence)
    return 2


def _run(options: argparse.Namespace) -> int:
    options.ahead = None
    with contextlib.ExitStack() as opened:
        if options.command in {"demo", "grade"} and not options.no_sandbox:
            from autograder.sandbox.process import ahead  # noqa: PLC0415

            options.ahead = opened.enter_context(ahead())
        module = importlib.import_module(f"autograder.terminal.{COMMANDS[options.command]}")
        if hasattr(options, "course"):
            opened.enter_context(sharing.rights_of(options.course))
        if hasattr(options, "wait") and not getattr(options, "check", False):
            from autograder.course import Course  # noqa: PLC0415

            course = Course.at(options.course)
            opened.enter_context(course.locked(options.command, options.wait, _tell))
        code: int = getattr(module, options.command)(options)
        return code


def _tell(sentence: str) -> None:
    shown = "\n".join(map(printable, sentence.split("\n")))
    print(f"autograder: {shown}", file=sys.stderr, flush=True)
