"""The catalogue: one module a notebook, one decorated reference an exercise."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.exercise import Exercise

NOTEBOOKS = ("initialization", "gradient_checking", "optimization")  # in the order of the course


class _Catalogue(Mapping[str, dict[str, "Exercise"]]):
    """The exercises of each notebook, by name; its module is loaded when they are asked for."""

    def __getitem__(self, notebook: str) -> dict[str, "Exercise"]:
        if notebook not in NOTEBOOKS:
            raise KeyError(notebook)
        import_module(f"{__name__}.{notebook}")
        import_module(f"{__name__}.alternatives.{notebook}")
        entered: dict[str, Exercise] = import_module("autograder.exercise").ENTERED[notebook]
        return entered

    def __iter__(self) -> Iterator[str]:
        return iter(NOTEBOOKS)

    def __len__(self) -> int:
        return len(NOTEBOOKS)


CATALOGUE = _Catalogue()
