"""Exercises of the notebook on gradient checking, in its order."""

# isort: off
from autograder.exercises.gradient_checking import one_number
from autograder.exercises.gradient_checking import network

__all__ = ["network", "one_number"]
