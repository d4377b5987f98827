"""What holds of every exercise: right code is accepted however it is written, wrong code is not."""

import ast
import functools

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.exercise import source_of
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.judge import judge
from helpers.checks.cases import Answer, Case
from helpers.checks.verdict import State

SEEDS = (0, 1, 2026)
PAIRS = ("initialize_adam", "update_parameters_with_momentum", "update_parameters_with_adam")
# a step of 1e-7 is lost in float32, so a gradient check has no precision there to be within
IN_FLOAT32 = [name for name in EXERCISES if not name.startswith("gradient_check")]

# more may come, but these stay: students and their instructors know them by their names
PROMISED = {
    "initialization": [
        "initialize_parameters_zeros",
        "initialize_parameters_random",
        "initialize_parameters_he",
    ],
    "gradient_checking": [
        "forward_propagation",
        "backward_propagation",
        "gradient_check",
        "gradient_check_n",
        "backward_propagation_n",
    ],
    "optimization": [
        "update_parameters_with_gd",
        "random_mini_batches",
        "initialize_velocity",
        "update_parameters_with_momentum",
        "initialize_adam",
        "update_parameters_with_adam",
    ],
}

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
every_seed = pytest.mark.parametrize("seed", SEEDS)
every_alternative = pytest.mark.parametrize(
    ("exercise", "function"),
    [
        pytest.param(e, function, id=f"{name}: {function.__name__}")
        for name, e in EXERCISES.items()
        for function in e.alternatives
    ],
)
every_misconception = pytest.mark.parametrize(
    ("exercise", "function"),
    [
        pytest.param(e, m.function, id=f"{name}: {m.name}")
        for name, e in EXERCISES.items()
        for m in e.misconceptions
    ],
)


def graded(exercise, function, seed=0):
    """Grade a function as a student's is graded: its answers leave its process as data."""
    cases = exercise.cases_for(seed)
    sent = [answer.to_json() for answer in exercise.answers(function, cases)]
    return judge(exercise, cases, [Answer.from_json(data) for data in sent])


def assert_accepted(exercise, function, seed=0):
    verdict = graded(exercise, function, seed)

    assert (verdict.state, verdict.message, verdict.share) == (State.CORRECT, "", 1.0)


def test_the_catalogue_holds_the_exercises_that_were_promised_in_the_order_of_the_course():
    names = {
        notebook: [name for name in CATALOGUE[notebook] if name in promised]
        for notebook, promised in PROMISED.items()
    }

    assert names == PROMISED
    assert [notebook for notebook in NOTEBOOKS if notebook in PROMISED] == [*PROMISED]


@every_seed
@every_exercise
def test_the_reference_is_accepted(exercise, seed):
    assert_accepted(exercise, exercise.reference, seed)


@every_exercise
def test_an_exercise_knows_a_mistake_and_four_other_ways_to_be_right(exercise):
    assert exercise.misconceptions
    assert len(exercise.alternatives) >= 4


def nameless_tree(function):
    """The syntax tree of a function without its names: what it does, whatever it is called."""
    (definition,) = ast.parse(source_of(function, "f")).body
    for node in ast.walk(definition):
        for field in ("id", "arg"):
            if getattr(node, field, None):
                setattr(node, field, "name")
    return ast.dump(definition)


@every_exercise
def test_right_ways_differ_in_more_than_their_names(exercise):
    trees = [nameless_tree(way) for way in (exercise.reference, *exercise.alternatives)]

    assert len(set(trees)) == len(trees)


@every_seed
@every_alternative
def test_an_alternative_is_accepted(exercise, function, seed):
    assert_accepted(exercise, function, seed)


@every_misconception
def test_a_misconception_fails_by_its_answers_and_not_by_an_error(exercise, function):
    answers = exercise.answers(function, exercise.cases_for(0))

    assert [answer.error for answer in answers] == [None] * len(answers)


@every_exercise
def test_a_seed_gives_the_same_cases_again(exercise):
    first, second = ([case.to_json() for case in exercise.cases_for(7)] for _ in range(2))

    assert first == second


@every_exercise
def test_seeds_give_different_cases(exercise):
    first, second = ([case.to_json() for case in exercise.cases_for(seed)] for seed in (7, 8))

    assert first != second


@every_exercise
def test_the_names_of_an_exercise_s_cases_differ(exercise):
    names = [case.name for case in exercise.cases_for(0)]

    assert len(set(names)) == len(names)


@every_exercise
def test_cases_arrive_in_a_student_s_process_as_they_left(exercise):
    cases = exercise.cases_for(0)

    arrived = [Case.from_json(case.to_json()) for case in cases]

    assert [case.to_json() for case in arrived] == [case.to_json() for case in cases]


@every_exercise
def test_a_stub_is_not_attempted(exercise):
    namespace = {}
    exec("from helpers import NotAttempted\ndef stub(*inputs): raise NotAttempted()", namespace)

    verdict = graded(exercise, namespace["stub"])

    assert (verdict.state, verdict.share) == (State.NOT_ATTEMPTED, 0.0)


@every_exercise
def test_a_function_that_returns_nothing_is_refused(exercise):
    verdict = graded(exercise, lambda *inputs: None)

    assert verdict.state is State.WRONG
    assert "None" in verdict.message


def in_float32(value):
    match value:
        case dict():
            return {key: in_float32(v) for key, v in value.items()}
        case tuple() | list():
            return type(value)(in_float32(v) for v in value)
        case np.ndarray() if value.dtype.kind == "f":
            return value.astype(np.float32)
    return value


@every_seed
@pytest.mark.parametrize("name", IN_FLOAT32)
def test_float32_is_accepted_within_its_precision(name, seed):
    reference = EXERCISES[name].reference

    def rounded(*inputs):
        return in_float32(reference(*in_float32(inputs)))

    assert_accepted(EXERCISES[name], rounded, seed)


@pytest.mark.parametrize("name", PAIRS)
def test_a_list_stands_for_a_tuple(name):
    reference = EXERCISES[name].reference

    assert_accepted(EXERCISES[name], lambda *inputs: list(reference(*inputs)))


def test_mini_batches_may_be_a_tuple_of_lists():
    reference = EXERCISES["random_mini_batches"].reference

    def batches(*inputs):
        return tuple([X, Y] for X, Y in reference(*inputs))

    assert_accepted(EXERCISES["random_mini_batches"], batches)


@every_exercise
def test_returned_extras_after_the_asked_values_are_accepted(exercise):
    @functools.wraps(exercise.reference)
    def with_an_extra(*inputs):
        value = exercise.reference(*inputs)
        return (*value, "extra") if isinstance(value, tuple) else (value, "extra")

    assert_accepted(exercise, with_an_extra)


@every_exercise
def test_extra_parameters_with_defaults_are_accepted(exercise):
    namespace = {**exercise.reference.__globals__}
    source = source_of(exercise.reference, exercise.name)
    head, parenthesis, rest = source.partition("):")
    exec(f"{head.rstrip().rstrip(',')}, print_msg=False{parenthesis}{rest}", namespace)

    assert_accepted(exercise, namespace[exercise.name])


@pytest.mark.parametrize("kind", [tuple, list, np.array])
@pytest.mark.parametrize(
    "name", [name for name in CATALOGUE["initialization"] if name.startswith("initialize")]
)
def test_layers_may_be_handled_as_a_tuple_or_an_array(name, kind):
    reference = EXERCISES[name].reference

    assert_accepted(EXERCISES[name], lambda layers_dims: reference(kind(layers_dims)))


def gd_by_matmul_and_loops(parameters, grads, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            rows, columns = parameters[f"{kind}{l}"].shape
            for i in range(rows):
                for j in range(columns):
                    parameters[f"{kind}{l}"][i, j] -= learning_rate * grads[f"d{kind}{l}"][i, j]
    return parameters


def momentum_in_place_under_other_names(params, gradients, velocity, b, lr):
    for key in gradients:
        velocity[key][...] = b * velocity[key] + (1 - b) * gradients[key]
        params[key[1:]] += -lr * velocity[key]
    return [params, velocity]


def adam_all_at_once(params, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):  # noqa: E501  # fmt: skip
    keys = list(params)
    flat = {"p": params, "g": {k: grads["d" + k] for k in keys}}
    p, g = (np.concatenate([flat[n][k].ravel() for k in keys]) for n in ("p", "g"))
    old_v, old_s = (np.concatenate([m["d" + k].ravel() for k in keys]) for m in (v, s))
    new_v, new_s = beta1 * old_v + (1 - beta1) * g, beta2 * old_s + (1 - beta2) * g * g
    p = p - learning_rate * (new_v / (1 - beta1**t)) / (np.sqrt(new_s / (1 - beta2**t)) + epsilon)
    out, start = ({}, {}, {}), 0
    for k in keys:
        end = start + params[k].size
        for target, prefix, values in zip(out, ("", "d", "d"), (p, new_v, new_s), strict=True):
            target[prefix + k] = values[start:end].reshape(params[k].shape)
        start = end
    return out


def backward_n_by_hand(X, Y, cache):
    (_, A1, _, _, Z2, A2, W2, _, _, A3, W3, _) = cache
    m = Y.shape[-1]
    one = np.ones((m, 1)) / m
    dZ3 = A3 - Y
    dZ2 = np.matmul(W3.T, dZ3) * np.heaviside(Z2, 0)
    dZ1 = np.dot(W2.transpose(), dZ2) * (A1 > 0)
    grads = {}
    for l, dZ, A_before in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        grads.update({f"dW{l}": np.matmul(dZ, A_before.T) / m, f"db{l}": dZ @ one})
    return grads


def batches_by_choice(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.default_rng([seed, 5])
    order = rng.choice(X.shape[1], size=X.shape[1], replace=False)
    count = -(-X.shape[1] // mini_batch_size)
    parts = [order[i * mini_batch_size : (i + 1) * mini_batch_size] for i in range(count)]
    return [(X[:, p].copy(order="F"), Y[:, p]) for p in parts]


def velocity_shared_by_zeros_like(parameters):
    return {"d" + key: np.zeros_like(parameters[key]) for key in sorted(parameters)}


def adam_reuses_the_velocity(parameters):
    return velocity_shared_by_zeros_like(parameters), velocity_shared_by_zeros_like(parameters)


def he_with_extra_entries(layers_dims):
    rng = np.random.RandomState(3)
    parameters = {"layers": list(layers_dims)}
    for l in range(1, len(layers_dims)):
        std = np.sqrt(2.0 / layers_dims[l - 1])
        parameters[f"W{l}"] = rng.normal(0, std, (layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1), dtype=int)
    return parameters


@every_seed
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("update_parameters_with_gd", gd_by_matmul_and_loops),
        ("update_parameters_with_momentum", momentum_in_place_under_other_names),
        ("update_parameters_with_adam", adam_all_at_once),
        ("backward_propagation_n", backward_n_by_hand),
        ("random_mini_batches", batches_by_choice),
        ("initialize_velocity", velocity_shared_by_zeros_like),
        ("initialize_adam", adam_reuses_the_velocity),
        ("initialize_parameters_he", he_with_extra_entries),
    ],
)
def test_right_code_in_another_style_is_accepted(name, function, seed):
    assert_accepted(EXERCISES[name], function, seed)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("name", ["initialize_parameters_random", "initialize_parameters_he"])
def test_weights_drawn_by_a_generator_are_accepted_whatever_its_seed(name, seed):
    source = source_of(EXERCISES[name].reference, name).replace("np.random.randn", "draw")
    generator = np.random.default_rng(seed)
    notebook = {"np": np, "draw": lambda *shape: generator.normal(size=shape)}
    exec(source, notebook)

    assert_accepted(EXERCISES[name], notebook[name], seed)


SCALAR_CHECK = source_of(EXERCISES["gradient_check"].reference, "gradient_check")


@pytest.mark.parametrize(
    "others",
    [
        "forward_propagation = lambda x, theta: theta + x\n"
        "backward_propagation = lambda x, theta: theta",
        "def forward_propagation(x, theta): raise ValueError('still broken')",
        "",
    ],
    ids=["wrong", "raising", "missing"],
)
def test_other_exercises_do_not_spoil_gradient_check(others):
    notebook = {"np": np}
    exec(f"{others}\n{SCALAR_CHECK}", notebook)

    assert_accepted(EXERCISES["gradient_check"], notebook["gradient_check"])


def test_the_student_s_own_functions_are_back_after_gradient_check():
    notebook = {"np": np}
    exec(f"def forward_propagation(x, theta): return 'mine'\n{SCALAR_CHECK}", notebook)

    graded(EXERCISES["gradient_check"], notebook["gradient_check"])

    assert notebook["forward_propagation"](1, 1) == "mine"
    assert "backward_propagation" not in notebook


def test_gradient_check_gets_the_given_functions_through_a_decorator_of_another_module():
    def decorator(function):
        @functools.wraps(function)
        def decorated(*inputs):
            return function(*inputs)

        return decorated

    notebook = {"np": np, "decorator": decorator}
    exec(f"@decorator\n{SCALAR_CHECK}", notebook)

    assert_accepted(EXERCISES["gradient_check"], notebook["gradient_check"])


def small_weights_in_float16(layers_dims):
    parameters = EXERCISES["initialize_parameters_zeros"].reference(layers_dims)
    small = {key: value + 0.001 for key, value in parameters.items()}
    return {key: value.astype(np.float16) for key, value in small.items()}


def weights_beyond_all_bounds(layers_dims):
    parameters = EXERCISES["initialize_parameters_he"].reference(layers_dims)
    return {key: np.sign(value) * 1e308 for key, value in parameters.items()}


def the_same_number_everywhere(layers_dims):
    parameters = EXERCISES["initialize_parameters_he"].reference(layers_dims)
    return {key: np.full_like(value, value.std()) for key, value in parameters.items()}


def batches_in_integers(X, Y, mini_batch_size=64, seed=0):
    batches = EXERCISES["random_mini_batches"].reference(X, Y, mini_batch_size, seed)
    return [(X_batch.astype(int), Y_batch) for X_batch, Y_batch in batches]


@every_seed
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("initialize_parameters_zeros", small_weights_in_float16),
        ("initialize_parameters_he", weights_beyond_all_bounds),
        ("initialize_parameters_he", the_same_number_everywhere),
        ("random_mini_batches", batches_in_integers),
    ],
)
def test_wrong_numbers_do_not_slip_through_the_tolerance(name, function, seed):
    verdict = graded(EXERCISES[name], function, seed)

    assert verdict.state is State.WRONG
