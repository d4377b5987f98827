"""Right implementations that are written unlike the references: the grader accepts them all."""

from autograder.exercises.alternatives import gradient_checking, initialization, optimization

__all__ = ["gradient_checking", "initialization", "optimization"]
