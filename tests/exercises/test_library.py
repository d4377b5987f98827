"""The library solves no exercise: all that is in it is called in place of every solution.

Each function and class is called with a case's inputs in their order, in every other order, and by
the names of its parameters, where a network's inputs are handed over in all forms that the library
has for them. What comes back is read in all ways that give a student's answer.
"""

import contextlib
import copy
import importlib
import inspect
import io
import pkgutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice, permutations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from classroom import EXERCISES

import helpers
from helpers.checks.cases import Answer
from helpers.checks.verdict import verdict
from helpers.training import Optimizer

NOT_CALLED = {"helpers.lab_report", "helpers.__main__"}  # they read and write files
ORDERS = 6  # of the arguments, at most


def modules():
    """All modules of the library but those that no student's process can see."""
    names = [one.name for one in pkgutil.walk_packages(helpers.__path__, "helpers.")]
    return [
        importlib.import_module(name)
        for name in names
        if not name.startswith(("helpers.given.", *NOT_CALLED))
    ]


def callables():
    """Functions, classes and methods of the library, by their names."""
    found = {}
    for module in modules():
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", "").startswith("helpers") and callable(thing):
                found[f"{module.__name__}.{name}"] = thing
                for method in vars(thing) if inspect.isclass(thing) else ():
                    found[f"{module.__name__}.{name}.{method}"] = getattr(thing, method)
    once = {id(thing): name for name, thing in found.items() if callable(thing)}
    return {name: found[name] for name in once.values()}


CALLABLES = callables()


def known_names(inputs):
    """What a case's inputs are called in the library, and what can be made of them."""
    known = {"learning_rate": 1.0, "steps": 1, "epochs": 1, "epsilon": 1e-6, **inputs}
    known |= {"rate": known["learning_rate"], "beta": known.get("beta", 0.9), "t": 1}
    if "cache" in inputs:
        _, A1, W1, b1, _, A2, W2, b2, Z3, _, W3, b3 = inputs["cache"]
        parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
        known |= {"Z": Z3, "activations": [inputs["X"], A1, A2], "parameters": parameters}
        known["vector"], _ = helpers.dictionary_to_vector(parameters)
    if "X" in known:
        known["random_mini_batches"] = lambda *args: [(known["X"], known["Y"])]
    return known


def with_names(function, known, handed):
    """Call a function by the names of its parameters; keep what it hands to an optimizer."""
    keep = Optimizer(lambda start: None, lambda p, grads, *rest: (handed.append(grads) or p, None))
    known = {**known, "optimizer": keep, "update": lambda *inputs: inputs, "initialize": dict}
    wanted = inspect.signature(function).parameters
    given = {name: known[name] for name in wanted if name in known}
    return function(**given)


def readings(result, known):
    """All that a student could take a result for."""
    yield result
    yield from result if isinstance(result, list | tuple) else ()
    parameters = getattr(result, "parameters", None)
    if isinstance(parameters, Mapping) and "parameters" in known:
        before, rate = known["parameters"], known["learning_rate"]
        yield {f"d{name}": (before[name] - parameters[name]) / rate for name in parameters}
    for one in (result, parameters):
        if isinstance(one, Mapping):
            yield {f"d{name}": values for name, values in one.items()}
            yield {str(name).removeprefix("d"): values for name, values in one.items()}


def in_float32(value):
    """Shorten an answer, which is then compared within a wider tolerance."""
    if isinstance(value, Mapping):
        return {name: in_float32(one) for name, one in value.items()}
    is_real = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return value.astype(np.float32) if is_real else value


def results(function, case):
    """All that a call gives in one way or another, always in the same order, by the way."""
    inputs = copy.deepcopy(dict(case.inputs))
    known, handed = known_names(inputs), []
    orders = islice(permutations(inputs.values()), ORDERS)
    ways: list[Callable[[], object]] = [lambda order=order: function(*order) for order in orders]
    ways.append(lambda: with_names(function, known, handed))
    for number, way in enumerate(ways):
        try:
            read = [*readings(way(), known), *handed]
        except (Exception, SystemExit):
            continue
        # an input that is handed back is nothing that the library did
        read = [None if any(one is two for two in inputs.values()) else one for one in read]
        for place, value in enumerate(read):
            yield (number, place, "as it is"), value
            yield (number, place, "in float32"), in_float32(value)


def share(function, exercise):
    """The most that a function of the library earns in place of the solution, above the form.

    Nothing does that is wrong in the first case, so that is tried first.
    """
    rubric = replace(exercise.rubric(exercise.cases_for(0)), mistakes=(), edits=())
    first = replace(rubric, cases=rubric.cases[:1], expected=rubric.expected[:1])
    right = [way for way, value in results(function, first.cases[0]) if earns(first, [value])]
    if not right:
        return 0
    by_case = [dict(results(function, case)) for case in rubric.cases]
    return max(earns(rubric, [found.get(way) for found in by_case]) for way in right)


def earns(rubric, values):
    """Judge answers; nothing is earned by the form alone."""
    said = verdict(rubric, [Answer.from_json(Answer(value).to_json()) for value in values])
    return said.share if said.share > rubric.shares.form else 0


@pytest.fixture
def quietly(monkeypatch):
    """Keep what is called from showing anything, and from what it must not see."""
    monkeypatch.setattr("IPython.display.display", lambda *things, **how: None)
    monkeypatch.setenv("TQDM_DISABLE", "1")
    monkeypatch.setattr(plt, "figure", None)  # no plot is anybody's solution
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        yield


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("quietly")
@pytest.mark.parametrize("name", EXERCISES)
def test_no_function_of_the_library_solves_an_exercise(name, monkeypatch):
    monkeypatch.setitem(sys.modules, f"helpers.given.{name}", None)  # as the sandbox does

    found = {one: share(function, EXERCISES[name]) for one, function in CALLABLES.items()}

    assert {one: much for one, much in found.items() if much} == {}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("quietly")
@pytest.mark.parametrize("name", ["train", "train_mini_batches"])
def test_what_is_out_of_reach_would_solve_it(name):
    assert share(getattr(helpers, name), EXERCISES["backward_propagation_n"]) == 1
