"""The zip file that students get: all that they need, and no solution."""

import ast
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest
from classroom import COURSE, PROGRAMS, ROOT, copy_of_course, run, solved

from autograder.authoring import bundle as module
from autograder.authoring.bundle import NAME, NEEDED, bundle, contents, pack, requirements
from autograder.exercises import NOTEBOOKS
from autograder.notebook import is_solution, labelled
from helpers.errors import CourseError

pytestmark = pytest.mark.slow  # all that is built is checked first

SUPPLIED_BY = {
    "lazy_loader": "lazy-loader",
    "IPython": "ipython",
    "PIL": "pillow",
    "math_core": "math-core",
    "sklearn": "scikit-learn",
}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Path of the bundle."""
    path = tmp_path_factory.mktemp("bundle") / "course.zip"
    bundle(COURSE, path)
    return path


@pytest.fixture
def unpacked(packed, tmp_path):
    """Folder that a student gets."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    return tmp_path / NAME


def test_it_holds_the_notebooks_the_library_and_a_guide_and_nothing_else(packed):
    library = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "helpers").rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & {*path.parts}
    ]
    others = ["LICENSE", "README.md", "environment.yml", "requirements.txt"]
    notebooks = [f"{name}.ipynb" for name in NOTEBOOKS]

    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()

    assert sorted(names) == sorted(f"{NAME}/{name}" for name in [*library, *others, *notebooks])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_solution_is_inside(packed, name):
    with zipfile.ZipFile(packed) as archive:
        notebook = nbformat.reads(archive.read(f"{NAME}/{name}.ipynb").decode(), as_version=4)
        code = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".py"))
    solved_cells = labelled(nbformat.read(COURSE.source(name), as_version=4))
    found = labelled(notebook)

    asked = [i for i, cell in found.items() if cell.cell_type == "code" and is_solution(cell)]
    solutions = [_between_the_marks(solved_cells[identity].source) for identity in asked]
    assert [_between_the_marks(found[identity].source) for identity in asked] == [
        'raise NotAttempted("write your code in place of this line.")'
    ] * len(asked)
    assert [solution for solution in solutions if solution in code] == []
    assert [cell for cell in notebook.cells if cell.get("outputs")] == []
    assert "import autograder" not in code


def _between_the_marks(source):
    start, end = "### START CODE HERE ###", "### END CODE HERE ###"
    return re.sub(r"^\s+", "", source.split(start)[1].split(end)[0], flags=re.MULTILINE).strip()


def test_the_guide_names_the_notebooks_and_their_number(monkeypatch):
    monkeypatch.setattr(module, "NOTEBOOKS", ("first", "second", "third", "last"))

    said = module.guide()

    assert "Four notebooks, to be done in this order: `first`, `second`, `third`, `last`." in said
    assert "Hand in `first.ipynb`, `second.ipynb`, `third.ipynb` and `last.ipynb` under" in said


def test_the_same_course_gives_the_same_bytes(packed, tmp_path):
    pack(contents(COURSE), tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_all_that_the_library_imports_is_installed_by_the_guide():
    imported = {
        name.split(".")[0]
        for path in (ROOT / "helpers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _imported(node)
    }

    foreign = {SUPPLIED_BY.get(name, name) for name in imported - sys.stdlib_module_names}
    assert foreign - {"helpers"} <= set(NEEDED)
    assert len(requirements()) == len(NEEDED)


def _imported(node):
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


def test_a_student_solves_an_exercise_in_it_and_makes_a_report(unpacked):
    path = unpacked / "gradient_checking.ipynb"
    path.write_text(nbformat.writes(solved("gradient_checking")), "utf-8")
    environment = {"PATH": str(PROGRAMS), "HOME": str(unpacked), "TQDM_DISABLE": "1"}

    def student(*command):
        return subprocess.run(
            command, cwd=unpacked, env=environment, capture_output=True, text=True, check=True
        ).stdout

    student(PROGRAMS / "jupyter", "execute", "--inplace", path.name)
    said = student(sys.executable, "-m", "helpers", "report", path.name)
    place = student(sys.executable, "-c", "import helpers; print(helpers.__file__)")

    page = path.with_suffix(".html").read_text("utf-8")
    assert "gradient_checking.html" in said
    assert place.strip() == str(unpacked / "helpers" / "__init__.py")
    assert page.count("✓ forward_propagation: correct") == 1
    assert "An answer in words by the pupil who is perfect." in page


def test_what_is_stale_is_not_handed_out(tmp_path):
    course = copy_of_course(tmp_path, ("initialization",))
    path = course.release("optimization")
    path.write_text(path.read_text("utf-8").replace("Adam", "Eve"), "utf-8")

    with pytest.raises(CourseError, match="release/optimization is not what source/ gives"):
        bundle(course, tmp_path / "course.zip")

    assert not (tmp_path / "course.zip").exists()


def test_an_environment_that_is_older_than_the_course_is_told_to_be_renewed(monkeypatch):
    monkeypatch.setattr(module, "requires", lambda name: ["numpy>=2"])

    with pytest.raises(CourseError, match="is older than the course: run `make install`"):
        requirements()


def test_a_place_that_cannot_be_written_to_is_named():
    done = run(COURSE, "autograder", "bundle", "--to", "no/such/folder/course.zip")

    assert done.returncode == 2
    assert done.stderr.startswith("autograder: The bundle cannot be written to no/such/folder")
    assert done.stderr.count("\n") == 1
