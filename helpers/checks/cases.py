"""Cases and answers: what a student's function is called with, and what it gave back."""

import contextlib
import copy
import inspect
import io
import linecache
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np
from numpy.polynomial.polynomial import polyval

from helpers.checks.encoding import decode, encode, sound
from helpers.errors import NotAttempted

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
        x · (c0 + c1·θ + c2·θ² + …), or to the module of the library that has it.
    edge
        Whether this is an edge case, which counts for points of its own.
    steady
        False where what a wrong function returns may be nothing but rounding, magnified: it
        is another number on another processor, so known mistakes are told by the other cases.
    """

    name: str
    inputs: Mapping[str, Any]
    given: Mapping[str, Sequence[float] | str] = field(default_factory=dict)
    edge: bool = False
    steady: bool = True

    @cached_property
    def encoded(self) -> dict[str, Any]:
        """The case as JSON data; a grader needs it several times."""
        given = {n: each if isinstance(each, str) else list(each) for n, each in self.given.items()}
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
    """

    value: Any = None
    error: str | None = None
    attempted: bool = True
    changed: tuple[str, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()

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

    Its printed text and its warnings are dropped, the global random state is left as it was, and
    the case's given functions stand in for the global ones during the call.
    """
    return answers(function, [case])[0]


def answers(function: Callable[..., Any], cases: Iterable[Case]) -> list[Answer]:
    """Do so for one case after another; the random state is put back after the last."""
    with _quietly():
        return [_answer(function, case) for case in cases]


def _answer(function: Callable[..., Any], case: Case) -> Answer:
    inputs = copy.deepcopy(dict(case.inputs))
    try:
        with _given(function, case):
            value = function(*inputs.values())
    except NotAttempted:
        return Answer(attempted=False)
    except (Exception, SystemExit) as error:
        return Answer(error=_in_words(error))
    changed = [name for name in inputs if encode(inputs[name]) != encode(case.inputs[name])]
    return Answer(value=value, changed=tuple(changed), shared=_shares(value))


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
def _quietly() -> Iterator[None]:
    state = np.random.get_state()
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)


def _function(name: str, given: Sequence[float] | str) -> Callable[..., Any]:
    if isinstance(given, str):
        function: Callable[..., Any] = getattr(import_module(given), name)
        return function
    return polynomial(given)


@contextlib.contextmanager
def _given(function: Callable[..., Any], case: Case) -> Iterator[None]:
    scope = getattr(inspect.unwrap(function), "__globals__", {})
    before = {name: scope[name] for name in case.given if name in scope}
    scope.update({name: _function(name, what) for name, what in case.given.items()})
    try:
        yield
    finally:
        for name in case.given:
            scope.pop(name, None)
        scope.update(before)


def _in_words(error: BaseException) -> str:
    """Name the exception and the line of the student's code that raised it."""
    try:
        text = sound(str(error), 300)
    except Exception:  # a student's own exception may be broken as well
        text = ""
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    line = ""
    traceback = error.__traceback__
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if "ipykernel" in filename or filename.startswith("<ipython"):
            line = linecache.getline(filename, traceback.tb_lineno).strip()
        traceback = traceback.tb_next
    return f"{message} (in the line `{line}`)" if line else message
