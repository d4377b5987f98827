"""Cases and answers: what a student's function is called with, and what it gave back."""

import contextlib
import copy
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.polynomial.polynomial import polyval

import helpers
from helpers.checks.encoding import decode, encode, sound
from helpers.checks.raised import in_words
from helpers.checks.watching import Heard, TooLong, at_most, listening
from helpers.errors import NotAttempted

ENDED = "TimeoutError: "
NOT_CALLED = f"{ENDED}it was not called any more, for it had not returned before"
MOST_SHARED = 60  # returned values, and arrays of each, that are looked at for shared memory


@dataclass(frozen=True)
class Case:
    """Inputs of one call.

    Attributes
    ----------
    name
        What is special about this case, in words: a verdict names it.
    inputs
        Argument names and values, in the order of the function's parameters.
    given
        Functions of the notebook that this call uses in place of the student's own, so that a
        mistake in one exercise does not spoil the next: name to the coefficients c of
        x · (c0 + c1·θ + c2·θ² + …), or to None for the library's function of that name, which a
        notebook may have written over.
    edge
        Whether this is an edge case, which counts for points of its own.
    steady
        False where what a wrong function returns may be nothing but rounding, magnified: it
        is another number on another processor, so known mistakes are told by the other cases.
    """

    name: str
    inputs: Mapping[str, Any]
    given: Mapping[str, Sequence[float] | None] = field(default_factory=dict)
    edge: bool = False
    steady: bool = True

    @cached_property
    def encoded(self) -> dict[str, Any]:
        """The case as JSON data; a grader needs it several times."""
        given = {name: None if c is None else list(c) for name, c in self.given.items()}
        inputs = encode(dict(self.inputs))
        data = {"name": self.name, "inputs": inputs, "given": given, "edge": self.edge}
        return data if self.steady else data | {"steady": False}

    def to_json(self) -> dict[str, Any]:
        """Encode as JSON data."""
        return self.encoded

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Case":
        """Give back what :meth:`to_json` took."""
        inputs, steady = decode(data["inputs"]), data.get("steady", True)
        return cls(data["name"], inputs, data["given"], data["edge"], steady)


@dataclass(frozen=True)
class Answer:
    """What came back from one call.

    Attributes
    ----------
    value
        What the function returned.
    error
        In words, the exception that it raised; None if it returned.
    attempted
        False if the function is still the stub.
    changed
        Names of the inputs that were changed in place.
    shared
        Pairs of places that share their memory: ``("0", "1")`` where the first two returned values
        are one dict, ``("0 dW1", "1 dW1")`` where only these arrays of them are one.
    printed, warned
        What the function printed, and the warnings; they stay in the process.
    """

    value: Any = None
    error: str | None = None
    attempted: bool = True
    changed: tuple[str, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    printed: str = field(default="", compare=False)
    warned: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """Encode as JSON data."""
        return {
            "value": encode(self.value),
            "error": self.error,
            "attempted": self.attempted,
            "changed": list(self.changed),
            "shared": [list(pair) for pair in self.shared],
        }

    @classmethod
    def from_json(cls, data: Any) -> "Answer":
        """Give back what :meth:`to_json` took.

        Raises
        ------
        ValueError
            When ``data`` is anything else: it comes from a student's process.
        """
        match data:
            case {
                "value": value,
                "error": str() | None as error,
                "attempted": bool(attempted),
                "changed": list(changed),
                "shared": list(shared),
            }:
                return cls(
                    value=decode(value),
                    error=None if error is None else sound(error),
                    attempted=attempted,
                    changed=tuple(sound(str(name)) for name in changed),
                    shared=tuple(map(_pair, shared[:MOST_SHARED])),
                )
        raise ValueError("not an encoded answer")


def _pair(data: Any) -> tuple[str, str]:
    match data:
        case [str(first), str(second)]:
            return sound(first), sound(second)
    raise ValueError("not a pair of places")


def answer(function: Callable[..., Any], case: Case) -> Answer:
    """Call ``function`` on a copy of the case's inputs and tell what came back.

    Nothing is printed and nothing warned of on the screen, the global random state is left as it
    was, and the case's given functions stand in for the global ones during the call.
    """
    return answers(function, [case])[0]


def answers(
    function: Callable[..., Any], cases: Iterable[Case], seconds: float | None = None
) -> list[Answer]:
    """Do so for one case after another; the random state is put back after the last.

    Parameters
    ----------
    seconds
        After which a call is ended, where that is possible; no further case is tried then.
    """
    found: list[Answer] = []
    with _undisturbed() as heard:
        for case in cases:
            if seconds and found and (found[-1].error or "").startswith(ENDED):
                found.append(Answer(error=NOT_CALLED))
            else:
                found.append(_answer(function, case, heard, seconds))
    return found


def _answer(
    function: Callable[..., Any], case: Case, heard: Heard, seconds: float | None
) -> Answer:
    stand_ins = {
        name: getattr(helpers, name) if coefficients is None else polynomial(coefficients)
        for name, coefficients in case.given.items()
    }
    got = _called(function, case, stand_ins, heard, seconds)
    own = [name for name in _written_over(function, stand_ins) if case.given[name] is None]
    if got.error and own:  # they may only go together with one another
        others = {name: stand_ins[name] for name in stand_ins if name not in own}
        got = _called(function, case, others, heard, seconds)
    return got


def _called(
    function: Callable[..., Any],
    case: Case,
    stand_ins: Mapping[str, Callable[..., Any]],
    heard: Heard,
    seconds: float | None,
) -> Answer:
    inputs = copy.deepcopy(dict(case.inputs))
    heard.forget()
    try:
        with _given(function, stand_ins), at_most(seconds):
            value = function(*inputs.values())
    except NotAttempted:
        return Answer(attempted=False)
    except (Exception, SystemExit, TooLong) as error:
        got = Answer(error=in_words(error, function, inputs))
    else:
        changed = [name for name in inputs if encode(inputs[name]) != encode(case.inputs[name])]
        shared: tuple[tuple[str, str], ...] = ()
        with contextlib.suppress(Exception):  # an object of a student's own may raise what it likes
            shared = _shares(value)
        got = Answer(value=value, changed=tuple(changed), shared=shared)
    return replace(got, printed=heard.printed, warned=tuple(heard.warned))


def _shares(value: Any) -> tuple[tuple[str, str], ...]:
    """Find places in what was returned where writing into one changes the other."""
    several = list(value[:MOST_SHARED]) if isinstance(value, list | tuple) else [value]
    dicts = {f"{i}": each for i, each in enumerate(several) if isinstance(each, dict)}
    same = [pair for pair in combinations(dicts, 2) if dicts[pair[0]] is dicts[pair[1]]]
    if same:
        return tuple(same)
    arrays = {
        f"{place} {sound(str(key))}": array
        for place, each in dicts.items()
        for key, array in [*each.items()][:MOST_SHARED]
        if isinstance(array, np.ndarray) and array.flags.writeable
    }
    pairs = combinations([*arrays][:MOST_SHARED], 2)
    return tuple(pair for pair in pairs if _overlap(*(arrays[place] for place in pair)))


def _overlap(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> bool:
    """Tell whether two arrays share an entry; views of one array need not."""
    if not np.may_share_memory(first, second):
        return False
    try:
        return np.shares_memory(first, second, max_work=10_000)  # type: ignore[arg-type]  # any number
    except np.exceptions.TooHardError:
        return False


def polynomial(coefficients: Sequence[float]) -> Callable[[Any, Any], Any]:
    """The function x · (c0 + c1·θ + c2·θ² + …) of x and θ.

    >>> float(polynomial([0, 1])(2, 4))
    8.0
    """
    return lambda x, theta: x * polyval(theta, coefficients)


@contextlib.contextmanager
def _undisturbed() -> Iterator[Heard]:
    state = np.random.get_state()
    try:
        with listening() as heard:
            yield heard
    finally:
        np.random.set_state(state)


@contextlib.contextmanager
def _given(
    function: Callable[..., Any], stand_ins: Mapping[str, Callable[..., Any]]
) -> Iterator[None]:
    scope = _scope(function)
    before = {name: scope[name] for name in stand_ins if name in scope}
    scope.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            scope.pop(name, None)
        scope.update(before)


def _written_over(
    function: Callable[..., Any], stand_ins: Mapping[str, Callable[..., Any]]
) -> list[str]:
    scope = _scope(function)
    return [name for name in stand_ins if scope.get(name, stand_ins[name]) is not stand_ins[name]]


def _scope(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        scope = inspect.unwrap(function).__globals__
    except Exception:  # what is built in has none, and an object of a student's own may raise
        return {}
    return scope if isinstance(scope, dict) else {}
