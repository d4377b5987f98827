"""From text to notebooks: what is committed is what the texts give, byte for byte."""

import ast
import base64
import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from classroom import COURSE, ROOT, release, with_exercises
from nbformat.v4 import new_markdown_cell, new_output

from autograder.authoring import build, instructor, outputs, public
from autograder.course import CONFIG, Course
from autograder.exercise import ENTERED
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.notebook import grade_id, is_solution, labelled
from helpers.errors import CourseError

pytestmark = pytest.mark.slow  # what is committed: so does `autograder build --check`

START, END = "### START CODE HERE ###", "### END CODE HERE ###"
NAME = NOTEBOOKS[0]
EXERCISES = [(name, exercise) for name in NOTEBOOKS for exercise in CATALOGUE[name]]
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)
each_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Copy of the course, and of the students' data, to be changed."""
    root = tmp_path / "course"
    for part in ("notebooks", "source", "release"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / CONFIG, root)
    shutil.copytree(ROOT / "helpers/public", tmp_path / "public")
    monkeypatch.setattr(public, "FOLDER", tmp_path / "public")
    return Course(root)


@each_notebook
def test_what_is_built_is_up_to_date(name):
    build.check(COURSE, [name])


def change(path, edit):
    """Change a stored notebook."""
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


CHANGES = {
    "a source": lambda notebook: notebook.cells[1].update(source="import numpy"),
    "an id": lambda notebook: notebook.cells[1].update(id="another"),
    "a tag": lambda notebook: notebook.cells[1].metadata.update(tags=["experiment"]),
    "nbgrader's metadata": lambda notebook: notebook.cells[1].metadata.nbgrader.update(
        locked=False
    ),
    "the notebook's metadata": lambda notebook: notebook.metadata.update(title="Another"),
    "a cell too few": lambda notebook: notebook.cells.pop(),
    "a cell too many": lambda notebook: notebook.cells.append(new_markdown_cell(id="more")),
}


@pytest.mark.parametrize("edit", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_instructor_version_by_hand_is_noticed(course, edit):
    change(course.source(NAME), edit)

    with pytest.raises(CourseError, match=f"source/{NAME} is not what notebooks/{NAME}.md gives"):
        build.check_source(course, NAME)


@pytest.mark.parametrize("what", ["a source", "nbgrader's metadata"])
def test_a_change_of_the_student_version_by_hand_is_noticed(course, what):
    change(course.release(NAME), CHANGES[what])

    with pytest.raises(CourseError, match=f"release/{NAME} is not what source/ gives"):
        build.check_release(course, NAME)


@pytest.mark.parametrize(
    ("part", "check"), [("source", build.check_source), ("release", build.check_release)]
)
def test_a_notebook_that_was_not_built_is_noticed(course, part, check):
    shutil.rmtree(course.root / part / NAME)

    with pytest.raises(CourseError, match=f"{part}/{NAME} is not what .* gives"):
        check(course, NAME)


def test_stored_outputs_are_left_to_nbval(course):
    change(course.source(NAME), lambda notebook: notebook.cells[3].update(outputs=[]))

    build.check_source(course, NAME)


@pytest.mark.parametrize("key", ["cases", "expected", "comparison", "tolerance"])
def test_a_change_in_the_students_data_is_noticed(monkeypatch, tmp_path, key):
    monkeypatch.setattr(public, "FOLDER", tmp_path)
    stored = json.loads((ROOT / f"helpers/public/{NAME}.json").read_text("utf-8"))
    first = next(iter(stored))
    stored[first][key] = stored[first][key][1:]
    (tmp_path / f"{NAME}.json").write_text(json.dumps(stored))

    with pytest.raises(CourseError, match=f"is not what the catalogue gives for {first}"):
        public.check(NAME, build.points(COURSE, NAME))


CASES = {
    "another step": ("gradient_check_n", {"epsilon": 1e-7}),
    "another type": ("gradient_check", {"x": 2.0}),
    "other labels": ("backward_propagation_n", {"Y": np.array([[0.0, 1.0, 0.0]])}),
}


@pytest.mark.parametrize(("exercise", "inputs"), CASES.values(), ids=CASES)
def test_a_case_that_changes_within_the_tolerance_of_the_answers_is_noticed(
    monkeypatch, exercise, inputs
):
    notebook = "gradient_checking"
    changed = CATALOGUE[notebook][exercise]

    def cases(rng):
        some = changed.cases(rng)
        of_this_type = [
            i
            for i, case in enumerate(some)
            if all(name in case.inputs for name in inputs)
            and case.inputs.get("epsilon") in (None, 1e-6)
        ]
        first = of_this_type[0]
        some[first] = replace(some[first], inputs={**some[first].inputs, **inputs})
        return some

    monkeypatch.setitem(CATALOGUE[notebook], exercise, replace(changed, cases=cases))

    with pytest.raises(CourseError, match=f"is not what the catalogue gives for {exercise}"):
        public.check(notebook, build.points(COURSE, notebook))


def test_an_exercise_that_is_no_longer_in_the_catalogue_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(public, "FOLDER", tmp_path)
    stored = json.loads((ROOT / f"helpers/public/{NAME}.json").read_text("utf-8"))
    (tmp_path / f"{NAME}.json").write_text(json.dumps(stored | {"given_up": {}}))

    with pytest.raises(CourseError, match="has given_up, which the catalogue has not"):
        public.check(NAME, build.points(COURSE, NAME))


@pytest.mark.parametrize(("points", "optional"), [(25, True), (0, False)])
def test_an_exercise_gives_no_points_where_it_is_optional_and_nowhere_else(
    monkeypatch, course, points, optional
):
    first = next(iter(CATALOGUE[NAME]))
    entry = replace(CATALOGUE[NAME][first], optional=optional)
    monkeypatch.setitem(ENTERED, NAME, CATALOGUE[NAME] | {first: entry})
    text = course.text(NAME).read_text("utf-8").replace("points: 25", f"points: {points}", 1)
    course.text(NAME).write_text(text, "utf-8")

    with pytest.raises(CourseError, match=f"gives {points} points for {first}"):
        build.points(course, NAME)


def test_missing_students_data_are_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(public, "FOLDER", tmp_path)

    with pytest.raises(CourseError, match="is not what the catalogue gives"):
        public.check(NAME, build.points(COURSE, NAME))


@each_notebook
def test_what_a_cell_printed_is_stored_in_one_piece_however_it_arrived(name):
    notebook = nbformat.read(COURSE.source(name), as_version=4)

    streams = [
        [output.get("name", "") for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]

    assert [names for names in streams for one, two in pairwise(names) if one == two != ""] == []


@each_notebook
def test_the_students_data_are_written_alike_each_time(monkeypatch, tmp_path, name):
    monkeypatch.setattr(public, "FOLDER", tmp_path)
    points = build.points(COURSE, name)
    written = public.current(name, points)
    public.path(name).write_text(written, "utf-8")

    assert public.current(name, points) == written


def rounded_otherwise(data, relative):
    """Move every computed fraction of the students' data, as another processor might."""
    match data:
        case {"dtype": "float64", "bytes": text}:
            moved = np.frombuffer(base64.b64decode(text)) * (1 + relative)
            return {**data, "bytes": base64.b64encode(moved.tobytes()).decode()}
        case dict():
            return {
                key: value if key == "given" else rounded_otherwise(value, relative)
                for key, value in data.items()
            }
        case list():
            return [rounded_otherwise(value, relative) for value in data]
        case float():
            return data * (1 + relative)
    return data


@pytest.mark.parametrize(("relative", "kept"), [(1e-15, True), (1e-3, False)])
@each_notebook
def test_what_differs_by_rounding_alone_stays_as_another_processor_wrote_it(
    monkeypatch, tmp_path, name, relative, kept
):
    monkeypatch.setattr(public, "FOLDER", tmp_path)
    data = json.loads((ROOT / f"helpers/public/{name}.json").read_text("utf-8"))
    numbers = ("cases", "expected", "mistakes")
    stored = {
        exercise: {
            key: rounded_otherwise(value, relative) if key in numbers else value
            for key, value in of_it.items()
        }
        for exercise, of_it in data.items()
    }
    (tmp_path / f"{name}.json").write_text(json.dumps(stored))

    written = public.current(name, build.points(COURSE, name))

    assert (json.loads(written) == stored) is kept


@pytest.fixture
def given_up(course):
    """Course with what was built of a notebook that the catalogue no longer has."""
    shutil.copy(public.path(NAME), public.path("given_up"))
    course.text(NAME).with_name("given_up.md").write_text("# Given up")
    for part in ("source", "release"):
        shutil.copytree(course.root / part / NAME, course.root / part / "given_up")
    return course


def test_what_is_left_of_a_notebook_that_was_given_up_is_named(given_up):
    (given_up.root / "source/homework0").mkdir()  # somebody's own
    said = []

    build.build(given_up, [NAME], said.append)
    with pytest.raises(CourseError) as refused:
        build.check(given_up, [NAME])

    places = (
        f"notebooks/given_up.md, source/given_up, release/given_up, {public.FOLDER}/given_up.json"
    )
    assert said[-1].startswith(f"{places}: of a notebook that is no longer in the catalogue.")
    assert str(refused.value).startswith(places)


def test_a_check_of_an_exercise_that_is_not_in_the_catalogue_is_no_full_score(course, monkeypatch):
    first = next(iter(CATALOGUE[NAME]))
    with_exercises(monkeypatch, NAME, go=(first,))

    with pytest.raises(CourseError, match=f"but the catalogue has no exercise {first}: enter it"):
        build.check_source(course, NAME)


def text_of(path):
    """Read a stored notebook as it lies there, and what it was executed with."""
    return path.read_bytes(), (path.parents[1] / "executed.json").read_bytes()


@pytest.fixture
def unrunnable(monkeypatch):
    """Fail where anything is executed."""
    monkeypatch.setattr(instructor, "execute", None)


def build_one(course, name=NAME):
    """Build one notebook; tell whether it was executed."""
    said = []
    build.build(course, [name], said.append)
    return "source/ executed" in said[0]


@each_notebook
@pytest.mark.usefixtures("unrunnable")
def test_a_build_that_changes_nothing_executes_nothing_and_changes_no_file(course, name):
    before = text_of(course.source(name))

    executed = build_one(course, name)

    assert not executed
    assert text_of(course.source(name)) == before


@pytest.fixture
def executed(monkeypatch):
    """Stand in for executions: the outputs as they are in the course; names what was executed."""
    names = []

    def execute(notebook, name, data):
        names.append(name)
        outputs.take_over(notebook, nbformat.read(COURSE.source(name), as_version=4))

    monkeypatch.setattr(instructor, "execute", execute)
    return names


def with_old_code(path):
    """Put a notebook from before there, with what its code gave."""
    cells = {"source": "print(1)", "outputs": [new_output("stream", text="1\n")]}
    change(path, lambda notebook: code_cells(notebook)[2].update(cells))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


DAMAGED = {
    "other outputs": lambda path: change(
        path, lambda notebook: code_cells(notebook)[2].update(outputs=[])
    ),
    "an older one": with_old_code,
    "a code cell too few": lambda path: change(
        path, lambda notebook: notebook.cells.remove(code_cells(notebook)[0])
    ),
    "two versions in one": lambda path: path.write_text("<<<<<<< ours\n" + path.read_text("utf-8")),
    "half of it": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "nothing": lambda path: path.unlink(),
    "of another kind": lambda path: path.write_text("{}"),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_outputs_that_are_not_those_that_were_made_are_noticed_and_made_anew(
    course, executed, damage
):
    before = text_of(course.source(NAME))
    damage(course.source(NAME))

    with pytest.raises(CourseError, match="run `autograder build`"):
        build.check_executed(course, NAME)
    assert build_one(course)

    assert executed == [NAME]
    assert text_of(course.source(NAME)) == before


def test_a_build_that_was_interrupted_leaves_no_outputs_of_another_code(course, executed):
    text = course.text(NAME).read_text("utf-8")
    before = text_of(course.source(NAME))
    course.text(NAME).write_text(text.replace("import numpy as np", "import numpy as np  # np", 1))
    build_one(course)  # as if it ended before the next file was written
    change(course.source(NAME), lambda notebook: code_cells(notebook)[2].update(outputs=[]))
    (course.root / "source" / "executed.json").write_bytes(before[1])
    course.text(NAME).write_text(text, "utf-8")

    build_one(course)

    assert len(executed) == 2
    assert text_of(course.source(NAME)) == before


@pytest.mark.parametrize("content", [b"[]", b"\xff\xfe", b"<<<<<<< ours\n{}"])
def test_damaged_notes_of_what_was_executed_count_as_none(course, executed, content):
    (course.root / "source" / "executed.json").write_bytes(content)

    assert build_one(course)

    assert executed == [NAME]
    build.check_executed(course, NAME)


def test_outputs_that_were_made_with_another_library_are_noticed(course):
    (course.root / "source" / "executed.json").write_text("{}")

    with pytest.raises(CourseError, match=f"source/{NAME} was executed with other code"):
        build.check_executed(course, NAME)


@pytest.mark.usefixtures("unrunnable")
def test_a_paragraph_that_changes_costs_no_execution(course):
    path = course.text(NAME)
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n## ", "\n+++\n\nA new paragraph.\n\n+++\n\n## ", 1), "utf-8")
    outputs_before = outputs_of(course)

    build_one(course)

    assert "A new paragraph." in course.source(NAME).read_text("utf-8")
    assert outputs_of(course) == outputs_before


@pytest.mark.usefixtures("unrunnable")
def test_a_build_tells_a_file_that_was_written_from_one_that_was_not(course):
    path, said = course.text(NAME), []

    build.build(course, [NAME], said.append)
    path.write_text(path.read_text("utf-8").replace("\n## ", "\n## New: ", 1), "utf-8")
    build.build(course, [NAME], said.append)

    assert [line.split(";")[0] for line in said] == [
        f"{NAME}: source/ unchanged",
        f"{NAME}: source/ written, its outputs kept",
    ]


def outputs_of(course):
    """Read the stored outputs of all code cells."""
    cells = nbformat.read(course.source(NAME), as_version=4).cells
    return [cell.outputs for cell in cells if cell.cell_type == "code"]


def rounding(notebook, name, data):
    """Stand in for an execution on another processor, and for one thing that is new."""
    stored = nbformat.read(COURSE.source(name), as_version=4)
    outputs.take_over(notebook, stored)
    text = json.dumps([cell.get("outputs") for cell in notebook.cells])
    rounded = json.loads(text.replace("0.0648", "0.0649").replace("1.78862847", "1.78862846"))
    for cell, new in zip(notebook.cells, rounded, strict=True):
        if cell.cell_type == "code":
            cell.outputs = nbformat.from_dict(new)
    notebook.cells[9].outputs[0].data["text/plain"] = "another text"


def test_an_output_that_differs_by_rounding_alone_stays_where_the_code_changed(course, monkeypatch):
    monkeypatch.setattr(instructor, "execute", rounding)
    (course.root / "source" / "executed.json").write_text("{}")
    before = outputs_of(course)

    build_one(course)

    changed = [i for i, outs in enumerate(outputs_of(course)) if outs != before[i]]
    assert len(changed) == 1
    assert outputs_of(course)[changed[0]][0].data["text/plain"] == "another text"


@each_notebook
def test_a_text_gives_the_same_notebook_each_time_with_ids_that_say_where_they_come_from(name):
    first, second = (build.from_text(COURSE.text(name)) for _ in range(2))

    assert nbformat.writes(first) == nbformat.writes(second)
    assert [cell.id for cell in first.cells] == [
        cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
        for number, cell in enumerate(first.cells)
    ]


@each_notebook
def test_the_points_of_a_notebook_sum_to_100(name):
    points = [cell.metadata.nbgrader.get("points", 0) for cell in labelled(release(name)).values()]

    assert sum(points) == 100


def between_markers(source):
    """Cut out what stands between the markers of a cell, in one or more places."""
    return [part.split(END)[0].strip() for part in source.split(START)[1:]]


@each_exercise
def test_a_student_finds_a_stub_between_the_markers_that_says_it_is_not_attempted(name, exercise):
    source = labelled(release(name))[exercise].source

    stubs = between_markers(source)

    ast.parse(source)
    assert set(stubs) == {'raise NotAttempted("write your code in place of this line.")'}


@each_exercise
def test_no_line_of_the_solution_is_left_for_the_students(name, exercise):
    solution = labelled(nbformat.read(COURSE.source(name), as_version=4))[exercise].source
    handed_out = {line.strip() for line in labelled(release(name))[exercise].source.split("\n")}

    ours = {line.strip() for part in between_markers(solution) for line in part.split("\n")}

    assert ours
    assert ours & handed_out <= {""}


@each_exercise
def test_each_exercise_says_how_many_lines_to_expect(name, exercise):
    source = labelled(release(name))[exercise].source

    assert re.search(rf"# \d+.*\n\s*{START}", source)


@each_notebook
def test_markers_stand_in_the_solution_cells_alone_and_in_pairs(name):
    marked = [cell for cell in release(name).cells if START in cell.source or END in cell.source]

    assert [grade_id(cell) for cell in marked] == list(CATALOGUE[name])
    assert [c.source.count(START) for c in marked] == [c.source.count(END) for c in marked]


@each_notebook
def test_students_can_write_in_the_solution_cells_alone(name):
    cells = labelled(release(name)).values()

    assert [cell.metadata.nbgrader.locked for cell in cells] == [not is_solution(c) for c in cells]
    assert [cell.metadata.get("editable", True) for cell in cells] == [
        is_solution(c) for c in cells
    ]


@each_notebook
def test_students_get_no_outputs(name):
    assert [cell for cell in release(name).cells if cell.get("outputs")] == []
