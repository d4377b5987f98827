"""The versions that the fast ways of grading were tried with.

They lean on parts of other packages that these may change at any time; docs/architecture.md lists
each. Where another version is installed, a step takes the plain way, over what the packages
promise: slower, with the same scores and behind the same walls. A version is added here when
``AUTOGRADER_WAY=fast make test-newest`` is green with it; constraints.txt pins one of them.
"""

import os
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from helpers.errors import CourseError

TRIED = {
    "ipykernel": ("7.4.0",),
    "ipython": ("9.18.1",),
    "jupyter-client": ("8.10.0",),
    "nbclient": ("0.11.0",),
    "nbformat": ("5.11.1",),
    "nbgrader": ("0.9.6",),
    "pyzmq": ("27.3.0",),
    "sqlalchemy": ("2.1.9",),
}
VARIABLE = "AUTOGRADER_WAY"  # "plain" or "fast": for tests, and to compare
NO_VERSION = "of an unknown version"


class Step(Enum):
    """What has a fast way, with the packages whose private parts it leans on."""

    KERNEL = ("ipykernel", "ipython", "jupyter-client", "pyzmq")
    OUTPUTS = ("jupyter-client", "nbclient", "nbformat")
    RECORD = ("nbgrader", "sqlalchemy")


def way_asked_for() -> str | None:
    """Read the way that the environment asks for.

    Raises
    ------
    CourseError
        When it asks for one that there is not.
    """
    way = os.environ.get(VARIABLE) or None
    if way not in {None, "plain", "fast"}:
        raise CourseError(f"{VARIABLE} is set to {way!r}: set it to plain or fast, or unset it.")
    return way


def is_fast(step: Step) -> bool:
    """Tell whether a step may take its fast way here."""
    way = way_asked_for()
    return way == "fast" or (way != "plain" and not any(map(_is_untried, step.value)))


def remarks() -> list[str]:
    """Say in a sentence for each package why grading is slower here than it could be."""
    told = "grading is slower, the scores are the same"
    way = way_asked_for()
    if way == "plain":
        return [f"{VARIABLE} is set to plain: {told}. Unset it to be fast."]
    untried = [] if way == "fast" else filter(_is_untried, TRIED)
    return [
        f"{name} {_installed(name)} is installed and {' or '.join(TRIED[name])} was tried: {told}. "
        f"To be fast: pip install {name}=={TRIED[name][-1]}"
        for name in untried
    ]


def _is_untried(name: str) -> bool:
    return _installed(name) not in TRIED[name]


@cache
def _installed(name: str) -> str:
    try:
        return version(name) or NO_VERSION
    except PackageNotFoundError:  # it is there, or we were not, but came without its metadata
        return NO_VERSION
