"""Answers without the idea: what they earn, which is to be no more than the share for the form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.proof.patterns import ORDERS, SORTED_BY, WEIGHTS
from helpers.checks.cases import Answer
from helpers.checks.comparison import difference
from helpers.checks.rubric import Rubric
from helpers.checks.verdict import ANY_VALUES, verdict

Array = np.ndarray[Any, Any]
Way = Callable[[Rubric, int], Any]  # from the cases and the number of one to an answer
ROUNDING = 1e-12


@dataclass(frozen=True)
class Lazy:
    """The most that answers without the idea earn of an exercise.

    Attributes
    ----------
    share
        Share of its points, from 0 to 1.
    by
        How it is earned.
    solutions
        Which of the ways are no lazy ones, because they give what is asked for: where zeros are
        asked for, zeros.
    """

    share: float
    by: str
    solutions: tuple[str, ...]


def most_without_the_idea(exercise: Exercise, rubrics: Sequence[Rubric]) -> Lazy:
    """Try all that is known on the cases of several seeds."""
    shares, solutions = {"nothing": 0.0}, []
    for name, way in WAYS[exercise.comparison].items():
        if way is not _of_the_first_case and all(_solves(way, rubric) for rubric in rubrics):
            solutions.append(name)
        else:
            shares[name] = max(_share(way, rubric) for rubric in rubrics)
    by = max(shares, key=lambda name: shares[name])
    return Lazy(shares[by], by, tuple(solutions))


def _share(way: Way, rubric: Rubric) -> float:
    answers = [Answer(way(rubric, i)) for i in range(len(rubric.cases))]
    return verdict(rubric, [Answer.from_json(answer.to_json()) for answer in answers]).share


def _solves(way: Way, rubric: Rubric) -> bool:
    answers = [way(rubric, i) for i in range(len(rubric.cases))]
    pairs = zip(rubric.expected, answers, strict=True)
    return all(difference(*pair, rubric.tolerance) is None for pair in pairs)


def _filled(fill: Callable[[tuple[int, ...]], Any]) -> Way:
    """Answer in the form that is asked for, with numbers that hang on the shape alone."""
    return lambda rubric, i: _in_place(rubric.expected[i], lambda one: fill(np.shape(one)))


def _in_place(expected: Any, new: Callable[[Any], Any]) -> Any:
    match expected:
        case dict():
            return {name: _in_place(value, new) for name, value in expected.items()}
        case list() | tuple():
            return type(expected)(_in_place(value, new) for value in expected)
    return new(expected)


def _of_the_first_case(rubric: Rubric, i: int) -> Any:
    return rubric.expected[0]


def _handed_back(which: int, change: Callable[[Any], Any]) -> Way:
    """Hand back the first or last input that fits in place of each value, changed a little."""

    def way(rubric: Rubric, i: int) -> Any:
        inputs, expected = [*rubric.cases[i].inputs.values()], rubric.expected[i]
        several = isinstance(expected, tuple)
        found = [_fitting(part, inputs, which) for part in (expected if several else [expected])]
        if any(one is None for one in found):
            return None
        changed = _in_place(found, lambda one: change(np.asarray(one)))
        return tuple(changed) if several else changed[0]

    return way


def _fitting(expected: Any, inputs: Sequence[Any], which: int) -> Any:
    """Find an input of this form, under its names or others."""
    renamed = [
        dict(zip(expected, one.values(), strict=False))
        for one in inputs
        if isinstance(one, dict) and isinstance(expected, dict)
    ]
    fitting = [one for one in [*inputs, *renamed] if difference(expected, one, ANY_VALUES) is None]
    return fitting[which] if fitting else None


def _drawn(shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(0).normal(size=shape)


def _weights(make: Callable[[int, int, int], Array]) -> Way:
    """Answer with weights of the right spread that were made by a rule."""

    def way(rubric: Rubric, i: int) -> Any:
        expected = rubric.expected[i]
        made = {
            name: (W.std() or 1) * make(int(name[1:]), *W.shape)
            for name, W in expected.items()
            if name.startswith("W")
        }
        return expected | made

    return way


def _ordered(order: Callable[[int, int], Array]) -> Way:
    return _batches(lambda X, Y, seed: order(X.shape[1], seed))


def _sorted(keys: Callable[[Array, Array, int], Array]) -> Way:
    return _batches(lambda X, Y, seed: np.argsort(keys(X, Y, seed), kind="stable"))


def _batches(order: Callable[[Array, Array, int], Array]) -> Way:
    """Answer with the batches that are asked for, of examples in an order made by a rule."""

    def way(rubric: Rubric, i: int) -> Any:
        inputs = {"mini_batch_size": 64, "seed": 0, **rubric.cases[i].inputs}
        X, Y, size = (inputs[name] for name in ("X", "Y", "mini_batch_size"))
        places = order(X, Y, inputs["seed"])
        cuts = range(0, len(places), size)
        return [(X[:, places[k : k + size]], Y[:, places[k : k + size]]) for k in cuts]

    return way


def _everywhere() -> Iterator[tuple[str, Way]]:
    yield "zeros", _filled(np.zeros)
    yield "ones", _filled(np.ones)
    yield "random numbers", _filled(_drawn)
    yield "what is right in the first case", _of_the_first_case
    for which, what in ((0, "an input"), (-1, "another input")):
        yield f"{what} handed back", _handed_back(which, lambda one: one)
        yield f"{what} moved by rounding", _handed_back(which, lambda one: one + ROUNDING)
        yield f"{what} in float32", _handed_back(which, lambda one: one.astype(np.float32))


EVERYWHERE = dict(_everywhere())
WAYS: Mapping[str, Mapping[str, Way]] = {
    "values": EVERYWHERE,
    "initialization": {
        **EVERYWHERE,
        **{name: _weights(make) for name, make in WEIGHTS.items()},
    },
    "mini_batches": {
        **EVERYWHERE,
        **{name: _ordered(order) for name, order in ORDERS.items()},
        **{f"sorted by {name}": _sorted(keys) for name, keys in SORTED_BY.items()},
    },
}
