"""A course folder: where its parts lie, its secret, and each student's inputs."""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from traitlets.config.loader import Config

from autograder import sharing
from autograder.configuration import configuration
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.times import Directory
from helpers.checks.cases import Case
from helpers.errors import CourseError

CONFIG = sharing.CONFIG
GRADEBOOK = "gradebook.db"  # where the configuration names no other
SECRET = "course_secret"
LEAST_SECRET = 32  # characters


@dataclass(frozen=True)
class Course:
    """The folder that holds ``nbgrader_config.py``, with nbgrader's own layout.

    Attributes
    ----------
    root
        Path of the folder.
    """

    root: Path

    @classmethod
    def at(cls, folder: Path) -> "Course":
        """Find the course in ``folder``.

        Raises
        ------
        CourseError
            When no course lies there, or where no gradebook can.
        """
        if not (folder / CONFIG).is_file():
            raise CourseError(
                f"There is no course in {folder}: go to the folder that holds {CONFIG}, "
                "or name it with --course."
            )
        root = folder.resolve()
        if "?" in str(root):  # the address of the gradebook would end there
            raise CourseError(f"No gradebook can lie in {root}: rename the folder with the “?”.")
        return cls(root)

    def text(self, notebook: str) -> Path:
        """Path of a lesson as text."""
        return self.root / "notebooks" / f"{notebook}.md"

    def source(self, notebook: str) -> Path:
        """Path of an instructor notebook."""
        return self.root / "source" / notebook / f"{notebook}.ipynb"

    def release(self, notebook: str) -> Path:
        """Path of a student notebook."""
        return self.root / "release" / notebook / f"{notebook}.ipynb"

    def submitted(self, student: str, notebook: str) -> Path:
        """Path of a submission."""
        return self.root / "submitted" / student / notebook / f"{notebook}.ipynb"

    def config(self) -> Config:
        """Read the configuration as nbgrader does when it is started in the folder.

        Raises
        ------
        CourseError
            When a file of it fails.
        """
        return configuration(self.root / CONFIG)

    def copy_config(self, folder: Path) -> "Course":
        """Begin a course in another folder with this one's configuration, and its own gradebook."""
        own = (self.root / CONFIG).read_text(encoding="utf-8")
        elsewhere = f"sqlite:///{folder.resolve() / GRADEBOOK}"
        if "db_url" in self.config().CourseDirectory:
            own += f"\nget_config().CourseDirectory.db_url = {elsewhere!r}  # of this copy\n"
        (folder / CONFIG).write_text(own, encoding="utf-8")
        return Course(folder)

    def directory(self) -> Directory:
        """Make nbgrader's own view of the folder."""
        return Directory(config=self.config())

    def locked(
        self, command: str, wait: bool, tell: Callable[[str], None]
    ) -> contextlib.AbstractContextManager[None]:
        """Be the only run that writes here.

        Raises
        ------
        CourseError
            When another run is on its way, or nothing can be written here.
        """
        return sharing.locked(self.root, command, wait, tell)

    def left_out(self) -> set[str]:
        """Name the students whom nbgrader's configuration leaves out; their grades are kept."""
        names = self.directory().student_id_exclude.split(",")
        return {name.strip() for name in names} - {""}

    def secret(self) -> bytes:
        """Read the secret that makes the students' inputs differ; make it at the first call.

        Raises
        ------
        CourseError
            When it cannot be read or made, or is damaged: another would change all inputs.
        """
        path = self.root / SECRET
        try:
            if not path.exists():
                _make_secret(path)
            secret = path.read_bytes()
        except OSError as error:
            raise CourseError(
                f"The secret of the course cannot be read: {sharing.in_words(error)}"
            ) from None
        if len(secret.strip()) < LEAST_SECRET or not secret.strip().decode("latin-1").isprintable():
            raise CourseError(
                f"{path} is damaged, so the inputs that were graded with it are not known: put a "
                "copy of it back, or remove it, and all are graded anew with other inputs."
            )
        return secret

    def seeds(self, notebook: str, student: str, handed_in: bytes) -> dict[str, int]:
        """Seeds of the inputs on which this student's functions are called, by exercise.

        They are made from the secret, the student's id and the file, so that a regrade uses the
        same, and what the feedback said of one file is worth nothing in the next.

        Parameters
        ----------
        notebook, student
            The assignment, and who handed it in.
        handed_in
            SHA-256 of the file as it was handed in.
        """
        secret = self.secret()

        def seed(exercise: str) -> int:
            message = f"{student}\0{notebook}\0{exercise}\0{handed_in.hex()}".encode()
            return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8])

        return {name: seed(name) for name in CATALOGUE[notebook]}

    def cases(self, notebook: str, student: str, handed_in: bytes) -> dict[str, list[Case]]:
        """Make the inputs themselves."""
        return cases_of(notebook, self.seeds(notebook, student, handed_in))


def cases_of(notebook: str, seeds: Mapping[str, int]) -> dict[str, list[Case]]:
    """Make the inputs that belong to seeds, by exercise."""
    return {name: exercise.cases_for(seeds[name]) for name, exercise in CATALOGUE[notebook].items()}


def _make_secret(path: Path) -> None:
    """Make the secret whole or not at all; one that another run makes meanwhile is left."""
    part = path.with_name(f"{SECRET}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        sharing.share(part)
        try:
            path.hardlink_to(part)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def programs(folder: Path) -> list[Path]:
    """Find the programs and stubs in a folder, but for hidden ones, which editors leave there."""
    hidden = "/."
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".pyi"})
    return [path for path in paths if hidden not in f"/{path.relative_to(folder).as_posix()}"]


def chosen(names: list[str]) -> list[str]:
    """Check the names of assignments; none at all means all of them.

    Raises
    ------
    CourseError
        When a name is unknown.
    """
    for name in names:
        if name not in NOTEBOOKS:
            raise CourseError(f"Unknown assignment {name!r}: choose from {', '.join(NOTEBOOKS)}.")
    return names or list(NOTEBOOKS)
