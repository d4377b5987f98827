"""Paths of optimizers over a narrow two-dimensional bowl, still and moving."""

import io
from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.network import Array, Parameters
from helpers.plots.style import BLACK, label, look, new_figure, show
from helpers.training import Batches, Optimizer

START = np.array([-2.2, 1.5])


class Bowl:
    """Least squares with two weights: a bowl that is narrow across and long along.

    The cost is the mean over the examples of (w·x − y)² / 2. Each example has a bowl of its own;
    their mean has its lowest point at (0, 0) and is about 16 times more curved across than along.
    """

    def __init__(self, examples: int = 64) -> None:
        rng = np.random.default_rng(2)
        X = rng.normal(size=(2, examples))
        X -= X.mean(axis=1, keepdims=True)
        # whiten, so that the mean bowl has exactly the asked axes
        X = np.linalg.inv(np.linalg.cholesky(X @ X.T / examples)) @ X
        self.X = np.diag([0.5, 2.0]) @ X
        noise = 0.6 * rng.normal(size=(1, examples))
        # take from the labels what a line could explain, so that the best weights are 0
        self.Y = noise - noise @ self.X.T @ np.linalg.inv(self.X @ self.X.T) @ self.X

    def cost(self, w1: Array, w2: Array) -> Array:
        """Mean cost at the weights, which may be grids."""
        A = self.X @ self.X.T / self.X.shape[1]
        return np.asarray((A[0, 0] * w1**2 + 2 * A[0, 1] * w1 * w2 + A[1, 1] * w2**2) / 2)

    @staticmethod
    def gradients(X: Array, Y: Array, parameters: Parameters) -> Parameters:
        """Gradients of the cost over the given examples; the bias stays where it is."""
        error = parameters["W1"] @ X - Y
        return {"dW1": error @ X.T / X.shape[1], "db1": np.zeros((1, 1))}


def descend(
    bowl: Bowl,
    optimizer: Optimizer,
    random_mini_batches: Callable[..., Batches],
    *,
    mini_batch_size: int,
    learning_rate: float,
    steps: int,
) -> Array:
    """Walk down the bowl by a student's optimizer.

    Returns
    -------
    path
        The weights before each step and after the last, shape (steps + 1, 2).
    """
    parameters = {"W1": START.reshape(1, 2).copy(), "b1": np.zeros((1, 1))}
    state = optimizer.start(parameters)
    path = [parameters["W1"].ravel().copy()]
    epoch = 0
    while len(path) <= steps:
        epoch += 1
        for X, Y in random_mini_batches(bowl.X, bowl.Y, mini_batch_size, epoch):
            grads = bowl.gradients(X, Y, parameters)
            parameters, state = optimizer.step(parameters, grads, state, len(path), learning_rate)
            path.append(np.ravel(parameters["W1"]).copy())
    return np.array(path[: steps + 1])


def plot_paths(bowl: Bowl, paths: Mapping[str, Array], title: str) -> None:
    """Draw the paths, one picture each, over the contour lines of the bowl."""
    figure, axes = new_figure(len(paths), width=4.4, height=3.4)
    findings = []
    for ax, (name, path) in zip(axes[0], paths.items(), strict=True):
        _contours(ax, bowl)
        ax.plot(path[:, 0], path[:, 1], marker=".", ms=5, lw=1.3, color=look(name)["color"])
        way = _length(float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum()))
        distance = _length(float(np.linalg.norm(path[-1])))
        label(ax, f"{name}: path length {way}", "weight $w_1$", "weight $w_2$")
        findings.append(f"{name} {way} and {distance}")
    figure.suptitle(title, fontsize=11)
    show(
        figure,
        f"Paths of {len(next(iter(paths.values()))) - 1} steps over the contour lines of the bowl; "
        "the cross marks the lowest point. Path length, and distance from the cross at the end: "
        f"{'; '.join(findings)}.",
    )


def animate_paths(bowl: Bowl, paths: Mapping[str, Array], milliseconds: int = 120) -> None:
    """Show the paths as an animation, all in one picture; it plays three times and then rests.

    A GIF plays wherever the notebook is read, needs no script, and is small.
    """
    figure, axes = new_figure(width=6.4, height=4.0)
    canvas, ax = FigureCanvasAgg(figure), axes[0, 0]
    _contours(ax, bowl)
    steps = max(len(path) for path in paths.values()) - 1
    label(ax, f"{steps} steps of each, at the same time", "weight $w_1$", "weight $w_2$")
    lines = [ax.plot([], [], marker=".", ms=4, label=name, **look(name))[0] for name in paths]
    heads = [ax.plot([], [], marker="o", ms=9, color=line.get_color())[0] for line in lines]
    count = ax.text(0.02, 0.04, "", transform=ax.transAxes)
    ax.legend(loc="upper right")
    canvas.draw()
    background = canvas.copy_from_bbox(figure.bbox)

    frames = []
    for step in range(steps + 1):
        canvas.restore_region(background)
        count.set_text(f"step {step}")
        for line, head, path in zip(lines, heads, paths.values(), strict=True):
            line.set_data(path[: step + 1, 0], path[: step + 1, 1])
            head.set_data(path[step : step + 1, 0], path[step : step + 1, 1])
        for artist in (*lines, *heads, count):
            ax.draw_artist(artist)
        frames.append(Image.fromarray(np.array(canvas.buffer_rgba())).convert("RGB"))
    palette = frames[-1].quantize(64)  # one for all frames: only what moves is stored
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    gif = io.BytesIO()
    durations = [milliseconds] * steps + [2000]
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=2)
    show(
        figure,
        f"Animation: {', '.join(paths)} walk down the bowl, {steps} steps each. "
        "It plays three times; run the cell again to see it again.",
        picture=gif.getvalue(),
        kind="image/gif",
    )


def _contours(axes: Axes, bowl: Bowl) -> None:
    w1, w2 = np.meshgrid(np.linspace(-2.6, 1.2, 160), np.linspace(-1.9, 1.9, 160))
    axes.contour(w1, w2, bowl.cost(w1, w2), levels=12, colors=BLACK, alpha=0.25, linewidths=0.8)
    axes.plot(0, 0, "x", color=BLACK, ms=8, mew=2)
    axes.set_xlim(-2.6, 1.2)
    axes.set_ylim(-1.9, 1.9)


def _length(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"
