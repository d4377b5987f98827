"""Nobody reads for long without something to do: to run, to guess, to write or to answer."""

import re

import nbformat
import pytest
from classroom import COURSE

from autograder.exercises import NOTEBOOKS
from autograder.notebook import is_solution

MOST_WORDS = 500
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)  # the answer to a question of a self-test


def stretches(notebook):
    """What is read at one go, in words, from one thing to do to the next."""
    read = []
    for cell in notebook.cells:
        if is_solution(cell) or cell.get("outputs"):
            yield read
            read = []
        elif cell.cell_type == "markdown":
            text = cell.source.split("## References")[0]
            first, *others = FOLDED.split(text)
            read += first.split()
            for part in others:
                yield read
                read = part.split()
    yield read


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_there_is_something_to_do_after_500_words_at_the_latest(name):
    notebook = nbformat.read(COURSE.source(name), as_version=4)

    longest = max(stretches(notebook), key=len)

    assert len(longest) <= MOST_WORDS, f"{len(longest)} words: {' '.join(longest[:30])} …"
