"""The library's one command: ``python -m helpers report optimization.ipynb``."""

import argparse
import io
import sys
from pathlib import Path

from helpers.errors import CourseError
from helpers.lab_report import report


def main() -> int:
    """Run the command; an error that a person can mend is one sentence and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m helpers")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("report", help="write the lab report of one or more notebooks")
    command.add_argument("notebooks", type=Path, nargs="+", help="such as optimization.ipynb")
    command.add_argument("--name", default="", help="yours, to stand at the top of each report")
    options = parser.parse_args()
    if isinstance(
        sys.stdout, io.TextIOWrapper
    ):  # a name may not be writable in a terminal's letters
        sys.stdout.reconfigure(errors="backslashreplace")
    code = 0
    for notebook in options.notebooks:  # what is wrong with one keeps no other from its report
        try:
            report(notebook, name=options.name)
        except CourseError as error:
            print(error, file=sys.stderr)
            code = 2
    return code


if __name__ == "__main__":
    sys.exit(main())
