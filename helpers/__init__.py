"""The library that the three notebooks import. This page is the whole public surface."""

from helpers.checking import check, hint, progress
from helpers.datasets import load_circles, load_moons, load_moons_start, update_case
from helpers.errors import CheckFailed, CourseError, NotAttempted
from helpers.gradients import (
    dictionary_to_vector,
    forward_propagation_n,
    gradient_check_case,
    gradients_to_vector,
    one_sided_gradient,
    vector_to_dictionary,
)
from helpers.lab_report import report
from helpers.network import accuracy, backward, cross_entropy, forward, predict, sigmoid
from helpers.plots.gradients import (
    plot_difference_by_epsilon,
    plot_gradients,
    plot_relu_kink,
)
from helpers.plots.networks import (
    plot_costs,
    plot_data,
    plot_decision_boundaries,
    plot_learning_rates,
    plot_signal,
    plot_symmetry,
)
from helpers.plots.paths import Bowl, animate_paths, descend, plot_paths
from helpers.training import (
    Training,
    adam,
    gradient_descent,
    momentum,
    train,
    train_mini_batches,
)

__all__ = [
    "Bowl",
    "CheckFailed",
    "CourseError",
    "NotAttempted",
    "Training",
    "accuracy",
    "adam",
    "animate_paths",
    "backward",
    "check",
    "cross_entropy",
    "descend",
    "dictionary_to_vector",
    "forward",
    "forward_propagation_n",
    "gradient_check_case",
    "gradient_descent",
    "gradients_to_vector",
    "hint",
    "load_circles",
    "load_moons",
    "load_moons_start",
    "momentum",
    "one_sided_gradient",
    "plot_costs",
    "plot_data",
    "plot_decision_boundaries",
    "plot_difference_by_epsilon",
    "plot_gradients",
    "plot_learning_rates",
    "plot_paths",
    "plot_relu_kink",
    "plot_signal",
    "plot_symmetry",
    "predict",
    "progress",
    "report",
    "sigmoid",
    "train",
    "train_mini_batches",
    "update_case",
    "vector_to_dictionary",
]
