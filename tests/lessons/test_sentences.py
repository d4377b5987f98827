"""Every number that a lesson states is computed here, by the code that the lesson itself runs.

``sentences_<lesson>.py`` lists them. ``SENTENCES`` has pairs of words of the lesson and a function
from :class:`lessons.Lesson`, what the solved cells leave behind, to the number that stands in them,
formatted as it stands there; or to several, in a tuple. ``{}`` in the words stands for the next of
them. ``DEFINITIONS`` has pairs of words and a piece of the lesson's code that sets their numbers.
``GIVEN`` has words whose numbers are nothing but an example, or arithmetic that the words show.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain

import pytest
from lessons import Lesson, executed, programs, texts
from numbers_in import numbers, places, within

from autograder.exercises import NOTEBOOKS
from helpers.checks.rubric import Shares

pytestmark = pytest.mark.slow
Sentence = tuple[str, Callable[[Lesson], str | tuple[str, ...]]]

COMMON: list[Sentence] = [
    (
        "for right names and shapes ({} %), right values in ordinary cases ({} %) and right values "
        "in edge cases ({} %)",
        lambda lesson: tuple(
            f"{100 * share:g}" for share in (Shares.form, Shares.ordinary, Shares.edge)
        ),
    )
]
LISTED = {
    name: import_module(f"sentences_{name}")
    for name in NOTEBOOKS
    if find_spec(f"sentences_{name}") is not None
}
each_lesson = pytest.mark.parametrize("name", LISTED)


def listed(kind):
    """All that the lists have of one kind, with the lesson's name."""
    return [
        pytest.param(name, *(one if isinstance(one, tuple) else (one,)), id=f"{name}-{number}")
        for name, module in LISTED.items()
        for number, one in enumerate(getattr(module, kind, []))
    ]


@cache
def stated(name, words, compute):
    """The words with the numbers in them, and the numbers."""
    found = compute(executed(name))
    computed = found if isinstance(found, tuple) else (found,)
    for number in computed if "{}" in words else ():
        words = words.replace("{}", number, 1)
    return words, computed


@pytest.mark.parametrize(("name", "words", "compute"), listed("SENTENCES"))
def test_the_numbers_of_a_sentence_are_those_that_the_code_gives(name, words, compute):
    words, computed = stated(name, words, compute)

    assert any(places(words, text) for text in texts(name)), f"The lesson does not say: {words}"
    missing = [number for number in computed if not within(number, words, (0, len(words)))]
    assert not missing, f"{', '.join(missing)} computed, but the lesson says: {words}"


@pytest.mark.parametrize(("name", "words", "code"), listed("DEFINITIONS"))
def test_what_a_sentence_says_of_the_code_stands_there(name, words, code):
    assert any(places(words, text) for text in texts(name)), f"The lesson does not say: {words}"
    assert any(places(code, program) for program in programs(name)), f"No cell has: {code}"


def known(name, text):
    """Where numbers stand in a text that are accounted for."""
    module = LISTED[name]
    for sentence in (*COMMON, *module.SENTENCES):
        words, computed = stated(name, *sentence)
        for span in places(words, text):
            yield from chain.from_iterable(within(number, text, span) for number in computed)
    plain = [words for words, _ in getattr(module, "DEFINITIONS", [])]
    for words in (*plain, *getattr(module, "GIVEN", [])):
        yield from places(words, text)


@each_lesson
def test_every_number_of_a_lesson_is_accounted_for(name):
    left = []
    for text in texts(name):
        covered = list(known(name, text))
        left += [
            f"{text[start:end]}: … {' '.join(text[max(start - 60, 0) : end + 60].split())} …"
            for start, end in numbers(text)
            if not any(first <= start and end <= last for first, last in covered)
        ]

    assert not left, "\n".join(left)
