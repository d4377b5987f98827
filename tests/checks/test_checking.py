"""``check(f)``: a verdict for a student at work, data for the grader."""

import itertools
import json
import linecache
import warnings

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.authoring import public
from autograder.exercise import source_of
from helpers import CheckFailed, CourseError, NotAttempted, check
from helpers.checks import ANSWERS_TYPE, CASES_VARIABLE
from helpers.checks.cases import Answer, Case, answer
from helpers.checks.check import public_exercises

RIGHT = "def forward_propagation(x, theta):\n    return x * theta"
WRONG = "def forward_propagation(x, theta):\n    return x + theta"
STUB = "def forward_propagation(x, theta):\n    raise NotAttempted('write your code here.')"

cell_numbers = itertools.count()


def run(source, check_cell=None):
    """Run cells as a notebook's kernel does, and give back what they define."""
    notebook = {"check": check, "np": np, "NotAttempted": NotAttempted}
    for cell in (source, check_cell) if check_cell else (source,):
        filename = f"/tmp/ipykernel_1/{next(cell_numbers)}.py"
        linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
        exec(compile(cell, filename, "exec"), notebook)
    return notebook


def function(source, name="forward_propagation"):
    return run(source)[name]


every_exercise = pytest.mark.parametrize("name", EXERCISES)


class TestAtWork:
    def test_a_right_function_is_told_so(self, capsys):
        check(function(RIGHT))

        assert capsys.readouterr().out == "✓ forward_propagation: correct\n"

    def test_a_wrong_function_is_told_what_differs_and_where(self):
        with pytest.raises(CheckFailed) as raised:
            check(function(WRONG))

        assert str(raised.value) == (
            "✗ forward_propagation: wrong: sum instead of product. "
            "Case “x = 2, θ = 4”: the answer is 6, expected 8."
        )

    def test_a_stub_is_not_attempted_and_not_wrong(self):
        with pytest.raises(NotAttempted) as raised:
            check(function(STUB))

        assert "forward_propagation" in str(raised.value)
        assert not isinstance(raised.value, CheckFailed)

    def test_an_unknown_function_is_told_which_ones_are_known(self):
        def my_own(x):
            return x

        with pytest.raises(CourseError, match=r"my_own.*update_parameters_with_adam"):
            check(my_own)

    @pytest.mark.parametrize("thing", [8, None, "forward_propagation", np.zeros(2)], ids=repr)
    def test_what_is_no_function_is_unknown(self, thing):
        with pytest.raises(CourseError, match="Give it the function of an exercise"):
            check(thing)

    def test_a_function_is_known_by_the_name_it_is_bound_to(self, capsys):
        source = "forward_propagation = lambda x, theta: theta * x"

        run(source, "check(forward_propagation)")

        assert capsys.readouterr().out == "✓ forward_propagation: correct\n"

    def test_all_errors_of_a_check_show_their_message_alone(self):
        with pytest.raises(CheckFailed) as raised:
            check(function(WRONG))

        assert raised.value._render_traceback_() == [str(raised.value)]

    @every_exercise
    def test_the_reference_passes_what_ships_with_the_course(self, name, capsys):
        check(EXERCISES[name].reference)

        assert capsys.readouterr().out == f"✓ {name}: correct\n"

    @every_exercise
    def test_a_known_mistake_fails_what_ships_with_the_course(self, name):
        mistaken = EXERCISES[name].misconceptions[0].function
        notebook = {**mistaken.__globals__, "check": check, name: mistaken}

        with pytest.raises(CheckFailed, match=f"✗ {name}: wrong"):
            exec(f"check({name})", notebook)

    @every_exercise
    def test_graded_cases_are_not_those_that_ship(self, name):
        shipped = [Case.from_json(data).to_json() for data in public_exercises()[name]["cases"]]

        graded = [case.to_json() for case in EXERCISES[name].cases_for(public.SEED + 1)]

        assert graded != shipped

    def test_nothing_that_ships_holds_code(self):
        text = json.dumps(public_exercises())

        assert "def " not in text
        assert not any(line in text for line in LINES_OF_REFERENCES)


LINES_OF_REFERENCES = [
    line.strip()
    for name, exercise in EXERCISES.items()
    for line in source_of(exercise.reference, name).split("\n")
    if len(line.strip()) > 12
]


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    return shown


@pytest.fixture
def handed_over(monkeypatch, tmp_path):
    """The grader's inputs, in the place where a student's kernel finds them."""
    case = Case("x = 3, θ = 5", {"x": 3, "theta": 5})
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"forward_propagation": [case.to_json()]}))
    monkeypatch.setenv(CASES_VARIABLE, str(path))


@pytest.mark.usefixtures("handed_over")
class TestWhenGraded:
    @pytest.mark.parametrize(
        ("source", "reported"),
        [
            (RIGHT, Answer(15)),
            (WRONG, Answer(8)),
            (STUB, Answer(attempted=False)),
            (
                "def forward_propagation(x, theta):\n    return undefined",
                Answer(
                    error="NameError: name 'undefined' is not defined "
                    "(in the line `return undefined`)"
                ),
            ),
        ],
        ids=["right", "wrong", "stub", "raising"],
    )
    def test_answers_are_reported_and_nothing_is_decided(self, source, reported, displayed, capsys):
        check(function(source))

        ((output,), printed) = displayed, capsys.readouterr().out
        (sent,) = output[ANSWERS_TYPE]["answers"]
        assert output[ANSWERS_TYPE]["exercise"] == "forward_propagation"
        assert Answer.from_json(sent) == reported
        assert output["text/plain"] == "Answers of forward_propagation for the grader."
        assert printed == ""

    def test_the_report_is_plain_json(self, displayed):
        check(
            function("def forward_propagation(x, theta):\n    return {1: np.float16(x), 2: set()}")
        )

        assert json.loads(json.dumps(displayed[0])) == displayed[0]

    def test_a_function_that_was_not_asked_for_is_unknown(self, displayed):
        with pytest.raises(CourseError, match="check does not know 'backward_propagation'"):
            check(
                function(
                    "def backward_propagation(x, theta):\n    return x", "backward_propagation"
                )
            )

        assert displayed == []


CASE = Case("an array", {"x": np.zeros(2), "scale": 2.0})


def answered(body, case=CASE):
    return answer(function(f"def f(x, scale):\n    {body}", "f"), case)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("raise ValueError('no good')", "ValueError: no good"),
        ("raise ValueError", "ValueError"),
        ("return x['W3']", "IndexError: only integers"),
        ("return {}['W3']", "KeyError: 'W3'"),
        ("raise SystemExit('bye')", "SystemExit: bye"),
        ("import sys; sys.exit()", "SystemExit"),
        ("quit_now = exit(3)", "SystemExit: 3"),
        ("return f(x, scale)", "RecursionError"),
        ("assert scale == 3", "AssertionError"),
        (r"raise ValueError('half a pair: \ud800')", "ValueError: half a pair: ?"),
        ("raise ExceptionGroup('many', [ValueError('one')])", "ExceptionGroup: many"),
        ("raise type('Mute', (Exception,), {'__str__': lambda self: 1 / 0})()", "Mute"),
    ],
)
def test_what_a_function_raises_is_an_answer_in_words(body, error):
    got = answered(body)

    assert got.error.startswith(error)
    assert (got.value, got.attempted) == (None, True)


def test_an_error_names_the_line_of_the_student_s_own_code():
    source = "def f(x, scale):\n    y = np.ones(3)\n    return x + y  # three and two\n"

    got = answer(function(source, "f"), CASE)

    assert got.error.startswith("ValueError: operands could not be broadcast together")
    assert got.error.endswith("(in the line `return x + y  # three and two`)")


def test_an_error_inside_a_library_names_the_line_that_called_it():
    got = answered("return np.linalg.inv(np.zeros((2, 2)))")

    assert got.error == (
        "LinAlgError: Singular matrix (in the line `return np.linalg.inv(np.zeros((2, 2)))`)"
    )


def test_a_wrong_number_of_parameters_is_said_in_words():
    got = answer(function("def f(x):\n    return x", "f"), CASE)

    assert got.error == "TypeError: f() takes 1 positional argument but 2 were given"


def test_a_long_message_is_cut():
    assert len(answered("raise ValueError('a' * 10_000)").error) < 500


def test_an_interruption_is_not_held_back():
    with pytest.raises(KeyboardInterrupt):
        answered("raise KeyboardInterrupt")


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("return x + scale", ()),
        ("x += scale; return x", ("x",)),
        ("x[...] = 0; return x", ()),
        ("x = x + scale; return x", ()),
        ("x.resize((3,), refcheck=False); return x", ("x",)),
    ],
)
def test_inputs_that_were_changed_in_place_are_named(body, changed):
    assert answered(body).changed == changed


def test_a_change_inside_a_dict_is_seen():
    case = Case("a dict", {"x": {"W1": np.zeros(2)}, "scale": 1})

    assert answered("x['W1'] -= scale; return x", case).changed == ("x",)


def test_the_case_keeps_its_inputs_whatever_a_function_does_to_them():
    answered("x += 1; return x")

    np.testing.assert_array_equal(CASE.inputs["x"], np.zeros(2))


def test_the_global_random_state_is_kept():
    np.random.seed(5)
    undisturbed = np.random.rand()

    np.random.seed(5)
    answered("np.random.seed(1); return np.random.rand()")

    assert np.random.rand() == undisturbed


def test_the_global_random_state_is_kept_when_a_function_fails():
    np.random.seed(5)
    undisturbed = np.random.rand()

    np.random.seed(5)
    answered("np.random.seed(1); raise ValueError")

    assert np.random.rand() == undisturbed


def test_prints_are_dropped(capsys):
    answered("print('hello'); return x")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "body",
    ["import warnings; warnings.warn('careful'); return x", "return np.log(x) + np.divide(1, x)"],
    ids=["own", "numpy's"],
)
def test_warnings_are_dropped_and_are_no_errors(body):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        got = answered(body)

    assert (got.error, caught) == (None, [])


def test_a_given_function_is_gone_when_the_call_has_failed():
    case = Case("given", {"x": 1.0}, {"forward_propagation": [0, 1]})
    notebook = run("def f(x):\n    forward_propagation(x, 1)\n    raise ValueError")

    got = answer(notebook["f"], case)

    assert got.error.startswith("ValueError")
    assert "forward_propagation" not in notebook


def test_a_given_function_takes_its_arguments_by_keyword():
    case = Case("given", {"x": 2.0}, {"forward_propagation": [1, 0, 1]})

    got = answer(function("def f(x): return forward_propagation(theta=3, x=x)", "f"), case)

    assert got.value == 2 * (1 + 3**2)


def test_a_builtin_can_be_called_like_any_function():
    assert answer(max, Case("two numbers", {"a": 1, "b": 2})).value == 2
