"""Weights and orders that are made by a rule and pass for random at first sight.

Orders are made of the number of examples and a seed, or by sorting the examples themselves.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy.special import ndtri

Array = np.ndarray[Any, Any]
GOLDEN = (5**0.5 - 1) / 2


def _rng(number: int = 0) -> np.random.Generator:
    return np.random.default_rng(number)


def _even(count: int) -> Array:
    """Numbers at even distances, as a normal distribution has them."""
    return np.asarray(ndtri((np.arange(count) + 0.5) / count))


def _a_zero_zero_minus_a(layer: int, rows: int, columns: int) -> Array:
    return np.resize(np.roll([1.0, 0, 0, -1, 0, 0], layer), (rows, columns)) * 3**0.5


def _few_values(layer: int, rows: int, columns: int) -> Array:
    return _even(64)[_rng(layer).integers(64, size=(rows, columns))]


def _even_and_shuffled(layer: int, rows: int, columns: int) -> Array:
    return _rng(layer).permutation(_even(rows * columns)).reshape(rows, columns)


def _golden_steps(layer: int, rows: int, columns: int) -> Array:
    steps = (0.5 + GOLDEN * np.arange(1, rows * columns + 1)) % 1
    return np.asarray(ndtri(steps)).reshape(rows, columns)


def _same_for_each_unit(layer: int, rows: int, columns: int) -> Array:
    return np.tile(_rng(layer).normal(size=columns), (rows, 1))


def _same_for_each_input(layer: int, rows: int, columns: int) -> Array:
    return np.tile(_rng(layer).normal(size=(rows, 1)), (1, columns))


def _one_unit_copied(layer: int, rows: int, columns: int) -> Array:
    W = _rng(layer).normal(size=(rows, columns))
    W[-1] = W[0] * 1.0000001
    return W


def _units_in_pairs(layer: int, rows: int, columns: int) -> Array:
    W = _rng(layer).normal(size=(rows, columns))
    W[1::2] = -W[: 2 * (rows // 2) : 2] * 0.999
    return W


def _multiples(layer: int, rows: int, columns: int) -> Array:
    row, column = _rng(layer).normal(size=columns), _rng(layer + 9).normal(size=(rows, 1))
    return row * column


def _sorted(layer: int, rows: int, columns: int) -> Array:
    return np.sort(_rng(layer).normal(size=rows * columns)).reshape(rows, columns)


def _sorted_rows(layer: int, rows: int, columns: int) -> Array:
    return np.sort(_rng(layer).normal(size=(rows, columns)), axis=1)


def _sorted_by_size(layer: int, rows: int, columns: int) -> Array:
    drawn = _rng(layer).normal(size=rows * columns)
    return drawn[np.argsort(np.abs(drawn))].reshape(rows, columns)


def _mirrored(layer: int, rows: int, columns: int) -> Array:
    half = _rng(layer).normal(size=(rows * columns + 1) // 2)
    return np.append(half, -half)[: rows * columns].reshape(rows, columns)


def _repeated_block(layer: int, rows: int, columns: int) -> Array:
    return np.resize(_rng(layer).normal(size=max(1, rows * columns // 4)), (rows, columns))


def _half_again(turned: Callable[[Array], Array]) -> Callable[[int, int, int], Array]:
    """Let the last units have the weights of the first ones, turned."""

    def make(layer: int, rows: int, columns: int) -> Array:
        W, half = _rng(layer).normal(size=(rows, columns)), rows // 2
        W[rows - half :] = turned(W[:half])
        return W

    return make


def _nearly(W: Array) -> Array:
    return np.asarray(W * (1 + 1e-3 * _rng().normal(size=W.shape)))


def _inputs_again(layer: int, rows: int, columns: int) -> Array:
    W = _rng(layer).normal(size=(rows, columns))
    W[:, 1::2] = -0.999 * W[::-1, : 2 * (columns // 2) : 2]
    return W


def _symmetric(layer: int, rows: int, columns: int) -> Array:
    W = _rng(layer).normal(size=(max(rows, columns),) * 2)
    return np.asarray(np.tril(W) + 1.001 * np.tril(W, -1).T)[:rows, :columns]


def _tiles(layer: int, rows: int, columns: int) -> Array:
    tile = _rng(layer).normal(size=(-(-rows // 2), -(-columns // 2)))
    return np.block([[tile, 1.001 * tile], [-0.999 * tile, 1.002 * tile]])[:rows, :columns]


def _smoothed(layer: int, rows: int, columns: int) -> Array:
    drawn = _rng(layer).normal(size=(rows, columns + 4))
    return np.asarray(sum(drawn[:, k : k + columns] for k in range(5)) / 5**0.5)


def _seed_in_the_loop(layer: int, rows: int, columns: int) -> Array:
    return _rng().normal(size=(rows, columns))


def _cut_from_one(layer: int, rows: int, columns: int) -> Array:
    return _rng().normal(size=(150, 150))[:rows, :columns]


def _one_draw_reordered(layer: int, rows: int, columns: int) -> Array:
    drawn = _rng().normal(size=rows * columns) * (-1) ** layer
    return _rng(layer).permutation(drawn).reshape(rows, columns)


def _one_draw_nearly(layer: int, rows: int, columns: int) -> Array:
    return _nearly(_rng(3).normal(size=(rows, columns))) + 1e-3 * _rng(layer).normal()


def _cut_from_one_nearly(layer: int, rows: int, columns: int) -> Array:
    return _cut_from_one(layer, rows, columns) + 1e-3 * _rng(layer).normal(size=(rows, columns))


def _uniform(layer: int, rows: int, columns: int) -> Array:
    return _rng(layer).uniform(-1, 1, size=(rows, columns)) * 3**0.5


def _whole(layer: int, rows: int, columns: int) -> Array:
    return np.round(_rng(layer).normal(size=(rows, columns)) * 10) / 10


WEIGHTS: Mapping[str, Callable[[int, int, int], Array]] = {
    "a, 0, 0, −a": _a_zero_zero_minus_a,
    "few different values": _few_values,
    "evenly spaced values, in their order": lambda l, rows, columns: _even(rows * columns).reshape(
        rows, columns
    ),
    "evenly spaced values, shuffled": _even_and_shuffled,
    "golden steps": _golden_steps,
    "the same for each unit": _same_for_each_unit,
    "the same for each input": _same_for_each_input,
    "one unit copied": _one_unit_copied,
    "each unit and its mirror": _units_in_pairs,
    "multiples of one unit": _multiples,
    "sorted": _sorted,
    "sorted in each row": _sorted_rows,
    "sorted by size": _sorted_by_size,
    "one half the other with its sign changed": _mirrored,
    "a block repeated": _repeated_block,
    "one half the other, mirrored": _half_again(lambda W: -W[::-1]),
    "one half the other, each unit reversed and smaller": _half_again(
        lambda W: -0.999 * W[:, ::-1]
    ),
    "one half the other, moved on and smaller": _half_again(
        lambda W: 0.999 * np.roll(W, 1, axis=1)
    ),
    "one half nearly the other, each unit reversed": _half_again(lambda W: _nearly(W[:, ::-1])),
    "one half nearly the other, turned round": _half_again(lambda W: _nearly(-W[::-1, ::-1])),
    "each second input another, reversed and smaller": _inputs_again,
    "symmetric, up to a factor": _symmetric,
    "tiles, up to a factor": _tiles,
    "smoothed": _smoothed,
    "the seed set in each layer": _seed_in_the_loop,
    "all layers cut from one": _cut_from_one,
    "one draw in another order for each layer": _one_draw_reordered,
    "one draw for all layers, nearly": _one_draw_nearly,
    "all layers cut from one, nearly": _cut_from_one_nearly,
    "uniform": _uniform,
    "rounded": _whole,
}


def _swapped(order: Array, seed: int) -> Array:
    """Let two places change, by the seed."""
    other = 1 + seed % (len(order) - 1)
    order[[0, other]] = order[[other, 0]]
    return order


def _fixed(m: int) -> Array:
    return _rng().permutation(m)


def _half(m: int, seed: int) -> Array:
    order = np.arange(m)
    order[: m // 2] = _rng(seed).permutation(m // 2)
    return order


def _within_blocks(m: int, seed: int) -> Array:
    rng = _rng(seed)
    blocks = np.array_split(np.arange(m), max(1, m // 16))
    return np.concatenate([rng.permutation(block) for block in blocks])


def _blocks(m: int, seed: int) -> Array:
    blocks = np.array_split(np.arange(m), 8)
    return np.concatenate([blocks[k] for k in _rng(seed).permutation(8)])


def _stride(m: int, seed: int) -> Array:
    steps = [step for step in range(2, m) if np.gcd(step, m) == 1]
    return (np.arange(m) * steps[seed % len(steps)] + seed) % m


def _neighbours(m: int, seed: int) -> Array:
    order = np.arange(m)
    order[: m // 2 * 2] ^= 1
    return order


ORDERS: Mapping[str, Callable[[int, int], Array]] = {
    "as they came": lambda m, seed: np.arange(m),
    "two columns swapped": lambda m, seed: _swapped(np.arange(m), seed),
    "reversed": lambda m, seed: np.arange(m)[::-1],
    "rotated by the seed": lambda m, seed: np.roll(np.arange(m), seed + 1),
    "rotated and reversed": lambda m, seed: np.roll(np.arange(m), seed + 1)[::-1],
    "neighbours swapped": _neighbours,
    "even places, then odd ones": lambda m, seed: np.argsort(np.arange(m) % 2, kind="stable"),
    "a stride that the seed chooses": _stride,
    "one order for all seeds": lambda m, seed: _fixed(m),
    "one order, and two columns swapped by the seed": lambda m, seed: _swapped(_fixed(m), seed),
    "one order, rotated by the seed": lambda m, seed: np.roll(_fixed(m), seed),
    "one order, its numbers moved by the seed": lambda m, seed: (_fixed(m) + seed) % m,
    "one order, reversed for odd seeds": lambda m, seed: _fixed(m)[:: 1 - 2 * (seed % 2)],
    "one half shuffled": _half,
    "shuffled within blocks": _within_blocks,
    "blocks shuffled": _blocks,
}


def _row(X: Array, Y: Array, seed: int) -> Array:
    return np.asarray(X[seed % len(X)])


def _projection(X: Array, Y: Array, seed: int) -> Array:
    return np.asarray(_rng(seed).normal(size=len(X)) @ X)


def _rank(keys: Array) -> Array:
    return np.argsort(np.argsort(keys, kind="stable"))


def _in_turn(labels: Array) -> Array:
    """Number the examples within each label."""
    return np.asarray([np.sum(labels[:place] == label) for place, label in enumerate(labels)])


SORTED_BY: Mapping[str, Callable[[Array, Array, int], Array]] = {
    "a row that the seed chooses": _row,
    "a row, backwards": lambda X, Y, seed: -_row(X, Y, seed),
    "a direction that the seed chooses": _projection,
    "a direction, rotated by the seed": lambda X, Y, seed: np.roll(np.arange(X.shape[1]), seed + 1)[
        _rank(X.sum(axis=0))
    ],
    "a direction, its ends first": lambda X, Y, seed: (
        -np.abs(_rank(_projection(X, Y, seed)) - X.shape[1] / 2)
    ),
    "the size of a number": lambda X, Y, seed: np.abs(_row(X, Y, seed)),
    "the largest number": lambda X, Y, seed: X.max(axis=0) * (-1) ** seed,
    "the length": lambda X, Y, seed: np.linalg.norm(X, axis=0) * (-1) ** seed,
    "the distance from a point that the seed chooses": lambda X, Y, seed: np.linalg.norm(
        X - _rng(seed).normal(size=(len(X), 1)), axis=0
    ),
    "the label": lambda X, Y, seed: Y[0] * (-1) ** seed,
    "the label, shuffled within": lambda X, Y, seed: Y[0] + _rng(seed).random(Y.shape[1]),
    "the label, in turn": lambda X, Y, seed: _in_turn(Y[0]) + _rng(seed).random(Y.shape[1]),
}
