"""Answers that people wrote: the right ones are accepted, the wrong ones are told what is wrong.

The catalogue was not made from them. Where each is known from stands in its first lines.
"""

from pathlib import Path

import pytest
from classroom import EXERCISES

from autograder.exercises import CATALOGUE
from autograder.proof.people import Outcome, measure, written

pytestmark = pytest.mark.slow

ANSWERS = Path(__file__).parent / "answers"
SEEDS = (0, 1)
RIGHT = {Outcome.ACCEPTED}
WRONG = {Outcome.NAMED, Outcome.EXPLAINED, Outcome.UNNAMED}


@pytest.fixture(scope="module", params=SEEDS)
def outcomes(request):
    """What became of each answer."""
    return measure(CATALOGUE, ANSWERS, request.param)


def shown(outcomes, *kinds):
    return [f"{a.exercise}/{a.name}: {what.value}" for a, what in outcomes.items() if what in kinds]


def test_every_right_answer_is_accepted_with_all_its_points(outcomes):
    assert shown(outcomes, Outcome.REFUSED) == []
    assert sum(answer.right for answer in outcomes) >= 25


def test_every_wrong_answer_is_refused(outcomes):
    assert shown(outcomes, Outcome.NOT_CAUGHT) == []
    assert sum(not answer.right for answer in outcomes) >= 150


def test_no_answer_is_called_by_a_name_that_it_has_not(outcomes):
    assert shown(outcomes, Outcome.FALSELY) == []


def test_nine_of_ten_wrong_answers_are_named_or_explained(outcomes):
    wrong = [what for answer, what in outcomes.items() if not answer.right]
    told = [what for what in wrong if what in {Outcome.NAMED, Outcome.EXPLAINED}]

    assert len(told) >= 0.9 * len(wrong), shown(outcomes, Outcome.UNNAMED)


def test_every_exercise_that_is_asked_of_all_has_wrong_answers_of_people():
    needed = {name for name, exercise in EXERCISES.items() if not exercise.optional}

    assert {answer.exercise for answer in written(ANSWERS) if not answer.right} >= needed


@pytest.mark.parametrize("path", sorted(ANSWERS.glob("*/*.py")), ids=lambda path: path.stem)
def test_every_answer_says_where_it_is_known_from(path):
    assert path.read_text(encoding="utf-8").startswith("# Known from ")
