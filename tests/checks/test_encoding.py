"""Answers cross a trust boundary: encoding never fails, decoding takes nothing but plain values."""

import base64
import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from helpers.checks.cases import Answer, Case
from helpers.checks.encoding import DEEPEST, MOST_BYTES, Unknown, decode, encode

numbers = st.one_of(
    npst.boolean_dtypes(),
    npst.integer_dtypes(),
    npst.unsigned_integer_dtypes(),
    npst.floating_dtypes(),
    npst.complex_number_dtypes(),
)
arrays = numbers.flatmap(
    lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
plain = st.recursive(
    st.none() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = ("none", "text", "int", "float", "dict", "tuple", "list", "unknown", "dtype", "other")
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=3,
        )
    ),
    max_leaves=20,
)


def over_the_wire(data):
    return json.loads(json.dumps(data))


@given(arrays)
def test_an_array_comes_back_with_its_dtype_shape_and_bytes(array):
    back = decode(over_the_wire(encode(array)))

    assert back.dtype == array.dtype.newbyteorder("=")
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@given(plain)
def test_plain_values_come_back_as_they_were(value):
    back = decode(over_the_wire(encode(value)))

    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "array",
    [np.arange(12).reshape(3, 4).T, np.arange(12.0)[::-3], np.broadcast_to(1.5, (2, 3))],
    ids=["transposed", "strided", "broadcast"],
)
def test_memory_layout_does_not_matter(array):
    np.testing.assert_array_equal(decode(encode(array)), array)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), -0.0, 5e-324, 1e308])
def test_every_float_comes_back(value):
    assert repr(decode(over_the_wire(encode(value)))) == repr(value)


def test_a_numpy_scalar_comes_back_as_an_array_without_axes():
    back = decode(encode(np.float32(0.1)))

    assert (back.shape, back.dtype, back) == ((), np.float32, np.float32(0.1))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (object(), "object"),
        ({1, 2}, "set"),
        (Fraction(1, 3), "Fraction"),
        (Decimal(1), "Decimal"),
        (iter([]), "list_iterator"),
        (b"bytes", "bytes"),
        (lambda: None, "function"),
        (2**63, "a whole number of more than 18 digits"),
        (10**4_000, "a whole number of more than 18 digits"),
        ([0.0] * 1_000_000, "a list of 1,000,000 entries"),
        (dict.fromkeys(range(100_000)), "a dict of 100,000 entries"),
        (np.array([object()]), "an array of object"),
        (np.array(["a"]), "an array of <U1"),
        (np.array("2026-01-01", dtype="datetime64[D]"), "an array of datetime64[D]"),
        (np.zeros(1, dtype=[("x", float)]), "an array of [('x', '<f8')]"),
        (np.zeros(MOST_BYTES + 1, dtype=np.int8), "an array of 4,000,001 bytes"),
    ],
)
def test_what_answers_do_not_have_is_named(value, name):
    back = decode(over_the_wire(encode(value)))

    assert isinstance(back, Unknown)
    assert repr(back) == name


HALF_A_PAIR = "\ud800"


@pytest.mark.parametrize("value", [HALF_A_PAIR, {HALF_A_PAIR: 1}], ids=["text", "key"])
def test_what_is_encoded_can_be_sent_as_utf_8(value):
    sent = json.dumps(encode(value), ensure_ascii=False).encode("utf-8")

    assert decode(json.loads(sent)) in ("?", {"?": 1})


@pytest.mark.parametrize(
    "data",
    [
        {"text": HALF_A_PAIR},
        {"unknown": HALF_A_PAIR},
        {"dict": [[HALF_A_PAIR, {"none": True}]]},
    ],
    ids=["text", "unknown", "dict"],
)
def test_what_is_decoded_can_be_written_as_utf_8(data):
    assert repr(decode(data)).encode("utf-8")


def test_the_error_of_an_answer_can_be_written_as_utf_8():
    forged = Answer(error="wrong", changed=("X",)).to_json()

    got = Answer.from_json(forged | {"error": HALF_A_PAIR, "changed": [HALF_A_PAIR]})

    assert (got.error, got.changed) == ("?", ("?",))


def endless_list():
    value = []
    value.append(value)
    return value


def endless_dict():
    value = {}
    value["again"] = value
    return value


def endless_tuple():
    inner = []
    value = (inner,)
    inner.append(value)
    return value


def wide_and_deep():
    value = []
    for _ in range(DEEPEST):
        value = [value] * 1000
    return value


def test_the_number_of_entries_is_bounded_however_they_are_nested():
    assert len(json.dumps(encode(wide_and_deep()))) < 10_000_000


class Broken:
    """Raises whenever it is asked for anything."""

    def _raise(self, *_):
        raise RuntimeError("ask me nothing")

    __eq__ = __hash__ = __repr__ = __str__ = __iter__ = __len__ = __bool__ = _raise
    __getattribute__ = __float__ = __int__ = __array__ = __getitem__ = __contains__ = _raise


class BrokenDict(Broken, dict):
    items = keys = values = Broken._raise


class BrokenList(Broken, list):
    pass


class BrokenFloat(Broken, float):
    pass


class BrokenText(Broken, str):
    pass


class BrokenArray(Broken, np.ndarray):
    pass


BROKEN = {
    "object": Broken,
    "dict": lambda: BrokenDict({"W1": 1.0}),
    "list": lambda: BrokenList([1.0]),
    "float": lambda: BrokenFloat(1.0),
    "text": lambda: BrokenText("one"),
    "array": lambda: np.zeros(2).view(BrokenArray),
    "inside a list": lambda: [Broken()],
    "inside a dict": lambda: {"W1": Broken()},
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_raises_when_it_is_looked_at_is_encoded_all_the_same(kind):
    json.dumps(encode(BROKEN[kind]()))


@pytest.mark.parametrize("make", [endless_list, endless_dict, endless_tuple])
def test_an_endless_nesting_ends(make):
    data = over_the_wire(encode(make()))

    assert "nested too deep" in repr(decode(data))


def test_the_deepest_nesting_that_is_encoded_can_be_decoded():
    value = 1.0
    for _ in range(DEEPEST):
        value = [value]

    assert decode(encode(value)) == value


@given(any_json)
def test_any_json_gives_plain_values_or_a_value_error(data):
    try:
        value = decode(data)
    except ValueError:
        return

    assert isinstance(value, type(None) | str | int | float | dict | tuple | list | Unknown)


@given(
    dtype=st.text(max_size=8)
    | st.sampled_from(["float64", "<f8", "O", "f4,(", "V8", "U4", "float_", "i4,i4", "m8[s]", "é"]),
    shape=st.lists(st.integers(-3, 5) | st.integers() | st.none() | st.booleans(), max_size=70),
    text=st.text(max_size=12) | st.binary(max_size=64).map(lambda b: base64.b64encode(b).decode()),
)
def test_any_array_is_numeric_or_a_value_error(dtype, shape, text):
    try:
        array = decode({"dtype": dtype, "shape": shape, "bytes": text})
    except ValueError:
        return

    assert array.dtype.kind in "biufc"
    assert list(array.shape) == shape


SOUND = {"dtype": "float64", "shape": [1], "bytes": base64.b64encode(bytes(8)).decode()}


def test_the_sound_array_of_the_next_test_can_be_decoded():
    assert decode(SOUND) == np.zeros(1)


@pytest.mark.parametrize(
    "change",
    [
        {"dtype": "object"},
        {"dtype": "O"},
        {"dtype": "V8"},
        {"dtype": "U2"},
        {"dtype": "M8[s]"},
        {"dtype": "f4,f4"},
        {"dtype": "f4,("},
        {"dtype": "(2,)f4"},
        {"dtype": "float63"},
        {"dtype": "flöat64"},
        {"dtype": ""},
        {"dtype": None},
        {"shape": [-1]},
        {"shape": [-1, -1]},
        {"shape": [True]},
        {"shape": [1.0]},
        {"shape": [2]},
        {"shape": [10**30]},
        {"shape": [1] * 100},
        {"shape": 1},
        {"shape": [0, 2**62, 2**62], "bytes": ""},
        {"shape": [0, 10**30], "bytes": ""},
        {"bytes": "not base64"},
        {"bytes": "AAAAAAAAAA"},
        {"bytes": "ÄÄÄÄ"},
        {"bytes": SOUND["bytes"] + "\n"},
        {"bytes": None},
    ],
    ids=str,
)
def test_a_forged_array_is_refused(change):
    with pytest.raises(ValueError, match=r"\w"):
        decode(SOUND | change)


@pytest.mark.parametrize(
    "data",
    [
        None,
        1,
        "text",
        [],
        {},
        {"none": False},
        {"int": "1"},
        {"int": 1.5},
        {"float": 1.5},
        {"float": "one"},
        {"dict": [["key"]]},
        {"dict": [["key", {"none": True}, 1]]},
        {"dict": {"key": {"none": True}}},
        {"dict": [[10**5000, {"none": True}]]},
        {"list": [1]},
        {"tuple": {"none": True}},
        {"unknown": 1},
    ],
)
def test_a_forged_value_is_refused(data):
    with pytest.raises(ValueError, match=r"\w"):
        decode(data)


@pytest.mark.parametrize(
    "around",
    [
        lambda data: {"list": [data]},
        lambda data: {"tuple": [data]},
        lambda data: {"dict": [["again", data]]},
    ],
    ids=["list", "tuple", "dict"],
)
def test_a_nesting_deeper_than_encoding_makes_is_refused(around):
    data = {"none": True}
    for _ in range(DEEPEST + 2):
        data = around(data)

    with pytest.raises(ValueError, match="nested too deep"):
        decode(data)


answers = st.builds(
    Answer,
    value=plain,
    error=st.none() | st.text(min_size=1),
    attempted=st.booleans(),
    changed=st.lists(st.text(), max_size=2).map(tuple),
)


@given(answers)
def test_an_answer_comes_back_as_it_was(answer):
    assert Answer.from_json(over_the_wire(answer.to_json())) == answer


@given(
    st.fixed_dictionaries(
        {
            "value": plain.map(encode) | any_json,
            "error": st.none() | st.text() | any_json,
            "attempted": st.booleans() | any_json,
            "changed": st.lists(any_json, max_size=2) | any_json,
        }
    )
    | any_json
)
def test_any_json_gives_an_answer_or_a_value_error(data):
    try:
        answer = Answer.from_json(data)
    except ValueError:
        return

    assert isinstance(answer.error, str | None)
    assert isinstance(answer.attempted, bool)
    assert all(isinstance(name, str) for name in answer.changed)


@pytest.mark.parametrize(
    "change",
    [{"error": 1}, {"attempted": 1}, {"changed": "X"}, {"changed": None}, {"value": 1}],
    ids=str,
)
def test_a_forged_answer_is_refused(change):
    sound = Answer(1.0).to_json()

    with pytest.raises(ValueError, match=r"\w"):
        Answer.from_json(sound | change)


def test_a_case_comes_back_as_it_was():
    case = Case("two inputs", {"x": 2, "theta": 4.0}, {"forward_propagation": [0, 1]})

    assert Case.from_json(over_the_wire(case.to_json())) == case


@pytest.mark.parametrize("shape", [[10**4000], [1] * 1000, [True], [-1]])
def test_a_shape_that_no_array_has_is_refused_before_its_size_is_worked_out(shape):
    with pytest.raises(ValueError, match="not a shape"):
        decode({"dtype": "int8", "shape": shape, "bytes": ""})
