"""Which numbers of a lesson's words are held by a computation, and which are not."""

import pytest
from numbers_in import numbers, places, within


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the cost falls from 1,773.6 to 0.06,", ["1,773.6", "0.06"]),
        ("83 % after 15,000 steps, or 1e-7.", ["83", "15,000", "1e-7"]),
        ("class 0 and class 1, but 10 units", ["10"]),
        (
            "about $3 \\cdot 10^{-7}$, with $\\beta = 0.9$ and $\\tfrac12 w_{12}$",
            ["10^{-7}", "0.9"],
        ),
        ("of `W1` and `np.zeros((3, 4))`, float32, exercise 2 and [3]", []),
        ("### Exercise 3: the 20 layers\n\nfor (10 points) in 2015", []),
        ("## References\n\n1. Volume 23, 1991, pages 5 to 48", []),
    ],
)
def test_what_counts_as_a_number_of_a_lesson(text, found):
    assert [text[slice(*span)] for span in numbers(text)] == found


def test_words_are_found_wherever_a_line_is_broken():
    assert places("falls to 0.06", "it falls\nto 0.06") == [(3, 16)]


@pytest.mark.parametrize(("number", "found"), [("0.6", 0), ("6", 0), ("0.69", 1), ("69", 0)])
def test_a_number_is_not_found_inside_a_longer_one(number, found):
    text = "it is 0.69."

    assert len(within(number, text, (0, len(text)))) == found
