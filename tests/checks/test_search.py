"""A mistake that nobody foresaw is searched: in a part, in two parts, among likely ones."""

from dataclasses import replace

import numpy as np
import pytest
from classroom import EXERCISES

from helpers.checks.cases import Answer
from helpers.checks.rubric import Mistake, Rubric
from helpers.checks.search import diagnosis
from helpers.checks.traces import trace

ADAM, MOMENTUM = "update_parameters_with_adam", "update_parameters_with_momentum"


def found(name, function, names_in_source=(), **changes):
    """What is found in a function's answers, by a rubric with some changes."""
    exercise = EXERCISES[name]
    rubric = replace(exercise.rubric(exercise.cases_for(0)), **changes)
    answers = exercise.answers(function, rubric.cases)
    return diagnosis(rubric, answers, names_in_source)


def momentum(weights, biases):
    """A step with momentum: how v of the weights and of the biases are averaged."""

    def step(parameters, grads, v, beta, learning_rate):
        for name in parameters:
            average = weights if name.startswith("W") else biases
            v[f"d{name}"] = average(beta, v[f"d{name}"], grads[f"d{name}"])
            parameters[name] = parameters[name] - learning_rate * v[f"d{name}"]
        return parameters, v

    return step


def averaged(beta, v, g):
    return beta * v + (1 - beta) * g


def not_weighted(beta, v, g):
    return beta * v + g


def exchanged(beta, v, g):
    return (1 - beta) * v + beta * g


def of_nothing_known(beta, v, g):
    return beta * v + (1 - beta) * np.cos(g)


@pytest.mark.parametrize(
    ("weights", "biases", "names"),
    [
        (averaged, not_weighted, ("in the biases: 1 − β left out",)),
        (exchanged, averaged, ("in the weights: β and 1 − β swapped",)),
        (
            not_weighted,
            exchanged,
            ("in the weights: 1 − β left out", "in the biases: β and 1 − β swapped"),
        ),
        (not_weighted, not_weighted, ("1 − β left out",)),
    ],
)
def test_a_known_mistake_is_found_in_the_part_where_it_was_made(weights, biases, names):
    assert found(MOMENTUM, momentum(weights, biases)).names == names


def test_the_hint_says_in_which_part():
    hints = found(MOMENTUM, momentum(averaged, not_weighted)).hints

    assert len(hints) == 1
    assert hints[0].startswith("This is so in the biases. ")


@pytest.mark.parametrize("other", [averaged, not_weighted])
def test_nothing_is_named_where_a_part_has_an_unknown_mistake(other):
    assert found(MOMENTUM, momentum(other, of_nothing_known), edits=()) is None


@pytest.mark.parametrize(
    ("layer", "label"), [("first", "in the first layer"), ("last", "in the last layer")]
)
def test_a_mistake_in_one_layer_is_said_to_be_there(layer, label):
    def step(parameters, grads, v, beta, learning_rate):
        L = len(parameters) // 2
        wrong = 1 if layer == "first" else L
        for l in range(1, L + 1):
            for name in (f"W{l}", f"b{l}"):
                average = not_weighted if l == wrong else averaged
                v[f"d{name}"] = average(beta, v[f"d{name}"], grads[f"d{name}"])
                parameters[name] = parameters[name] - learning_rate * v[f"d{name}"]
        return parameters, v

    assert found(MOMENTUM, step).names == (f"{label}: 1 − β left out",)


def test_what_is_returned_beyond_what_was_asked_does_not_hide_a_mistake():
    known = next(m for m in EXERCISES[ADAM].misconceptions if m.name == "no bias correction")

    def with_more(*inputs):
        return *known.function(*inputs), {"dW1": 0}, {"dW1": 0}

    assert found(ADAM, with_more).names == ("no bias correction",)


def twins(name, *, first=(), second=()):
    """An exercise whose first mistake has a twin with the same answers, told by the source."""
    exercise = EXERCISES[name]
    cases = exercise.cases_for(0)
    one = next(iter(exercise.rubric(cases).mistakes))
    return [
        replace(one, names=("one cause",), unless=first),
        replace(one, names=("another",), only_with=second),
    ]


def test_two_causes_of_the_same_answers_are_both_said():
    function = EXERCISES[MOMENTUM].misconceptions[0].function

    names = found(MOMENTUM, function, mistakes=twins(MOMENTUM)).names

    assert names == ("one cause, or another",)


def test_more_than_three_causes_are_not_said():
    function = EXERCISES[MOMENTUM].misconceptions[0].function
    one = twins(MOMENTUM)[0]
    several = [replace(one, names=(name,)) for name in "abcd"]

    assert found(MOMENTUM, function, mistakes=several, edits=()) is None


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ({"copy", "theta"}, ("another",)),
        ({"theta"}, ("one cause",)),
        ((), ("one cause, or another",)),
    ],
)
def test_the_source_tells_causes_apart_where_it_can(source, names):
    function = EXERCISES[MOMENTUM].misconceptions[0].function
    both = twins(MOMENTUM, first=("copy",), second=("copy",))

    assert found(MOMENTUM, function, source, mistakes=both).names == names


def test_of_two_pairs_with_the_same_answers_the_common_mistake_is_sure():
    function = EXERCISES[MOMENTUM].misconceptions[0].function
    one = twins(MOMENTUM)[0]
    pairs = [
        replace(one, names=("sure", other), questions=("?", other), hints=("!", other))
        for other in ("this", "that")
    ]

    names = found(MOMENTUM, function, mistakes=pairs, edits=()).names

    assert names == ("sure", "this, or that")


def test_an_edit_names_what_no_known_mistake_gives():
    exercise = EXERCISES[MOMENTUM]
    function = momentum(of_nothing_known, of_nothing_known)
    cases = exercise.cases_for(0)
    answers = exercise.answers(function, cases)
    seen = list(trace(exercise.comparison, cases, exercise.expected(cases), answers))
    edit = Mistake(("as if the cosine were taken",), ("?",), ("!",), seen)

    whole = found(MOMENTUM, function, edits=[edit])
    in_part = found(MOMENTUM, momentum(averaged, of_nothing_known), edits=[edit])

    assert whole.names == ("as if the cosine were taken",)
    assert in_part.names == ("in the biases: as if the cosine were taken",)


def test_an_exchange_of_two_parts_is_not_told_of_one():
    exercise = EXERCISES[MOMENTUM]
    cases = exercise.cases_for(0)
    answers = exercise.answers(momentum(of_nothing_known, of_nothing_known), cases)
    seen = list(trace(exercise.comparison, cases, exercise.expected(cases), answers))
    edit = Mistake(("weights and biases exchanged",), ("?",), ("!",), seen, whole=True)

    in_part = found(MOMENTUM, momentum(averaged, of_nothing_known), edits=[edit])

    assert in_part is None


@pytest.mark.parametrize("name", EXERCISES)
def test_right_answers_have_no_diagnosis(name):
    assert found(name, EXERCISES[name].reference) is None


@pytest.mark.parametrize("name", EXERCISES)
def test_what_ships_names_the_same_as_what_it_was_made_of(name):
    exercise = EXERCISES[name]
    rubric = exercise.rubric(exercise.cases_for(0))
    shipped = Rubric.from_json(name, rubric.to_json())

    told = [
        diagnosis(shipped, exercise.answers(known.function, rubric.cases))
        for known in exercise.misconceptions
    ]

    assert [each and each.names for each in told] == [
        (known.name,) for known in exercise.misconceptions
    ]


def test_answers_that_are_all_errors_have_no_diagnosis():
    exercise = EXERCISES[MOMENTUM]
    rubric = exercise.rubric(exercise.cases_for(0))

    assert diagnosis(rubric, [Answer(error="KeyError: 'W0'")] * len(rubric.cases)) is None
