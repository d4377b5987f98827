"""What the library holds of an exercise is out of reach while that exercise is graded."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercises import CATALOGUE
from autograder.sandbox.execute import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.worker import Worker
from autograder.tried import VARIABLE

pytestmark = pytest.mark.slow

MODULE = "helpers.given.backward_propagation_n"
TRAINED = """
from helpers import load_moons, load_moons_start, train
print(train(*load_moons(), load_moons_start(), steps=2))
"""
LOADED = f"""
import gc, sys, types
print({MODULE!r} in sys.modules)
print([f for f in gc.get_objects() if getattr(f, "__name__", "") == "backward"])
"""
READ = """
import helpers.given
from pathlib import Path
found = [*Path(helpers.given.__file__).parent.rglob("*backward_propagation_n*")]
print([path.name for path in found])
print(sum(len(path.read_bytes()) for path in found))
"""


@pytest.fixture(scope="module", params=["", "plain"], ids=["usual_way", "plain_way"])
def worker(request):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, request.param)
        with Worker() as found:
            yield found


@pytest.fixture
def run(worker):
    """Run cells in the sandbox as a notebook of some lesson; return what each gave."""

    def outputs(lesson, *sources):
        cases = {name: each.cases_for(0) for name, each in CATALOGUE[lesson].items()}
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        executed = execute(notebook, cases, Limits(), worker)
        return [
            "".join(output.get("text", output.get("evalue", "")) for output in cell.outputs).strip()
            for cell in executed.cells
        ]

    return outputs


def test_the_file_that_answers_an_exercise_is_empty_where_it_is_graded(run):
    names, size = run("gradient_checking", READ)[0].split("\n")

    assert "backward_propagation_n.py" in names
    assert size == "0"


@pytest.mark.parametrize("lesson", ["initialization", "optimization"])
def test_the_other_lessons_train_with_it(run, lesson):
    read, trained = run(lesson, READ, TRAINED)

    assert int(read.split("\n")[1]) > 500
    assert trained.startswith("2 steps: cost from ")


@pytest.mark.parametrize("lesson", CATALOGUE)
def test_it_is_in_no_process_before_it_is_used(run, lesson):
    assert run(lesson, LOADED) == ["False\n[]"]


def test_training_says_why_it_cannot_be_had(run):
    assert run("gradient_checking", TRAINED) == [
        "Nothing is trained while `backward_propagation_n` is graded: it would be the answer."
    ]
