"""Pages as nbgrader writes them of a graded copy, and what a browser would find in them."""

import time
from functools import cache
from html.parser import HTMLParser

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

ADDRESSES = ("href", "src", "srcset", "xlink:href", "action", "formaction", "data", "poster")


@cache
def _exporter() -> HTMLExporter:
    converter = GenerateFeedback(coursedir=CourseDirectory())
    return HTMLExporter(config=converter.config)


def feedback(notebook: NotebookNode) -> str:
    """Write the page that a student gets, by nbgrader's own template."""
    known = {"notebook": "x", "score": 1, "max_score": 2, "late_penalty": 0}
    page, _ = _exporter().from_notebook_node(notebook, resources={"nbgrader": known})
    return page


def seconds_of(notebook: NotebookNode) -> float:
    """Tell how much of a processor's time it takes to write that page."""
    started = time.process_time()
    feedback(notebook)
    return time.process_time() - started


class Page(HTMLParser):
    """What is in the part of a page that shows the notebook.

    Attributes
    ----------
    text
        What is to be read.
    tags
        Names of the tags, with those of their attributes that are handlers of events.
    classes
        For style sheets, and for scripts that look for them.
    links, fetched
        Targets of links, and of what is loaded at once.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.classes: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(page.partition('id="notebook-container"')[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.tags.add(name)
            if name == "class":
                self.classes |= set((value or "").split())
            if name in ADDRESSES:
                (self.links if tag == "a" else self.fetched).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data
