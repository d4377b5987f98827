"""From text to notebooks: ``notebooks/*.md`` to ``source/`` to ``release/``.

All of a notebook is made elsewhere and put in place at the end, or nothing of it.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from sqlalchemy.engine import make_url

from autograder.authoring import change, public
from autograder.authoring.cells import difference
from autograder.authoring.instructor import (
    EXECUTED,
    Version,
    executed,
    executed_with,
    executed_with_as_well,
    from_text,
    stored,
    with_stored_outputs,
)
from autograder.authoring.release import Release, generated
from autograder.authoring.replacing import replaced
from autograder.course import Course
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.database import Database, file_of
from autograder.grading.gradebook import open_gradebook
from autograder.notebook import CHECK, labelled
from helpers.errors import CourseError


@dataclass(frozen=True)
class Draft:
    """A notebook that is to be built, and nothing of it is in place.

    Attributes
    ----------
    name
        The notebook.
    data
        What the students' checks know.
    version
        The instructor version; its outputs may be those of other code.
    release
        What nbgrader makes of it.
    """

    name: str
    data: str
    version: Version
    release: Release


def build(
    course: Course,
    notebooks: list[str],
    tell: Callable[[str], None],
    keep_grades: bool = False,
    backed_up: bool = False,
) -> None:
    """Build everything that is built: the students' data, ``source/`` and ``release/``.

    Parameters
    ----------
    course
        The course folder.
    notebooks
        Names of the notebooks to build.
    tell
        Receives a line for each finished step.
    keep_grades
        Whether cells may change of which there are grades: the gradebook is copied first, and the
        grades of all other cells are kept.
    backed_up
        Whether there is a copy already, which a gradebook that is no file needs.

    Raises
    ------
    CourseError
        When a text is missing, a cell fails, nbgrader refuses the notebook, or grades stand
        against it.
    """
    with _gradebook_as_it_is(course) as gradebook:
        if gradebook:
            gradebook.try_out()
    with _in_words():
        drafts = [_draft(course, name) for name in notebooks]
    if not keep_grades:
        _check_grades(course, drafts)
    for number, draft in enumerate(drafts):
        try:
            with _in_words():
                _finish(course, draft, tell, keep_grades, backed_up)
        except CourseError as error:
            raise CourseError(f"{error}{_so_far(notebooks, number)}") from None
    if left := leftovers(course):
        tell(f"{_of_none(left)} Remove them with `git rm -r`; grades stay in the gradebook.")


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Say in a sentence where something cannot be read or written."""
    try:
        yield
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        raise CourseError(
            f"{place} cannot be read or written: {error.strerror or error}."
        ) from None


def _so_far(notebooks: list[str], number: int) -> str:
    """Say what was built before something failed."""
    if len(notebooks) == 1:
        return ""
    built, left = ", ".join(notebooks[:number]), ", ".join(notebooks[number:])
    return f" {f'Built: {built}. ' if built else ''}As before: {left}."


def check(course: Course, notebooks: list[str]) -> None:
    """Fail unless all that is built is what ``notebooks/`` gives, stored outputs left aside.

    Raises
    ------
    CourseError
        When something is not; the message names it.
    """
    for name in notebooks:
        check_source(course, name)
        check_executed(course, name)
        check_release(course, name)
    for name in notebooks:  # it takes longest
        public.check(name, points(course, name))
    if left := leftovers(course):
        raise CourseError(f"{_of_none(left)} Remove them.")


def points(course: Course, name: str) -> dict[str, float]:
    """Read the points of each exercise from the text of a lesson.

    Raises
    ------
    CourseError
        When its check cells are not those of the catalogue's exercises, or give points where an
        exercise is optional.
    """
    cells = labelled(from_text(course.text(name)))
    checks = {exercise: f"{CHECK}{exercise}" for exercise in CATALOGUE[name]}
    for exercise, check_cell in checks.items():
        if check_cell not in cells:
            raise CourseError(
                f"notebooks/{name}.md has no cell “{check_cell}”, which should hold "
                f"check({exercise}) and its points."
            )
    for cell in cells:
        if cell.startswith(CHECK) and cell not in checks.values():
            raise CourseError(
                f"notebooks/{name}.md has a cell “{cell}”, but the catalogue has no exercise "
                f"{cell.removeprefix(CHECK)}: enter it into autograder/exercises/{name}.py, or "
                "take the cell out."
            )
    found = {e: float(cells[cell].metadata["nbgrader"]["points"]) for e, cell in checks.items()}
    for exercise, number in found.items():
        if (number == 0) != CATALOGUE[name][exercise].optional:
            raise CourseError(
                f"notebooks/{name}.md gives {number:g} points for {exercise}: an exercise with "
                "optional=True gives none, and every other one some."
            )
    return found


def _draft(course: Course, name: str) -> Draft:
    data = public.current(name, points(course, name))
    version = with_stored_outputs(course, name, data)
    return Draft(name, data, version, generated(course, name, version.content))


def _check_grades(course: Course, drafts: list[Draft]) -> None:
    """Fail where cells would change of which the gradebook has grades."""
    refused = {}
    with _gradebook_as_it_is(course) as gradebook:
        for draft in drafts if gradebook else []:
            found = difference(change.known(gradebook, draft.name), draft.release.cells)
            number = change.handed_in(gradebook, draft.name)
            if found and number:
                refused[draft.name] = f"{number} submissions. {found}"
    if refused:
        raise CourseError(_refusal(refused))


def _refusal(refused: dict[str, str]) -> str:
    """Say why nothing was built, and how it can be."""
    found = " ".join(f"The gradebook has grades of {one}: {what}" for one, what in refused.items())
    return (
        f"Nothing was changed. {found} `autograder build --keep-grades {' '.join(refused)}` copies "
        "the gradebook, then makes this change and keeps the grades of all other cells."
    )


@contextlib.contextmanager
def _gradebook_as_it_is(course: Course) -> Iterator[Database | None]:
    """Open the gradebook; where there is none, none is made."""
    path = file_of(make_url(course.directory().db_url))
    if path is not None and not path.is_file():
        yield None
        return
    with open_gradebook(course) as gradebook:
        yield gradebook


def _finish(
    course: Course, draft: Draft, tell: Callable[[str], None], keep_grades: bool, backed_up: bool
) -> None:
    """Execute a notebook if that is needed, and put all of it in place."""
    name, data, version, release = draft.name, draft.data, draft.version, draft.release
    source, files = course.source(name), {public.path(name): draft.data.encode()}
    if version.current:
        before = source.read_bytes() if source.is_file() else None
        done = "unchanged" if version.content == before else "written, its outputs kept"
    else:
        version, done = executed(course, name, data), "executed"
        release = generated(course, name, version.content)
        files[course.root / EXECUTED] = executed_with_as_well(course, name, version.content, data)
    files[source] = version.content
    told = _put_in_place(course, name, release, files, keep_grades, backed_up)
    for line in told:
        tell(f"{name}: {line}")
    tell(f"{name}: source/ {done}; release/ generated; gradebook up to date")
    if told:
        tell(f"{name}: run `autograder grade {name}` now, for what is new has no points yet")


def _put_in_place(
    course: Course,
    name: str,
    release: Release,
    files: dict[Path, bytes],
    keep_grades: bool = False,
    backed_up: bool = False,
) -> list[str]:
    """Put files, the release and the cells in place, all or nothing; tell what became of grades."""
    folder, url = course.release(name).parent, course.directory().db_url
    # nbgrader makes the folder anew as well
    wanted: dict[Path, bytes | None] = {
        path: None for path in sorted(folder.rglob("*")) if path.is_file()
    }
    wanted |= files | {folder / short: content for short, content in release.files.items()}
    modes = {folder / short: mode for short, mode in release.modes.items()}
    path, told = file_of(make_url(url)), list[str]()
    is_new = path is not None and not path.is_file()
    try:
        with open_gradebook(course, new=True) as gradebook, change.alone(gradebook):
            found = difference(change.known(gradebook, name), release.cells)
            number = change.handed_in(gradebook, name) if found else 0
            if number and not keep_grades:
                raise CourseError(_refusal({name: f"{number} submissions. {found}"}))
            if number:
                told = [*change.backup(url, backed_up), str(found)]
            course_id = course.directory().course_id
            change.enter(gradebook, course_id, name, release, found.renamed)
            told += change.above(gradebook, name) if found.points else []
            with replaced(wanted, modes):
                gradebook.db.commit()
    except BaseException:
        if path is not None and is_new:
            path.unlink(missing_ok=True)
        raise
    return told


def generate(course: Course, name: str) -> None:
    """Make the release of the stored instructor version, and enter it into the gradebook."""
    release = generated(course, name, course.source(name).read_bytes())
    _put_in_place(course, name, release, {})


def check_source(course: Course, name: str) -> None:
    """Fail unless the instructor version has the cells that the text gives."""
    points(course, name)  # the checks are those of the catalogue
    there = stored(course, name)
    if there is None or _bare(there) != _bare(from_text(course.text(name))):
        raise CourseError(
            f"source/{name} is not what notebooks/{name}.md gives: run `autograder build`."
        )


def check_executed(course: Course, name: str) -> None:
    """Fail unless the outputs are those that the code cells and the library gave as they are."""
    if not with_stored_outputs(course, name, public.read(name)).current:
        raise CourseError(
            f"source/{name} was executed with other code than there is now, or its outputs were "
            "changed since: run `autograder build`."
        )


def check_release(course: Course, name: str) -> None:
    """Fail unless the student version is what nbgrader makes of the instructor version."""
    folder = course.release(name).parent
    wanted = generated(course, name, course.source(name).read_bytes()).files
    there = {short: folder / short for short in wanted}
    if not all(path.is_file() and path.read_bytes() == wanted[s] for s, path in there.items()):
        raise CourseError(f"release/{name} is not what source/ gives: run `autograder build`.")


def leftovers(course: Course) -> list[str]:
    """Name what was built of notebooks that the catalogue no longer has."""
    built = {*executed_with(course), *(path.stem for path in public.FOLDER.glob("*.json"))}
    places = [
        path
        for name in sorted(built - {*NOTEBOOKS})
        for path in (
            course.text(name),
            course.source(name).parent,
            course.release(name).parent,
            public.path(name),
        )
    ]
    return [
        str(path.relative_to(course.root) if path.is_relative_to(course.root) else path)
        for path in places
        if path.exists()
    ]


def _of_none(left: list[str]) -> str:
    return f"{', '.join(left)}: of a notebook that is no longer in the catalogue."


def _bare(notebook: NotebookNode) -> NotebookNode:
    """Leave out what nbval holds: outputs and execution counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
