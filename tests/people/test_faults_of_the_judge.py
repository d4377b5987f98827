"""What a judge did wrong with answers of real people, each said in words so that it stays right."""

from pathlib import Path

import numpy as np
import pytest
from classroom import EXERCISES
from truth import rubric

from autograder.exercise import changed, source_of
from autograder.exercises import CATALOGUE
from autograder.proof.people import said_of, written
from helpers.checks.card import Card
from helpers.checks.verdict import State, verdict

ANSWERS = {(a.exercise, a.name): a for a in written(Path(__file__).parent / "answers")}
NOTEBOOKS = {name: among for among in CATALOGUE.values() for name in among}
ADAM, BACKWARD = "update_parameters_with_adam", "backward_propagation_n"
CHECK, CHECK_N, BATCHES = "gradient_check", "gradient_check_n", "random_mini_batches"


def said(exercise, name, seed=0):
    return said_of(ANSWERS[exercise, name], NOTEBOOKS[exercise], rubric(exercise, seed))


@pytest.mark.parametrize(
    ("exercise", "name", "mistake"),
    [
        (ADAM, "wrong_no_correction_five_values", "no bias correction"),
        (ADAM, "wrong_t_plus_1_five_values", "t one too large"),
        (BACKWARD, "wrong_nothing_mended_all_keys", "nothing fixed"),
        (BACKWARD, "wrong_only_db1_mended_all_keys", "only db1 fixed"),
    ],
)
def test_a_mistake_keeps_its_name_when_more_is_returned_than_was_asked(exercise, name, mistake):
    assert said(exercise, name).mistakes == (mistake,)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("exercise", "name"),
    [
        (BATCHES, "wrong_last_batch_begins_at_full_minus_1_times_full_times_size"),
        (BATCHES, "wrong_last_batch_begins_at_two_sizes"),
        ("initialize_adam", "wrong_one_array_under_two_names"),
        ("initialize_adam", "wrong_shallow_copy"),
    ],
)
def test_what_was_accepted_though_it_is_wrong_is_refused(exercise, name, seed):
    assert said(exercise, name, seed).state is State.WRONG


@pytest.mark.parametrize(
    ("exercise", "name", "never"),
    [
        (CHECK_N, "wrong_cost_taken_twice_at_the_upper_point", "denominator the numerator"),
        (CHECK_N, "wrong_empty_loop", "denominator the numerator"),
        (CHECK_N, "wrong_step_down_from_the_moved_up_copy", "alias"),
        (CHECK_N, "wrong_equals_minus", "alias"),
        (BACKWARD, "wrong_true_everywhere", "left out"),
    ],
)
def test_where_another_cause_gives_the_same_numbers_the_name_says_the_effect(exercise, name, never):
    told = said(exercise, name)

    assert told.mistakes
    assert never not in " ".join(told.mistakes)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=lambda a: f"{a.exercise}: {a.name}")
def test_no_card_says_that_all_is_1_times_what_is_expected(answer):
    assert " is 1 times" not in said(answer.exercise, answer.name).message


@pytest.mark.parametrize(
    ("exercise", "name"),
    [
        ("initialize_parameters_random", "wrong_tuple_given_to_randn"),
        ("initialize_parameters_zeros", "wrong_one_layer_too_many"),
        (CHECK_N, "wrong_tuple_not_unpacked"),
        (CHECK_N, "wrong_vector_passed_on"),
    ],
)
def test_a_function_that_raises_in_every_case_gets_a_sentence_that_helps(exercise, name):
    text = Card(said(exercise, name), hints=True).text()

    assert any(phrase in text for phrase in ANSWERS[exercise, name].called)


def test_the_first_cause_is_told_and_not_the_last_symptom():
    changes = {"dA2 = np.dot(W3.T, dZ3)": "dA2 = np.dot(W3.T, 7 * dZ3)"}
    entry = EXERCISES[BACKWARD]
    function = entry.compiled(changed(source_of(entry.reference, BACKWARD), changes))
    here = rubric(BACKWARD, 0)

    message = verdict(here, entry.answers(function, here.cases)).message

    assert "dW2[" in message
    assert "dW1" not in message


@pytest.mark.parametrize("seed", range(60))
def test_what_is_expected_of_a_gradient_check_is_a_number_for_every_student(seed):
    entry = EXERCISES[CHECK_N]

    assert np.isfinite(entry.expected(entry.cases_for(seed))).all()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("wrong_flag_first", "number 2 of the 2 that you return: return it alone, or first")],
)
def test_a_flag_and_a_number_are_met_with_the_sentence_that_helps(name, sentence):
    assert sentence in said(CHECK, name).message


def test_a_number_and_a_flag_are_right():
    assert said(CHECK, "right_number_and_flag").state is State.CORRECT
