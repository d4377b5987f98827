"""The words that an exception leaves, written in the process that it was raised in."""

import inspect
import linecache
import re
from collections.abc import Callable, Iterable
from types import FrameType, TracebackType
from typing import Any

from helpers.checks.encoding import sound
from helpers.checks.source import is_cell
from helpers.checks.watching import TooLong

LONGEST, MOST_KEYS = 300, 12
KEY = re.compile(r"[\w-]{1,20}")
Step = tuple[FrameType, int]  # a frame, and the line that it was in


def in_words(error: BaseException, function: Callable[..., Any], arguments: Iterable[str]) -> str:
    """Name the exception, the student's own line, and what tells more about it.

    Parameters
    ----------
    error
        What was raised when ``function`` was called with ``arguments``.
    """
    steps = _steps(error.__traceback__)
    own = _file_of(function)
    place = _last(steps, lambda frame: frame.f_code.co_filename == own)
    if place is None:
        place = _last(steps, lambda frame: is_cell(frame.f_code.co_filename))
    message = _message(error)
    if isinstance(error, TypeError) and len(steps) == 1 and "argument" in message:
        message += f"; it is called with {', '.join(arguments)[:200]}"
    if place is None:
        return message
    if isinstance(error, KeyError):
        message += _keys_beside(error, steps[place], steps)
    return f"{message} (in the line `{_line(steps[place])}`{_inside(steps[place + 1 :])})"


def _message(error: BaseException) -> str:
    kind = "TimeoutError" if isinstance(error, TooLong) else type(error).__name__
    try:
        text = sound(str(error), LONGEST)
    except Exception:  # a student's own exception may be broken as well
        text = ""
    return f"{kind}: {text}" if text else kind


def _steps(traceback: TracebackType | None) -> list[Step]:
    steps = []
    while traceback is not None:
        steps.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return steps


def _last(steps: list[Step], fits: Callable[[FrameType], bool]) -> int | None:
    return next((i for i in reversed(range(len(steps))) if fits(steps[i][0])), None)


def _file_of(function: Callable[..., Any]) -> str | None:
    try:
        name = inspect.unwrap(function).__code__.co_filename
    except Exception:  # of an object that only looks like a function, anything may come
        return None
    return str(name) if is_cell(str(name)) else None


def _line(step: Step) -> str:
    frame, number = step
    return linecache.getline(frame.f_code.co_filename, number).strip()[:LONGEST]


def _inside(further: list[Step]) -> str:
    """Name the function that the line called: one of the library or of another cell."""
    for step in further:
        frame = step[0]
        name, cell = frame.f_code.co_name, is_cell(frame.f_code.co_filename)
        module = str(frame.f_globals.get("__name__"))
        library = module.startswith("helpers.") and not module.startswith("helpers.checks.")
        if name.isidentifier() and (cell or library):
            line = f": `{_line(step)}`" if cell else ""
            return f", inside `{name}`{line}"
    return ""


def _keys_beside(error: KeyError, step: Step, steps: list[Step]) -> str:
    """List the keys of the dictionary that was asked, where it is plain which one that was."""
    missing, filename = error.args[0] if error.args else None, step[0].f_code.co_filename
    if type(missing) not in (str, int) or step is not steps[-1]:
        return ""
    seen: dict[str, Any] = {}
    for frame, _ in steps:
        if frame.f_code.co_filename == filename:
            seen |= frame.f_locals
    named = set(re.findall(r"\w+", _line(step)))
    asked = {
        id(seen[name]): seen[name]
        for name in named
        if type(seen.get(name)) is dict and missing not in seen[name]
    }
    if len(asked) > 1:  # W0 was asked of the one with W1, and not of the one with dW1
        kinds = {place: {_kind(key) for key in keys} for place, keys in asked.items()}
        asked = {place: asked[place] for place in asked if _kind(missing) in kinds[place]}
    if len(asked) != 1:
        return ""
    (keys,) = asked.values()
    names = [str(key) for key in [*keys][:MOST_KEYS] if type(key) in (str, int)]
    if not keys:
        return "; the dictionary is empty"
    if not all(map(KEY.fullmatch, names)) or not names:
        return ""
    return f"; the keys are {', '.join(names)}{', …' if len(keys) > len(names) else ''}"


def _kind(key: object) -> str:
    """Leave out of a key what tells the layer."""
    return str(key).rstrip("0123456789") if type(key) in (str, int) else ""
