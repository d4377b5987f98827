"""The proof holds of the catalogue, and does not hold of one with a fault in it."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from io import StringIO

import numpy as np
import pytest
from classroom import EXERCISES, ROOT
from rich.console import Console

from autograder.exercise import source_of
from autograder.exercises import CATALOGUE
from autograder.proof import prove
from autograder.proof.equivalent import EQUIVALENT
from autograder.proof.prove import Kind
from autograder.terminal import cli
from autograder.terminal import proof as terminal
from helpers.checks.cases import Case

NOTEBOOK, NAME = "gradient_checking", "forward_propagation"
EXERCISE = CATALOGUE[NOTEBOOK][NAME]
NEXT = CATALOGUE[NOTEBOOK]["backward_propagation"]
OTHER = CATALOGUE["optimization"]["initialize_velocity"]


@dataclass(frozen=True)
class Run:
    """What a run of `autograder prove` gave and printed."""

    code: int
    printed: str


def run(catalogue, *arguments):
    """Run the command in-process on a catalogue."""
    printed = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "CATALOGUE", catalogue)
        patch.setattr(terminal, "CONSOLE", Console(file=printed, width=100, highlight=False))
        code = cli.main(["prove", *arguments])
    return Run(code, printed.getvalue())


def faults(exercise, *others):
    """Kinds of the faults that a proof of these exercises finds."""
    exercises = {each.name: each for each in (exercise, *others)}
    return {fault.kind for fault in prove.prove({NOTEBOOK: exercises}, [0, 1]).faults}


def with_mistake(name, source):
    """Add a misconception to the exercise."""
    known = replace(
        EXERCISE.misconceptions[0], name=name, source=source, function=EXERCISE.compiled(source)
    )
    return replace(EXERCISE, misconceptions=[*EXERCISE.misconceptions, known])


RIGHT = source_of(EXERCISE.reference, NAME)


@pytest.fixture(scope="module")
def whole():
    """Proof of the whole catalogue, as one would have it."""
    command = [sys.executable, "-m", "autograder", "prove"]
    environment = os.environ | {"COLUMNS": "100"}
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    return Run(done.returncode, done.stdout + done.stderr)


@pytest.mark.slow
def test_the_proof_of_the_catalogue_holds(whole):
    assert whole.code == 0, whole.printed


@pytest.mark.slow
def test_the_proof_prints_its_figures(whole):
    figures = " ".join(whole.printed.split()).partition("known mistakes caught")[2]

    assert f"References: {len(EXERCISES)} of {len(EXERCISES)} accepted." in whole.printed
    assert " 0 of " in figures
    assert f"{len(EQUIVALENT)} equivalent." in figures


@pytest.mark.slow
def test_the_proof_lists_every_survivor_with_its_reason(whole):
    printed = " ".join(whole.printed.split())

    missing = [
        what for what in EQUIVALENT if " ".join(f"{what[0]}, {what[1]}".split()) not in printed
    ]

    assert missing == []
    assert all(why in printed for why in EQUIVALENT.values())


@pytest.mark.slow
def test_the_proof_says_how_many_answers_of_people_are_named(whole):
    printed = " ".join(whole.printed.split())

    assert "Answers that people wrote: 28 of 28 right ones accepted; 162 of 162 wrong" in printed
    assert printed.endswith(", 0 named falsely.")


def test_a_sound_exercise_has_no_faults():
    assert faults(EXERCISE, NEXT) == set()


def test_a_mistake_that_is_not_caught_is_told_and_the_exit_code_is_not_0():
    catalogue = {NOTEBOOK: {NAME: with_mistake("harmless", RIGHT)}}

    proof = run(catalogue, "--seeds", "1")

    assert proof.code == 1
    assert f"a mistake is not caught: {NAME}: harmless" in proof.printed


def test_two_mistakes_with_the_same_answers_are_told():
    twin = with_mistake("twin", EXERCISE.misconceptions[0].source)

    assert faults(twin) == {Kind.NOT_SEPARATED, Kind.NOT_NAMED}


def test_a_mistake_that_fails_another_exercise_is_told():
    source = f"def {NEXT.name}(x, theta):\n    return 0\n\n{RIGHT} + 1"

    assert faults(with_mistake("spoils the next", source), NEXT) == {Kind.SPREADS}


def test_a_correct_solution_that_is_refused_is_told():
    wrong = replace(EXERCISE, alternatives=[lambda x, theta: x - theta])

    assert faults(wrong) == {Kind.ALTERNATIVE}


def test_a_reference_that_is_refused_is_told():
    def reference(x, theta):
        return theta * x + np.random.default_rng().normal()

    unsteady = replace(EXERCISE, reference=reference, misconceptions=[], alternatives=[])

    assert Kind.REFERENCE in faults(unsteady)


def test_a_verdict_that_hangs_on_the_last_digits_with_any_seed_is_told():
    def cases(rng):
        cancels = rng.integers(2) > 0  # with seed 0, not with seed 1
        return [Case("any", {"x": 2.0, "theta": 1 / 3 if cancels else 0.25})]

    def mistaken(x, theta):
        return 1.0 if theta == 1 / 3 else -1.0

    known = replace(EXERCISE.misconceptions[0], function=mistaken)
    unsteady = replace(EXERCISE, cases=cases, misconceptions=[known], alternatives=[])
    steady_first = [prove._rubric(unsteady, seed) for seed in (1, 0)]
    tried = prove._tried(unsteady, steady_first)

    assert len(list(prove._unsteady(unsteady, tried, steady_first))) == 1


def test_cases_that_are_too_weak_are_told():
    weak = replace(EXERCISE, cases=lambda rng: [Case("2 + 2 is 2 · 2", {"x": 2, "theta": 2})])

    assert {Kind.SURVIVOR, Kind.NOT_CAUGHT} <= faults(weak)


def test_a_reason_for_a_mutant_that_does_not_survive_is_told(monkeypatch):
    monkeypatch.setattr(prove, "EQUIVALENT", {(NAME, "line 2: theta * x → theta + x"): "why not"})

    assert faults(EXERCISE) == {Kind.STALE}


def test_one_lesson_alone_can_be_proved():
    catalogue = {NOTEBOOK: {NAME: EXERCISE}, "optimization": {OTHER.name: OTHER}}

    said = run(catalogue, NOTEBOOK, "--seeds", "1")

    assert "References: 1 of 1 accepted." in said.printed
    assert NAME in said.printed
    assert OTHER.name not in said.printed


@pytest.mark.parametrize("seeds", ["0", "-1", "three"])
def test_the_number_of_seeds_is_a_positive_number(seeds, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["prove", "--seeds", seeds])

    assert stop.value.code == 2
    assert "--seeds" in capsys.readouterr().err


def test_the_help_shows_examples(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["prove", "--help"])

    assert stop.value.code == 0
    assert "examples:\n  autograder prove " in capsys.readouterr().out
