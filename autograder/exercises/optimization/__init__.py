"""Exercises of the notebook on optimization, in its order."""

from autograder.exercises.optimization import descent, mini_batches, momentum, adam  # isort: skip

__all__ = ["adam", "descent", "mini_batches", "momentum"]
