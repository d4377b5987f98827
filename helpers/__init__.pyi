# The whole public surface, and where each name lives.

from .checks.check import check as check
from .checks.check import hint as hint
from .checks.check import progress as progress
from .datasets import load_circles as load_circles
from .datasets import load_moons as load_moons
from .datasets import load_moons_start as load_moons_start
from .datasets import update_case as update_case
from .errors import CheckFailed as CheckFailed
from .errors import CourseError as CourseError
from .errors import NotAttempted as NotAttempted
from .gradients import dictionary_to_vector as dictionary_to_vector
from .gradients import forward_propagation_n as forward_propagation_n
from .gradients import gradient_check_case as gradient_check_case
from .gradients import gradients_to_vector as gradients_to_vector
from .gradients import vector_to_dictionary as vector_to_dictionary
from .guesses import guess as guess
from .guesses import guessed as guessed
from .lab_report import report as report
from .network import accuracy as accuracy
from .network import cross_entropy as cross_entropy
from .network import forward as forward
from .network import predict as predict
from .network import sigmoid as sigmoid
from .plots.gradients import plot_difference_by_epsilon as plot_difference_by_epsilon
from .plots.gradients import plot_gradients as plot_gradients
from .plots.gradients import plot_relu_kink as plot_relu_kink
from .plots.networks import plot_costs as plot_costs
from .plots.networks import plot_data as plot_data
from .plots.networks import plot_decision_boundaries as plot_decision_boundaries
from .plots.networks import plot_learning_rates as plot_learning_rates
from .plots.networks import plot_signal as plot_signal
from .plots.networks import plot_symmetry as plot_symmetry
from .plots.paths import Bowl as Bowl
from .plots.paths import animate_paths as animate_paths
from .plots.paths import descend as descend
from .plots.paths import plot_paths as plot_paths
from .plots.sliders import slide as slide
from .training import Training as Training
from .training import adam as adam
from .training import gradient_descent as gradient_descent
from .training import momentum as momentum
from .training import train as train
from .training import train_mini_batches as train_mini_batches

__all__: list[str]
