"""The lessons for those who cannot see the figures, or not their colours."""

import re
from itertools import pairwise

import nbformat
import pytest
from classroom import COURSE, release

from autograder.exercises import NOTEBOOKS
from autograder.restore import is_solution, labelled
from helpers.plots import style

COLOURS = [style.BLUE, style.ORANGE, style.GREEN, style.VERMILION, style.SKY, style.GREY]
LINES = 3.0  # contrast that WCAG asks of lines and marks …
TEXT = 4.5  # … and of text


def texts(name):
    """Texts of a lesson's cells."""
    return [cell.source for cell in release(name).cells if cell.cell_type == "markdown"]


def pictures(name):
    """Kind and metadata of each picture that the solved lesson shows."""
    cells = nbformat.read(COURSE.source(name), as_version=4).cells
    shown = [
        output
        for cell in cells
        for output in cell.get("outputs", [])
        if output.output_type in ("display_data", "execute_result")
    ]
    return [
        (kind, output.metadata.get(kind, {}))
        for output in shown
        for kind in output.data
        if kind.startswith("image/")
    ]


def luminance(colour):
    """How bright a colour is, by WCAG's formula."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(colour):
    """How a colour stands out from white."""
    return 1.05 / (luminance(colour) + 0.05)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_headings_leave_out_no_level(name):
    levels = [
        len(marks) for text in texts(name) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)
    ]

    steps = [later - earlier for earlier, later in pairwise(levels)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(steps) == 1


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_picture_says_what_to_see(name):
    alternatives = [details.get("alt", "") for _, details in pictures(name)]

    assert len(alternatives) >= 4
    assert [text for text in alternatives if len(text) < 40 or not text.endswith(".")] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_links_say_where_they_lead_and_tables_have_headings(name):
    whole = "\n\n".join(texts(name))

    links = re.findall(r"\[([^\]]+)\]\(", whole)
    tables = [part for part in whole.split("\n\n") if part.startswith("|")]
    assert [text for text in links if text.lower() in ("here", "this", "link")] == []
    assert [table for table in tables if not re.match(r"\|.*\w.*\|\n\|[-:| ]+\|", table)] == []


@pytest.mark.parametrize("colour", COLOURS)
def test_lines_stand_out_from_the_paper(colour):
    assert contrast(colour) >= LINES


def test_words_stand_out_from_the_paper():
    assert contrast(style.GREY) >= TEXT
    assert contrast(style.BLACK) >= TEXT


def test_colour_is_never_all_that_tells_two_lines_apart():
    together = [
        ("zeros", "random", "He"),
        ("zeros", "too small", "He", "too large"),
        ("centred", "one-sided"),
        ("gradient", "approximation"),
        ("batch", "mini-batch", "stochastic"),
        ("gradient descent", "momentum", "Adam"),
    ]

    dashes = [[style.look(name)["linestyle"] for name in names] for names in together]

    assert [styles for styles in dashes if len({*styles}) < len(styles)] == []
    assert len({*style.CLASS_MARKERS}) == len(style.CLASS_COLOURS)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_lesson_says_how_long_it_takes_and_what_an_answer_is_worth(name):
    whole = "\n".join(texts(name))
    written = [
        cell.metadata.nbgrader.points
        for cell in labelled(release(name)).values()
        if cell.cell_type == "markdown" and is_solution(cell)
    ]

    rubrics = [
        sum(map(int, re.findall(r"^- \*\*(\d+) points?:\*\*", part, re.MULTILINE)))
        for part in whole.split("\n\n")
        if re.match(r"- \*\*\d+ point", part)
    ]
    assert "**Time:**" in whole
    assert rubrics == written


def test_the_animation_moves_and_has_a_still_picture_beside_it():
    kinds = [kind for kind, _ in pictures("optimization")]

    assert kinds.count("image/gif") == 1
    assert kinds.index("image/gif") > kinds.index("image/png")
