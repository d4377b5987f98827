"""The parts of an answer in which a mistake may stand alone: weights, biases, a layer, a value."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from helpers.checks.comparison import Order
from helpers.checks.traces import Entry

Place = tuple[int, str]  # number of the case, and the part of its answer
PARAMETER = re.compile(r"(?:(?P<value>\d+)\.)?(?P<name>d?(?P<letter>[A-Za-z]+?)(?P<layer>\d+))")
LETTERS = {"W": "in the weights", "b": "in the biases"}


class Parameter(NamedTuple):
    """What the name of a part says: ``1.db2`` is of value 1, letter b, layer 2."""

    value: str
    name: str
    letter: str
    layer: int
    layers: int


Partition = Callable[[Parameter, Order], str]


def by_letter(of: Parameter, order: Order) -> str:
    """Weights and biases."""
    return LETTERS.get(of.letter, "")


def by_value(of: Parameter, order: Order) -> str:
    """The values that are returned."""
    return next((f"in {name}" for name, place in order.items() if str(place) == of.value), "")


def by_letter_of_a_value(of: Parameter, order: Order) -> str:
    """Weights and biases of each of these."""
    value, letter = by_value(of, order), by_letter(of, order)
    return f"{letter} {value}" if value and letter else ""


def by_last_layer(of: Parameter, order: Order) -> str:
    """The last layer, and those before it."""
    return "in the last layer" if of.layer == of.layers else "before the last layer"


def by_first_layer(of: Parameter, order: Order) -> str:
    """The first layer, and those after it."""
    return "in the first layer" if of.layer == 1 else "after the first layer"


def by_name(of: Parameter, order: Order) -> str:
    """Each parameter of its own, where nothing else is returned."""
    return "" if of.value else f"in {of.name}"


PARTITIONS: tuple[Partition, ...] = (
    by_letter,
    by_value,
    by_letter_of_a_value,
    by_last_layer,
    by_first_layer,
    by_name,
)


def divided(
    seen: Sequence[Entry], reference: Sequence[Entry], partition: Partition, order: Order
) -> Mapping[str, list[Place]]:
    """Divide the places of all cases among the parts; what belongs to none is under ``""``."""
    parts: dict[str, list[Place]] = {}
    for case, (one, other) in enumerate(zip(seen, reference, strict=True)):
        if one is None or other is None:
            continue
        places = {**other, **one}
        found = {part: PARAMETER.fullmatch(part) for part in places}
        layers = max((int(match["layer"]) for match in found.values() if match), default=0)
        for part, match in found.items():
            label = ""
            if match:
                layer = int(match["layer"])
                of = Parameter(match["value"] or "", match["name"], match["letter"], layer, layers)
                label = partition(of, order)
            parts.setdefault(label, []).append((case, part))
    return parts
