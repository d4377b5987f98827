"""The student version: what nbgrader makes of an instructor version, made in another folder."""

import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from traitlets import Unicode

from autograder.authoring.cells import Cell, cells_of
from autograder.course import CONFIG, Course
from autograder.grading.gradebook import open_gradebook
from autograder.log import ErrorLog
from autograder.times import Directory
from helpers.errors import CourseError


@dataclass(frozen=True)
class Release:
    """What nbgrader makes of an instructor version.

    Attributes
    ----------
    files
        Content of each file, by its name in the folder of the release.
    modes
        Their rights.
    cells, kernelspec
        What the gradebook is to hold.
    """

    files: dict[str, bytes]
    modes: dict[str, int]
    cells: list[Cell]
    kernelspec: str


class _Elsewhere(Directory):
    """nbgrader's view of the course, with the folders that it reads and writes in another place."""

    root: str
    place = Unicode()

    def format_path(self, *names: str, **options: Any) -> str:
        """Name a folder."""
        root, self.root = self.root, self.place
        try:
            path: str = super().format_path(*names, **options)
        finally:
            self.root = root
        return path


class _Generator(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's, for one notebook: it would look for it by a pattern, and so misread a ``[``."""

    def init_notebooks(self) -> None:
        """Name the notebook."""
        directory, name = self.coursedir, self.coursedir.assignment_id
        folder = directory.format_path(directory.source_directory, directory.student_id, name)
        self.assignments = {folder: [f"{folder}/{name}.ipynb"]}


def generated(course: Course, name: str, instructor: bytes) -> Release:
    """Let nbgrader make the release of an instructor version; the course stays as it is.

    Parameters
    ----------
    course, name
        The lesson.
    instructor
        The notebook that is to be released; what lies beside it is taken from the course.

    Raises
    ------
    CourseError
        When nbgrader refuses it.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Course(Path(folder).resolve())
        url = f"sqlite:///{scratch.root / 'gradebook.db'}"
        own = f"get_config().CourseDirectory.db_url = {url!r}\n"
        (scratch.root / CONFIG).write_text(own, encoding="utf-8")
        open_gradebook(scratch, new=True).close()
        directory = _Elsewhere(config=course.config(), place=str(scratch.root))
        directory.assignment_id, directory.db_url = name, url
        origin = Path(directory.format_path(directory.source_directory, ".", name))
        there = course.source(name).parent
        if there.is_dir():
            shutil.copytree(there, origin, ignore=shutil.ignore_patterns("*.part", "*.before"))
        origin.mkdir(parents=True, exist_ok=True)
        (origin / f"{name}.ipynb").write_bytes(instructor)
        _convert(course, directory, name)
        made = Path(directory.format_path(directory.release_directory, ".", name))
        paths = {path.relative_to(made).as_posix(): path for path in made.rglob("*")}
        files = {short: path for short, path in paths.items() if path.is_file()}
        with open_gradebook(scratch) as gradebook:
            notebook = gradebook.find_notebook(name, name)
            return Release(
                files={short: path.read_bytes() for short, path in files.items()},
                modes={short: stat.S_IMODE(path.stat().st_mode) for short, path in files.items()},
                cells=cells_of(notebook),
                kernelspec=notebook.kernelspec,
            )


def _convert(course: Course, directory: Directory, name: str) -> None:
    converter = _Generator(coursedir=directory, config=course.config())
    errors = ErrorLog()
    converter.log = errors.logger()
    try:
        converter.start()
    except NbGraderException:
        raise CourseError(f"nbgrader could not generate {name}: {errors.reason}") from None
