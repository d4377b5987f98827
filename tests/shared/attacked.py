"""A class of attacks beside honest work, graded by the real commands."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aftermath import Aftermath
from attacking import NAME, NEIGHBOUR, Attack, lay_class
from classroom import PROGRAMS, copy_of_course
from surroundings import Surroundings, as_user

from autograder.course import CONFIG
from autograder.tried import VARIABLE

LIMITS = """
c.ExecuteSubmission.cell_seconds = 10
c.ExecuteSubmission.notebook_seconds = 120
"""


@dataclass(frozen=True)
class Graded:
    """The class after grading: what was said, what the neighbour handed in, and what came of it."""

    said: subprocess.CompletedProcess[str]
    handed_in: bytes
    aftermath: Aftermath


@contextmanager
def graded_class(
    attacks: Sequence[Attack],
    user: int | None = None,
    way: str | None = None,
    within: Sequence[str] = (),
) -> Iterator[Graded]:
    """Grade attacks, as another user or the plain way if one is named.

    Parameters
    ----------
    within
        A command that runs the one which follows it, within a limit of its own.
    """
    with (
        tempfile.TemporaryDirectory(prefix="attacked-", ignore_cleanup_errors=True) as folder,
        Surroundings(user) as surroundings,
    ):
        course = copy_of_course(Path(folder), (NAME,))
        with (course.root / CONFIG).open("a") as file:
            file.write(LIMITS)
        told = lay_class(course, surroundings, attacks)
        handed_in = course.submitted(NEIGHBOUR, NAME).read_bytes()

        def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                as_user(user, [*within, str(PROGRAMS / program), *arguments]),
                cwd=course.root,
                env=surroundings.environment() | ({VARIABLE: way} if way else {}),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )

        confined = run("autograder", "doctor")
        assert confined.returncode == 0, f"attacks run only where they are confined: {confined}"
        said = run("autograder", "grade", NAME)
        if any(attack.area == "instructor" for attack in attacks):
            feedback = run("nbgrader", "generate_feedback", NAME, "--student", "instructor-*")
            assert feedback.returncode == 0, feedback.stderr
        yield Graded(said, handed_in, Aftermath(course, surroundings, told))
