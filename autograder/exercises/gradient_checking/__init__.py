"""Exercises of the notebook on gradient checking, in its order."""

# isort: off
from autograder.exercises.gradient_checking.one_number import (
    forward_propagation,
    backward_propagation,
    gradient_check,
)
from autograder.exercises.gradient_checking.network import gradient_check_n, backward_propagation_n
from autograder.exercises.gradient_checking.direction import gradient_check_direction
from autograder.exercises.gradient_checking.leaky import backward_propagation_leaky
from autograder.exercises.gradient_checking import network_check, network_gradients  # noqa: F401  # mistakes

__all__ = [
    "backward_propagation",
    "backward_propagation_leaky",
    "backward_propagation_n",
    "forward_propagation",
    "gradient_check",
    "gradient_check_direction",
    "gradient_check_n",
]
