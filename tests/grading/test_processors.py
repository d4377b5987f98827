"""A class that is graded on one machine and judged again on another."""

import os
import subprocess

import nbformat
import pytest
from classroom import COURSE, PROGRAMS
from processors import SETTINGS, can_play

from autograder.authoring import sample_class
from autograder.exercises import NOTEBOOKS
from autograder.grading.gradebook import graded_assignments, open_gradebook
from autograder.notebook import CHECK, labelled

pytestmark = pytest.mark.slow

PLAYED = {name: setting for name, setting in SETTINGS.items() if can_play(setting)}


def autograder(course, setting, *arguments):
    """Run a command as if on another processor."""
    done = subprocess.run(
        [PROGRAMS / "autograder", *arguments, "--jobs", "2"],
        cwd=course.root,
        env=os.environ | setting | {"COLUMNS": "300"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def judged(course):
    """Read all scores, and of each exercise the first line of its card: its state and mistake."""
    with open_gradebook(course) as gradebook:
        scores = {
            (name, row.student, exercise): points
            for name, rows in graded_assignments(gradebook).items()
            for row in rows
            for exercise, points in row.exercises.items()
        }
    said = {}
    for name, student, exercise in scores:
        path = course.root / "autograded" / student / name / f"{name}.ipynb"
        cell = labelled(nbformat.read(path, as_version=4))[f"{CHECK}{exercise}"]
        said[name, student, exercise] = cell.outputs[0].data["text/plain"].split("\n")[0]
    return scores, said


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade the sample class on this processor as it is."""
    course = sample_class.make_class(COURSE, tmp_path_factory.mktemp("here"))
    autograder(course, {}, "grade")
    return course, judged(course)


@pytest.mark.parametrize("processor", PLAYED)
def test_a_class_that_is_judged_again_on_another_machine_has_the_same_scores_and_names(
    graded, processor
):
    course, before = graded

    autograder(course, PLAYED[processor], "rejudge")

    assert judged(course) == before


@pytest.mark.parametrize("processor", PLAYED)
def test_what_was_graded_on_one_machine_is_unchanged_on_another(graded, processor):
    course, _ = graded
    handed_in = sum(pupil.takes_part(name) for pupil in sample_class.PUPILS for name in NOTEBOOKS)

    said = autograder(course, PLAYED[processor], "grade")

    assert f"{handed_in} unchanged" in said


# some of the class on the one least like this, for it takes long
@pytest.mark.parametrize("processor", list(PLAYED)[:1])
def test_a_class_that_is_graded_on_another_machine_has_the_same_scores_and_names(
    graded, processor, tmp_path, monkeypatch
):
    here, before = graded
    monkeypatch.setattr(sample_class, "PUPILS", sample_class.PUPILS[:12])
    names = {pupil.name for pupil in sample_class.PUPILS}
    course = sample_class.make_class(COURSE, tmp_path)
    (course.root / "course_secret").write_bytes((here.root / "course_secret").read_bytes())

    autograder(course, PLAYED[processor], "grade")

    assert judged(course) == tuple(
        {key: found for key, found in all_of_it.items() if key[1] in names} for all_of_it in before
    )
