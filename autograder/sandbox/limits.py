"""What a submission may use."""

from dataclasses import dataclass

from autograder.notebook import MEGABYTE
from autograder.sandbox.confined.barriers import Bounds


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes
    ----------
    cell_seconds
        Wall time of one cell.
    notebook_seconds
        Wall time after which no other cell is started; also its processor time.
    memory_megabytes
        Memory of its process.
    disk_megabytes
        Size of its temporary folder, the only place it can write to.
    file_megabytes
        Size of one file in it.
    threads
        How many it may have; it cannot start another process at all.
    output_megabytes
        All that its cells show, as it is written down.
    experiments
        Whether the cells tagged as experiments are run as well; no points depend on them.
    """

    cell_seconds: int = 120
    notebook_seconds: int = 600
    memory_megabytes: int = 2048
    disk_megabytes: int = 256
    file_megabytes: int = 64
    threads: int = 64
    output_megabytes: int = 20
    experiments: bool = False

    @property
    def grace(self) -> float:
        """Seconds that a cell has to react when it is interrupted, then its process is ended."""
        return 2 + self.cell_seconds / 20

    def bounds(self) -> Bounds:
        """State them as the system knows them."""
        return Bounds(
            memory=self.memory_megabytes * MEGABYTE,
            disk=self.disk_megabytes * MEGABYTE,
            file=self.file_megabytes * MEGABYTE,
            cpu=self.notebook_seconds + 1,
            threads=self.threads,
        )
