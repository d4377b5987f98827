"""The computation graph of a network: forward the cost, backward its derivatives."""

from matplotlib.axes import Axes

from helpers.plots.style import BLACK, BLUE, GREY, TITLE, VERMILION, new_figure, show

HEIGHT, BELOW = 0.0, -1.6  # of the row of values, and of the parameters
VALUES = ["X", "Z¹", "A¹", "Z²", "A²", "Z³", "A³", "J"]
STEPS = ["W¹X + b¹", "ReLU", "W²A¹ + b²", "ReLU", "W³A² + b³", "σ", "cost"]
BACK = ["", "dZ¹", "dA¹", "dZ²", "dA²", "dZ³", "dA³"]  # what arrives at each value but the last


def plot_backward_graph() -> None:
    """Draw what is computed from what on the way to the cost, and what comes back from it."""
    figure, axes = new_figure(width=8.4, height=3.0)
    ax = axes[0, 0]
    ax.set_axis_off()
    for place, name in enumerate(VALUES):
        _box(ax, place, HEIGHT, name, BLUE if name != "J" else VERMILION)
    for place, step in enumerate(STEPS):
        _arrow(ax, (place + 0.3, 0.12), (place + 0.7, 0.12), BLACK)
        ax.text(place + 0.5, 0.3, step, ha="center", va="bottom", fontsize=10.5, color=BLACK)
    for place, name in enumerate(BACK):
        if name:  # what is known of X is of no use
            _arrow(ax, (place + 0.7, -0.14), (place + 0.3, -0.14), VERMILION, dashed=True)
            ax.text(place, -0.45, name, ha="center", va="top", fontsize=12, color=BLACK)
    for number, place in ((1, 1), (2, 3), (3, 5)):
        raised = "¹²³"[number - 1]
        _box(ax, place - 0.5, BELOW, f"W{raised}, b{raised}", GREY, wide=True)
        _arrow(ax, (place - 0.5, BELOW + 0.3), (place - 0.5, 0.02), GREY)
        _arrow(ax, (place - 0.08, -0.85), (place - 0.34, BELOW + 0.32), VERMILION, dashed=True)
        ax.text(
            place + 0.1, BELOW, f"dW{raised}, db{raised}",
            ha="left", va="center", fontsize=12, color=BLACK,
        )  # fmt: skip
    ax.set_xlim(-0.4, 7.4)
    ax.set_ylim(-2.05, 0.75)
    ax.set_title("Forward the cost, backward its derivatives", **TITLE)
    show(
        figure,
        "The computation graph. Black arrows, from left to right: X, Z¹, A¹, Z², A², Z³, A³ and "
        "the cost J, each made of the one before it, and each Z of a W and a b from below as well. "
        "Dashed red arrows, from right to left, carry the derivatives: from J to dA³, dZ³, "
        "dA², dZ², dA¹ and dZ¹; and from each dZ down to the dW and db of its layer.",
    )


def _box(ax: Axes, x: float, y: float, text: str, colour: str, *, wide: bool = False) -> None:
    pad = 0.5 if wide else 0.35
    ax.text(
        x, y, text, ha="center", va="center", fontsize=13, color=BLACK,
        bbox={"boxstyle": f"round,pad={pad}", "facecolor": "white", "edgecolor": colour, "lw": 1.6},
    )  # fmt: skip


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    *,
    dashed: bool = False,
) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.4, "ls": "--" if dashed else "-"}
    ax.annotate("", end, start, arrowprops=style)
