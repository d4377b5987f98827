"""``check(f)``: a verdict for a student at work, data for the grader."""

import itertools
import json
import linecache
import signal
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from classroom import EXERCISES

from autograder.authoring import public
from autograder.exercise import source_of
from helpers import CheckFailed, CourseError, NotAttempted, check
from helpers.checks import ANSWERS_TYPE, CASES_VARIABLE
from helpers.checks.cases import Answer, Case, answer, answers
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
        with pytest.raises(CourseError, match=r"takes the function itself.* without parentheses"):
            check(thing)

    def test_of_a_name_that_is_nearly_right_the_right_one_is_said(self):
        with pytest.raises(CourseError, match=r"Did you mean forward_propagation\?"):
            check(function("def forward_propagaton(x, t): pass", "forward_propagaton"))

    def test_an_endless_loop_is_told_with_its_line(self, monkeypatch):
        monkeypatch.setattr("helpers.checks.check.SECONDS", 0.2)

        with pytest.raises(
            CheckFailed, match=r"θ = 4”: it had not returned after 0.2 s \(in the l"
        ):
            check(function("def forward_propagation(x, theta):\n    while 1: pass"))

    def test_an_interruption_is_told_with_its_line_and_without_the_library_s(self):
        source = "def forward_propagation(x, theta):\n    raise KeyboardInterrupt"

        with pytest.raises(CourseError, match=r"stopped .* \(in the line `raise Key") as raised:
            check(function(source))

        assert raised.value.__suppress_context__

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("def forward_propagation(): pass", "it is called with x, theta"),
            ("def forward_propagation(x, theta): yield x", "the answer is a generator"),
            ("class forward_propagation:\n def __init__(s, x, t): pass", "is a forward_propagat"),
            ("forward_propagation = lambda x, theta: x + theta", "the answer is 6, expected 8"),
            ("def forward_propagation(x, t): return forward_propagation(x, t)", "RecursionError"),
            ("def forward_propagation(x, t): return [0.0] * 10**6", "a list of 1,000,000 entries"),
            ("def forward_propagation(x, t): return 10**5000", "a whole number of more than 18"),
            ("def forward_propagation(x, t): return np.zeros(10**6)", "array of 8,000,000 bytes"),
            ("def forward_propagation(x, t): return print", "a builtin_function_or_method"),
            ("def forward_propagation(x, t): return object.__new__(Broken)", "is a Broken, expec"),
            ("def forward_propagation(x, t): return [Broken.__new__(Broken)]", "is a list, expec"),
        ],
    )
    def test_odd_functions_and_answers_get_a_sentence_in_no_time(self, source, words):
        broken = "class Broken:\n    def __getattribute__(self, name): raise RuntimeError(name)\n"
        notebook = run(f"{broken}{source}")
        begin = time.process_time()

        with pytest.raises(CheckFailed) as raised:
            exec("check(forward_propagation)", notebook)

        assert words in str(raised.value)
        assert time.process_time() - begin < 1

    def test_a_function_is_known_by_the_name_it_is_bound_to(self, capsys):
        source = "forward_propagation = lambda x, theta: theta * x"

        run(source, "check(forward_propagation)")

        assert capsys.readouterr().out == "✓ forward_propagation: correct\n"

    def test_what_the_card_says_is_not_said_again_by_the_error_below_it(self):
        with pytest.raises(CheckFailed) as raised:
            check(function(WRONG))

        assert raised.value._render_traceback_() == ["What is still to do is said above."]

    def test_an_error_without_a_card_shows_its_message_alone(self):
        with pytest.raises(CourseError) as raised:
            check(3)

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

    assert got.error == (
        "TypeError: f() takes 1 positional argument but 2 were given; it is called with x, scale"
    )


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("p = {'W1': 1, 'b1': 2}; return p['W0']", "'W0'; the keys are W1, b1 (in the line"),
        ("p = {}; return p['W0']", "'W0'; the dictionary is empty (in the line"),
        ("p, q = {'b1': 1}, {'b2': 2}; return p['W0'] + q['W0']", "'W0' (in the line"),
        ("p, q = {'W1': 1}, {'dW1': 2}; return p['W0'] + q['dW0']", "'W0'; the keys are W1 (in"),
        ("p = {'a secret, and more': 1}; return p['W0']", "'W0' (in the line"),
        ("p = dict.fromkeys(range(99)); return p['W0']", "'W0'; the keys are 0, 1, 2, 3"),
    ],
)
def test_beside_a_missing_key_stand_those_that_exist(body, more):
    assert answered(body).error.startswith(f"KeyError: {more}")


def test_an_error_in_a_given_function_names_it_beside_the_student_s_line():
    from helpers import vector_to_dictionary  # noqa: PLC0415

    notebook = run("def f(x, scale):\n    return vector_to_dictionary([1])")
    notebook["vector_to_dictionary"] = vector_to_dictionary

    got = answer(notebook["f"], CASE)

    assert got.error.endswith(
        "(in the line `return vector_to_dictionary([1])`, inside `vector_to_dictionary`)"
    )


def test_an_error_in_another_cell_names_the_line_that_led_there_and_its_own():
    notebook = run("def f(x, scale):\n    return tell(None)", "def tell(it):\n    return it - 1")

    got = answer(notebook["f"], CASE)

    assert got.error.endswith("(in the line `return tell(None)`, inside `tell`: `return it - 1`)")


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


def test_prints_are_kept_from_the_screen_and_with_the_answer(capsys):
    got = answered("print('hello'); return x")

    assert capsys.readouterr().out == ""
    assert got.printed == "hello\n"


def test_of_much_that_is_printed_the_beginning_is_kept():
    got = answered("print('a' * 10_000_000); return x")

    assert 0 < len(got.printed) < 5000


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (
            "import warnings; warnings.warn('careful'); return x",
            "UserWarning: careful (in the line `import warnings; warnings.warn('careful'); ret",
        ),
        ("for i in range(99): np.log(x)\n    return x", "RuntimeWarning: divide by zero encounter"),
    ],
    ids=["own", "numpy's"],
)
def test_warnings_are_no_errors_and_each_is_kept_once(body, warning):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        got = answered(body)

    assert (got.error, caught) == (None, [])
    (kept,) = got.warned
    assert kept.startswith(warning)


def test_what_was_heard_does_not_leave_with_the_answer():
    sent = answered("print('hello'); return np.log(x)").to_json()

    assert set(sent) == {"value", "error", "attempted", "changed", "shared"}


def endless(body):
    return answers(function(f"def f(x, scale):\n    {body}", "f"), [CASE, CASE], seconds=0.2)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("while True: pass", "while True: pass"),
        ("while True: np.zeros(2).sum()", "while True: np.zeros(2).sum()"),
        ("i = 0\n    while i < 3: x = x + 1", "while i < 3: x = x + 1"),
    ],
)
def test_an_endless_loop_is_ended_and_its_line_named(body, line):
    first, second = endless(body)

    assert first.error == f"TimeoutError: it had not returned after 0.2 s (in the line `{line}`)"
    assert second.error.startswith("TimeoutError: it was not called any more")


def test_a_loop_that_holds_every_exception_is_ended_all_the_same():
    first, _ = endless(
        "while True:\n        try:\n            while True: pass\n        except Exception: pass"
    )

    assert first.error.startswith("TimeoutError: it had not returned")


def test_outside_the_main_thread_there_is_no_limit_and_no_complaint():
    quick = function("def f(x, scale):\n    return scale", "f")
    with ThreadPoolExecutor() as pool:
        got = pool.submit(answers, quick, [CASE], seconds=5).result()

    assert got == [Answer(2.0)]


def test_an_alarm_of_somebody_else_s_is_left_alone():
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        answers(function("def f(x, scale):\n    return scale", "f"), [CASE], seconds=5)
        left = signal.getitimer(signal.ITIMER_REAL)[0]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert left > 50


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
