"""What a student wrote or showed, made harmless for those who open the graded copy.

nbgrader's pages and Jupyter show HTML as it is, with its scripts: in outputs, and in text.
"""

import re

import nbformat
from nbformat import NotebookNode

from autograder.notebook import CHECK, grade_id, is_solution

SHOWN = {"text/plain", "image/png", "image/jpeg", "image/gif"}
ENTITY, TAG = re.compile(r"&(?=[#\w])"), re.compile(r"<(?=[A-Za-z/!?])")
SCRIPT = re.compile(r"(javascript|vbscript)\s*:", re.IGNORECASE)
LINK_IN_FORMULA = re.compile(r"\\href\b")


def harmless(executed: NotebookNode) -> NotebookNode:
    """Take out of an executed notebook what could run in a browser.

    Parameters
    ----------
    executed
        Its check cells hold answers, which are left for the judge; locked texts are ours.

    Returns
    -------
    notebook
        A new notebook. Of outputs, text and pictures are left; in the student's texts, tags are
        shown instead of being obeyed.
    """
    notebook = nbformat.from_dict(executed)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        identity = grade_id(cell)
        if cell.cell_type == "code":
            if not (identity or "").startswith(CHECK):
                cell.outputs = [_shown(output) for output in cell.outputs]
        elif identity is None or is_solution(cell):
            # entities first, so that none of the others is written by them
            shown = TAG.sub("&lt;", ENTITY.sub("&amp;", cell.source))
            cell.source = without_scripts(shown)
    return notebook


def without_scripts(text: str) -> str:
    """Break the links in a Markdown text that would run something."""
    return LINK_IN_FORMULA.sub(r"\\text", SCRIPT.sub(r"\1 :", text))


def _shown(output: NotebookNode) -> NotebookNode:
    if output.output_type in ("display_data", "execute_result"):
        output.data = NotebookNode(
            {kind: output.data[kind] for kind in output.data if kind in SHOWN}
        )
        output.metadata = NotebookNode()
    return output
