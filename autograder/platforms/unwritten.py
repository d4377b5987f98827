"""Whether a student wrote anything in a notebook: one who zips the whole course sends them all."""

import re

from nbformat import NotebookNode

from autograder.exercises import CATALOGUE
from autograder.notebook import grade_id, is_solution, labelled


def is_written(notebook: NotebookNode, release: NotebookNode, assignment: str) -> bool:
    """Tell whether anything that the grader would look at was written in a notebook.

    Parameters
    ----------
    notebook
        As it was read; one of which nothing could be read counts as written in.
    release
        The student version of the same notebook.
    assignment
        Its name.

    Returns
    -------
    is_written
        False if all solution cells are as they were handed out or empty, no other cell defines a
        function that an exercise asks for, and no text was added. Outputs, settings of the
        experiments and cells of an older release do not count.
    """
    originals = labelled(release)
    known = {"", *(_plain(cell) for cell in release.cells)}
    functions = "|".join(CATALOGUE[assignment])
    defines = re.compile(rf"^({functions})\s*=[^=]|^\s*(async\s+)?def\s+({functions})\b", re.M)

    def was_written(cell: NotebookNode) -> bool:
        original = originals.get(grade_id(cell) or "")
        if _plain(cell) in known:
            return False
        if original is not None and is_solution(original):
            return True
        return bool(defines.search(cell.source)) or (original is None and _is_words(cell))

    return not notebook.cells or any(map(was_written, notebook.cells))


def _is_words(cell: NotebookNode) -> bool:
    return bool(cell.cell_type != "code")


def _plain(cell: NotebookNode) -> str:
    return "\n".join(line.rstrip() for line in cell.source.strip().splitlines())
