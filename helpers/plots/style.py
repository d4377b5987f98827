"""How every figure looks, and how it reaches the page.

The colours are those of Okabe and Ito, which people with the common forms of colour blindness can
tell apart, the light ones darkened until they stand out from white paper. Lines differ by their
dashes as well and regions by a line between them, so that a print without colour can be read.
A figure is no wider than a page of text, so that its letters are not scaled down.
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

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#B36F00", "#009E73", "#D55E00"
SKY, PURPLE, GREY, BLACK = "#3490CC", "#AA4F86", "#767676", "#222222"
PALE = "#919191"  # of lines that serve as a map, under those that matter

CLASS_COLOURS = (BLUE, ORANGE)
CLASS_MARKERS = ("o", "^")
REGIONS = ListedColormap(["#DCEBF5", "#FBECCD"])

# one look for one method, in all notebooks: colour, dashes and marker
LOOKS: Mapping[str, tuple[str, Any, str]] = {
    "zeros": (GREY, ":", "o"),
    "random": (VERMILION, "--", "s"),
    "He": (GREEN, "-", "o"),
    "times 10": (VERMILION, "--", "s"),
    "times 0.01": (SKY, "-.", "v"),
    "half of He's": (SKY, "-.", "v"),
    "twice He's": (PURPLE, ":", "^"),
    "LeCun": (BLUE, (0, (5, 1, 1, 1, 1, 1)), "D"),
    "Xavier": (BLUE, (0, (5, 1, 1, 1, 1, 1)), "D"),
    "centred": (GREEN, "-", "o"),
    "one-sided": (VERMILION, "--", "^"),
    "gradient": (BLUE, "-", "o"),
    "approximation": (ORANGE, "--", "x"),
    "gradient descent": (BLUE, "-", "o"),
    "batch": (BLUE, "-", "o"),
    "mini-batch": (SKY, "-.", "v"),
    "stochastic": (PURPLE, ":", "^"),
    "momentum": (VERMILION, "--", "s"),
    "Adam": (GREEN, "-.", "^"),
    "β = 0.5": (PURPLE, ":", "v"),
    "β = 0.9": (VERMILION, "--", "s"),
    "best β": (GREEN, "-.", "^"),
    "Nesterov": (SKY, "-", "v"),
    "RMSProp": (PURPLE, ":", "v"),
    "AdamW": (ORANGE, ":", "v"),
}

TITLE: Mapping[str, Any] = {"fontsize": 11, "fontweight": "bold"}
_STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.alpha": 0.3,
    "lines.linewidth": 2,
}


def look(name: str, *, marked: bool = False) -> dict[str, Any]:
    """Colour and dashes of a method, and its marker, as keyword arguments of ``plot``."""
    colour, dashes, marker = LOOKS.get(name, (BLACK, "-", "o"))
    return {"color": colour, "linestyle": dashes} | ({"marker": marker} if marked else {})


def new_figure(
    columns: int = 1,
    width: float = 6.0,
    height: float = 3.6,
    *,
    rows: int = 1,
    sharey: bool = False,
) -> tuple[Figure, Any]:
    """Make a figure of ``columns`` axes side by side, of this width each, and this whole height."""
    with plt.rc_context(_STYLE):
        return plt.subplots(
            rows, columns, figsize=(width * columns, height), sharey=sharey, squeeze=False,
            layout="constrained",
        )  # fmt: skip


def label(axes: Axes, title: str, x: str, y: str) -> None:
    """Title and axis labels of one plot; the title says the finding."""
    axes.set_title(title, **TITLE)
    axes.set_xlabel(x)
    axes.set_ylabel(y)


def plain_ticks(axis: Axis) -> None:
    """Mark a logarithmic axis by plain numbers: three for a power of ten, or more on a short one.

    What is to be drawn must have been drawn, for the range of the axis to be known.
    """
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high > 10 * low else (1, 1.5, 2, 3, 5, 7)))
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_locator(NullLocator())


def show(
    figure: Figure, what_to_see: str, picture: bytes | None = None, kind: str = "image/png"
) -> None:
    """Put the figure on the page, with a sentence below that says what to see.

    The sentence is the picture's alternative text as well: it must hold for a reader who cannot
    see the picture. ``picture`` is what the figure was made into, if that is not a plain PNG.
    """
    for data, metadata in outputs(figure, what_to_see, picture, kind):
        display(data, metadata=metadata, raw=True)


def outputs(
    figure: Figure, what_to_see: str, picture: bytes | None = None, kind: str = "image/png"
) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Make what is put on the page, the picture and the sentence below it, and close the figure.

    The arguments are those of :func:`show`; each output has its data and its metadata.
    """
    picture = picture or _as_png(figure)
    plt.close(figure)
    drawn = {kind: base64.b64encode(picture).decode(), "text/plain": what_to_see}
    said = {"text/markdown": f"*{what_to_see}*", "text/plain": what_to_see}
    return [(drawn, {kind: {"alt": what_to_see}}), (said, {})]


def _as_png(figure: Figure) -> bytes:
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=100, metadata={"Software": None})
    return png.getvalue()
