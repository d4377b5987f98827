"""A figure to play with: sliders draw it anew, and without them it stands as it was drawn."""

from collections.abc import Callable, Sequence
from typing import Any

from IPython.display import display
from matplotlib.figure import Figure

from helpers.errors import CourseError
from helpers.plots.style import outputs
from helpers.widgets import show_widget

Draw = Callable[..., tuple[Figure, str]]
Slider = tuple[str, Sequence[Any], Any]


def slide(draw: Draw, **sliders: Slider) -> None:
    """Draw a figure for the values of some sliders, and anew whenever one is moved.

    The picture and the sentence below it are ordinary outputs that moving a slider replaces, so
    they are what is printed, saved with the notebook and compared, whether there are sliders or
    not.

    Parameters
    ----------
    draw
        Takes the value of each slider by its name; returns the figure and a sentence that says
        what to see, as :func:`helpers.plots.style.show` takes them.
    sliders
        For each name the label, the values and the one to start from.
    """
    for name, (_, values, start) in sliders.items():
        if start not in list(values):
            raise CourseError(f"The slider {name} starts at {start}, which is none of its values.")
    first = outputs(*draw(**{name: start for name, (_, _, start) in sliders.items()}))
    widgets = {name: _widget(*slider) for name, slider in sliders.items()}
    _show(widgets, sliders)
    places = [display(data, metadata=more, raw=True, display_id=True) for data, more in first]

    def draw_anew(_: Any) -> None:
        made = outputs(*draw(**{name: widget.value for name, widget in widgets.items()}))
        for place, (data, more) in zip(places, made, strict=True):
            place.update(data, metadata=more, raw=True)

    for widget in widgets.values():
        widget.observe(draw_anew, names="value")


def _widget(label: str, values: Sequence[Any], start: Any) -> Any:
    from ipywidgets import Layout, SelectionSlider  # noqa: PLC0415  # takes long to load

    return SelectionSlider(
        options=[(_text(value), value) for value in values],
        value=start,
        description=label,
        style={"description_width": "12em"},
        layout=Layout(width="36em", max_width="98%"),
    )


def _show(widgets: dict[str, Any], sliders: dict[str, Slider]) -> None:
    from ipywidgets import VBox  # noqa: PLC0415  # takes long to load

    ranges = (
        f"{label} {_text(start)} (of {_text(values[0])} to {_text(values[-1])})"
        for label, values, start in sliders.values()
    )
    words = f"Drawn for {' and '.join(ranges)}. In a running notebook, sliders change it."
    show_widget(VBox([*widgets.values()]), words)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
