"""The catalogue: one module a notebook, one decorated reference an exercise."""

from autograder.exercise import CATALOGUE
from autograder.exercises import alternatives, gradient_checking, initialization, optimization

# in the order of the course
NOTEBOOKS = tuple(
    module.__name__.rsplit(".", 1)[-1]
    for module in (initialization, gradient_checking, optimization)
)

__all__ = ["CATALOGUE", "NOTEBOOKS", "alternatives"]
