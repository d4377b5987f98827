"""A lab report from a finished notebook: one page with your code, figures and answers.

    python -m helpers.report optimization.ipynb

writes ``optimization.html`` beside the notebook. It needs no other file; a browser prints it, to
paper or to PDF.
"""

import html
import re
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.errors import CourseError

OURS = re.compile(r"cell-\d+")  # ids of the lesson's own cells that bear no name
HIDDEN = "hidden"  # tag of cells of which only the outputs are shown
STYLE = """<style>
body { max-width: 60rem; margin: 0 auto !important; }
img { max-width: 100%; height: auto; }
@media print { .jp-Cell, img { break-inside: avoid; } }
</style>
</head>"""


def report(notebook: Path) -> Path:
    """Write the lab report of a notebook, and return where it lies.

    Parameters
    ----------
    notebook
        A notebook of the course, saved after its cells were run.

    Raises
    ------
    CourseError
        When it cannot be read, or was not run.
    """
    page = notebook.with_suffix(".html")
    shortened = _shortened(_read(notebook))
    if not any(cell.get("outputs") for cell in shortened.cells):
        raise CourseError(f"{notebook} was not run: run all its cells, save it, and try again.")
    exporter = HTMLExporter(
        embed_images=True,
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        config=Config(TagRemovePreprocessor={"enabled": True, "remove_input_tags": [HIDDEN]}),
    )
    name = notebook.stem.replace("_", " ").capitalize()
    text, _ = exporter.from_notebook_node(shortened, resources={"metadata": {"name": name}})
    try:
        page.write_text(text.replace("</head>", STYLE, 1), "utf-8")
    except OSError as error:
        raise CourseError(f"{page} cannot be written: {error.strerror}.") from None
    return page


def _read(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    except Exception:  # whatever is wrong with what should be a notebook
        raise CourseError(f"{path} is no notebook: save it in JupyterLab once more.") from None


def _shortened(notebook: NotebookNode) -> NotebookNode:
    """Keep what is the student's, all that was shown, and the lesson's headings."""
    kept = []
    for cell in notebook.cells:
        details = cell.metadata.get("nbgrader", {})
        ours = bool(OURS.fullmatch(cell.get("id", ""))) or bool(details.get("locked"))
        if details.get("solution") or not ours:
            kept.append(cell)
        elif cell.cell_type == "code" and cell.outputs:
            cell.metadata["tags"] = [HIDDEN]
            kept.append(cell)
        elif cell.cell_type == "markdown":
            headings = re.findall(r"^#+ .*", cell.source, flags=re.MULTILINE)
            kept += [nbformat.v4.new_markdown_cell(heading) for heading in headings]
    for cell in kept:
        if cell.cell_type == "code":
            cell.outputs = [_described(output) for output in cell.outputs]
    return nbformat.v4.new_notebook(cells=kept, metadata=notebook.metadata)


def _described(output: NotebookNode) -> NotebookNode:
    """Give a picture its alternative text, which nbconvert would leave out."""
    for kind, details in output.get("metadata", {}).items():
        if kind in output.data and kind.startswith("image/") and "alt" in details:
            source = f"data:{kind};base64,{output.data[kind].strip()}"
            picture = f'<img alt="{html.escape(details["alt"])}" src="{source}">'
            return nbformat.v4.new_output("display_data", {"text/html": picture})
    return output


def main() -> int:
    """Write the reports of the notebooks that are named."""
    names = sys.argv[1:]
    if not names:
        print("Name a notebook: python -m helpers.report optimization.ipynb", file=sys.stderr)
        return 2
    try:
        for name in names:
            print(f"Open {report(Path(name))} in a browser; print it there, to paper or to PDF.")
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
