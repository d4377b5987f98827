"""Answers as JSON: arrays by dtype, shape and bytes, never pickle.

What a student's function returns crosses a trust boundary. Encoding takes any object and never
fails; decoding takes any JSON and either gives plain values and arrays or raises ``ValueError``.
"""

import base64
import itertools
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

DEEPEST = 8
MOST_BYTES = 4_000_000
MOST_ENTRIES = 50_000  # of all lists and dicts in an answer
MOST_AXES = 32
KINDS = "biufc"
NUMERIC = re.compile(r"bool|(u?int|float|complex)\d{1,3}")  # what numpy calls these kinds


class Unknown:
    """Stands for a value of a kind that answers do not have; a verdict names it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


def encode(value: Any) -> dict[str, Any]:
    """Encode ``value`` as JSON data.

    No method of the value's own is called where it is of a class of a student's.

    >>> encode({"b1": np.zeros((1, 1), dtype=np.float32)})
    {'dict': [['b1', {'dtype': 'float32', 'shape': [1, 1], 'bytes': 'AAAAAA=='}]]}
    >>> decode(encode((1, [None, "a"], float("inf"))))
    (1, [None, 'a'], inf)
    """
    return _encode(value, 0, itertools.count())


def plain(value: Any) -> Any:
    """Give ``value`` as it comes out of a student's process in grading: plain values alone."""
    return decode(encode(value))


def _encode(value: Any, depth: int, entries: Iterator[int]) -> dict[str, Any]:
    if depth > DEEPEST:
        return {"unknown": "nested too deep"}
    if next(entries) > MOST_ENTRIES:
        return {"unknown": "one entry too many"}
    try:
        return _encode_kind(value, depth, entries)
    except Exception:  # of an object of a student's own, anything may come
        return {"unknown": _kind_of(value)}


def _encode_kind(value: Any, depth: int, entries: Iterator[int]) -> dict[str, Any]:
    match value:
        case None:
            return {"none": True}
        case str():
            return {"text": sound(str.__str__(value))}
        case dict() | tuple() | list() if (size := _size_of(value)) > MOST_ENTRIES:
            return {"unknown": f"a {_kind_of(value)} of {size:,} entries"}
        case dict():
            items = dict.items(value)
            return {"dict": [[_key(k), _encode(v, depth + 1, entries)] for k, v in items]}
        case tuple():
            return {"tuple": [_encode(v, depth + 1, entries) for v in tuple.__iter__(value)]}
        case list():
            return {"list": [_encode(v, depth + 1, entries) for v in list.__iter__(value)]}
        case bool() | int():
            number = int.__int__(value)
            long = {"unknown": "a whole number of more than 18 digits"}
            return {"int": number} if abs(number) < 2**63 else long
        case float():
            return {"float": repr(float.__float__(value))}
        case np.ndarray() | np.generic() | complex():
            return _encode_array(np.asarray(value))
    return {"unknown": _kind_of(value)}


def _size_of(value: Any) -> int:
    kind = next(kind for kind in (dict, tuple, list) if isinstance(value, kind))
    return int(kind.__len__(value))


def _key(key: Any) -> str:
    if isinstance(key, str):
        return sound(str.__str__(key))
    simple = type(key) in (int, float, bool, tuple, type(None)) or isinstance(key, np.generic)
    return sound(str(key)) if simple else f"<{_kind_of(key)}>"


def _kind_of(value: Any) -> str:
    """Name the kind of what an answer cannot hold."""
    try:
        return sound(str(type(value).__name__), 60)
    except Exception:  # a class of a class of a student's own
        return "object"


def sound(text: str, most: int = 1000) -> str:
    """Cut a long text, and replace what can neither be sent nor written as UTF-8.

    >>> sound("half a surrogate pair: " + chr(0xD800))
    'half a surrogate pair: ?'
    """
    return text[:most].encode("utf-8", "replace").decode()


def _encode_array(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    if array.dtype.kind not in KINDS:
        return {"unknown": f"an array of {array.dtype}"}
    if array.nbytes > MOST_BYTES:
        return {"unknown": f"an array of {array.nbytes:,} bytes"}
    little_endian = np.asarray(array, dtype=array.dtype.newbyteorder("<"))
    return {
        "dtype": little_endian.dtype.name,
        "shape": list(array.shape),
        "bytes": base64.b64encode(little_endian.tobytes()).decode(),
    }


def decode(data: Any, depth: int = 0) -> Any:
    """Give back what :func:`encode` took; numpy's scalars come back as arrays of shape ().

    Raises
    ------
    ValueError
        When ``data`` is not what :func:`encode` writes.
    """
    if depth > DEEPEST + 1:
        raise ValueError("nested too deep")
    match data:
        case {"none": True}:
            return None
        case {"text": str(text)}:
            return sound(text)
        case {"int": int(number)}:
            return number
        case {"float": str(text)}:
            return float(text)
        case {"dict": list(items)}:
            return {sound(str(k)): decode(v, depth + 1) for k, v in _pairs(items)}
        case {"tuple": list(items)}:
            return tuple(decode(v, depth + 1) for v in items)
        case {"list": list(items)}:
            return [decode(v, depth + 1) for v in items]
        case {"unknown": str(name)}:
            return Unknown(sound(name, 200))
        case {"dtype": str(dtype), "shape": list(shape), "bytes": str(text)}:
            return _decode_array(dtype, shape, text)
    raise ValueError("not an encoded value")


def _pairs(items: list[Any]) -> list[tuple[Any, Any]]:
    if not all(isinstance(item, list) and len(item) == 2 for item in items):
        raise ValueError("not an encoded dict")
    return [(item[0], item[1]) for item in items]


def _decode_array(name: str, shape: list[Any], text: str) -> np.ndarray[Any, Any]:
    if not NUMERIC.fullmatch(name):
        raise ValueError(f"dtype {name!r} is not numeric")
    try:
        dtype = np.dtype(name).newbyteorder("<")
    except TypeError as error:
        raise ValueError(f"unknown dtype {name!r}") from error
    if len(shape) > MOST_AXES or not all(type(n) is int and 0 <= n <= MOST_BYTES for n in shape):
        raise ValueError("not a shape")  # or one whose size takes long to work out
    raw = base64.b64decode(text, validate=True)
    if len(raw) != math.prod(shape) * dtype.itemsize:
        raise ValueError("shape and bytes do not agree")
    return np.frombuffer(raw, dtype).astype(dtype.newbyteorder("=")).reshape(shape)
