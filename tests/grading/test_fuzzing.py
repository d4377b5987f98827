"""Whatever comes from a student is read to its end: in time, in memory, and with a verdict.

Answers and notebooks here, messages in ``tests/sandbox/test_channel.py``. ``make fuzz`` tries more.
"""

import io
import json
import math

import nbformat
import numpy as np
from classroom import EXERCISES, release, solved
from hypothesis import example, given
from hypothesis import strategies as st
from mangled import fuzzing, mangled
from nbformat.v4 import new_output

from autograder.exercises import CATALOGUE
from autograder.grading.judge import findings_of, judge, judge_notebook
from autograder.grading.reading import read_submission
from autograder.grading.sanitize import restore
from autograder.notebook import CHECK, MEGABYTE, labelled, notes_of
from helpers.checks import ANSWERS_TYPE
from helpers.checks.card import Card
from helpers.checks.cases import Answer, answers

CASES = {name: one.cases(np.random.default_rng(0)) for name, one in EXERCISES.items()}


def reported_by(right):
    """What the student's process reports for each exercise: a right function, or a wrong one."""
    return {
        name: [
            answer.to_json()
            for answer in answers(
                one.reference if right else one.misconceptions[0].function, CASES[name]
            )
        ]
        for name, one in EXERCISES.items()
    }


REPORTED = {right: reported_by(right) for right in (True, False)}
NAME = "gradient_checking"


@given(name=st.sampled_from(sorted(EXERCISES)), right=st.booleans(), data=st.data())
@fuzzing(60)
def test_any_answers_get_a_verdict(name, right, data):
    reported = data.draw(mangled(lambda: REPORTED[right][name]))
    try:
        found = [Answer.from_json(one) for one in (reported if isinstance(reported, list) else [])]
    except ValueError:
        return
    if len(found) != len(CASES[name]):
        return

    given = judge(EXERCISES[name], CASES[name], found)

    assert 0 <= given.share <= 1
    assert math.isfinite(given.share)
    card = Card(given, hints=True)
    assert len(card.text()) + len(card.page()) < MEGABYTE
    (card.text() + card.page()).encode()  # it can be written into a file


def read(raw):
    return read_submission(io.BytesIO(raw))


SUBMISSION = json.loads(json.dumps(solved(NAME)))


@given(document=mangled(lambda: SUBMISSION))
@fuzzing(60)
def test_any_notebook_gets_the_structure_of_the_release(document):
    restored = restore(read(json.dumps(document).encode()), release(NAME))

    hold_structure(restored)


@given(raw=st.binary(max_size=200) | st.text().map(str.encode), cut=st.integers(0, 60_000))
@example(raw=b"[" * 100_000, cut=0)
@example(raw=b'{"cells": [' + b"9" * 100_000 + b"]}", cut=0)
@example(raw=b'{"cells": ' + b'[{"source":' * 50_000, cut=0)
@fuzzing(60)
def test_any_bytes_are_read_as_a_notebook(raw, cut):
    whole = json.dumps(SUBMISSION).encode()

    for content in (raw, whole[:cut] + raw, whole[:cut] + raw + whole[cut:]):
        hold_structure(restore(read(content), release(NAME)))


def hold_structure(restored):
    """Fail unless each cell that counts is there once, and the whole can be written."""
    wanted = labelled(release(NAME))
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in restored.cells]
    assert sorted(filter(None, ids)) == sorted(wanted)
    for identity, cell in labelled(restored).items():
        assert cell.metadata.nbgrader == wanted[identity].metadata.nbgrader
    assert all(isinstance(note, str) for note in notes_of(restored))
    nbformat.validate(restored)
    nbformat.writes(restored).encode()


def executed():
    """A notebook as the step that runs it returns it."""
    restored = restore(read(json.dumps(SUBMISSION).encode()), release(NAME))
    cells = labelled(restored)
    for name in CATALOGUE[NAME]:
        data = {ANSWERS_TYPE: {"exercise": name, "answers": REPORTED[True][name]}}
        cells[f"{CHECK}{name}"].outputs = [new_output("display_data", data)]
    cells[next(iter(CATALOGUE[NAME]))].outputs = [
        new_output("error", ename="E", evalue="v", traceback=["a", "b"]),
        new_output("stream", text="printed"),
        new_output("display_data", {"text/plain": "a", "text/markdown": "[a](b)"}),
    ]
    return restored


EXECUTED = executed()
OUTPUTS = [cell.outputs for cell in EXECUTED.cells if cell.get("outputs")]


def is_output(made):
    """Tell whether the step that runs a notebook would have kept it."""
    try:
        nbformat.validate(made, ref="output", version=4, version_minor=5)
    except (nbformat.ValidationError, AttributeError, TypeError):
        return False
    return True


@given(outputs=mangled(lambda: OUTPUTS))
@fuzzing(60)
def test_any_outputs_are_judged(outputs):
    notebook = nbformat.from_dict(EXECUTED)
    places = [cell for cell in notebook.cells if cell.get("outputs")]
    for cell, changed in zip(places, outputs if isinstance(outputs, list) else [], strict=False):
        made = changed if isinstance(changed, list) else []
        cell.outputs = [nbformat.from_dict(one) for one in made if is_output(one)]

    judged = judge_notebook(notebook, CATALOGUE[NAME], CASES)

    assert len(findings_of(judged)) == len(CATALOGUE[NAME])
    nbformat.writes(judged).encode()
