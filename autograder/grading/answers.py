"""What is kept of each submission between two runs: its answers, and that it was graded.

The folder ``answers/`` is what lets a run that was killed go on, leaves unchanged submissions
alone, and judges them again without running any student's code.
"""

import contextlib
import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

import helpers
from autograder import exercises
from autograder.course import Course, cases_of, programs
from autograder.exercise import change_fractions
from autograder.exercises import CATALOGUE
from autograder.grading.handed_in import Submission
from autograder.grading.judge import Finding
from autograder.sandbox.execute import as_data
from autograder.sandbox.limits import Limits
from helpers.checks.cases import Case

FOLDER = "answers"
SEEDS = 5  # whose inputs tell whether an exercise makes others than before


@dataclass(frozen=True)
class Graded:
    """How a submission stood when it was last entered into the gradebook.

    Attributes
    ----------
    submission
        Fingerprint of what was executed.
    judges
        Fingerprint of what judged it.
    notes
        What a person should know about it.
    findings
        What was found in its exercises.
    rules
        Fingerprint of what else decides its points: when it was due, and what being late costs.
    left
        What was left in the gradebook and in ``autograded/``, to notice when others change it.
    """

    submission: str
    judges: str
    notes: list[str]
    findings: list[Finding]
    rules: str = ""
    left: str = ""


@dataclass(frozen=True)
class Answers:
    """An executed notebook.

    Attributes
    ----------
    submission
        Fingerprint of what was executed.
    notebook
        With the answers in its outputs.
    cases
        The inputs that they are answers to.
    """

    submission: str
    notebook: NotebookNode
    cases: dict[str, list[Case]]

    def packed(self) -> bytes:
        """Write them as the record keeps them."""
        text = json.dumps({**vars(self), "cases": as_data(self.cases)})
        return gzip.compress(text.encode(), compresslevel=1)


class Record:
    """The record of one student's notebook."""

    def __init__(self, course: Course, notebook: str, student: str) -> None:
        self.folder = course.root / FOLDER / student / notebook

    def graded(self, since: Path | None = None) -> Graded | None:
        """Read how it was graded, if it was, and the file ``since`` was not changed later."""
        path = self.folder / "graded.json"
        data = _read(path)
        if data and since and since.is_file() and since.stat().st_mtime > path.stat().st_mtime:
            return None
        try:
            return None if data is None else _graded(data)
        except (KeyError, TypeError):
            return None

    def answers(self) -> Answers | None:
        """Read what was executed, if it was."""
        data = _read(self.folder / "answers.json.gz")
        try:
            return None if data is None else _answers(data)
        except (KeyError, ValueError, TypeError):
            return None

    def keep(self, packed: bytes) -> None:
        """Write down what was executed; from now on it need not be executed again."""
        _write(self.folder / "answers.json.gz", packed)

    def finish(self, graded: Graded) -> None:
        """Write down that its scores are in the gradebook."""
        _write(self.folder / "graded.json", json.dumps(asdict(graded)).encode())


def fingerprint(
    submission: Submission,
    handed_in: bytes,
    release: Path,
    seeds: Mapping[str, int],
    limits: Limits,
) -> str:
    """Sum up all that the execution of a submission depends on: its file by its own sum."""
    return digest(
        handed_in,
        _bytes(submission.folder / "timestamp.txt"),
        _bytes(release),
        [seeds, inputs(submission.notebook), asdict(limits)],
        *(note.encode("utf-8", "surrogateescape") for note in submission.notes),
    )


@cache
def inputs(notebook: str) -> str:
    """Sum up which inputs belong to which seed, by a few: they stand for all others.

    They count in float32: some are computed, and their last digits are the processor's.
    """
    return digest(*(as_data(_short(notebook, seed)) for seed in range(SEEDS)))


def _short(notebook: str, seed: int) -> dict[str, list[Case]]:
    cases = cases_of(notebook, dict.fromkeys(CATALOGUE[notebook], seed))
    return {
        name: [replace(case, inputs=change_fractions(case.inputs, in_float32)) for case in some]
        for name, some in cases.items()
    }


def digest(*parts: Any) -> str:
    """Sum up some values."""
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        whole.update(len(data).to_bytes(8))
        whole.update(data)
    return whole.hexdigest()


def in_float32(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Shorten numbers."""
    return numbers.astype(np.float32)


@cache
def judges() -> str:
    """Sum up the code that judges: the catalogue and what compares answers."""
    whole = hashlib.sha256()
    for package in (exercises, helpers):
        for path in programs(Path(str(package.__file__)).parent):
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _graded(data: dict[str, Any]) -> Graded:
    findings = [Finding(**finding) for finding in data["findings"]]
    return Graded(**{**data, "findings": findings})


def _answers(data: dict[str, Any]) -> Answers:
    cases = {name: [Case.from_json(c) for c in some] for name, some in data["cases"].items()}
    return Answers(data["submission"], nbformat.from_dict(data["notebook"]), cases)


def _read(path: Path) -> dict[str, Any] | None:
    """Read a file of the record; one that is missing or damaged counts as not written."""
    try:
        raw = path.read_bytes()
        data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (OSError, ValueError, EOFError):
        return None
    return data if isinstance(data, dict) else None


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):  # it would lie there, maybe on a full disk
            part.unlink()
        raise
