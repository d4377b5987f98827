"""What a student wrote or showed, made harmless for those who open the graded copy.

nbgrader's pages and Jupyter show HTML as it is, with its scripts: in outputs, in text, and in
fields such as the number of a cell. Some of their work grows with the square of a text's length, so
there is a limit to how much of a notebook is set and coloured, and a larger one to how much is
shown at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode

from autograder.grading.texts import as_written, harmless_text, pictures_in, without_codes
from autograder.notebook import CHECK, add_note, grade_id, is_solution

PICTURES = ("image/png", "image/jpeg", "image/gif")
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
LONGEST_TEXT, LONGEST_CODE = 5_000, 4_000  # characters of a cell that are set or coloured …
MOST_SET = 50_000  # … and of all cells, where a character of code counts twice, and a cell as …
CELL = 20  # … so many, set or not
LONGEST_WORDS, MOST_WORDS = 50_000, 200_000  # characters that are shown of a cell, and of all
LONGEST_PRINTED, MOST_PRINTED, MOST_OUTPUTS = 50_000, 200_000, 500  # of an output, and of all
MOST_PICTURED = 20_000_000  # characters of the pictures that its texts show


def harmless(executed: NotebookNode) -> NotebookNode:
    """Take out of an executed notebook what could run in a browser, or keep it busy.

    Parameters
    ----------
    executed
        Its check cells hold answers, which are left for the judge; locked texts are ours.

    Returns
    -------
    notebook
        A new notebook. Of outputs, text and pictures are left; in the student's texts, tags are
        shown instead of being obeyed. What had to be cut is noted.
    """
    notebook = nbformat.from_dict(executed)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = NotebookNode(LANGUAGE)  # the kernel's word, until here
    room = Room(MOST_SET - CELL * len(notebook.cells))
    for cell in notebook.cells:
        identity = grade_id(cell)
        is_students = identity is None or is_solution(cell)
        if identity is None:
            tags = _texts(cell.metadata.get("tags"))
            cell.metadata = NotebookNode({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            cell.execution_count = _count(cell.get("execution_count"))
            if is_students:
                _show_code(cell, room)
            if not (identity or "").startswith(CHECK):
                cell.outputs = _shown(cell.outputs, room)
        elif is_students:
            _show_text(cell, room)
    for note in room.notes():
        add_note(notebook, note)
    return notebook


@dataclass
class Room:
    """What a page still has room for, and what it had none for."""

    set: int
    words: int = MOST_WORDS
    printed: int = MOST_PRINTED
    outputs: int = MOST_OUTPUTS
    pictured: int = MOST_PICTURED
    cut: int = 0
    cut_outputs: int = 0
    missing: list[str] = field(default_factory=list)

    def write(self, text: str) -> str:
        """Take as much of a student's own words as there is room for, and count what is cut."""
        shown, left = _shortened(text, min(self.words, LONGEST_WORDS))
        self.words -= len(shown)
        self.cut += left > 0
        return f"{shown}\n[… {left} characters more in submitted/]" if left else shown

    def print(self, text: str) -> str:
        """Take as much of an output as there is room for."""
        shown, left = _shortened(text, min(self.printed, LONGEST_PRINTED))
        self.printed -= len(shown)
        self.cut_outputs += left > 0
        return f"{shown}\n[… {left} characters more]" if left else shown

    def sets(self, size: int, longest: int, weight: int = 1) -> bool:
        """Tell whether a cell of this size is set, and count it if it is."""
        is_set = size <= longest and weight * size <= self.set
        self.set -= weight * size * is_set
        return is_set

    def notes(self) -> Iterable[str]:
        """Say what a person should know."""
        if self.cut:
            yield (
                f"Cells that are too long for a page ({self.cut}) were cut in the graded copy: "
                "read their ends in submitted/."
            )
        if self.cut_outputs:
            yield (
                f"Outputs that are too long for a page ({self.cut_outputs}) were cut in the graded "
                "copy: run the notebook again to read their ends."
            )
        if self.missing:
            names = ", ".join(f"“{name[:60]}”" for name in self.missing[:5])
            more = " and others" if len(self.missing) > 5 else ""
            yield f"A text shows pictures that were not handed in with it: {names}{more}."


def _show_code(cell: NotebookNode, room: Room) -> None:
    cell.source = room.write(cell.source)
    if room.sets(len(cell.source), LONGEST_CODE, weight=2):
        cell.metadata["magics_language"] = "python"
        return
    cell.metadata["magics_language"] = "text"
    if cell.source.lstrip().startswith("%%"):  # which would name another language
        cell.source = f"# {cell.source.lstrip()}"


def _show_text(cell: NotebookNode, room: Room) -> None:
    pictures = _pictures(cell.get("attachments", {}))
    text = room.write(cell.source)
    if cell.cell_type == "raw" or not room.sets(len(text), LONGEST_TEXT):
        text = as_written(text) if text else text
    else:
        names = {unquote(name): name for name in pictures_in(text)}
        room.missing += [one for one, name in names.items() if not {one, name} & pictures.keys()]
        text = harmless_text(text, pictures)
        for name in pictures_in(text):  # in a link, a letter with an accent is written otherwise
            if name not in pictures:
                pictures[name] = pictures[unquote(name)]
        size = sum(len(data) for name in pictures_in(text) for data in pictures[name].values())
        room.pictured -= size
        if room.pictured < 0:
            room.cut += 1
            text = as_written(text)
    cell.cell_type, cell.source = "markdown", text
    cell.pop("attachments", None)
    if pictures:
        cell.attachments = nbformat.from_dict(pictures)


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """Read the pictures of a text; anything else that is attached to it is none."""
    found = {}
    for name, bundle in attachments.items():
        kinds = {kind: data for kind, data in bundle.items() if kind in PICTURES and data}
        if kinds:
            found[name] = kinds
    return found


def _shown(outputs: list[NotebookNode], room: Room) -> list[NotebookNode]:
    """Make outputs anew of what is text or a picture in them."""
    kept = outputs[: room.outputs]
    room.outputs -= len(kept)
    shown = [made for output in kept if (made := _output(output, room))]
    if left := len(outputs) - len(kept):
        room.cut_outputs += left
        shown.append(NotebookNode(output_type="stream", name="stdout", text=f"[… {left} more]"))
    return shown


def _output(output: NotebookNode, room: Room) -> NotebookNode | None:
    kind = output.output_type
    match output:
        case {"name": "stdout" | "stderr" as name, "text": str(text)} if kind == "stream":
            return NotebookNode(output_type=kind, name=name, text=room.print(text))
        case {"ename": str(name), "evalue": str(value), "traceback": lines} if kind == "error":
            shown = room.print("\n".join(_texts(lines))).split("\n")
            said = {"ename": room.print(name), "evalue": room.print(value)}
            return NotebookNode(output_type=kind, traceback=shown, **said)
        case {"data": {**data}} if kind in ("display_data", "execute_result"):
            kept = {one: data[one] for one in PICTURES if isinstance(data.get(one), str)}
            match data:
                case {"text/plain": str(text)}:
                    kept["text/plain"] = room.print(text)
            number = {"execution_count": _count(output.get("execution_count"))}
            more = number if kind == "execute_result" else {}
            return nbformat.from_dict({"output_type": kind, "data": kept, "metadata": {}, **more})
    return None


def _shortened(text: str, most: int) -> tuple[str, int]:
    """Cut a text, and tell how many characters that leaves out."""
    plain = without_codes(text)
    return plain[:most], max(0, len(plain) - most)


def _texts(found: Any) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _count(number: Any) -> int | None:
    return number if type(number) is int and 0 <= number < 10**9 else None
