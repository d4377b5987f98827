"""What a student sees: `check`, `hint` and `progress`, as a page and as plain text."""

import contextlib
import io
import re

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.exercise import source_of
from autograder.exercises import CATALOGUE
from helpers import CheckFailed, CourseError, NotAttempted, check, hint, progress
from helpers.checks.card import Card
from helpers.checks.check import public_exercises
from helpers.checks.latest import not_run
from helpers.checks.verdict import State, Verdict
from helpers.checks.verdict import verdict as verdict_on

ADAM = "update_parameters_with_adam"
EXERCISES = CATALOGUE["optimization"]
OPTIONAL = [name for name, exercise in EXERCISES.items() if exercise.optional]
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
    assert "not one of the mistakes that the course knows" in card.text()


def test_a_stub_gets_a_friendly_card_and_is_not_called_wrong(shown):
    scope = notebook(STUB)

    with pytest.raises(NotAttempted):
        exec(f"check({ADAM})", scope)

    [card] = shown
    assert card.text() == (
        f"○ {ADAM}: not attempted\n  Write your code between the markers.\n"
        f"  If you wrote {ADAM} in another cell, run that cell first."
    )


def test_a_hint_does_not_repeat_what_the_check_said(shown):
    exec(f"hint({ADAM})", notebook(FORGOTTEN.source))

    [card] = shown
    words = " ".join(card.text().split())
    assert FORGOTTEN.question not in words
    assert "expected" not in words


def test_how_many_cases_are_right_is_said_without_their_names(shown):
    scope = notebook("def forward_propagation(x, theta):\n    return max(x, 0) * theta")

    with pytest.raises(CheckFailed):
        exec("check(forward_propagation)", scope)

    [card] = shown
    assert re.search(r"\d of \d cases are right\.", card.text())
    assert card.text().count("“") == 1  # the case that the message is about


def test_what_the_function_printed_is_shown_where_it_went_wrong_and_bounded(shown):
    scope = notebook(
        "def forward_propagation(x, theta):\n"
        "    for i in range(10_000): print('<b>', i)\n    return x + theta"
    )

    with pytest.raises(CheckFailed):
        exec("check(forward_propagation)", scope)

    [card] = shown
    for way in both(card):
        assert "Your function printed:" in way
        assert len(way) < 3000
    assert "&lt;b&gt; 0\n&lt;b&gt; 1\n" in card.page()


def test_warnings_are_shown_once(shown):
    scope = notebook(
        "def forward_propagation(x, theta):\n    return np.log(np.zeros(9)) + x + theta"
    )

    with pytest.raises(CheckFailed):
        exec("check(forward_propagation)", scope)

    [card] = shown
    words = " ".join(card.text().split())
    assert words.count("RuntimeWarning: divide by zero encountered in log") == 1


def test_code_and_indices_are_written_as_such_on_the_page():
    page = Card(
        Verdict("f", State.WRONG, "`W1` has n_{l-1} columns, and `<b>` is no markup")
    ).page()

    assert "<code>W1</code> has n<sub>l-1</sub> columns" in page
    assert "<code>&lt;b&gt;</code>" in page


FIRST = "def f(x):\n    return x\n"


class TestWhatDidNotRun:
    def shell(self, *cells):
        """The cells that IPython keeps when these were run."""
        config = Config({"HistoryManager": {"enabled": False}})
        shell = InteractiveShell(config=config)
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in cells:
                shell.run_cell(cell, store_history=True)
        return shell.history_manager.input_hist_parsed

    def test_a_version_with_a_syntax_error_is_told_with_its_line(self):
        said = not_run("f", self.shell(FIRST, "# new\ndef f(x):\n    return (x", "check(f)"))

        assert said.startswith("The cell that you ran last has a syntax error in its line 3, `ret")
        assert "the version of f before it" in said

    @pytest.mark.parametrize(
        "cells",
        [
            (FIRST, "check(f)"),
            (FIRST, "def f(x:\n", FIRST, "check(f)"),
            (FIRST, "def g(x:\n", "check(f)"),
            (FIRST, "f(", "check(f)"),
            (FIRST, "%%time\n" + FIRST),
            (FIRST, "%pwd\n" + FIRST + "!true"),
            (FIRST, "def f(x):\n    return 1 / 0\nf(1)", "check(f)"),
            (FIRST, "def f(x):\n    return x\nawait g()"),
            (FIRST, "def f(x):\n    return '\\d'"),
            ("f = lambda x: x", "f == 3 +"),
            (),
        ],
    )
    def test_where_the_last_version_ran_nothing_is_said(self, cells):
        assert not_run("f", self.shell(*cells)) is None

    def test_the_card_says_it_first(self, shown, monkeypatch):
        monkeypatch.setattr("helpers.checks.check.cells_run", lambda: [f"def {ADAM}(:"])

        with pytest.raises(CheckFailed):
            exec(f"check({ADAM})", notebook(FORGOTTEN.source))

        [card] = shown
        assert "has a syntax error in its line 1" in card.text().split("\n")[1]


def test_the_table_shows_the_array_that_the_message_names(shown):
    """Random weights are never equal to those of the reference, so another one differs first."""
    exercise = CATALOGUE["initialization"]["initialize_parameters_random"]

    def nan_in_the_third(layers_dims):
        parameters = exercise.reference(layers_dims)
        for name in parameters:
            if name.startswith("W"):
                parameters[name] = parameters[name][::-1] + 0.1
        return parameters | {name: np.nan * parameters[name] for name in parameters if "W2" in name}

    cases = exercise.cases_for(0)
    found = verdict_on(exercise.rubric(cases), exercise.answers(nan_in_the_third, cases))

    assert "W2 holds NaN" in found.message
    assert np.isnan(found.got).all()


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
        "total 15 of 80 1 of 6 correct",
        *(f"{name} optional ○ not run yet" for name in OPTIONAL),
    ]
    assert all(line.split()[0] in table.page() for line in lines)


def test_progress_tells_of_an_optional_exercise_apart_from_the_sum(shown, monkeypatch):
    wanted = {**public_exercises()[ADAM], "points": 0.0, "optional": True}
    monkeypatch.setitem(public_exercises(), ADAM, wanted)

    exec("progress()", notebook(FORGOTTEN.source))

    lines = [" ".join(line.split()) for line in shown[0].text().split("\n")]
    [total] = [line for line in lines if line.startswith("total")]
    [optional] = [line for line in lines if line.startswith(f"{ADAM} ")]
    assert total == "total 0 of 55 0 of 5 correct"
    assert optional == "update_parameters_with_adam optional ✗ wrong: no bias correction"


def test_progress_before_anything_was_run_is_told_in_words():
    with pytest.raises(CourseError, match="run the cells of the exercises first"):
        exec("progress()", notebook())


def test_what_a_student_returned_cannot_put_markup_on_the_page():
    text = "<script>alert(1)</script>"
    verdict = Verdict("f", State.WRONG, f"Case “x”: it raised {text}.", mistakes=(text,))

    page = Card(verdict).page()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
