"""Where a notebook is open, as far as it matters: not all editors keep cells locked."""

import os
import sys
from collections.abc import Mapping
from typing import Any

SESSION_VARIABLE = "JPY_SESSION_NAME"  # in it Jupyter tells a kernel which notebook it serves
OPENED_IN_VS_CODE = "__vsc_ipynb_file__"  # a name that VS Code adds to a notebook
UNLOCKED = (
    "{editor} does not lock cells: change nothing in those that check or give you something. They "
    "are put back when the course is graded."
)


def editor_without_locks(scope: Mapping[str, Any]) -> str:
    """Name the editor in which a notebook is open, if it lets people change locked cells.

    Parameters
    ----------
    scope
        The notebook's names.
    """
    if "COLAB_RELEASE_TAG" in os.environ:
        return "Colab"
    return "VS Code" if OPENED_IN_VS_CODE in scope else ""


def own_notebook(scope: Mapping[str, Any], lesson: str) -> str:
    """Path of the notebook in which somebody works, as far as the editor tells; else nothing.

    Parameters
    ----------
    scope
        The notebook's names.
    lesson
        To which the exercises in it belong. In a browser that runs Python itself nothing tells
        which notebook it is, and there each lesson has its own name.
    """
    told = os.environ.get(SESSION_VARIABLE) or scope.get(OPENED_IN_VS_CODE)
    if told:
        return str(told) if str(told).endswith(".ipynb") else ""
    return f"{lesson}.ipynb" if lesson and sys.platform == "emscripten" else ""
