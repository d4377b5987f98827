"""A course folder: where its parts lie, its secret, and each student's inputs."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.times import Directory
from helpers.checks.cases import Case
from helpers.errors import CourseError

CONFIG = "nbgrader_config.py"
SECRET = "course_secret"


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
        """Read ``nbgrader_config.py`` as nbgrader does when it is started in the folder.

        Raises
        ------
        CourseError
            When it fails.
        """
        loader = PyFileConfigLoader(CONFIG, path=str(self.root))
        try:
            config: Config = loader.load_config()
        except Exception as error:  # it is a program: anything can happen
            raise CourseError(f"{CONFIG} fails: {type(error).__name__}: {error}.") from None
        config.CourseDirectory.root = str(self.root)
        return config

    def directory(self) -> Directory:
        """Make nbgrader's own view of the folder."""
        return Directory(config=self.config())

    def secret(self) -> bytes:
        """Read the secret that makes the students' inputs differ; make it at the first call."""
        path = self.root / SECRET
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_bytes()

    def cases(self, notebook: str, student: str) -> dict[str, list[Case]]:
        """Inputs on which this student's functions are called, by exercise.

        They are made from the secret and the student's id, so that a regrade uses the same.
        """
        secret = self.secret()

        def seed(exercise: str) -> int:
            message = f"{student}\0{notebook}\0{exercise}".encode()
            return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8])

        return {
            name: exercise.cases_for(seed(name)) for name, exercise in CATALOGUE[notebook].items()
        }


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
