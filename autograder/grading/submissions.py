"""What lies in ``submitted/``: each file and folder belongs to a submission or is named.

nbgrader finds ``submitted/<student>/<assignment>/<assignment>.ipynb`` and nothing else. A notebook
that is nearly named so, or lies a level too high or too deep, is taken where it alone can be meant.
"""

import stat
from functools import cache, partial
from pathlib import Path

from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.grading.candidates import Candidate, Candidates, Released, meant, released
from autograder.grading.files import (
    OF_THE_GRADER,
    Tree,
    described,
    is_notebook,
    may_be_work,
    named,
    remedy,
)
from autograder.grading.handed_in import Left, Submission, check_fit
from helpers.errors import CourseError

__all__ = ["Left", "Submission", "check_fit", "survey"]

FOLDER = "submitted"
PLACE = f"{FOLDER}/<student>/<assignment>/<assignment>.ipynb"
LET_IN = "give this account the right to it, then grade again"


def survey(course: Course, names: list[str]) -> tuple[list[Submission], list[Left]]:
    """Account for all that lies in ``submitted/``.

    Parameters
    ----------
    course
        Where to look.
    names
        The assignments that are asked for; what belongs to others is passed over.

    Returns
    -------
    submissions, left
        What is to be graded, and what is not and why. In neither is what the system, editors and
        nbgrader put there, nor what lies beside a notebook and belongs to it.

    Raises
    ------
    CourseError
        When nothing lies there.
    """
    folder = course.root / FOLDER
    top = Tree.of(folder, deep=False) if folder.is_dir() else Tree(folder)
    if top.failures:
        raise CourseError(f"{folder} cannot be looked into ({top.failures[folder]}): {LET_IN}.")
    release = cache(partial(released, course))
    submissions: list[Submission] = []
    left = [_left(path, ", in no student's folder") for path in [*top.files, *top.links]]
    without = course.left_out()
    for home in top.folders:
        if home.name in without:
            continue
        if named(home.name, whole=True):
            why = "a folder with an assignment's name where a student's is expected"
            left.append(Left(home, why, f"the order is {PLACE}"))
            continue
        student = _Student(Tree.of(home), release)
        submissions += [one for one in student.found if one.notebook in names]
        left += [student.left[path] for path in sorted(student.left) if student.asks(path, names)]
    if not (submissions or left):
        raise CourseError(
            f"Nothing to grade: there is no folder {FOLDER}/<student>/<assignment> for "
            f"{', '.join(names)}."
        )
    return sorted(submissions, key=lambda one: (names.index(one.notebook), one.student)), left


class _Student:
    """What one student handed in, sorted into what is graded and what is left."""

    def __init__(self, tree: Tree, release: Released) -> None:
        self.tree, self.home = tree, tree.root
        self.found: list[Submission] = []
        self.left: dict[Path, Left] = {}
        candidates = Candidates(tree, release)
        for name in NOTEBOOKS:
            self._take(name, candidates.of(name))
        for path, why in candidates.doubtful.items():
            self._leave(path, why, f"if it counts, put it where it belongs: {PLACE}")
        for path, why in candidates.unreadable.items():
            self._leave(path, f"cannot be read ({why})", LET_IN)
        self._name_the_rest()

    def asks(self, path: Path, names: list[str]) -> bool:
        """Tell whether a place speaks of an assignment that is asked for, or of none."""
        parts = path.relative_to(self.home).parts
        told = next((name for name in map(named, reversed(parts)) if name), None)
        return told is None or told in names

    def _take(self, name: str, candidates: list[Candidate]) -> None:
        """Take the notebook that is meant for an assignment, if there is one that is."""
        exact = self.home / name / f"{name}.ipynb"
        if self._is_decided(exact.parent, candidates):
            self.found.append(Submission(self.home.name, name, exact, exact.parent))
            return
        try:
            chosen = meant(candidates, exact)
            if chosen and self._lies_beside_work(chosen):
                return
        except OSError as error:
            for one in candidates:
                self._leave(one.path, f"cannot be compared with others ({error})", LET_IN)
            return
        if chosen is None:
            self._leave_doubtful(name, candidates)
            return
        for one in candidates:
            if one is not chosen:
                self._leave_other(one, chosen)
        shown = f"“{self._shown(chosen)}” was taken for {name}/{name}.ipynb."
        notes = () if chosen.path == exact else (shown,)
        folder = self._folder_of(chosen.path, name)
        self.found.append(Submission(self.home.name, name, chosen.path, folder, notes))

    def _is_decided(self, folder: Path, candidates: list[Candidate]) -> bool:
        """Tell whether the folder that nbgrader expects cannot be entered, has a link, or nothing.

        Then it is the submission, and when it is graded it is said why it cannot be.
        """
        if any(folder in (link, *link.parents) for link in self.tree.links):
            return True
        is_empty = folder in self.tree.empty(OF_THE_GRADER)
        return folder in self.tree.failures or (is_empty and not candidates)

    def _lies_beside_work(self, chosen: Candidate) -> bool:
        """Tell whether a notebook is untouched and the work is in a file beside it; name both."""
        beside = [path for path in self.tree.files if path.parent == chosen.path.parent]
        documents = [path for path in beside if may_be_work(path)]
        if not documents or chosen.own or chosen.own is None:
            return False
        why = "an untouched notebook, beside a file that may hold the work"
        self._leave(chosen.path, why, "look at both, and ask for the notebook")
        for path in documents:
            self._leave_file(path)
        return True

    def _leave_doubtful(self, name: str, candidates: list[Candidate]) -> None:
        for one in candidates:
            others = ", ".join(f"“{self._shown(c)}”" for c in candidates if c is not one)
            why = f"could be meant for {name}, and so could {others}"
            self._leave(one.path, why, f"leave the one that counts there: {PLACE}")

    def _leave_other(self, one: Candidate, chosen: Candidate) -> None:
        taken = f"“{self._shown(chosen)}” was graded"
        if one.own is None:
            why = f"{described(one.path)} that cannot be read as one; {taken}"
            self._leave(one.path, why, "look at it, or take it out")
        else:
            why = f"a notebook with no work that the graded one has not; {taken}"
            self._leave(one.path, why, work=False)

    def _folder_of(self, path: Path, name: str) -> Path:
        """Find the outermost folder of the assignment, where its data and time lie."""
        around = [place for place in path.parents if self.home in place.parents]
        of_it = [place for place in around if named(place.name) == name]
        return of_it[-1] if of_it else around[0] if around else self.home / name

    def _name_the_rest(self) -> None:
        """Name what belongs to no submission: a whole folder at once where none of it does."""
        folders = {one.folder for one in self.found}
        beside = folders | {one.path.parent for one in self.found}
        taken = {one.path for one in self.found} | folders | self.left.keys()
        rest: dict[Path, list[Path]] = {}
        for path in self.tree.files:
            if path not in taken and not self._belongs(path, beside):
                rest.setdefault(self._outermost(path, taken), []).append(path)
        for place, paths in rest.items():
            self._leave_file(paths[0], place, len(paths) - 1)
        for path, why in self.tree.failures.items():
            if path not in folders:
                self._leave(path, f"a folder that cannot be looked into ({why})", LET_IN)
        for path in self.tree.links:
            if not folders & {path, *path.parents}:
                self._leave_file(path)
        around = {place for path in beside for place in path.parents}
        for path in self.tree.empty():
            if path not in around and not beside & {path, *path.parents}:
                self._leave(path, "an empty folder", work=False)

    def _belongs(self, path: Path, beside: set[Path]) -> bool:
        """Tell whether a file belongs to a submission, as what lies around its notebook does."""
        if path.name in OF_THE_GRADER:
            return path.parent != self.home
        around = {place for place in path.parents if self.home in place.parents}
        in_home = self.home in beside and not any(named(place.name) for place in around)
        return (in_home or bool(around & beside)) and not is_notebook(path)

    def _outermost(self, path: Path, taken: set[Path]) -> Path:
        """Find the outermost folder around a file in which nothing was taken, else the file."""
        around = [place for place in path.parents if self.home in place.parents]
        free = [p for p in around if not any(p in (one, *one.parents) for one in taken)]
        return free[-1] if free else path

    def _leave_file(self, path: Path, place: Path | None = None, others: int = 0) -> None:
        """Name a file, or the folder in which it and others lie."""
        one = _left(path)
        if place in (None, path):
            self.left.setdefault(path, one)
            return
        more = f" and {others} more files" if others else ""
        why = f"a folder with no notebook of this course: “{path.name}”, {one.why}{more}"
        self._leave(place or path, why, one.remedy)

    def _leave(self, path: Path, why: str, to_do: str = "", work: bool = True) -> None:
        self.left.setdefault(path, Left(path, why, to_do, work))

    def _shown(self, one: Candidate) -> str:
        return one.path.relative_to(self.home).as_posix()


def _left(path: Path, where: str = "") -> Left:
    """Name a file that belongs to nothing."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return Left(path, "a link, or no ordinary file: it was not followed", "take it out")
        return Left(path, described(path) + where, remedy(path, PLACE))
    except OSError as error:
        return Left(path, f"cannot be read ({error.strerror})", LET_IN)
