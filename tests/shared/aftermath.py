"""What came of the attacks on a class: points, loot, leftovers, and pages that run scripts."""

import re
import time
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from attacking import NAME, NEIGHBOUR, Attack, Places
from nbformat import NotebookNode
from surroundings import Surroundings

import helpers
from autograder.course import Course
from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import CHECK
from autograder.report.page import NAME as REPORT

PAGE, ACTING = "data:text/html;base64,", ("javascript:", "vbscript:", "data:text", "data:app")


class Aftermath:
    """What came of the attacks on a class that has been graded.

    Attributes
    ----------
    course, surroundings
        Where the class was graded, looked at as they are now.
    told
        What each attack was told.
    """

    def __init__(self, course: Course, surroundings: Surroundings, told: dict[str, Places]) -> None:
        self.course, self.surroundings, self.told = course, surroundings, told
        time.sleep(1)  # for what is on its way
        self.arrived = tuple(surroundings.arrived)
        self.processes = tuple(surroundings.processes().values())
        left = [(path, path.name) for path in surroundings.left()]
        self.files = (*left, *self._written())

    def _written(self) -> Iterator[tuple[Path, str]]:
        """Files of the course, the home and the helpers, with marks that attacks left in them."""
        root, run = self.course.root, self.surroundings.run.encode()
        for folder in (root, self.surroundings.home, Path(helpers.__file__).parent):
            for path in filter(_is_readable, folder.rglob("*")):
                parts = path.relative_to(folder).parts
                own = parts[0] in ("submitted", "answers", "autograded", "feedback", REPORT)
                if not own or NEIGHBOUR in parts:
                    for mark in re.findall(run + rb"n\d+", path.read_bytes()):
                        yield path, mark.decode()

    def points(self, student: str) -> dict[str, float]:
        """Points by exercise, as the gradebook has them."""
        with open_gradebook(self.course) as book:
            [found] = grades(book, NAME, [student])
        return found.exercises

    def due(self, attack: Attack) -> dict[str, float]:
        """Points by exercise that the attack's answers are worth."""
        with open_gradebook(self.course) as book:
            cells = book.find_notebook(NAME, NAME).grade_cells
            most = {cell.name.removeprefix(CHECK): cell.max_score for cell in cells}
        return {name: most[name] if name in attack.earned else 0 for name in CATALOGUE[NAME]}

    def _outputs(self, attack: Attack) -> list[NotebookNode]:
        """All outputs of the autograded notebook; none if there is no such notebook."""
        path = self.course.root / "autograded" / attack.student / NAME / f"{NAME}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
        return [output for cell in cells for output in cell.get("outputs", [])]

    def taken(self, attack: Attack) -> list[str]:
        """What the attack read or reached: what it says of it, what arrived, what was copied."""
        texts = [
            o.get("text") or o.get("data", {}).get("text/plain") for o in self._outputs(attack)
        ]
        lines = "\n".join(text for text in texts if isinstance(text, str)).split("\n")
        folder = self.course.root / "autograded" / attack.student
        private = self.surroundings.private.encode()
        return [
            *(line for line in lines if line.startswith("TAKEN")),
            *(line for line in self.arrived if self.told[attack.name].mark in line),
            *(
                f"a copy of a private file: {path.name}"
                for path in filter(_is_readable, folder.rglob("*"))
                if private in path.read_bytes()
            ),
        ]

    def left(self, attack: Attack) -> list[str]:
        """Files and processes that bear the mark of the attack."""
        mark = self.told[attack.name].mark
        return [
            *(str(path) for path, text in self.files if mark in text),
            *(line for line in self.processes if mark in line),
        ]

    def mistakes(self, attack: Attack) -> list[str]:
        """Errors that are the attack's own fault: it was not really tried then."""
        own = ("SyntaxError", "NameError", "ImportError", "ModuleNotFoundError", "AttributeError")
        return [
            f"{output.ename}: {output.evalue}"
            for output in self._outputs(attack)
            if output.output_type == "error" and output.ename in (*own, "TypeError", "IndexError")
        ]

    def scripts(self, attack: Attack) -> list[str] | None:
        """What of the attack's would run when the student's page is opened; None without a page."""
        page = self.course.root / "feedback" / attack.student / NAME / f"{NAME}.html"
        if not page.is_file():
            return None
        reader = Scripts(self.told[attack.name].mark)
        reader.feed(page.read_text("utf-8"))
        return reader.found


def _is_readable(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size < 10**9


class Scripts(HTMLParser):
    """Finds in a page what runs a script or sends the reader elsewhere."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = mark
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("object", "embed", "base", "form", "applet", "frame"):
            self.found.append(f"<{tag}>")
        if tag == "script":
            self.inside = tag
        for name, value in attrs:
            text = re.sub(r"[\x00-\x20]", "", value or "")
            if text.startswith(PAGE):
                self._look_into(b64decode(text.removeprefix(PAGE)).decode())
            elif name.startswith("on") or text.lower().startswith(ACTING):
                self.found.append(f"<{tag} {name}={value}>")
            elif tag == "script" and self.mark in text:
                self.found.append(f"<script {name}={value}>")
            elif name == "srcdoc" or (tag, text.lower()) == ("meta", "refresh"):
                self.found.append(f"<{tag} {name}={value}>")

    def _look_into(self, page: str) -> None:
        reader = Scripts(self.mark)
        reader.feed(page)
        self.found += reader.found

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.mark in data:
            self.found.append(f"<script>{data.strip()[:60]}")
