"""Training with the functions that a student writes, passed in as arguments."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController
from tqdm.auto import tqdm

from helpers.errors import CourseError, returned
from helpers.network import Array, Parameters, cross_entropy, forward

Batches = Sequence[tuple[Array, Array]]
COSTS_RECORDED = 150
SOON_DONE = 2.0  # seconds without a bar; JupyterLab hides what follows 50 outputs, bars among them
tqdm.set_lock(threading.RLock())  # its own is for many processes, and starts one in Python 3.14
tqdm.monitor_interval = 0  # its watcher is a thread, and a browser has none


@dataclass(frozen=True)
class Training:
    """What a training run leaves behind.

    Attributes
    ----------
    parameters
        The trained weights and biases.
    steps
        The steps (or epochs) at which the cost was recorded.
    costs
        The mean cross-entropy over all examples at those steps; the last one is the final cost.
    history
        The parameters at those steps.
    unit
        What is counted: ``"steps"`` or ``"epochs"``.
    """

    parameters: Parameters
    steps: list[int]
    costs: list[float]
    history: list[Parameters]
    unit: str

    def __str__(self) -> str:
        return (
            f"{self.steps[-1]:,} {self.unit}: cost from {self.costs[0]:.4f} to {self.costs[-1]:.4f}"
        )


@dataclass(frozen=True)
class Optimizer:
    """A rule of updating, made of a student's functions: see the three functions below.

    Attributes
    ----------
    start
        From the parameters to the state before the first step.
    step
        ``step(parameters, grads, state, t, learning_rate)`` to the new parameters and state;
        ``t`` counts from 1.
    """

    start: Callable[[Parameters], Any]
    step: Callable[[Parameters, Parameters, Any, int, float], tuple[Parameters, Any]]


def gradient_descent(update: Callable[..., Any]) -> Optimizer:
    """Make an optimizer of the student's ``update_parameters_with_gd``."""

    def step(
        parameters: Parameters, grads: Parameters, state: None, t: int, rate: float
    ) -> tuple[Parameters, None]:
        updated = returned(update(parameters, grads, rate), update, "the parameters")
        return updated[0] if isinstance(updated, tuple) else updated, None

    return Optimizer(start=lambda parameters: None, step=step)


def momentum(
    initialize: Callable[[Parameters], Parameters],
    update: Callable[..., Any],
    beta: float = 0.9,
    kept: str = "the velocity",
) -> Optimizer:
    """Make an optimizer of ``initialize_velocity`` and ``update_parameters_with_momentum``.

    ``kept`` is what it keeps beside the parameters, in words.
    """

    def step(
        parameters: Parameters, grads: Parameters, v: Parameters, t: int, rate: float
    ) -> tuple[Parameters, Parameters]:
        updated = update(parameters, grads, v, beta, rate)
        parameters, v, *_ = returned(updated, update, "the parameters", kept)
        return parameters, v

    return Optimizer(lambda parameters: returned(initialize(parameters), initialize, kept), step)


def rmsprop(
    initialize: Callable[[Parameters], Parameters], update: Callable[..., Any], beta: float = 0.9
) -> Optimizer:
    """Make an optimizer of ``initialize_velocity`` and ``update_parameters_with_rmsprop``.

    It is passed what momentum is passed: zeros at first, later the average that it returned.
    """
    return momentum(initialize, update, beta, kept="the averages")


def scheduled(optimizer: Optimizer, rate: Callable[[int], float]) -> Optimizer:
    """Give an optimizer the learning rate ``rate(t)`` in step t, whatever the training says."""

    def step(
        parameters: Parameters, grads: Parameters, state: Any, t: int, _: float
    ) -> tuple[Parameters, Any]:
        return optimizer.step(
            parameters, grads, state, t, float(returned(rate(t), rate, "a number"))
        )

    return Optimizer(start=optimizer.start, step=step)


def adam(
    initialize: Callable[[Parameters], Any],
    update: Callable[..., Any],
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Optimizer:
    """Make an optimizer of ``initialize_adam`` and ``update_parameters_with_adam``."""

    def start(parameters: Parameters) -> tuple[Parameters, Parameters]:
        v, s, *_ = returned(initialize(parameters), initialize, "v", "s")
        return v, s

    def step(
        parameters: Parameters,
        grads: Parameters,
        moments: tuple[Parameters, Parameters],
        t: int,
        rate: float,
    ) -> tuple[Parameters, tuple[Parameters, Parameters]]:
        updated = update(parameters, grads, *moments, t, rate, beta1, beta2, epsilon)
        parameters, v, s, *_ = returned(updated, update, "the parameters", "v", "s")
        return parameters, (v, s)

    return Optimizer(start=start, step=step)


def train(
    X: Array,
    Y: Array,
    parameters: Parameters,
    *,
    learning_rate: float = 0.01,
    steps: int = 15_000,
) -> Training:
    """Train by gradient descent on all examples at once.

    Parameters
    ----------
    X, Y
        Examples (n_0, m) and labels (1, m).
    parameters
        Where to start; left as they are.
    learning_rate
        Step size.
    steps
        Number of steps.

    Returns
    -------
    Training

    Raises
    ------
    CourseError
        When a weight or bias is missing or its shape does not fit.
    """
    parameters, go_down = descending(weights_and_biases(parameters, X.shape[0]), learning_rate)
    recorder = _Recorder(X, Y, "steps", steps)

    with one_thread():
        for step in recorder.count():
            recorder.record(step, parameters)
            go_down(X, Y)
        return recorder.finish(parameters)


def descending(
    parameters: Parameters, learning_rate: float
) -> tuple[Parameters, Callable[[Array, Array], None]]:
    """Copy the parameters, and make the step of gradient descent that moves the copy.

    All parameters are views of one vector, and so are all gradients: a step is one subtraction.

    Returns
    -------
    parameters, step
        The copy; ``step(X, Y)`` moves it by the gradient of the cost on these examples.
    """
    vector, parameters = _as_one_vector(parameters)
    gradient, backward = np.empty_like(vector), _backward_pass()
    views = _views(gradient, parameters)

    def step(X: Array, Y: Array) -> None:
        Z, activations = forward(X, parameters)
        for name, values in backward(Z, activations, Y, parameters).items():
            views[name.removeprefix("d")][...] = values
        np.subtract(vector, learning_rate * gradient, out=vector)

    return parameters, step


def train_mini_batches(
    X: Array,
    Y: Array,
    parameters: Parameters,
    optimizer: Optimizer,
    random_mini_batches: Callable[..., Batches],
    *,
    learning_rate: float = 0.0007,
    mini_batch_size: int = 64,
    epochs: int = 10_000,
    seed: int = 10,
) -> Training:
    """Train in mini-batches, shuffled anew in every epoch, by a student's optimizer.

    Parameters
    ----------
    X, Y
        Examples (n_0, m) and labels (1, m).
    parameters
        Where to start; left as they are.
    optimizer
        What :func:`gradient_descent`, :func:`momentum` or :func:`adam` made.
    random_mini_batches
        The student's function.
    learning_rate, mini_batch_size, epochs
        As their names say.
    seed
        The shuffle of epoch e (counted from 1) has the seed ``seed + e``.

    Returns
    -------
    Training
    """
    parameters = _copy(weights_and_biases(parameters, X.shape[0]))
    state = optimizer.start(parameters)
    recorder, backward = _Recorder(X, Y, "epochs", epochs), _backward_pass()
    t = 0

    with one_thread():
        for epoch in recorder.count():
            recorder.record(epoch, parameters)
            batches = random_mini_batches(X, Y, mini_batch_size, seed + epoch + 1)
            for X_batch, Y_batch in returned(batches, random_mini_batches, "the mini-batches"):
                Z, activations = forward(X_batch, parameters)
                grads = backward(Z, activations, Y_batch, parameters)
                t += 1
                parameters, state = optimizer.step(parameters, grads, state, t, learning_rate)
        return recorder.finish(parameters)


def one_thread() -> AbstractContextManager[object]:
    """Multiply matrices in one thread: small ones are several times slower in two or more."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1)
    return limited


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _backward_pass() -> Callable[..., Parameters]:
    """Load the backward pass: not before, for where it is an exercise it is not there."""
    try:
        from helpers.given.backward_propagation_n import backward  # noqa: PLC0415
    except ImportError:
        raise CourseError(
            "Nothing is trained while `backward_propagation_n` is graded: it would be the answer."
        ) from None
    return backward


class _Recorder:
    """Keeps the cost and the parameters at even distances, and draws the progress bar."""

    def __init__(self, X: Array, Y: Array, unit: str, total: int) -> None:
        self.X, self.Y, self.unit, self.total = X, Y, unit, total
        self.every = max(1, total // COSTS_RECORDED)
        self.steps: list[int] = []
        self.costs: list[float] = []
        self.history: list[Parameters] = []

    def count(self) -> Iterator[int]:
        # nbval, the build and the grader set this variable, so that no bar is stored
        quiet = "TQDM_DISABLE" in os.environ
        turns = range(self.total)
        return iter(tqdm(turns, unit=f" {self.unit}", leave=False, disable=quiet, delay=SOON_DONE))

    def record(self, step: int, parameters: Parameters) -> None:
        if step % self.every == 0:
            self._keep(step, parameters)

    def finish(self, parameters: Parameters) -> Training:
        self._keep(self.total, parameters)
        return Training(
            parameters=_copy(parameters),
            steps=self.steps,
            costs=self.costs,
            history=self.history,
            unit=self.unit,
        )

    def _keep(self, step: int, parameters: Parameters) -> None:
        Z, _ = forward(self.X, parameters)
        self.steps.append(step)
        self.costs.append(cross_entropy(Z, self.Y))
        self.history.append(_copy(parameters))


def weights_and_biases(parameters: Mapping[str, Array], inputs: int) -> Parameters:
    """Pick ``W1, b1, …, WL, bL``, or raise a :class:`CourseError` if they make no network.

    >>> weights_and_biases({"W1": np.zeros((2, 3)), "b1": np.zeros((3, 1))}, inputs=2)
    Traceback (most recent call last):
    ...
    helpers.errors.CourseError: W1 has shape (2, 3), but its layer receives 2 numbers: it needs 2 columns.
    """  # noqa: E501
    if not isinstance(parameters, Mapping):
        kind = type(parameters).__name__
        raise CourseError(
            f"The parameters are a {kind}, not a dict: does the function return them?"
        )
    layers = [int(name[1:]) for name in parameters if re.fullmatch(r"[Wb]\d+", name)]
    picked: Parameters = {}
    for l in range(1, max(layers, default=1) + 1):
        for name in (f"W{l}", f"b{l}"):
            if name not in parameters:
                there = (
                    f"the parameters are {', '.join(parameters)}"
                    if parameters
                    else "none are there"
                )
                raise CourseError(f"{name} is missing: {there}.")
            if not isinstance(parameters[name], np.ndarray):
                raise CourseError(f"{name} is a {type(parameters[name]).__name__}, not an array.")
            picked[name] = parameters[name]
        W, b = picked[f"W{l}"], picked[f"b{l}"]
        if W.ndim != 2 or W.shape[1] != inputs:
            raise CourseError(
                f"W{l} has shape {W.shape}, but its layer receives {inputs} numbers: "
                f"it needs {inputs} columns."
            )
        if b.shape != (W.shape[0], 1):
            raise CourseError(f"b{l} has shape {b.shape}, but W{l} needs ({W.shape[0]}, 1).")
        inputs = W.shape[0]
    return picked


def _copy(parameters: Parameters) -> Parameters:
    return {name: values.copy() for name, values in parameters.items()}


def _as_one_vector(parameters: Parameters) -> tuple[Array, Parameters]:
    vector = np.concatenate([values.ravel() for values in parameters.values()]).astype(float)
    return vector, _views(vector, parameters)


def _views(vector: Array, parameters: Parameters) -> Parameters:
    """Cut ``vector`` into views that have the names and the shapes of ``parameters``."""
    views, start = {}, 0
    for name, values in parameters.items():
        views[name] = vector[start : start + values.size].reshape(values.shape)
        start += values.size
    return views
