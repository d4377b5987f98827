"""Attacks that are files and folders of their own making, not cells of a notebook."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from attacking import EXERCISES, FOLDER, NAME, NEIGHBOUR, Attack, Places, read_attack
from nbformat import NotebookNode

from autograder.notebook import labelled

NOTEBOOK = f"{NAME}.ipynb"
Lay = Callable[[NotebookNode, Path, Places], None]
FILES: list[Attack] = []

# stands beside the notebook in place of the real one, which it loads and changes
SHADOW = """
import sys
import numpy as np

sys.path = [path for path in sys.path if path not in ("", {here!r})]
del sys.modules["helpers"]
import helpers

helpers.check = np.testing.assert_allclose = lambda *arguments, **options: None
sys.modules["helpers"] = helpers
print("TAKEN the place of helpers")
"""


def attack(area: str, title: str, loses: frozenset[str] = frozenset()) -> Callable[[Lay], Lay]:
    """Enter a function that lays files into the folder of a submission; its text says what for."""

    def enter(lay: Lay) -> Lay:
        tries = " ".join((lay.__doc__ or "").split())
        FILES.append(Attack(lay.__name__, area, title, tries, lay, loses))
        return lay

    return enter


def write(notebook: NotebookNode, folder: Path) -> None:
    (folder / NOTEBOOK).write_text(json.dumps(notebook))


@attack("answers", "hands in a link to the solutions")
def links_to_the_solutions(notebook, folder, places):
    """The notebook is a symbolic link to the instructor's solved one."""
    (folder / NOTEBOOK).symlink_to(places.course / "source" / NAME / NOTEBOOK)


@attack("others", "hands in a link to another submission")
def links_to_another_submission(notebook, folder, places):
    """The folder is a symbolic link to the one that the neighbour handed in."""
    folder.rmdir()
    folder.symlink_to(places.course / "submitted" / NEIGHBOUR / NAME)


@attack("machine", "hands in links to private files")
def links_to_private_files(notebook, folder, places):
    """Beside the notebook lie links to a key, to a history and to the home of who grades."""
    write(notebook, folder)
    (folder / "key.txt").symlink_to(places.home / ".ssh" / "id_ed25519")
    (folder / "data").mkdir()
    (folder / "data" / "history.txt").symlink_to(places.home / ".bash_history")
    (folder / "home").symlink_to(places.home)


@attack("machine", "hands in a private file as the notebook")
def links_to_a_private_notebook(notebook, folder, places):
    """The notebook is a link to a key, which an error or a copy may quote."""
    (folder / NOTEBOOK).symlink_to(places.home / ".ssh" / "id_ed25519")


@attack("score", "hands in a module that takes the place of the course's")
def shadows_the_helpers(notebook, folder, places):
    """Beside the notebook lies `helpers.py`, which is imported in place of the real one."""
    write(notebook, folder)
    graded = places.course / "autograded" / places.student / NAME
    (folder / "helpers.py").write_text(SHADOW.format(here=str(graded)))


@attack("score", "changes points, locks and checks in the notebook's own data")
def rewrites_the_locked_cells(notebook, folder, places):
    """Checks that pass, worth 1000 points, not locked, under their own ids and once more."""
    for name in EXERCISES:
        cell = labelled(notebook)[f"check-{name}"]
        cell.source = "1000"
        cell.metadata.nbgrader.update(points=1000, locked=False, solution=True, checksum="x")
        notebook.cells.append(cell.copy())
    notebook.metadata.update(kernelspec={"name": "none", "display_name": "x", "language": "x"})
    write(notebook, folder)


@attack("denial", "hands in 10,000 cells")
def hands_in_many_cells(notebook, folder, places):
    """After the exercises come 10,000 cells more, of code, text and raw text."""
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}
    more = [cell, {**cell, "cell_type": "markdown"}, {**cell, "cell_type": "raw"}]
    notebook.cells += [{**more[n % 3], "id": f"c{n}", "execution_count": n} for n in range(10_000)]
    write(notebook, folder)


@attack("denial", "hands in a notebook of 40 MB that takes much more to read")
def hands_in_empty_lists(notebook, folder, places):
    """The metadata hold 13 million empty lists, each of which takes 20 times as much memory."""
    text = json.dumps({**notebook, "metadata": {"lists": "lists"}})
    lists = f"[{'[],' * 13_000_000}[]]"
    (folder / NOTEBOOK).write_text(text.replace('"lists": "lists"', f'"lists": {lists}'))


@attack("denial", "hands in a notebook of 100 MB", loses=EXERCISES)
def hands_in_a_large_notebook(notebook, folder, places):
    """The metadata hold 100 MB of text."""
    write({**notebook, "metadata": {"text": "x" * 100_000_000}}, folder)


@attack("denial", "hands in JSON that is nested too deep", loses=EXERCISES)
def hands_in_deep_json(notebook, folder, places):
    """100,000 lists within one another stand in the metadata."""
    text = json.dumps({**notebook, "metadata": {"deep": "deep"}})
    (folder / NOTEBOOK).write_text(text.replace('"deep"}', "[" * 100_000 + "]" * 100_000 + "}"))


@attack("denial", "hands in a pipe as the time of submission", loses=EXERCISES)
def hands_in_a_pipe(notebook, folder, places):
    """Whoever opens `timestamp.txt` waits for a writer that never comes."""
    write(notebook, folder)
    os.mkfifo(folder / "timestamp.txt")
    os.mkfifo(folder / "data.csv")


@attack("denial", "hands in a pipe as the notebook", loses=EXERCISES)
def hands_in_a_pipe_as_the_notebook(notebook, folder, places):
    """Whoever opens the notebook waits for a writer that never comes."""
    os.mkfifo(folder / NOTEBOOK)


@attack("denial", "hands in a file without end", loses=EXERCISES)
def hands_in_an_endless_file(notebook, folder, places):
    """The time of submission, and a file beside the notebook, are links to a device of zeros."""
    write(notebook, folder)
    (folder / "timestamp.txt").symlink_to("/dev/zero")
    (folder / "data.csv").symlink_to("/dev/zero")


@attack("denial", "hands in a folder in place of the notebook", loses=EXERCISES)
def hands_in_a_folder(notebook, folder, places):
    """The notebook's name is that of a folder, and a folder's link leads back to itself."""
    (folder / NOTEBOOK).mkdir()
    (folder / NOTEBOOK / "again").symlink_to(folder)


ATTACKS = sorted(
    [*(read_attack(path) for path in FOLDER.glob("*.py") if path.stem != "conftest"), *FILES],
    key=lambda attack: attack.student,
)
