"""What the gradebook holds of a notebook's cells, and how two versions of them differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from nbgrader.api import GradeCell, Notebook, SolutionCell, TaskCell

Place = tuple[object, ...]  # the cells above and below that both versions have, and the kind


@dataclass(frozen=True)
class Cell:
    """A cell with a grade id.

    Attributes
    ----------
    name
        The id.
    cell_type
        Code or text.
    locked
        Whether students cannot change it.
    source, checksum
        As nbgrader keeps them.
    points
        What it can give; None where it gives none.
    grade, solution, task
        What it is for nbgrader.
    """

    name: str
    cell_type: str
    locked: bool
    source: str | None
    checksum: str | None
    points: float | None
    grade: bool = False
    solution: bool = False
    task: bool = False

    @property
    def kind(self) -> tuple[object, ...]:
        """What must stay for the cell to be the same."""
        return self.cell_type, self.grade, self.solution, self.task

    @property
    def holds(self) -> bool:
        """Tell whether grades or answers belong to it."""
        return self.grade or self.solution or self.task


def cells_of(notebook: Notebook) -> list[Cell]:
    """Read the cells of a notebook, in its order."""
    graded = {cell.name: cell for cell in [*notebook.grade_cells, *notebook.task_cells]}
    kinds = {(type(cell), cell.name) for cell in notebook._base_cells}
    sources = {cell.name: cell for cell in notebook.source_cells}
    names = dict.fromkeys([*sources, *(cell.name for cell in notebook._base_cells)])
    return [
        Cell(
            name=name,
            cell_type=getattr(sources.get(name), "cell_type", ""),
            locked=getattr(sources.get(name), "locked", False),
            source=getattr(sources.get(name), "source", None),
            checksum=getattr(sources.get(name), "checksum", None),
            points=graded[name].max_score if name in graded else None,
            grade=(GradeCell, name) in kinds,
            solution=(SolutionCell, name) in kinds,
            task=(TaskCell, name) in kinds,
        )
        for name in names
    ]


@dataclass(frozen=True)
class Difference:
    """What grades and answers would notice of another version.

    Attributes
    ----------
    added, removed
        Names of cells.
    renamed
        From the old name to the new one: what belongs to the cell stays with it.
    points
        Of each cell that can give others, those before and those now.
    kinds
        Names of cells that are of another kind.
    """

    added: list[str]
    removed: list[str]
    renamed: dict[str, str]
    points: dict[str, tuple[float, float]]
    kinds: list[str]

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def __str__(self) -> str:
        parts = {
            "Added": self.added,
            "Removed, with their grades": self.removed,
            "Renamed, with their grades": [f"{old} to {new}" for old, new in self.renamed.items()],
            "Other points": [
                f"{name} ({old:g} before, {new:g} now)" for name, (old, new) in self.points.items()
            ],
            "Of another kind": self.kinds,
        }
        return " ".join(f"{what}: {', '.join(names)}." for what, names in parts.items() if names)


def difference(old: Sequence[Cell], new: Sequence[Cell]) -> Difference:
    """Compare two versions of a notebook by the cells that hold grades or answers."""
    before, after = ({cell.name: cell for cell in some} for some in (old, new))
    renamed = _renamed(old, new)
    pairs = [(before[one], after[other]) for one, other in renamed.items()]
    pairs += [(cell, after[name]) for name, cell in before.items() if name in after]
    pairs = [(one, other) for one, other in pairs if one.holds or other.holds]
    return Difference(
        added=[
            cell.name
            for cell in new
            if cell.holds and cell.name not in {*before, *renamed.values()}
        ],
        removed=[cell.name for cell in old if cell.holds and cell.name not in {*after, *renamed}],
        renamed=renamed,
        points={
            other.name: (one.points, other.points)
            for one, other in pairs
            if one.points is not None and other.points is not None and one.points != other.points
        },
        kinds=[other.name for one, other in pairs if one.kind != other.kind],
    )


def _renamed(old: Sequence[Cell], new: Sequence[Cell]) -> dict[str, str]:
    """Find the cells of which one went and one of its kind came in the same place."""
    kept = {cell.name for cell in old} & {cell.name for cell in new}
    gone, come = _at_places(old, kept), _at_places(new, kept)
    alone = [key for key, names in gone.items() if len(names) == len(come.get(key, [])) == 1]
    return {gone[key][0]: come[key][0] for key in alone}


def _at_places(cells: Sequence[Cell], kept: set[str]) -> dict[Place, list[str]]:
    """Sort the cells that one version alone has by their place and kind."""
    stays = [None, *(cell.name for cell in cells if cell.name in kept), None]
    found: dict[Place, list[str]] = {}
    passed = 0
    for cell in cells:
        if cell.name in kept:
            passed += 1
        elif cell.holds:
            found.setdefault((stays[passed], stays[passed + 1], *cell.kind), []).append(cell.name)
    return found
