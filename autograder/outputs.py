"""The stored outputs of an instructor notebook: when they are made anew, and which of them stay.

A notebook is executed anew only where one of its code cells, or what they import, changed; and an
output that differs from the stored one by rounding alone stays as it was, because last digits are
the processor's.
"""

import ast
import base64
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode
from PIL import Image, UnidentifiedImageError

import helpers

NUMBER = re.compile(r"([-+]?\d+(?:,\d{3})*(?:\.\d*)?(?:[eE][-+]?\d+)?)")
FEWEST_DIGITS = 2  # that a printed number has which may be rounded otherwise
LEVELS = 8  # of 255 that a pixel may be off


def fingerprint(notebook: NotebookNode, data: str) -> str:
    """Sum up what the outputs of a notebook depend on: its code cells, and what they import.

    Comments, docstrings and empty lines of the library do not count.

    Parameters
    ----------
    notebook
        Its cells.
    data
        What its checks know.
    """
    digest = hashlib.sha256(data.encode())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(cell.source.encode() + b"\0")
    folder = Path(helpers.__file__).parent
    for path in sorted(folder.rglob("*.py")):
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
    """Give a notebook the outputs of the stored one, which has the same code cells."""
    for cell, old in zip(_code(notebook), _code(stored), strict=True):
        cell.outputs, cell.execution_count = old.outputs, old.execution_count


def keep_what_was_rounded(notebook: NotebookNode, stored: NotebookNode) -> None:
    """Put stored outputs back where the new ones differ by rounding alone."""
    before = {cell.source: cell.outputs for cell in _code(stored)}
    for cell in _code(notebook):
        cell.outputs = rounded_as(before.get(cell.source, []), cell.outputs)


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
    last = max(int(number.as_tuple().exponent) for number in numbers)
    fractions = all(set(text) & set(".eE") for text in (first, second))
    return (
        fractions
        and digits >= FEWEST_DIGITS
        and abs(numbers[0] - numbers[1]) <= Decimal(10) ** last
    )


def same_picture(first: str, second: str) -> bool:
    """Tell whether two pictures show the same, pixel by pixel."""
    try:
        frames, others = ([*_frames(text)] for text in (first, second))
    except (ValueError, UnidentifiedImageError):
        return False
    return len(frames) == len(others) and all(
        frame.shape == other.shape and int(np.abs(frame - other).max()) <= LEVELS
        for frame, other in zip(frames, others, strict=True)
    )


def _frames(text: str) -> Iterator[np.ndarray[Any, Any]]:
    with Image.open(io.BytesIO(base64.b64decode(text))) as picture:
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            yield np.asarray(picture.convert("RGBA"), dtype=int)


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
