"""What each attack of tests/attacks gets from stock nbgrader, and what it gets here.

The stock course is the same notebook as nbgrader's own documentation would have it: each check is
followed by hidden tests that compare with the answers of the reference, under nbgrader's own
configuration. Its submissions are graded one at a time, each in a course of its own; ours are
graded by one run of ``autograder grade``, and looked at as the tests look at them.

    python benchmarks/attacks.py [NAME ...]

prints a table in Markdown. Attacks that take something stop by themselves (at 1000 processes, 6 GB
of memory, 3 GB of disk), so that a machine outlives them; run it on one that holds nothing else.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from nbgrader.api import MissingEntry

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/shared"))

from aftermath import Aftermath
from attack_files import ATTACKS
from attacking import AREAS, EXERCISES, NAME, lay_class
from classroom import COURSE, PROGRAMS, copy_of_course
from surroundings import Surroundings

from autograder.course import CONFIG, Course
from autograder.exercises import CATALOGUE
from autograder.notebook import CHECK, labelled
from helpers import forward_propagation_n, gradient_check_case

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.ClearSolutions.begin_solution_delimeter = "START CODE HERE"
c.ClearSolutions.end_solution_delimeter = "END CODE HERE"
"""
HIDDEN = """check({name})
### BEGIN HIDDEN TESTS
{tests}
### END HIDDEN TESTS"""
SECONDS = 150  # for one submission
# nbgrader starts alembic by its bare name
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])


def main(names):
    attacks = [attack for attack in ATTACKS if not names or attack.name in names]
    here = graded_here(attacks)
    print("| attack | tries to get | stock nbgrader | here |\n|---|---|---|---|")
    with course_folder() as folder:
        original = stock_course(folder)
        for attack in attacks:
            stock = "(no such thing)" if attack.only_here else graded_by_stock(attack, original)
            row = (attack.title, AREAS[attack.area], stock, here[attack.name])
            print(f"| {' | '.join(row)} |", flush=True)


def graded_here(attacks):
    """Grade all by one run of ``autograder grade``."""
    with course_folder() as folder, Surroundings() as surroundings:
        course = copy_of_course(folder, (NAME,))
        with (folder / CONFIG).open("a") as file:
            file.write("\nc.ExecuteSubmission.cell_seconds = 10\n")
        told = lay_class(course, surroundings, attacks)
        program = [PROGRAMS / "autograder", "grade", NAME]
        ended = run(program, course, surroundings, SECONDS * len(attacks))
        return outcomes(course, surroundings, told, attacks, ended)


def graded_by_stock(attack, original):
    """Grade one by ``nbgrader autograde``, in a stock course of its own."""
    with course_folder() as folder, Surroundings() as surroundings:
        course = Course(Path(shutil.copytree(original.root, folder, dirs_exist_ok=True)))
        told = lay_class(course, surroundings, [attack])
        program = [PROGRAMS / "nbgrader", "autograde", NAME, "--create", "--student"]
        ended = run([*program, attack.student], course, surroundings, SECONDS)
        return outcomes(course, surroundings, told, [attack], ended)[attack.name]


@contextlib.contextmanager
def course_folder():
    with tempfile.TemporaryDirectory(prefix="attacked-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run(program, course, surroundings, seconds):
    """Run a program, and end it with all that it started when it takes too long."""
    with (course.root / "printed").open("w") as printed:
        process = subprocess.Popen(
            program,
            cwd=course.root,
            env=surroundings.environment(),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def outcomes(course, surroundings, told, attacks, ended):
    """Say in a few words what came of each attack, by its name."""
    pages = [a for a in attacks if a.area == "instructor"]
    if pages:
        command = [PROGRAMS / "nbgrader", "generate_feedback", NAME, "--student", "instructor-*"]
        run(command, course, surroundings, SECONDS)
    aftermath = Aftermath(course, surroundings, told)
    return {attack.name: outcome(aftermath, attack, ended) for attack in attacks}


def outcome(aftermath, attack, ended):
    """Say in a few words what came of an attack; "held" if nothing did."""
    found = []
    try:
        points = sum(aftermath.points(attack.student).values())
    except (MissingEntry, KeyError):  # no submission, or not even its student
        points = 0
        found.append("no row in the gradebook")
    if attack.area == "denial":
        found.append(f"{points:g} of 80 points")
    elif points:
        found.append(f"{points:g} points for nothing")
    if ended is None:
        found.append("hung")
    elif ended < 0:
        found.append("the grader was killed")
    elif ended > 0:
        found.append("grading failed")
    taken = aftermath.taken(attack)
    if taken:
        found.append(f"got: {taken[0].removeprefix('TAKEN ')}{more(taken)}")
    left = aftermath.left(attack)
    if left:
        found.append(f"left behind: {left[0]}{more(left)}")
    scripts = aftermath.scripts(attack) if attack.area == "instructor" else []
    if scripts is None:
        found.append("no page")
    elif scripts:
        found.append(f"runs in the page: `{scripts[0]}`{more(scripts)}")
    if aftermath.surroundings.bystander.poll() is not None:
        found.append("another process was killed")
    return plain("; ".join(found), aftermath) or "held"


def more(found):
    return f" and {len(found) - 1} more" if len(found) > 1 else ""


def plain(text, aftermath):
    """Leave out what differs from run to run and from machine to machine."""
    for known, name in (
        (aftermath.course.root, "COURSE"),
        (aftermath.surroundings.home, "HOME"),
        (aftermath.surroundings.folder, "ELSEWHERE"),
        (aftermath.surroundings.private, "the secret"),
        (sys.prefix, "PYTHON"),
    ):
        text = text.replace(str(known), name)
    text = re.sub(aftermath.surroundings.run + r"(n\d+)?", "MARK", text)
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def stock_course(folder):
    """Make the course that nbgrader's documentation would make of the same notebook."""
    notebook = nbformat.read(COURSE.source(NAME), as_version=4)
    tests = hidden_tests()
    for name in EXERCISES:
        labelled(notebook)[f"{CHECK}{name}"].source = HIDDEN.format(name=name, tests=tests[name])
    (folder / CONFIG).write_text(STOCK_CONFIG)
    course = Course(folder)
    course.source(NAME).parent.mkdir(parents=True)
    nbformat.write(notebook, course.source(NAME))
    subprocess.run(
        [PROGRAMS / "nbgrader", "generate_assignment", NAME],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return course


def hidden_tests():
    """Comparisons with the reference's answers, as an instructor would write them down."""
    reference = {name: exercise.reference for name, exercise in CATALOGUE[NAME].items()}
    X, Y, parameters = gradient_check_case()
    _, cache = forward_propagation_n(X, Y, parameters)
    gradients = reference["backward_propagation_n"](X, Y, cache)
    wrong = gradients | {"dW1": 2 * gradients["dW1"]}
    difference = reference["gradient_check_n"](parameters, wrong, X, Y)
    return {
        "forward_propagation": compare("forward_propagation(3, 5)", 15),
        "backward_propagation": compare("backward_propagation(3, 5)", 3),
        "gradient_check": compare("gradient_check(3, 5)", 0, "atol=1e-7"),
        "gradient_check_n": "\n".join(
            [
                "correct = " + literal(gradients),
                "correct['dW1'] = 2 * correct['dW1']",
                compare("gradient_check_n(parameters, correct, X, Y)", difference, "rtol=1e-4"),
            ]
        ),
        "backward_propagation_n": "\n".join(
            compare(f'backward_propagation_n(X, Y, cache)["{name}"]', value)
            for name, value in gradients.items()
        ),
    }


def compare(call, expected, tolerance="rtol=1e-6"):
    return f"np.testing.assert_allclose({call}, {literal(expected)}, {tolerance})"


def literal(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {literal(v)}" for name, v in value.items()) + "}"
    return f"np.array({value.tolist()})" if isinstance(value, np.ndarray) else repr(float(value))


if __name__ == "__main__":
    main(sys.argv[1:])
