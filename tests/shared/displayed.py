"""What cells put on the page, where no notebook is."""

from dataclasses import dataclass, field
from typing import Any

from ipywidgets import widget_serialization

from helpers.widgets import WIDGET


@dataclass
class Place:
    """An output that can be replaced, as the handle of ``display`` does it."""

    data: Any
    metadata: Any = None

    def update(self, data: Any, metadata: Any = None, raw: bool = False) -> None:
        self.data, self.metadata = data, metadata


@dataclass
class Displayed:
    """In place of ``display``: keeps what it is given."""

    places: list[Place] = field(default_factory=list)

    def __call__(self, data: Any, metadata: Any = None, **_: Any) -> Place:
        self.places.append(Place(data, metadata))
        return self.places[-1]

    def words(self) -> list[str]:
        """All that is read where there are neither pictures nor widgets."""
        return [place.data["text/plain"] for place in self.places]

    def clear(self) -> None:
        self.places.clear()


def widget_in(shown: Displayed) -> Any:
    """Find the widget that was shown last."""
    views = [place.data[WIDGET] for place in shown.places if WIDGET in place.data]
    return widget_serialization["from_json"](f"IPY_MODEL_{views[-1]['model_id']}", None)
