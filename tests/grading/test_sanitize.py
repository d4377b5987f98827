"""Reading broken submissions and giving them the structure of the release."""

import copy
import json
from io import BytesIO

import nbformat
import pytest
from classroom import release, solved, text_of, without
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.reading import read_submission
from autograder.grading.sanitize import restore
from autograder.notebook import grade_id, labelled, notes_of

NAME = "gradient_checking"
FIRST, SECOND = "forward_propagation", "backward_propagation"


def mended(notebook, name=NAME):
    """Read and restore what a student hands in."""
    text = notebook if isinstance(notebook, str) else text_of(notebook)
    return restore(read_submission(BytesIO(text.encode())), release(name))


def order(notebook):
    """Collect the ids of a notebook in their order."""
    return [grade_id(cell) for cell in notebook.cells if grade_id(cell)]


def position(notebook, source):
    """Find the cell with this source."""
    return [cell.source for cell in notebook.cells].index(source)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_honest_submission_is_left_as_it_is_without_a_note(name):
    submission = solved(name)

    notebook = mended(submission, name)

    assert [cell.source for cell in notebook.cells] == [cell.source for cell in submission.cells]
    assert [cell.metadata for cell in notebook.cells] == [c.metadata for c in submission.cells]
    assert notes_of(notebook) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_that_lost_all_its_metadata_is_recognised_whole(name):
    submission = solved(name)
    for cell in submission.cells:
        cell.metadata = {}

    notebook = mended(submission, name)

    assert [cell.source for cell in notebook.cells] == [c.source for c in solved(name).cells]
    assert order(notebook) == order(release(name))


def test_a_missing_check_cell_is_put_back_behind_its_exercise():
    notebook = mended(without(solved(NAME), f"check-{FIRST}"))

    assert order(notebook) == order(release(NAME))
    assert notes_of(notebook) == [f"Cell “check-{FIRST}” was missing and was put back."]


def test_a_missing_first_cell_is_put_back_at_the_top():
    notebook = mended(without(solved(NAME), "setup"))

    assert grade_id(notebook.cells[0]) == "setup"


def test_of_a_check_cell_that_is_there_twice_one_keeps_its_id():
    submission = solved(NAME)
    submission.cells.append(copy.deepcopy(labelled(submission)[f"check-{FIRST}"]))

    notebook = mended(submission)

    assert sorted(order(notebook)) == sorted(order(release(NAME)))
    assert notes_of(notebook) == [f"Cell “check-{FIRST}” was there 2 times: the last one counts."]


def test_of_a_written_answer_that_is_there_twice_the_answered_one_counts():
    submission = solved(NAME)
    stub = copy.deepcopy(labelled(release(NAME))["conclusion"])
    submission.cells.append(stub)

    notebook = mended(submission)

    assert labelled(notebook)["conclusion"].source == labelled(solved(NAME))["conclusion"].source


@pytest.mark.parametrize("renamed", [FIRST, f"check-{FIRST}", "setup", "conclusion"])
@pytest.mark.parametrize("identity", ["mine", "", None, 5, "a b"])
def test_a_renamed_cell_is_recognised_by_its_contents(renamed, identity):
    submission = solved(NAME)
    labelled(submission)[renamed].metadata.nbgrader["grade_id"] = identity

    notebook = mended(submission)

    assert [cell.source for cell in notebook.cells] == [cell.source for cell in submission.cells]
    assert order(notebook) == order(release(NAME))
    assert f"Cell “{renamed}” had lost its id" in notes_of(notebook)[0]


def test_a_copied_cell_that_was_made_into_another_exercise_counts_for_that_one():
    submission = solved(NAME)
    cells = labelled(submission)
    cells[SECOND].metadata.nbgrader["grade_id"] = FIRST

    notebook = mended(submission)

    assert labelled(notebook)[FIRST].source == cells[FIRST].source
    assert labelled(notebook)[SECOND].source == cells[SECOND].source


def test_a_stub_that_is_put_back_does_not_override_code_in_another_cell():
    submission = solved(NAME)
    cells = labelled(submission)
    cells[FIRST].source += f"\n\n\n{cells[SECOND].source}"
    without(submission, SECOND)

    notebook = mended(submission)

    stub = labelled(release(NAME))[SECOND].source
    assert position(notebook, stub) < position(notebook, cells[FIRST].source)


def test_a_check_that_is_put_back_comes_after_the_code_it_checks():
    submission = without(solved(NAME), f"check-{SECOND}", SECOND)
    own = nbformat.v4.new_code_cell("def backward_propagation(x, theta):\n    return x")
    submission.cells.append(own)

    notebook = mended(submission)

    check = labelled(notebook)[f"check-{SECOND}"].source
    assert position(notebook, own.source) < position(notebook, check)


def test_a_changed_locked_cell_gets_its_source_back():
    submission = solved(NAME)
    labelled(submission)["setup"].source = "import numpy as np"

    notebook = mended(submission)

    assert labelled(notebook)["setup"].source == labelled(release(NAME))["setup"].source
    assert notes_of(notebook) == ["Locked cell “setup” was changed and was put back as it was."]


@pytest.mark.parametrize("identity", [FIRST, f"check-{FIRST}"])
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_cell_of_changed_type_becomes_code_again_with_its_source(identity, kind):
    submission = solved(NAME)
    cell = labelled(submission)[identity]
    cell.cell_type = kind
    cell.attachments = {"a.png": {"image/png": "aGk="}}

    notebook = mended(submission)

    nbformat.validate(notebook)
    assert labelled(notebook)[identity].cell_type == "code"
    assert labelled(notebook)[identity].source == cell.source
    assert notes_of(notebook) == [f"Cell “{identity}” had another type and was changed back."]


def test_points_that_a_student_changed_are_changed_back():
    submission = solved(NAME)
    labelled(submission)[f"check-{FIRST}"].metadata.nbgrader["points"] = 1000

    notebook = mended(submission)

    assert labelled(notebook)[f"check-{FIRST}"].metadata == (
        labelled(release(NAME))[f"check-{FIRST}"].metadata
    )


def test_pictures_in_a_written_answer_are_kept():
    submission = solved(NAME)
    pictures = {"plot.png": {"image/png": "aGk="}}
    labelled(submission)["conclusion"].attachments = pictures

    notebook = mended(submission)

    assert labelled(notebook)["conclusion"].attachments == pictures


def test_cells_of_another_assignment_are_named_in_one_note():
    [note] = notes_of(
        mended(
            text_of(
                {
                    **solved(NAME),
                    "cells": [
                        nbformat.v4.new_code_cell(
                            "1", metadata={"nbgrader": {"grade_id": f"other-{i}"}}
                        )
                        for i in range(7)
                    ]
                    + solved(NAME).cells,
                }
            )
        )
    )

    assert note == (
        "Not part of this version of the notebook: “other-0”, “other-1”, “other-2”, “other-3”, "
        "“other-4” and others."
    )


def test_notes_that_a_student_wrote_into_the_notebook_are_not_ours():
    submission = solved(NAME)
    submission.metadata["autograder"] = {"notes": ["Give this one full points."]}

    notebook = mended(submission)

    assert notes_of(notebook) == []


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("{", "is not a notebook"),
        (text_of(solved(NAME))[:-100], "is not a notebook"),
        ("[]", "is not a notebook"),
        ("5", "is not a notebook"),
        ("null", "is not a notebook"),
        ('"cells"', "is not a notebook"),
        ("{}", "is not a notebook"),
        ('{"cells": 5}', "is not a notebook"),
        ('{"worksheets": {"cells": []}}', "is not a notebook"),
        ("[" * 100_000, "is not a notebook"),
        ("1" * 10_000, "is not a notebook"),
    ],
)
def test_a_file_that_is_no_notebook_is_graded_as_an_empty_one(text, note):
    notebook = mended(text)

    assert note in notes_of(notebook)[0]
    assert order(notebook) == order(release(NAME))


def damage(name):
    """Damage a solved notebook in one of several ways."""
    submission = json.loads(text_of(solved(NAME)))
    cells = submission["cells"]
    match name:
        case "cells that are not dicts":
            cells[0:0] = [5, None, "code", []]
        case "cells without a source":
            cells[0:0] = [{"cell_type": "code"}, {"cell_type": "code", "source": 5}]
        case "cells without a type":
            cells.insert(0, {"source": "a = 1"})
    return submission


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("cells that are not dicts", 4),
        ("cells without a source", 2),
        ("cells without a type", 1),
    ],
)
def test_cells_that_cannot_be_read_are_left_out_and_counted(kind, count):
    notebook = mended(damage(kind))

    assert labelled(notebook)[FIRST].source == labelled(solved(NAME))[FIRST].source
    assert notes_of(notebook) == [f"The notebook is damaged: {count} cells could not be read."]


def deep(depth):
    """Nest lists in each other."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "change",
    [
        {"metadata": 5},
        {"metadata": {"tags": "experiment"}},
        {"metadata": {"tags": [5, None]}},
        {"metadata": {"nbgrader": ["grade_id"]}},
        {"metadata": {"deep": deep(400)}},
        {"id": None},
        {"id": "the same"},
        {"id": 5},
        {"outputs": "none"},
        {"outputs": deep(400)},
        {"attachments": deep(400)},
        {"attachments": {"a.png": 5, "b.png": {"image/png": 5}}},
        {"cell_type": ["code"]},
        {"source": ["a = 1\n", 5, *deep(400)]},
        {"source": "a = '\ud800'"},
    ],
    ids=lambda change: text_of(change)[:50],
)
def test_oddities_in_a_students_own_cells_do_no_harm(change):
    submission = json.loads(text_of(solved(NAME)))
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "a = 1"}
    submission["cells"][0:0] = [own | change, own | change]

    notebook = mended(submission)

    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
    assert labelled(notebook)[FIRST].source == labelled(solved(NAME))[FIRST].source
    assert notes_of(notebook) == []


@pytest.mark.parametrize("metadata", [5, None, [], {"kernelspec": 5}, {"autograder": 5}])
def test_the_notebooks_own_metadata_are_those_of_the_release(metadata):
    notebook = mended({**solved(NAME), "metadata": metadata})

    assert notebook.metadata.kernelspec == release(NAME).metadata.kernelspec


def test_an_older_minor_version_without_cell_ids_needs_no_note():
    submission = json.loads(text_of(solved(NAME)))
    submission["nbformat_minor"] = 2
    for cell in submission["cells"]:
        del cell["id"]

    notebook = mended(submission)

    nbformat.validate(notebook)
    assert notes_of(notebook) == []


def test_a_notebook_of_format_3_is_read_and_noted():
    old = nbformat.convert(solved(NAME), 3)

    notebook = mended(old)

    assert labelled(notebook)[FIRST].source == labelled(solved(NAME))[FIRST].source
    assert notes_of(notebook) == ["The notebook's format is 3, not 4: its cells were read."]


@pytest.mark.parametrize(("version", "shown"), [(5, "5"), ("four", "unknown"), (None, "unknown")])
def test_a_notebook_of_an_unknown_format_is_read_and_noted(version, shown):
    notebook = mended({**solved(NAME), "nbformat": version})

    assert labelled(notebook)[FIRST].source == labelled(solved(NAME))[FIRST].source
    assert notes_of(notebook) == [f"The notebook's format is {shown}, not 4: its cells were read."]


def test_a_byte_order_mark_is_no_fault():
    notebook = mended("\ufeff" + text_of(solved(NAME)))

    assert notes_of(notebook) == []


IDS = st.sampled_from([*labelled(release(NAME)), "unknown"])
SOURCES = st.sampled_from([cell.source for cell in solved(NAME).cells]) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=8,
)
METADATA = st.fixed_dictionaries(
    {}, optional={"nbgrader": st.fixed_dictionaries({"grade_id": IDS | JSON}) | JSON, "tags": JSON}
)
CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]), "source": SOURCES},
    optional={
        "metadata": METADATA | JSON,
        "id": st.text(),
        "outputs": JSON,
        "attachments": st.dictionaries(st.text(), st.dictionaries(st.text(), JSON)) | JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"nbformat": st.just(4) | JSON, "cells": st.lists(CELLS | JSON, max_size=12) | JSON},
    optional={"metadata": JSON, "worksheets": JSON, "nbformat_minor": JSON},
)


@settings(max_examples=150)
@given(NOTEBOOK | JSON)
def test_whatever_is_handed_in_becomes_a_valid_notebook_with_each_cell_once(submission):
    notebook = mended(json.dumps(submission))

    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
    assert sorted(order(notebook)) == sorted(order(release(NAME)))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_exercise_of_the_catalogue_has_its_cells_in_the_release(name):
    assert set(labelled(release(name))) >= {
        identity for exercise in CATALOGUE[name] for identity in (exercise, f"check-{exercise}")
    }
