"""Machine-made mutants of a reference: all its edits.

A mutant that a grader does not tell from the reference is either the same function, or shows a
case that is missing. Which of the two it is stands in :mod:`autograder.proof.equivalent`.
"""

from autograder.edits import Edit, edits
from autograder.exercise import Exercise, source_of


def mutants(exercise: Exercise) -> list[Edit]:
    """Make all mutants of an exercise's reference, always the same, in the order of its lines."""
    return edits(source_of(exercise.reference, exercise.name))
