"""``report()``: a lab report from a notebook, as one page of HTML.

What makes the page is imported where it is needed: it takes longer than a lesson's own imports.
"""

import os
from datetime import datetime
from pathlib import Path

from helpers.checks import CASES_VARIABLE
from helpers.checks.check import lesson_of
from helpers.checks.encoding import sound
from helpers.errors import CourseError
from helpers.places import own_notebook
from helpers.printing import printable


def report(notebook: str | Path | None = None, *, name: str = "") -> None:
    """Write the lab report of a notebook beside it, as one page of HTML.

    The report holds the student's code, the figures, the answers in words and the verdicts of
    ``check``, as they stand in the saved file: nothing is run. The page needs no network and no
    other file, runs no script, and can be printed into a PDF.

    Parameters
    ----------
    notebook
        The file, such as ``optimization.ipynb``. In JupyterLab it may be left out and is then the
        notebook in which ``report`` is called.
    name
        Of who wrote it, to stand at the top.

    Raises
    ------
    CourseError
        When there is no such notebook, when it has not been run, or when the page cannot be
        written.
    """
    if os.environ.get(CASES_VARIABLE):
        return  # the course is being graded
    path = Path(notebook) if notebook is not None else _own_notebook()
    page, missing = _page_of(path, name)
    target = path.with_suffix(".html")
    try:
        _write_whole(page, target)
    except OSError as error:
        raise CourseError(f"{target} cannot be written: {error.strerror}.") from None
    print(
        f"Written: {_plain(target.name)}, from {_plain(path.name)} as it was saved at "
        f"{_saved(path):%H:%M}."
    )
    for line in missing:
        print(f"Missing: {line}.")
    print("Open it in a browser. For a PDF, print it there and choose to save as PDF.")


def _write_whole(page: str, target: Path) -> None:
    """Write the page wholly or not at all."""
    part = target.with_name(f".report-{os.getpid()}.part")
    try:
        part.write_text(page, encoding="utf-8", errors="replace")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _own_notebook() -> Path:
    from IPython import get_ipython  # noqa: PLC0415

    shell = get_ipython()
    scope = shell.user_ns if shell else {}
    path = own_notebook(scope, lesson_of(scope))
    if not path:
        raise CourseError('Name the notebook, for example report("optimization.ipynb").')
    return Path(path)


def _page_of(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    from helpers.lab_report.excerpt import excerpt, read  # noqa: PLC0415
    from helpers.lab_report.page import write  # noqa: PLC0415

    if not path.is_file():
        raise CourseError(
            f"There is no file {_plain(str(path))}: name a notebook that is there, with its ending "
            ".ipynb."
        )
    try:
        notebook = read(path.read_bytes())
    except OSError as error:
        raise CourseError(f"{_plain(str(path))} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise CourseError(
            f"{_plain(path.name)} is not a notebook, or it is damaged: open it in JupyterLab and "
            "save it."
        ) from None
    shown = excerpt(notebook, path.stem)
    if not shown.was_run:
        raise CourseError(
            f"{_plain(path.name)}, as it was saved, has not been run, so it has no figures: run "
            "its cells, save it, and try again."
        )
    origin = f"{_plain(path.name)}, saved {_saved(path):%Y-%m-%d %H:%M}"
    return write(shown, origin, _plain(name)), shown.missing


def _plain(name: str) -> str:
    return printable(sound(name))


def _saved(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime)
