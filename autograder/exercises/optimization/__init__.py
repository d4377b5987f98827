"""Exercises of the notebook on optimization, in its order."""

# isort: off
from autograder.exercises.optimization.descent import update_parameters_with_gd
from autograder.exercises.optimization.mini_batches import random_mini_batches
from autograder.exercises.optimization.momentum import (
    initialize_velocity,
    update_parameters_with_momentum,
)
from autograder.exercises.optimization.nesterov import update_parameters_with_nesterov
from autograder.exercises.optimization.rmsprop import update_parameters_with_rmsprop
from autograder.exercises.optimization.adam import initialize_adam, update_parameters_with_adam
from autograder.exercises.optimization.schedule import learning_rate_schedule
from autograder.exercises.optimization.adamw import update_parameters_with_adamw
from autograder.exercises.optimization import adam_averages, adam_step, mini_batch_cuts  # noqa: F401  # mistakes

__all__ = [
    "initialize_adam",
    "initialize_velocity",
    "learning_rate_schedule",
    "random_mini_batches",
    "update_parameters_with_adam",
    "update_parameters_with_adamw",
    "update_parameters_with_gd",
    "update_parameters_with_momentum",
    "update_parameters_with_nesterov",
    "update_parameters_with_rmsprop",
]
