"""What of a notebook belongs into a lab report: the student's part, and what it gave."""

import json
import re
import warnings
from dataclasses import dataclass
from itertools import chain
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from helpers.checks.card import MARKS, Card
from helpers.checks.verdict import State, Verdict
from helpers.printing import printable
from helpers.widgets import WIDGET

STUB = "*Write your answer here, in place of this line.*"
OURS = re.compile(r"cell-\d+")  # ids of the lesson's own texts; JupyterLab gives others
HEADING = re.compile(r"^(#{1,6}) +(.+?)(?: \(\d+ points\))?$", re.MULTILINE)
CHECK = re.compile(r"check\((\w+)\)")
# such a cell is no part of the work
ASKS = re.compile(r"(from helpers import .*\s+)?(hint|progress|report)\(.*\)")
VERDICT = re.compile(r"(\S) \w+: (.*)")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
TRIED = [*MARKS.values()]
TEXTS = ("text/markdown", "text/plain")
DEEPEST = 7  # below any heading


@dataclass(frozen=True)
class Excerpt:
    """The part of a notebook that a lab report shows.

    Attributes
    ----------
    title
        The lesson's.
    cells
        Headings, texts and code with outputs; their tags say what they are.
    states
        For each exercise its name, the mark ``✓``, ``✗`` or ``○``, and how it stands.
    missing
        What is not there, in words.
    was_run
        Whether any cell was run before the notebook was saved.
    """

    title: str
    cells: list[NotebookNode]
    states: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    was_run: bool


def read(content: bytes) -> NotebookNode:
    """Read a notebook; halves of surrogate pairs, which cannot be written, become marks.

    Parameters
    ----------
    content
        Of the file, in UTF-8, or in UTF-16 as some editors save it.

    Raises
    ------
    ValueError
        When it is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # older Jupyters give cells no ids
        try:
            text = json.dumps(json.loads(content), ensure_ascii=False)
            whole = text.encode("utf-8", "replace").decode()
            nbformat.validate(json.loads(whole))
            return nbformat.reads(whole, as_version=4)
        except (nbformat.ValidationError, AttributeError, KeyError, TypeError, RecursionError):
            raise ValueError from None


def excerpt(notebook: NotebookNode, name: str) -> Excerpt:
    """Choose what a lab report shows of a notebook.

    Parameters
    ----------
    notebook
        As it was saved.
    name
        Its title, if it has none.
    """
    kept = _without_untouched(notebook.cells)
    cells = list(chain.from_iterable(map(_shown, kept)))
    titles = [cell.source.lstrip("# ") for cell in cells if _level(cell) == 1]
    code = [cell for cell in kept if cell.cell_type == "code"]
    return Excerpt(
        title=titles[0] if titles else name,
        cells=_without_empty_sections([cell for cell in cells if _level(cell) != 1]),
        states=tuple((_checked(cell), *_card(cell)[1:]) for cell in code if _checked(cell)),
        missing=tuple(_missing(kept)),
        was_run=any(cell.execution_count for cell in code),
    )


def _without_untouched(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Leave out the optional exercises that nobody tried: they give no points."""
    untouched = {
        _checked(cell)
        for cell in cells
        if _checked(cell) and _nbgrader(cell).get("points") == 0 and _card(cell)[1] not in TRIED
    }
    return [
        cell for cell in cells if not {_checked(cell), _nbgrader(cell).get("grade_id")} & untouched
    ]


def _shown(cell: NotebookNode) -> list[NotebookNode]:
    """What is left of one cell."""
    if cell.cell_type == "markdown":
        if OURS.fullmatch(cell.get("id", "")):
            return [
                new_markdown_cell(f"{marks} {words}", metadata={"tags": ["heading"]})
                for marks, words in HEADING.findall(cell.source)
            ]
        source = "*Not written yet.*" if _is_unwritten(cell) else cell.source
        text = new_markdown_cell(source, metadata={"tags": ["words"]})
        text.attachments = cell.get("attachments", {})
        return [text]
    if cell.cell_type != "code" or ASKS.fullmatch(cell.source.strip()):
        return []
    if _checked(cell):
        return [_verdict(cell)]
    outputs = [shown for output in cell.outputs if (shown := _output(output))]
    if _is_experiment(cell):
        return [_code(cell.source, outputs, "experiment")] if outputs else []
    is_given = _nbgrader(cell).get("locked", False)
    return [] if is_given or not cell.source.strip() else [_code(cell.source, outputs, "own")]


def _code(source: str, outputs: list[NotebookNode], *tags: str) -> NotebookNode:
    return new_code_cell(source, outputs=outputs, metadata={"tags": list(tags)})


def _nbgrader(cell: NotebookNode) -> dict[str, Any]:
    """What nbgrader noted about a cell."""
    noted = cell.metadata.get("nbgrader")
    return noted if isinstance(noted, dict) else {}


def _is_experiment(cell: NotebookNode) -> bool:
    return "experiment" in cell.metadata.get("tags", [])


def _is_unwritten(cell: NotebookNode) -> bool:
    is_answer = _nbgrader(cell).get("solution", False)
    return is_answer and cell.source.strip() in ("", STUB)


def _level(cell: NotebookNode) -> int:
    """Level of a heading of the lesson, from 1 to 6."""
    is_heading = "heading" in cell.metadata.tags
    return len(cell.source) - len(cell.source.lstrip("#")) if is_heading else DEEPEST


def _without_empty_sections(cells: list[NotebookNode]) -> list[NotebookNode]:
    kept: list[NotebookNode] = []
    below = 0  # level of what comes next
    for cell in reversed(cells):
        if _level(cell) == DEEPEST or _level(cell) < below:
            kept.append(cell)
            below = _level(cell)
    return kept[::-1]


def _checked(cell: NotebookNode) -> str:
    """Name of the exercise that a cell checks, or nothing."""
    match = CHECK.fullmatch(cell.source.strip())
    return match.group(1) if match else ""


def _card(cell: NotebookNode) -> tuple[str, str, str]:
    """Read what ``check`` said: all of it, its mark, and how the exercise stands."""
    said = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    unseen = Card(Verdict(_checked(cell), State.UNSEEN)).text()
    match = next(filter(None, map(VERDICT.match, [*said, unseen])))
    return match.string, match.group(1), match.group(2)


def _verdict(cell: NotebookNode) -> NotebookNode:
    text, mark, _ = _card(cell)
    colours = [state.value for state, known in MARKS.items() if known == mark]
    return _code("", [new_output("display_data", {"text/plain": text})], "verdict", *colours)


def _output(output: NotebookNode) -> NotebookNode | None:
    """Pictures, text and the last line of an error; no scripts, no HTML, no progress bars."""
    match output.output_type:
        case "stream":
            return output if output.name == "stdout" else None
        case "error":
            lines = [*output.traceback, f"{output.ename}: {output.evalue}"]
            return new_output("stream", name="stdout", text=lines[-2:][0].split("\n")[-1])
    kind = next((kind for kind in (*PICTURES, *TEXTS) if kind in output.data), None)
    if kind is None or WIDGET in output.data:
        return None
    described = output.metadata.get(kind)
    alt = described.get("alt") if isinstance(described, dict) else ""
    alt = alt or "a figure without a description"
    metadata = {kind: {"alt": str(alt)}} if kind in PICTURES else {}
    return new_output("display_data", {kind: output.data[kind]}, metadata=metadata)


def _missing(cells: list[NotebookNode]) -> list[str]:
    missing = []
    unseen = sum(_is_experiment(cell) and not cell.execution_count for cell in cells)
    if unseen:
        missing.append(f"{unseen} experiment{'s' * (unseen > 1)} not run when the file was saved")
    unwritten = [
        printable(str(_nbgrader(cell).get("grade_id", "a question"))[:60])
        for cell in cells
        if _is_unwritten(cell)
    ]
    if unwritten:
        missing.append(f"answers in words to {', '.join(unwritten)}")
    return missing
