"""What the source of a function shows: observations that are true of it, whatever it answers.

The text is read as a tree and never run. It may be anything that anybody wrote.
"""

import contextlib
import inspect
import linecache
import textwrap
from collections.abc import Callable, Collection
from dataclasses import astuple
from typing import Any

from helpers.checks.source import values, writing
from helpers.checks.source.tree import (
    LONGEST,
    UNREADABLE,
    Definition,
    Sign,
    Signs,
    defines,
    definition_in,
    reachable_names,
)

__all__ = ["Sign", "defines", "identifiers", "is_cell", "signs", "source_of"]

MOST, MOST_SAID = 3, 400  # signs, and characters of each sentence

# most certain first
LOOKS: tuple[Callable[[Definition, frozenset[str]], Signs], ...] = (
    writing.without_end,
    writing.nothing_returned,
    writing.returned_in_the_loop,
    writing.none_left,
    writing.caret,
    writing.sign_after_equals,
    writing.function_not_called,
    writing.thrown_away,
    values.argument_overwritten,
    values.argument_unread,
    values.only_written,
    values.given_not_called,
    values.not_used,
    values.overwritten,
    writing.whole_numbers,
    writing.seeded_in_the_loop,
    values.last_round_only,
    values.second_name,
    values.loop_variable_after_its_loop,
)


def source_of(function: Any) -> str | None:
    """Find the text of a student's function: its whole cell where it is one of a notebook's.

    Returns
    -------
    source
        None where there is no text, as for a function that is built in.
    """
    try:
        code = inspect.unwrap(function).__code__
        filename = code.co_filename
        if filename.startswith("<") and not is_cell(filename):  # as <string>, which is many texts
            return None
        text = "".join(linecache.getlines(filename)) if is_cell(filename) else ""
        text = text or textwrap.dedent(inspect.getsource(code))
    except Exception:  # of an object that only looks like a function, anything may come
        return None
    return text if len(text) <= LONGEST else None


def is_cell(filename: str) -> bool:
    """Tell whether code comes from a cell of a notebook."""
    return "ipykernel" in filename or filename.startswith("<ipython")


def signs(source: str | None, function: str, uses: Collection[str]) -> tuple[Sign, ...]:
    """Say what is seen in a function that is at fault, most telling first.

    Parameters
    ----------
    source
        The text that it stands in; the last definition in it counts.
    function
        Its name.
    uses
        Names of arguments and given functions that a right function reads.
    """
    found: list[Sign] = []
    with contextlib.suppress(*UNREADABLE):
        definition = definition_in(source, function)
        if definition is None:
            return ()
        for look in LOOKS:
            found += look(definition, frozenset(uses))
            if len(found) >= MOST or (found and look is writing.without_end):
                break  # what stands behind an endless loop is not run
    # names of a student's may be as long as they like
    return tuple(Sign(*(part[:MOST_SAID] for part in astuple(sign))) for sign in found[:MOST])


def identifiers(source: str | None, function: str) -> frozenset[str]:
    """Gather all names and attributes in a function and in what it calls in the same text."""
    with contextlib.suppress(*UNREADABLE):
        definition = definition_in(source, function)
        if definition is not None:
            return frozenset(reachable_names(definition))
    return frozenset()
