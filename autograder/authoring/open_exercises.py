"""One more step in which nbgrader makes a release: open exercises stop no run."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.notebook import CHECK, grade_id
from autograder.sandbox.execute import EXPERIMENT

MAY_RAISE = "raises-exception"  # JupyterLab, nbclient and nbval know the tag


class RunThrough(NbGraderPreprocessor):  # type: ignore[misc]
    """Let *Run All* go on after a check or an experiment of an exercise that is still open."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Mark the cells of checks and experiments."""
        for cell in nb.cells:
            tags = cell.metadata.get("tags", [])
            check = (grade_id(cell) or "").startswith(CHECK)
            if cell.cell_type == "code" and (check or EXPERIMENT in tags):
                cell.metadata["tags"] = sorted({*tags, MAY_RAISE})
        return nb, resources
