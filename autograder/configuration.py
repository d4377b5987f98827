"""What is configured: read from all the files that nbgrader reads, in its order, by its own way."""

from pathlib import Path

from nbgrader.apps import NbGrader
from traitlets.config.application import Application
from traitlets.config.loader import (
    Config,
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from autograder import sharing
from autograder.log import ErrorLog
from helpers.errors import CourseError

SQLITE = "sqlite:///"


class _Program(PyFileConfigLoader):
    """A file of the configuration that is a program; nbgrader would go on where it fails."""

    def load_config(self) -> Config:
        """Run it."""
        try:
            return super().load_config()
        except (ConfigFileNotFound, CourseError):
            raise
        except (Exception, SystemExit) as error:  # anything can happen
            raise _failing(self.full_filename, error) from None


class _Data(JSONFileConfigLoader):
    """A file of the configuration that is JSON."""

    def load_config(self) -> Config:
        """Read it."""
        try:
            return super().load_config()
        except ConfigFileNotFound:
            raise
        except Exception as error:
            raise _failing(self.full_filename, error) from None


def _failing(path: str, error: BaseException) -> CourseError:
    if isinstance(error, OSError) and error.filename == path:
        return CourseError(sharing.in_words(error))
    return CourseError(f"{path} fails: {type(error).__name__}: {error}.")


class _Reader(NbGrader):  # type: ignore[misc]
    """nbgrader, as far as it reads its configuration."""

    python_config_loader_class = _Program
    json_config_loader_class = _Data
    raise_config_file_errors = True
    load_cwd_config = False  # the course's folder stands for the one that we are in


def configuration(file: Path) -> Config:
    """Read the configuration as nbgrader does when it is started in a course folder.

    That of the machine, of the environment and of the user (``~/.jupyter/nbgrader_config.py``), and
    at last the course's own.

    Parameters
    ----------
    file
        The course's own.

    Raises
    ------
    CourseError
        When a file of it fails; the message names it.
    """
    errors, root = ErrorLog(), file.parent
    reader = _Reader(log=errors.logger())
    try:
        reader.load_config_file(suppress_errors=False)
        Application.load_config_file(reader, file.name, path=str(root))
    except SystemExit:  # traitlets' way to give up
        raise CourseError(f"The configuration cannot be used: {errors.reason}.") from None
    config: Config = reader.config
    config.CourseDirectory.root = str(root)
    if sharing.is_shared(root):
        config.CourseDirectory.setdefault("groupshared", True)
    url = config.CourseDirectory.get("db_url")
    if isinstance(url, str) and url.startswith(SQLITE) and url != SQLITE:
        # nbgrader would look for it from where it was started
        config.CourseDirectory.db_url = f"{SQLITE}{root / url.removeprefix(SQLITE)}"
    return config
