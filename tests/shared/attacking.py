"""Attacks on the grader: what they are, and how they are handed in."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from classroom import PERFECT, submit
from nbformat import NotebookNode
from surroundings import Surroundings

from autograder.authoring.sample_class import hand_in
from autograder.course import Course
from autograder.exercises import CATALOGUE
from autograder.notebook import labelled

FOLDER = Path(__file__).parent / "attacks"
NAME = "gradient_checking"
EXERCISES = frozenset(CATALOGUE[NAME])
NEIGHBOUR = "neighbour"
AREAS = {
    "score": "points that were not earned",
    "answers": "what is right",
    "grader": "the grader's process",
    "others": "other submissions",
    "machine": "the machine",
    "instructor": "whoever reads the submission",
    "denial": "that grading goes on",
}
WRONG = "def {}(*inputs):\n    return {}"
# a line of an attack's text: what it loses, whom it is directed at, what it repeats or begins with
SETTING = re.compile(r"(loses|only|times|after): ")
# has every key, so that a test that asks for one does not fail by that
ANY_KEY = "__import__('collections').defaultdict(float)"


@dataclass(frozen=True)
class Places:
    """What an attacker knows of the machine.

    Attributes
    ----------
    course, home
        Folders: of the course, and of the user who grades.
    port, socket
        Where somebody listens, on the loopback interface and at a file.
    run, mark
        What marks all that these attacks leave, and all that this one leaves.
    student
        The attacker's name in the course.
    """

    course: Path
    home: Path
    port: int
    socket: Path
    run: str
    mark: str
    student: str

    def fill(self, text: str) -> str:
        """Put what is known in place of the names between @ signs."""
        known = {name.upper(): str(value) for name, value in vars(self).items()} | {"ESC": "\x1b"}
        return re.sub(r"@([A-Z]+)@", lambda found: known[found[1]], text)


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes
    ----------
    name, area, title, tries
        What it is called, what it is directed at, and what it does, in a few words and in
        sentences.
    loses
        Exercises that an attacker whose answers are right loses by it.
    only_here
        Whether it is directed at something that only this grader has.
    lay
        Writes it into the folder of a submission, from a notebook that is handed in otherwise.
    """

    name: str
    area: str
    title: str
    tries: str
    lay: Callable[[NotebookNode, Path, Places], None]
    loses: frozenset[str] = frozenset()
    only_here: bool = False

    @property
    def student(self) -> str:
        """Name under which it is handed in."""
        return f"{self.area}-{self.name}"

    @property
    def witness(self) -> str | None:
        """Name of an honest student who is graded at the same time, if it could do them harm."""
        return f"{self.student}-witness" if self.area == "denial" else None

    @property
    def earned(self) -> frozenset[str]:
        """Exercises whose points are earned all the same."""
        return EXERCISES - self.loses if self.area == "denial" else frozenset()


def read_attack(path: Path) -> Attack:
    """Read an attack that is written as cells."""
    head, *cells = jupytext.read(path, fmt="py:percent").cells
    title, *rest = head.source.split("\n")
    [(area, name)] = re.findall(r"^# \*\*(\w+): (.+)\*\*$", title)
    settings = dict(line.split(": ") for line in rest if SETTING.match(line))
    loses, times = settings.get("loses", "").split(), int(settings.get("times", 1))
    needed = _cells_of(settings["after"]) if "after" in settings else []
    return Attack(
        name=path.stem,
        area=area,
        title=name,
        tries=" ".join(line for line in rest if line and line.split(": ")[0] not in settings),
        lay=lambda notebook, folder, places: _lay(needed + times * cells, notebook, folder, places),
        loses=EXERCISES if loses == ["all"] else frozenset(loses),
        only_here=settings.get("only") == "here",
    )


def _cells_of(part: str) -> list[NotebookNode]:
    """Read cells that several attacks begin with."""
    return list(jupytext.read(FOLDER / "parts" / f"{part}.py", fmt="py:percent").cells)


def _lay(cells: list[NotebookNode], notebook: NotebookNode, folder: Path, places: Places) -> None:
    known, own = labelled(notebook), []
    for cell in cells:
        source = places.fill(cell.source)
        if "replaces" in cell.metadata:
            known[cell.metadata.replaces].source = source
        else:
            make = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
            own.append(make(source))
    notebook.cells[2:2] = own
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))


def lay_class(
    course: Course, surroundings: Surroundings, attacks: Iterable[Attack]
) -> dict[str, Places]:
    """Hand in right answers by the neighbour, the attacks, and right answers by their witnesses.

    Returns
    -------
    places
        What each attack was told, by its name.
    """
    submit(course, NEIGHBOUR, NAME, hand_in(PERFECT, course, NAME))
    told = {}
    for number, attack in enumerate(attacks):
        told[attack.name] = Places(
            course=course.root,
            home=surroundings.home,
            port=surroundings.port,
            socket=surroundings.socket,
            run=surroundings.run,
            mark=f"{surroundings.run}n{number:03}",
            student=attack.student,
        )
        _hand_in(course, attack, told[attack.name])
        if attack.witness:
            submit(course, attack.witness, NAME, hand_in(PERFECT, course, NAME))
    surroundings.hand_over(course.root)
    return told


def _hand_in(course: Course, attack: Attack, places: Places) -> None:
    notebook = hand_in(PERFECT, course, NAME)
    if attack.area != "denial":
        for name in EXERCISES:
            value = ANY_KEY if name == "backward_propagation_n" else 0.5
            labelled(notebook)[name].source = WRONG.format(name, value)
    folder = course.submitted(attack.student, NAME).parent
    folder.mkdir(parents=True)
    attack.lay(notebook, folder, places)
