"""Documents that came to grief, by chance or on purpose: one that is right, changed here and there.

What is read from a student's process or from a student's file is JSON. Here a part of it is
replaced, left out, repeated or put elsewhere, any number of times, so that most of it still is what
a reader expects and the rest is anything at all.
"""

import copy
import json
import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

DIGITS = 4000  # Python reads no longer numbers from a text
ODD_TEXTS = [
    *("", "\x00", "\ud800", "\u202e", "\x1b[31m", "None", "NaN", "-1", "__class__"),
    *("../../etc/passwd", "<script>", "![a](attachment:b)"),
    *("float64", "int8", "complex256"),
]
ODD_NUMBERS = [
    0,
    -1,
    1,
    2**31,
    2**63,
    2**64,
    -(2**63),
    10**DIGITS,
    1e308,
    float("inf"),
    float("nan"),
]


def _deep(depth):
    nested = []
    for _ in range(depth):
        nested = [nested]
    return nested


HUGE = {  # made when they are drawn, since they may be changed then
    "deep": lambda: _deep(40),
    "very deep": lambda: _deep(500),
    "many": lambda: [0] * 10_000,
    "dimensions": lambda: [1] * 100,
    "digits": lambda: [10**DIGITS] * 200,
    "long": lambda: "x" * 50_000,
    "formulas": lambda: "$\\begin{a}" * 50,
}

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(ODD_TEXTS)
    | st.sampled_from(ODD_NUMBERS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
) | st.sampled_from(sorted(HUGE)).map(lambda name: HUGE[name]())


def fuzzing(examples):
    """Try so many examples, or as many as ``make fuzz`` asks for."""
    return settings(
        max_examples=int(os.environ.get("FUZZING", examples)),
        deadline=timedelta(seconds=30),  # on a machine that is busy with other things
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def mangled(draw, make):
    """Draw a document that ``make`` makes, changed in up to six places."""
    document = copy.deepcopy(make())
    for _ in range(draw(st.integers(0, 6))):
        document = _change(draw, document)
    return json.loads(json.dumps(document))


def _change(draw, document):
    """Change one part, chosen on a way from the whole inwards."""
    holder, key, part = None, None, document
    while isinstance(part, dict | list) and part and draw(st.integers(0, 9)):
        number = draw(st.integers(0, len(part) - 1))
        holder, key = part, sorted(part)[number] if isinstance(part, dict) else number
        part = holder[key]
    if holder is None:
        return draw(values) if draw(st.integers(0, 9)) == 0 else document
    match draw(st.sampled_from(["replace", "replace", "remove", "repeat", "another"])):
        case "replace":
            holder[key] = draw(values)
        case "remove":
            del holder[key]
        case "repeat" if isinstance(holder, list):
            holder[key:key] = [part] * draw(st.sampled_from([1, 2, 50]))
        case _:  # something that is right elsewhere
            others = list(holder.values()) if isinstance(holder, dict) else holder
            holder[key] = copy.deepcopy(others[draw(st.integers(0, len(others) - 1))])
    return document
