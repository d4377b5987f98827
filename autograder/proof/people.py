"""What the checks say of answers that people wrote, which the catalogue was not made from.

A folder holds them, a folder an exercise and a file an answer. Its first lines say where the kind
is known from, whether it is right, and what a wrong one may be called: phrases, one of which has
to stand in what a name or its hint says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from helpers import gradients
from helpers.checks.card import Card
from helpers.checks.cases import Answer
from helpers.checks.rubric import Rubric
from helpers.checks.verdict import State, Verdict, verdict

FOLDER = Path(__file__).parents[2] / "tests" / "people" / "answers"  # of a checkout
CALLED = re.compile(r"^# May be called: (.+)$", re.MULTILINE)
RIGHT = re.compile(r"^# Right: ", re.MULTILINE)
FOR_GRADIENTS = (
    "dictionary_to_vector",
    "forward_propagation_n",
    "gradients_to_vector",
    "vector_to_dictionary",
)


@dataclass(frozen=True)
class Written:
    """An answer of somebody.

    Attributes
    ----------
    exercise
        Name of the function.
    name
        What the file is called.
    source
        Its text.
    right
        Whether it is right.
    called
        For a wrong one, phrases that say what is wrong.
    """

    exercise: str
    name: str
    source: str
    right: bool
    called: tuple[str, ...] = ()


class Outcome(Enum):
    """What became of an answer."""

    ACCEPTED = "right and accepted"
    REFUSED = "right and refused"
    NAMED = "wrong, and called by its name"
    EXPLAINED = "wrong, and told what is wrong without a name"
    UNNAMED = "wrong, and told only what differs"
    FALSELY = "wrong, and called by a name that it has not"
    NOT_CAUGHT = "wrong and accepted"


def written(folder: Path) -> list[Written]:
    """Read the answers in a folder; none if there is no such folder."""
    found = []
    for path in sorted(folder.glob("*/*.py")):
        source = path.read_text(encoding="utf-8")
        called = CALLED.search(source)
        right = RIGHT.search(source) is not None
        if right == bool(called):
            raise ValueError(f"{path} says neither that it is right nor what it may be called")
        phrases = tuple(called[1].split(" | ")) if called else ()
        found.append(Written(path.parent.name, path.stem, source, right, phrases))
    return found


def said_of(answer: Written, exercises: Mapping[str, Exercise], rubric: Rubric) -> Verdict:
    """Judge an answer as a student's is judged: what it gives leaves its process as data."""
    exercise = exercises[answer.exercise]
    scope: dict[str, Any] = {name: each.reference for name, each in exercises.items()}
    scope |= {"np": np, "tell": print}  # the lessons have these
    scope |= {name: getattr(gradients, name) for name in FOR_GRADIENTS}
    exec(compile(answer.source, f"<{answer.name}>", "exec"), scope)
    function = scope[answer.exercise]
    given = [Answer.from_json(each.to_json()) for each in exercise.answers(function, rubric.cases)]
    return verdict(rubric, given, answer.source)


def outcome(answer: Written, said: Verdict) -> Outcome:
    """Tell what became of an answer."""
    accepted = said.state is State.CORRECT and said.share == 1
    if answer.right:
        return Outcome.ACCEPTED if accepted else Outcome.REFUSED
    if accepted:
        return Outcome.NOT_CAUGHT
    if said.mistakes:
        true = all(_tells(answer, "\n".join(told)) for told in said.told)
        return Outcome.NAMED if true else Outcome.FALSELY
    text = Card(said, hints=True).text()
    return Outcome.EXPLAINED if _tells(answer, text) else Outcome.UNNAMED


def measure(
    catalogue: Mapping[str, Mapping[str, Exercise]], folder: Path, seed: int = 0
) -> dict[Written, Outcome]:
    """Judge all answers in a folder on the cases of a seed."""
    notebooks = {name: among for among in catalogue.values() for name in among}
    rubrics = {name: _rubric(among[name], seed) for name, among in notebooks.items()}
    return {
        each: outcome(each, said_of(each, notebooks[each.exercise], rubrics[each.exercise]))
        for each in written(folder)
        if each.exercise in notebooks
    }


def _rubric(exercise: Exercise, seed: int) -> Rubric:
    return exercise.rubric(exercise.cases_for(seed))


def _tells(answer: Written, text: str) -> bool:
    return any(phrase.casefold() in text.casefold() for phrase in answer.called)
