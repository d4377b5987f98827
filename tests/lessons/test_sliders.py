"""A figure with sliders: what is printed and saved, and what moving one does."""

import pytest
from displayed import Displayed, widget_in

from helpers import CourseError, slide, widgets
from helpers.plots import sliders, style

RATE = ("learning rate", (0.1, 0.5, 1.0), 0.5)
STEPS = ("steps", range(1, 11), 3)


@pytest.fixture
def page(monkeypatch):
    """What the cell shows."""
    shown = Displayed()
    monkeypatch.setattr("IPython.display.display", shown)
    monkeypatch.setattr(sliders, "display", shown)
    return shown


def draw(rate, steps):
    figure, [[axes]] = style.new_figure()
    axes.plot([0, steps], [0, rate])
    return figure, f"With rate {rate} it goes {steps} steps."


def test_without_sliders_the_figure_its_sentence_and_the_values_are_read(page):
    slide(draw, rate=RATE, steps=STEPS)

    assert page.words() == [
        "Drawn for learning rate 0.5 (of 0.1 to 1) and steps 3 (of 1 to 10). "
        "In a running notebook, sliders change it.",
        "With rate 0.5 it goes 3 steps.",
        "With rate 0.5 it goes 3 steps.",
    ]


def test_the_picture_is_an_output_of_its_own_with_an_alternative_text(page):
    slide(draw, rate=RATE, steps=STEPS)

    with_sliders, picture, _ = page.places
    assert "image/png" not in with_sliders.data
    assert widgets.WIDGET not in picture.data
    assert picture.metadata == {"image/png": {"alt": "With rate 0.5 it goes 3 steps."}}


def test_moving_a_slider_replaces_the_picture_and_the_sentence(page):
    slide(draw, rate=RATE, steps=STEPS)
    _, picture, sentence = page.places
    before = picture.data["image/png"]

    widget_in(page).children[1].value = 7

    assert picture.data["image/png"] != before
    assert picture.metadata["image/png"]["alt"] == "With rate 0.5 it goes 7 steps."
    assert sentence.data["text/markdown"] == "*With rate 0.5 it goes 7 steps.*"


def test_a_slider_starts_at_one_of_its_values(page):
    with pytest.raises(CourseError, match=r"starts at 0\.3, which is none of its values"):
        slide(draw, rate=("learning rate", (0.1, 0.5), 0.3), steps=STEPS)


def test_what_cannot_be_drawn_shows_no_sliders(page):
    def broken(rate):
        raise CourseError("not yet")

    with pytest.raises(CourseError, match="not yet"):
        slide(broken, rate=RATE)

    assert page.places == []
