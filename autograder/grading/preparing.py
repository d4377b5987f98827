"""What is executed, made of what was handed in and of the release, by any process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import cases_of
from autograder.grading.sanitize import restore
from autograder.notebook import add_note
from helpers.checks.cases import Case


@dataclass(frozen=True)
class Raw:
    """A submission as it was read, and what is made of it.

    It is not read here: the most that a file may hold takes more memory than a process that
    executes may have.

    Attributes
    ----------
    notebook
        As it was read.
    notes
        What a person should know of its name and place.
    release
        Where the student version lies.
    seeds
        Of the inputs of each exercise.
    """

    notebook: NotebookNode
    notes: tuple[str, ...]
    release: Path
    seeds: dict[str, int]


def prepare(raw: Raw, assignment: str) -> tuple[NotebookNode, dict[str, list[Case]]]:
    """Sanitize a submission, and make the inputs that belong to it."""
    notebook = restore(raw.notebook, released(raw.release))
    for note in raw.notes:
        add_note(notebook, note)
    return notebook, cases_of(assignment, raw.seeds)


@cache
def released(path: Path) -> NotebookNode:
    """Read a student notebook, once a process."""
    return nbformat.read(path, as_version=4)
