"""What a student sees: `check`, `hint` and `progress`, as a page and as plain text."""

import numpy as np
import pytest

from autograder.exercise import source_of
from autograder.exercises import CATALOGUE
from helpers import CheckFailed, CourseError, NotAttempted, check, hint, progress
from helpers.checks.card import Card
from helpers.checks.verdict import State, Verdict

ADAM = "update_parameters_with_adam"
EXERCISES = CATALOGUE["optimization"]
FORGOTTEN = EXERCISES[ADAM].misconceptions[0]
STUB = f"def {ADAM}(*inputs):\n    raise NotAttempted()"
UNKNOWN = f"def {ADAM}(parameters, grads, v, s, *others):\n    return grads, s, v"


@pytest.fixture
def shown(monkeypatch):
    """What was displayed."""
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    return displayed


def notebook(*sources):
    """Names of a notebook in which these cells were run."""
    scope = {
        "np": np,
        "NotAttempted": NotAttempted,
        "check": check,
        "hint": hint,
        "progress": progress,
    }
    for source in sources:
        exec(source, scope)
    return scope


def both(card):
    """The two ways to show a card."""
    bundle = card._repr_mimebundle_()
    return bundle["text/plain"], bundle["text/html"]


def test_the_mistake_is_named_and_a_question_asked(shown):
    scope = notebook(FORGOTTEN.source)

    with pytest.raises(CheckFailed) as raised:
        exec(f"check({ADAM})", scope)

    [card] = shown
    for way in both(card):
        words = " ".join(way.split())
        assert f"✗ {ADAM}: wrong: no bias correction" in words
        assert FORGOTTEN.question in words
        assert f"hint({ADAM}) tells more." in words
        assert "1.655968" in words
        assert "1.631787" in words
        assert FORGOTTEN.hint not in words
    assert str(raised.value).startswith(f"✗ {ADAM}: wrong: no bias correction. Case “")


def test_the_next_level_is_the_explicit_hint(shown):
    exec(f"hint({ADAM})", notebook(FORGOTTEN.source))

    [card] = shown
    assert all(FORGOTTEN.hint in " ".join(way.split()) for way in both(card))


def test_a_mistake_that_nobody_knows_gets_advice(shown):
    exec(f"hint({ADAM})", notebook(UNKNOWN))

    [card] = shown
    assert "none of the mistakes that the course knows" in card.text()


def test_a_stub_gets_a_friendly_card_and_is_not_called_wrong(shown):
    scope = notebook(STUB)

    with pytest.raises(NotAttempted):
        exec(f"check({ADAM})", scope)

    [card] = shown
    assert card.text() == f"○ {ADAM}: not attempted\n  Write your code between the markers."


def test_progress_tells_state_and_points_of_every_exercise_of_this_notebook(shown):
    right = "update_parameters_with_gd"
    scope = notebook(source_of(EXERCISES[right].reference, right), FORGOTTEN.source, UNKNOWN, STUB)
    exec(FORGOTTEN.source, scope)

    exec("progress()", scope)

    [table] = shown
    lines = [" ".join(line.split()) for line in table.text().split("\n")]
    assert lines == [
        "update_parameters_with_gd 10 of 10 ✓ correct",
        "random_mini_batches 0 of 20 ○ not run yet",
        "initialize_velocity 0 of 5 ○ not run yet",
        "update_parameters_with_momentum 0 of 15 ○ not run yet",
        "initialize_adam 0 of 5 ○ not run yet",
        "update_parameters_with_adam 5 of 25 ✗ wrong: no bias correction",
        "together 15 of 80 1 of 6 correct",
    ]
    assert all(line.split()[0] in table.page() for line in lines)


def test_progress_before_anything_was_run_is_told_in_words():
    with pytest.raises(CourseError, match="run the cells of the exercises first"):
        exec("progress()", notebook())


def test_what_a_student_returned_cannot_put_markup_on_the_page():
    text = "<script>alert(1)</script>"
    verdict = Verdict("f", State.WRONG, f"Case “x”: it raised {text}.", mistakes=(text,))

    page = Card(verdict).page()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
