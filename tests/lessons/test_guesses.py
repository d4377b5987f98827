"""A guess before a plot, where there are buttons and where there are none."""

import IPython.display
import pytest
from displayed import Displayed, widget_in

from helpers import CourseError, guess, guessed, guesses

CHOICES = ("it grows", "it stays", "it falls")


@pytest.fixture(autouse=True)
def _nobody_was_asked(monkeypatch):
    monkeypatch.setattr(guesses, "_asked", {})


@pytest.fixture
def page(monkeypatch):
    """What the cells show."""
    shown = Displayed()
    monkeypatch.setattr(IPython.display, "display", shown)
    return shown


def choose(page, choice):
    """Press a button of the question that was shown last."""
    [button] = [one for one in widget_in(page).children if one.description == choice]
    button.click()


def test_where_there_are_no_buttons_question_and_choices_are_read(page):
    guess("spread", "What becomes of the spread?", *CHOICES)

    assert page.words() == [
        "**Guess first.** What becomes of the spread?",
        "- it grows\n- it stays\n- it falls",
    ]


def test_two_runs_show_the_same(page):
    guess("spread", "What becomes of the spread?", *CHOICES)
    before = page.words()
    page.clear()

    guess("spread", "What becomes of the spread?", *CHOICES)

    assert page.words() == before


def test_a_click_keeps_the_guess_and_shows_it_in_place_of_the_buttons(page):
    guess("spread", "What becomes of the spread?", *CHOICES)

    choose(page, "it stays")

    assert page.places[1].data == dict.fromkeys(
        ("text/markdown", "text/plain"),
        "Your guess: *it stays.* To change it, run the cell again.",
    )


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("it falls", "You said: *it falls.* **And so it is.**"),
        ("it stays", "You said: *it stays.* What is seen: **it falls.**"),
    ],
)
def test_below_the_plot_the_guess_stands_beside_what_is_seen(page, choice, told):
    guess("spread", "What becomes of the spread?", *CHOICES)
    choose(page, choice)

    guessed("spread", "it falls")

    assert page.words()[-1] == told


def test_no_answer_is_needed_to_go_on(page):
    guess("spread", "What becomes of the spread?", *CHOICES)

    guessed("spread", "it falls")

    assert page.words()[-1] == "What is seen: **it falls.**"


def test_where_nobody_was_asked_only_what_is_seen_is_said(page):
    guessed("spread", "it falls")

    assert page.words() == ["What is seen: **it falls.**"]


def test_a_cell_that_is_run_again_keeps_the_guess(page):
    guess("spread", "What becomes of the spread?", *CHOICES)
    choose(page, "it stays")

    guess("spread", "What becomes of the spread?", *CHOICES)

    ticked = [one.description for one in widget_in(page).children if one.icon == "check"]
    assert ticked == ["it stays"]


def test_a_guess_can_be_changed(page):
    guess("spread", "What becomes of the spread?", *CHOICES)
    choose(page, "it stays")
    guess("spread", "What becomes of the spread?", *CHOICES)

    choose(page, "it falls")
    guessed("spread", "it falls")

    assert page.words()[-1].startswith("You said: *it falls.*")


def test_what_is_seen_must_be_one_of_the_choices(page):
    guess("spread", "What becomes of the spread?", *CHOICES)

    with pytest.raises(CourseError, match="“it explodes” is none of the choices"):
        guessed("spread", "it explodes")


@pytest.mark.parametrize("choices", [(), ("alone",), ("twice", "twice")])
def test_there_must_be_something_to_choose_from(choices):
    with pytest.raises(CourseError, match="two or more different choices"):
        guess("spread", "What becomes of the spread?", *choices)
