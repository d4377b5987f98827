"""Paths of optimizers over a narrow two-dimensional bowl, still and moving."""

import io
from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.errors import returned
from helpers.network import Array, Parameters
from helpers.plots.style import BLACK, PALE, TITLE, label, look, new_figure, show
from helpers.printing import power_of_ten
from helpers.training import Batches, Optimizer

START = np.array([-2.2, 1.5])
STEEPEST = 4.0  # curvature across the valley
NEAR = 0.5  # distance from the lowest point at which a path has come near it


class Bowl:
    """Least squares with two weights: a bowl that is narrow across and long along.

    The cost is the mean over the examples of (w·x − y)² / 2. Each example has a bowl of its own;
    their mean has its lowest point at (0, 0). Its curvature is 4 across, which is along w₂, and 4
    by the condition number along.

    Parameters
    ----------
    condition
        Condition number: how many times it is more curved across than along.
    examples
        How many there are.
    """

    def __init__(self, condition: float = 16, examples: int = 64) -> None:
        rng = np.random.default_rng(2)
        X = rng.normal(size=(2, examples))
        X -= X.mean(axis=1, keepdims=True)
        # whiten, so that the mean bowl has exactly the asked axes
        X = np.linalg.inv(np.linalg.cholesky(X @ X.T / examples)) @ X
        self.condition = condition
        self.X = np.diag(np.sqrt([STEEPEST / condition, STEEPEST])) @ X
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
        batches = random_mini_batches(bowl.X, bowl.Y, mini_batch_size, epoch)
        for X, Y in returned(batches, random_mini_batches, "the mini-batches"):
            grads = bowl.gradients(X, Y, parameters)
            parameters, state = optimizer.step(parameters, grads, state, len(path), learning_rate)
            path.append(np.ravel(parameters["W1"]).copy())
    return np.array(path[: steps + 1])


def plot_paths(bowl: Bowl, paths: Mapping[str, Array], title: str) -> None:
    """Draw the paths, one picture each, over the contour lines of the bowl."""
    figure, axes = new_figure(len(paths), width=3.3, height=4.0, sharey=True)
    findings = []
    for ax, (name, path) in zip(axes[0], paths.items(), strict=True):
        contours(ax, bowl)
        ax.plot(path[:, 0], path[:, 1], marker=".", ms=5, lw=1.3, color=look(name)["color"])
        way = _length(path_length(path))
        distance = _length(float(np.linalg.norm(path[-1])))
        ax.set_title(f"{name}: path length {way}", fontsize=10)
        ax.set_xlabel("weight $w_1$")
        findings.append(f"{name}: {way} and {distance}")
    axes[0, 0].set_ylabel("weight $w_2$")
    figure.suptitle(title, **TITLE)
    show(
        figure,
        f"Paths of {len(next(iter(paths.values()))) - 1} steps over the contour lines of the bowl; "
        "the cross marks the lowest point. Path length, and distance from the cross at the end: "
        f"{'; '.join(findings)}.",
    )


def path_length(path: Array) -> float:
    """Sum of the lengths of all steps of a path."""
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def plot_clouds(paths: Mapping[str, Array], after: int) -> None:
    """Draw where the paths are in all steps after this one, around the lowest point."""
    figure, axes = new_figure(len(paths), width=3.3, height=3.6, sharey=True)
    findings = []
    for ax, (name, path) in zip(axes[0], paths.items(), strict=True):
        cloud = path[after:]
        radius = cloud_radius(cloud)
        ax.plot(cloud[:, 0], cloud[:, 1], ".", ms=3, color=look(name)["color"])
        ax.plot(0, 0, "x", color=BLACK, ms=8, mew=2, zorder=3)
        ax.set(xlim=(-0.6, 0.6), ylim=(-0.6, 0.6), aspect="equal")
        label(ax, f"{name}: radius {radius:.3f}", "weight $w_1$", "")
        findings.append(f"{name}: {radius:.3f}")
    axes[0, 0].set_ylabel("weight $w_2$")
    show(
        figure,
        f"Where the paths are in the {len(cloud) - 1} steps after step {after}; the cross marks "
        "the lowest point. Radius of the cloud (root mean square of the distance from the cross): "
        f"{'; '.join(findings)}.",
    )


def cloud_radius(cloud: Array) -> float:
    """Root mean square of the distances of some points, (n, 2), from the lowest point."""
    return float(np.sqrt(np.mean(np.sum(cloud**2, axis=1))))


def plot_across(paths: Mapping[str, Mapping[str, Array]]) -> None:
    """Distance across the valley by step, one picture for each group of paths.

    Parameters
    ----------
    paths
        Title of a picture to its paths, by name.
    """
    figure, axes = new_figure(len(paths), width=3.3, height=3.5, sharey=True)
    findings = []
    for ax, (title, group) in zip(axes[0], paths.items(), strict=True):
        for name, path in group.items():
            ax.plot(np.abs(path[:, 1]), label=name, **look(name))
        ax.set(yscale="log", ylim=(1e-4, 1e3))
        label(ax, title, "step", "")
        ends = (f"{_size(abs(path[-1, 1]))} with {name}" for name, path in group.items())
        findings.append(f"{title}: {', '.join(ends)}")
    axes[0, 0].set_ylabel("distance across, $|w_2|$")
    axes[0, -1].legend(loc="best", fontsize=9)
    steps = len(next(iter(group.values()))) - 1
    show(
        figure,
        "Distance from the bottom of the valley by step, on a logarithmic scale. "
        f"After {steps} steps, at {'; at '.join(findings)}.",
    )


def animate_paths(bowl: Bowl, paths: Mapping[str, Array], milliseconds: int = 120) -> None:
    """Show the paths as an animation, all in one picture; it plays three times and then rests.

    A GIF plays wherever the notebook is read, needs no script, and is small. It begins and ends
    with the whole paths, so that they are seen on paper and wherever it does not play.
    """
    figure, axes = new_figure(width=5.2, height=5.2)
    canvas, ax = FigureCanvasAgg(figure), axes[0, 0]
    contours(ax, bowl)
    steps = max(len(path) for path in paths.values()) - 1
    arrivals = {name: _arrival(path) for name, path in paths.items()}
    label(ax, f"{steps} steps at the same time", "weight $w_1$", "weight $w_2$")
    lines = [ax.plot([], [], marker=".", ms=4, **look(name))[0] for name in paths]
    heads = [ax.plot([], [], ms=9, label=name, **look(name, marked=True))[0] for name in paths]
    count = ax.text(0.02, 0.03, "", transform=ax.transAxes)
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
    durations = [1000, *[milliseconds] * steps, 2000]
    frames[-1].save(gif, "GIF", save_all=True, append_images=frames, duration=durations, loop=2)
    steps_needed = "; ".join(f"{name}: {' and '.join(when)}" for name, when in arrivals.items())
    show(
        figure,
        f"Animation of {steps} steps of {', '.join(paths)}, at the same time. Steps until they are "
        f"within {NEAR} of the cross for the first time, and for good: {steps_needed}. It plays "
        "three times and rests; run the cell again to see it again, clear its output to stop it.",
        picture=gif.getvalue(),
        kind="image/gif",
    )


def _arrival(path: Array) -> tuple[str, str]:
    """After how many steps a path is near the lowest point: for the first time, and for good."""
    near = np.linalg.norm(path, axis=1) < NEAR
    first = str(np.argmax(near)) if near.any() else "never"
    for_good = str(len(near) - np.argmin(near[::-1])) if near[-1] else "never"
    return first, for_good


def contours(axes: Axes, bowl: Bowl) -> None:
    """Draw lines of equal cost, and a cross at the lowest point."""
    w1, w2 = np.meshgrid(np.linspace(-2.6, 1.2, 160), np.linspace(-1.9, 1.9, 160))
    axes.contour(w1, w2, bowl.cost(w1, w2), levels=12, colors=PALE, linewidths=0.6)
    axes.plot(0, 0, "x", color=BLACK, ms=8, mew=2, zorder=3)
    axes.set(xlim=(-2.6, 1.2), ylim=(-1.9, 1.9), aspect="equal")
    axes.grid(visible=False)


def _size(value: float) -> str:
    if 0.01 <= value < 100:
        return f"{value:.2f}"
    return f"about {power_of_ten(round(np.log10(value)))}" if value > 0 else "0"


def _length(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"
