"""What a student wrote or showed, made harmless for those who open the graded copy.

nbgrader's pages and Jupyter show HTML as it is, with its scripts: in outputs, and in text.
"""

import copy
import re

from nbformat import NotebookNode

from autograder.restore import CHECK, grade_id, is_solution

SHOWN = {"text/plain", "image/png", "image/jpeg", "image/gif"}
NEUTRAL = (
    (re.compile(r"&(?=[#\w])"), "&amp;"),  # so that none of these is written in another way
    (re.compile(r"<(?=[A-Za-z/!?])"), "&lt;"),
    (re.compile(r"(javascript|vbscript)\s*:", re.IGNORECASE), r"\1 :"),
    (re.compile(r"\\href\b"), r"\\text"),
)


def harmless(judged: NotebookNode) -> NotebookNode:
    """Take out of a judged notebook what could run in a browser.

    Parameters
    ----------
    judged
        Its check cells hold our own outputs, which are left alone; so are locked texts.

    Returns
    -------
    notebook
        A new notebook. Of outputs, text and pictures are left; in the student's texts, tags are
        shown instead of being obeyed.
    """
    notebook = copy.deepcopy(judged)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        identity = grade_id(cell)
        if cell.cell_type == "code":
            if not (identity or "").startswith(CHECK):
                cell.outputs = [_shown(output) for output in cell.outputs]
        elif identity is None or is_solution(cell):
            for pattern, neutral in NEUTRAL:
                cell.source = pattern.sub(neutral, cell.source)
    return notebook


def _shown(output: NotebookNode) -> NotebookNode:
    if output.output_type in ("display_data", "execute_result"):
        output.data = NotebookNode(
            {kind: output.data[kind] for kind in output.data if kind in SHOWN}
        )
        output.metadata = NotebookNode()
    return output
