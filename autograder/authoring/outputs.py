"""The stored outputs of an instructor notebook: when they are made anew, and which of them stay.

A notebook is executed anew only where one of its code cells, or what they import, changed; and an
output that differs from the stored one by rounding alone stays as it was, because last digits are
the processor's.
"""

import ast
import base64
import hashlib
import io
import json
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode
from PIL import Image

import helpers
from autograder.course import programs

NUMBER = re.compile(r"([-+]?\d+(?:,\d{3})*(?:\.\d*)?(?:[eE][-+]?\d+)?)")
FEWEST_DIGITS = 3  # that a printed fraction has which may be rounded otherwise …
FEWEST_OF_POWERS = 2  # … or one such as 1.2e-07, which may be nothing but rounding
LEVELS = 2  # of 255 that a pixel may be off


def fingerprint(notebook: NotebookNode, data: str) -> str:
    """Sum up the outputs of a notebook and what they depend on: its code, and what that imports.

    Comments, docstrings and empty lines of the library do not count.

    Parameters
    ----------
    notebook
        Its cells, with their outputs: those that somebody changed are not what was made.
    data
        What its checks know.
    """
    digest = hashlib.sha256(data.encode())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(cell.source.encode() + b"\0")
            digest.update(json.dumps(cell.outputs, sort_keys=True).encode() + b"\0")
    for path in programs(Path(helpers.__file__).parent):
        digest.update(bare(path.read_text(encoding="utf-8")).encode() + b"\0")
    return digest.hexdigest()


def bare(source: str) -> str:
    r"""Leave comments, docstrings and empty lines out of a program.

    >>> bare('def half(x):\n    "Say what."\n\n    return x / 2  # why\n')
    'def half(x):\n    return x / 2'
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            lines[line - 1] = lines[line - 1][:column]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
                lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def take_over(notebook: NotebookNode, stored: NotebookNode) -> None:
    """Give the code cells of a notebook the outputs of the stored one, by their places."""
    for cell, old in zip(_code(notebook), _code(stored), strict=False):
        cell.outputs, cell.execution_count = old.outputs, old.execution_count


def keep_what_was_rounded(notebook: NotebookNode, stored: NotebookNode) -> None:
    """Put stored outputs back where the new ones differ by rounding alone."""
    before = defaultdict(list)  # of cells with the same source, the first belongs to the first
    for cell in reversed(_code(stored)):
        before[cell.source].append(cell.outputs)
    for cell in _code(notebook):
        if before[cell.source]:
            cell.outputs = rounded_as(before[cell.source].pop(), cell.outputs)


def rounded_as(stored: Sequence[Any], outputs: Sequence[Any]) -> list[Any]:
    """Replace all outputs of a cell that differ from the stored ones by rounding alone."""
    if len(stored) != len(outputs):
        return list(outputs)
    return [old if same(old, new) else new for old, new in zip(stored, outputs, strict=True)]


def same(first: Any, second: Any, kind: str = "") -> bool:
    """Tell whether two outputs, or parts of them, are equal but for rounding.

    Parameters
    ----------
    first, second
        As nbformat has them.
    kind
        The type of a part, ``image/png`` for example.
    """
    match first, second:
        case dict(), dict():
            return first.keys() == second.keys() and all(
                same(first[key], second[key], key) for key in first
            )
        case list(), list():
            return len(first) == len(second) and all(map(same, first, second))
        case str(), str() if first != second:
            return same_picture(first, second) if "image/" in kind else same_text(first, second)
    return bool(first == second)


def same_text(first: str, second: str) -> bool:
    """Tell whether two texts are equal but for one unit in the last place of fractions.

    Where one has more places than the other, the last of them counts.

    >>> same_text("cost from 0.8831 to 0.0648", "cost from 0.8831 to 0.0649")
    True
    >>> same_text("10,000 epochs", "10,001 epochs")
    False
    """
    parts, others = NUMBER.split(first), NUMBER.split(second)
    return len(parts) == len(others) and all(
        part == other or (i % 2 == 1 and _same_number(part, other))
        for i, (part, other) in enumerate(zip(parts, others, strict=True))
    )


def _same_number(first: str, second: str) -> bool:
    numbers = [Decimal(text.replace(",", "")) for text in (first, second)]
    digits = max(len(number.as_tuple().digits) for number in numbers)
    last = min(int(number.as_tuple().exponent) for number in numbers)
    texts = (first, second)
    powers, fractions = (all(set(text) & set(mark) for text in texts) for mark in ("eE", "."))
    enough = (powers and digits >= FEWEST_OF_POWERS) or (fractions and digits >= FEWEST_DIGITS)
    return enough and abs(numbers[0] - numbers[1]) <= Decimal(10) ** last


def same_picture(first: str, second: str) -> bool:
    """Tell whether two pictures show the same, pixel by pixel, and each frame as long."""
    try:
        frames, others = ([*_frames(text)] for text in (first, second))
    except (ValueError, OSError, SyntaxError):  # no picture, or a damaged one
        return False
    return len(frames) == len(others) and all(
        time == other_time
        and frame.shape == other.shape
        and int(np.abs(frame - other).max()) <= LEVELS
        for (frame, time), (other, other_time) in zip(frames, others, strict=True)
    )


def _frames(text: str) -> Iterator[tuple[np.ndarray[Any, Any], Any]]:
    with Image.open(io.BytesIO(base64.b64decode(text))) as picture:
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            yield np.asarray(picture.convert("RGBA"), dtype=int), picture.info.get("duration")


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
