"""Edits of a reference, made by machine: what a person might have written, and what to call it.

It takes and gives texts, and knows nothing of exercises. Comes in by ``edits``: the proof, which
tries whether each is refused, and the exercise, which calls a wrong answer by the name of the
edit that gives the same.
"""

from autograder.edits.kinds import EXCHANGES
from autograder.edits.making import Edit, edits

__all__ = ["EXCHANGES", "Edit", "edits"]
