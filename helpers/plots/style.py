"""How every figure looks, and how it reaches the page.

The colours are those of Okabe and Ito, which people with any form of colour blindness can tell
apart, the light ones darkened until they stand out from white paper; lines differ by their dashes
as well, so that a print without colour can be read.
"""

import base64
import io
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#BF7900", "#009E73", "#D55E00"
PURPLE, SKY, GREY, BLACK = "#CC79A7", "#3490CC", "#767676", "#222222"

CLASS_COLOURS = (BLUE, ORANGE)
CLASS_MARKERS = ("o", "^")
REGIONS = ListedColormap(["#CFE4F1", "#FBE9C6"])

# one look for one method, in all three notebooks: colour and dashes
LOOKS: Mapping[str, tuple[str, str]] = {
    "zeros": (GREY, ":"),
    "random": (VERMILION, "--"),
    "He": (GREEN, "-"),
    "too small": (SKY, "-."),
    "too large": (VERMILION, "--"),
    "centred": (GREEN, "-"),
    "one-sided": (VERMILION, "--"),
    "gradient": (BLUE, "-"),
    "approximation": (ORANGE, "--"),
    "gradient descent": (BLUE, "-"),
    "batch": (BLUE, "-"),
    "mini-batch": (SKY, "-."),
    "stochastic": (GREY, ":"),
    "momentum": (VERMILION, "--"),
    "Adam": (GREEN, "-."),
}

_STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.alpha": 0.3,
    "lines.linewidth": 2,
}


def look(name: str) -> dict[str, Any]:
    """Colour and dashes of a method, as keyword arguments of ``plot``."""
    colour, dashes = LOOKS.get(name, (BLACK, "-"))
    return {"color": colour, "linestyle": dashes}


def new_figure(columns: int = 1, width: float = 6.0, height: float = 3.6) -> tuple[Figure, Any]:
    """Make a figure of ``columns`` axes side by side, each of this size in inches."""
    with plt.rc_context(_STYLE):
        return plt.subplots(
            1, columns, figsize=(width * columns, height), squeeze=False, layout="constrained"
        )


def label(axes: Axes, title: str, x: str, y: str) -> None:
    """Title and axis labels of one plot; the title says the finding."""
    axes.set_title(title, fontsize=11, fontweight="bold")
    axes.set_xlabel(x)
    axes.set_ylabel(y)


def plain_ticks(axis: Axis) -> None:
    """Mark a logarithmic axis by plain numbers, at 1, 2 and 5 times the powers of ten."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_locator(NullLocator())


def show(
    figure: Figure, what_to_see: str, picture: bytes | None = None, kind: str = "image/png"
) -> None:
    """Put the figure on the page, with a sentence below that says what to see.

    The sentence is the picture's alternative text as well: it must hold for a reader who cannot
    see the picture. ``picture`` is what the figure was made into, if that is not a plain PNG.
    """
    picture = picture or _as_png(figure)
    plt.close(figure)
    display(
        {kind: base64.b64encode(picture).decode(), "text/plain": what_to_see},
        metadata={kind: {"alt": what_to_see}},
        raw=True,
    )
    display({"text/markdown": f"*{what_to_see}*", "text/plain": what_to_see}, raw=True)


def _as_png(figure: Figure) -> bytes:
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=100, metadata={"Software": None})
    return png.getvalue()
