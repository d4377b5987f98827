"""The Exercise: what it makes of a reference, and what it refuses."""

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.exercise import Exercise, exercise, source_of
from helpers import CourseError
from helpers.checks.cases import Case
from helpers.checks.comparison import Tolerance


def doubled(x):
    return 2 * x


def make(reference=doubled):
    return Exercise(
        name=reference.__name__,
        notebook="a notebook",
        reference=reference,
        cases=lambda rng: [Case("a number", {"x": float(rng.normal())})],
        comparison="values",
        tolerance=Tolerance(),
    )


def test_expected_values_are_those_of_the_reference():
    entry = make()
    cases = entry.cases_for(3)

    assert entry.expected(cases) == [2 * cases[0].inputs["x"]]


def test_a_reference_that_fails_is_never_taken_for_an_expected_value():
    def broken(x):
        raise ValueError("not for this case")

    entry = make(broken)

    with pytest.raises(CourseError, match="reference of broken raised ValueError: not for this"):
        entry.expected(entry.cases_for(0))


def test_a_comparison_that_nobody_knows_is_refused_at_once():
    with pytest.raises(ValueError, match="'guess' is none of values, initialization"):
        exercise(cases=lambda rng: [], comparison="guess")


def test_a_misconception_is_one_decorated_function():
    entry = make()

    @entry.misconception("tripled", "How often is twice?", "You take it three times.")
    def tripled(x):
        return 3 * x

    assert entry.misconceptions == [tripled]
    assert (tripled.name, tripled.question) == ("tripled", "How often is twice?")
    assert tripled.source == "def doubled(x):\n    return 3 * x"
    assert tripled.function(2) == 6


def test_a_slip_is_the_reference_with_some_text_replaced():
    entry = make()

    entry.slip("tripled", "How often is twice?", "You take it three times.", {"2": "3"})

    (tripled,) = entry.misconceptions
    assert tripled.source == "def doubled(x):\n    return 3 * x"
    assert tripled.function(2) == 6


def test_a_slip_that_changes_nothing_is_refused_at_once():
    with pytest.raises(ValueError, match="'4' does not stand in the reference"):
        make().slip("fourfold", "How often is twice?", "You take it four times.", {"4": "5"})


def test_two_misconceptions_of_one_name_are_refused_at_once():
    entry = make()
    entry.slip("tripled", "How often is twice?", "You take it three times.", {"2": "3"})

    with pytest.raises(ValueError, match="two misconceptions by the name “tripled”"):
        entry.slip("tripled", "How often is twice?", "You take it four times.", {"2": "4"})


def test_an_alternative_is_one_decorated_function():
    entry = make()

    @entry.alternative
    def added(x):
        return x + x

    assert entry.alternatives == [added]


def test_a_source_stands_under_the_student_s_name_without_decorators():
    entry = make()

    @entry.alternative
    def added(x):
        return x + x

    assert source_of(added, "doubled") == "def doubled(x):\n    return x + x"


def test_a_lambda_has_no_source_to_hand_in():
    nameless = lambda x: x  # noqa: E731

    with pytest.raises(ValueError, match="is not made by def"):
        source_of(nameless, "doubled")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        pytest.param(name, source, id=f"{name}: {what}")
        for name, entry in EXERCISES.items()
        for what, source in [
            ("the reference", source_of(entry.reference, name)),
            *((function.__name__, source_of(function, name)) for function in entry.alternatives),
            *((known.name, known.source) for known in entry.misconceptions),
        ]
    ],
)
def test_every_source_defines_the_student_s_function_with_numpy_alone(name, source):
    notebook = {"np": np}

    exec(source, notebook)

    assert notebook[name].__name__ == name


@pytest.mark.parametrize("entry", EXERCISES.values(), ids=EXERCISES)
def test_hints_are_whole_sentences(entry):
    questions = [known.question for known in entry.misconceptions]
    hints = [known.hint for known in entry.misconceptions]

    assert all(question.endswith("?") and len(question.split()) > 4 for question in questions)
    assert all(hint.endswith((".", "?")) and len(hint.split()) > 5 for hint in hints)
