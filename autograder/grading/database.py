"""The gradebook as a database: it is waited for, and what is wrong with it is one sentence."""

import logging
import re
import sqlite3
import warnings
from pathlib import Path
from types import TracebackType

from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SAWarning
from sqlalchemy.pool import NullPool

from autograder import sharing
from helpers.errors import CourseError

SECONDS = 20  # that another program may hold it; the formgrader does for a moment
VERSION = text("SELECT version_num FROM alembic_version")
WRITES = text("UPDATE student SET id = id WHERE 1 = 0")
logging.getLogger("tornado.application").addHandler(logging.NullHandler())  # where nbgrader logs
# by SQLite's own names
HELD, DAMAGED = ("BUSY", "LOCKED"), ("NOTADB", "CORRUPT", "FORMAT")
CLOSED, FULL = ("READONLY", "CANTOPEN", "PERM", "AUTH"), ("FULL",)


@event.listens_for(Engine, "connect")
def _wait(connection: DBAPIConnection, record: object) -> None:
    """Let every connection wait, those that nbgrader opens by itself as well, and not for ever."""
    milliseconds = int(SECONDS * 1000)
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
    elif type(connection).__module__.startswith("psycopg"):
        connection.cursor().execute(f"SET lock_timeout = {milliseconds}")
        connection.commit()


class Database(Gradebook):  # type: ignore[misc]
    """nbgrader's gradebook; trouble with the database leaves it as a sentence.

    Parameters
    ----------
    url
        Its address, as nbgrader's configuration writes it.
    new
        Whether to make one where there is none.

    Raises
    ------
    CourseError
        When there is none, or it cannot be used.
    """

    def __init__(self, url: str, new: bool = False) -> None:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's way with SQLAlchemy's sessions
        self.address = _address(url)
        file = file_of(self.address)
        is_new = file is not None and not file.exists()
        if is_new and not new:
            raise CourseError(f"There is no gradebook at {file}: run `autograder build` first.")
        if file and file.is_dir():
            raise CourseError(f"{file} is a folder, and should be the gradebook: move it away.")
        try:
            _begin(url)
            super().__init__(url)
        except ModuleNotFoundError as error:
            raise CourseError(_without_driver(self.address, error)) from None
        except NoSuchModuleError:
            raise CourseError(
                f"The gradebook {_shown(self.address)} is of an unknown kind: SQLite and "
                "PostgreSQL are known."
            ) from None
        except (DBAPIError, InvalidEntry) as error:
            if hasattr(self, "db"):
                self.close()
            if cause := cause_of(error):
                raise CourseError(in_words(cause, self.address)) from None
            raise
        if is_new and file:
            sharing.share(file)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; what its users could not do is told in a sentence."""
        self.close()
        if cause := cause_of(error):
            raise CourseError(in_words(cause, self.address)) from None

    def try_out(self) -> None:
        """Fail unless it is sound, and can be written now.

        Raises
        ------
        CourseError
            When it is not.
        """
        try:
            with self.engine.connect() as connection:
                if self.engine.dialect.name == "sqlite":
                    [found, *_] = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars()
                    if found != "ok":
                        raise CourseError(_damaged(f"gradebook {_shown(self.address)}", found))
                connection.execute(WRITES)
                connection.rollback()
        except DBAPIError as error:
            raise CourseError(in_words(error, self.address)) from None


def file_of(address: URL) -> Path | None:
    """Name the file in which a gradebook lies, if it lies in one."""
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def cause_of(error: BaseException | None) -> DBAPIError | None:
    """Find what the database said, if the error came from there; nbgrader hides some in its own."""
    cause = error.__context__ if isinstance(error, InvalidEntry) else error
    return cause if isinstance(cause, DBAPIError) else None


def in_words(error: DBAPIError, address: URL | None = None) -> str:
    """Say in a sentence what is wrong with the gradebook, and what to do.

    Parameters
    ----------
    error
        What happened.
    address
        Of the gradebook, where it is known.
    """
    name = getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_")
    said = str(error.orig).strip().partition("\n")[0].rstrip(".")
    shown = f"gradebook {_shown(address)}" if address else "gradebook"
    if name.startswith(HELD) or "locked" in said or said.endswith("due to lock timeout"):
        return (
            f"Another program holds the {shown}: close the formgrader and whatever else "
            "has it open, and give the same command again. Nothing is lost."
        )
    if name.startswith(DAMAGED):
        return _damaged(shown, said)
    if name.startswith(CLOSED):
        return (
            f"The {shown} cannot be written ({said}): it and its folder must be there, "
            "and yours or your group's to write; `ls -ld` says whose they are."
        )
    if name.startswith(FULL):
        return f"The {shown} cannot grow: make room on the disk."
    if said.startswith("no such "):
        return (
            f"The {shown} is of another nbgrader ({said}): run `nbgrader db upgrade`, "
            "which copies it first."
        )
    if not (name or error.statement):  # PostgreSQL, before it was asked anything
        return f"The {shown} cannot be reached: {said}."
    return f"The {shown} cannot be used: {said}."


def _damaged(shown: str, said: str) -> str:
    return (
        f"The {shown} is damaged ({said}): put a copy of it back, or move it "
        "away and run `autograder build` and `autograder grade`; points given by hand are in the "
        "copy alone."
    )


def _without_driver(address: URL, error: ModuleNotFoundError) -> str:
    return (
        f"The gradebook is {_shown(address)}, and the Python package {error.name} for it is not "
        "installed: run `pip install 'psycopg[binary]'`, and let the address begin with "
        "postgresql+psycopg://."
    )


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise CourseError(
            f"The configuration names the gradebook {url!r}, which is no address: c.CourseDirectory"
            ".db_url is like sqlite:////folder/gradebook.db or postgresql+psycopg://server/name."
        ) from None


def _shown(address: URL) -> str:
    """Name a gradebook without its password."""
    return str(file_of(address) or address.render_as_string(hide_password=True))


def _begin(url: str) -> None:
    """Write into a new gradebook which form it has; refuse one whose form is not known.

    nbgrader asks the program alembic, which it must find on the path, and hands it a file with the
    path of this environment: a per cent sign means something there, and a letter that is not
    English cannot be read where the system knows no language.

    Raises
    ------
    CourseError
        When it was made by another nbgrader.
    """
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            # they take long to load, and a course begins once
            from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
            from alembic.script import ScriptDirectory  # noqa: PLC0415

            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")
        elif "alembic_version" in tables:
            forms = set(connection.execute(VERSION).scalars())
            _check_form(forms, engine.url)


def _check_form(forms: set[str], address: URL) -> None:
    """Compare the form of a gradebook with those of all versions of nbgrader up to this one."""
    scripts = [path.read_text("utf-8") for path in Path(ALEMBIC_DIR, "versions").glob("*.py")]
    known = set(re.findall(r"^revision = '(\w+)'", "\n".join(scripts), re.MULTILINE))
    older = set(re.findall(r"^down_revision = '(\w+)'", "\n".join(scripts), re.MULTILINE))
    if unknown := forms - known:
        raise CourseError(
            f"The gradebook {_shown(address)} is of a newer nbgrader than the one here (its form "
            f"is {', '.join(sorted(unknown))}): `pip install --upgrade nbgrader`."
        )
    if forms & older:
        raise CourseError(
            f"The gradebook {_shown(address)} is of an older nbgrader than the one here: run "
            "`nbgrader db upgrade`, which copies it first."
        )
