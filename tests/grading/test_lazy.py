"""Functions that pass for a solution at first sight, graded by the real commands."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from classroom import PROGRAMS, copy_of_course, edited, submit
from surroundings import ORDINARY_USER, as_user

from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import labelled

pytestmark = pytest.mark.slow

INITIALIZATION, OPTIMIZATION = "initialization", "optimization"
# hand the inputs back, changed by less than rounding
MOVED_BY_ROUNDING = """
def update_parameters_with_gd(parameters, grads, learning_rate):
    return {key: array * (1 + 1e-11) for key, array in parameters.items()}
"""
# change the places of two columns, and shuffle nothing
TWO_COLUMNS = """
def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    places = list(range(X.shape[1]))
    other = 1 + seed % (len(places) - 1)
    places[0], places[other] = places[other], places[0]
    cuts = range(0, len(places), mini_batch_size)
    parts = [places[cut : cut + mini_batch_size] for cut in cuts]
    return [(X[:, part], Y[:, part]) for part in parts]
"""
# four values in turn, with the mean, the spread and the kurtosis that are asked for
FOUR_VALUES = """
def initialize_parameters_random(layers_dims):
    parameters = {}
    for l, (n, m) in enumerate(zip(layers_dims[1:], layers_dims), start=1):
        W = np.resize([0, -1, 0, 0, 1, 0], n * m + l)[l:].reshape(n, m)
        parameters |= {f"W{l}": 10 * np.sqrt(3) * W, f"b{l}": np.zeros((n, 1))}
    return parameters
"""
# the same weights for each unit of a layer, from quantiles of the right distribution
SAME_UNITS = """
def initialize_parameters_he(layers_dims):
    from statistics import NormalDist

    parameters = {}
    for l, (n, m) in enumerate(zip(layers_dims[1:], layers_dims), start=1):
        even = [NormalDist().inv_cdf((k + 0.5) / m) for k in range(m)]
        row = np.random.RandomState(l).permutation(even)
        W = np.repeat([row / row.std()], n, axis=0)
        parameters |= {f"W{l}": np.sqrt(2 / m) * W, f"b{l}": np.zeros((n, 1))}
    return parameters
"""
# and one in which all numbers differ, but are those of the distribution in a random order
QUANTILES = """
def initialize_parameters_he(layers_dims):
    from scipy.special import ndtri

    parameters = {}
    for l, (n, m) in enumerate(zip(layers_dims[1:], layers_dims), start=1):
        even = ndtri((np.arange(n * m) + 0.5) / (n * m))
        W = np.random.RandomState(l).permutation(even).reshape(n, m)
        parameters |= {f"W{l}": np.sqrt(2 / m) * W, f"b{l}": np.zeros((n, 1))}
    return parameters
"""
# student → lesson, exercise, what is handed in for it, and what of its points that is worth
LAZY = {
    "moves-by-rounding": (OPTIMIZATION, "update_parameters_with_gd", MOVED_BY_ROUNDING, 0),
    "swaps-two-columns": (OPTIMIZATION, "random_mini_batches", TWO_COLUMNS, 0.2),
    "four-values": (INITIALIZATION, "initialize_parameters_random", FOUR_VALUES, 0.2),
    "same-units": (INITIALIZATION, "initialize_parameters_he", SAME_UNITS, 0.2),
    "quantiles": (INITIALIZATION, "initialize_parameters_he", QUANTILES, 0.2),
}


def handed_in(lesson, exercise, source):
    """Hand in right answers but for one exercise."""
    return edited(lesson, lambda notebook: labelled(notebook)[exercise].update(source=source))


def points(course, lesson, student):
    """What a student has for each exercise, and the most that there is."""
    with open_gradebook(course) as gradebook:
        [row] = grades(gradebook, lesson, [student])
    return row.exercises, row.most


@pytest.fixture(scope="module", params=[None, ORDINARY_USER], ids=["as_we_are", "ordinary_user"])
def grading(request):
    """A class of them, and a function that runs a command as who grades it."""
    user = request.param
    if user is not None and os.getuid() != 0:
        pytest.skip("only root can become another user, and the tests run without any rights")
    with tempfile.TemporaryDirectory(prefix="lazy-", ignore_cleanup_errors=True) as folder:
        course = copy_of_course(Path(folder), (INITIALIZATION, OPTIMIZATION))
        for student, (lesson, exercise, source, _) in LAZY.items():
            submit(course, student, lesson, handed_in(lesson, exercise, source))
        for path in (course.root, *course.root.rglob("*")) if user is not None else ():
            os.chown(path, user, user)

        def run(program, *arguments):
            done = subprocess.run(
                as_user(user, [str(PROGRAMS / program), *arguments]),
                cwd=course.root,
                env={**os.environ, "HOME": folder},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr

        run("autograder", "grade", INITIALIZATION, OPTIMIZATION)
        yield course, run


@pytest.mark.parametrize("student", LAZY)
def test_a_lazy_function_earns_what_it_is_worth_and_the_others_are_not_touched(grading, student):
    (course, _), (lesson, exercise, _, share) = grading, LAZY[student]

    earned, most = points(course, lesson, student)

    worth = {name: (share if name == exercise else 1) * most[name] for name in CATALOGUE[lesson]}
    assert {name: earned[name] for name in worth} == pytest.approx(worth)


@pytest.mark.parametrize("student", ["swaps-two-columns", "same-units"])
def test_plain_nbgrader_says_the_same(grading, student):
    (course, run), (lesson, *_) = grading, LAZY[student]
    before = points(course, lesson, student)

    run("nbgrader", "autograde", lesson, "--student", student, "--force")

    assert points(course, lesson, student) == before
