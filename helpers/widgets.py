"""Buttons and sliders on a page that may have none: paper, GitHub, a notebook without a kernel."""

from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"


def show_widget(widget: Any, otherwise: str) -> Any:
    """Put a widget on the page; where there is none, words in Markdown stand in its place.

    Parameters
    ----------
    widget
        Of ipywidgets.
    otherwise
        The words. They are what stays in print and what a comparison of two runs sees: the number
        of a widget is another in each run.

    Returns
    -------
    place
        Of the widget on the page, to put something else there.
    """
    from IPython.display import display  # noqa: PLC0415  # it takes long to load

    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    words = {"text/markdown": otherwise, "text/plain": otherwise}
    return display({WIDGET: view, **words}, raw=True, display_id=True)
