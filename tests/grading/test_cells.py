"""Nothing that a student wrote into some cell is lost when the cells are put back."""

import copy
import re

import nbformat
import pytest
from classroom import release, solved, text_of, without
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import compute_checksum
from test_sanitize import FIRST, NAME, SECOND, mended, order, position

from autograder.notebook import grade_id, labelled, notes_of

UNFINISHED = labelled(release(NAME))
FINISHED = labelled(solved(NAME))
OWN = "Smaller steps lose digits, larger ones the straight line."


def left_as_stub(*identities):
    """Hand in right answers but for some cells, which were not touched."""
    submission = solved(NAME)
    for identity in identities:
        labelled(submission)[identity].source = UNFINISHED[identity].source
    return submission


def insert(submission, cell, identity, shift):
    """Put a cell so many places behind the one with an id."""
    place = [grade_id(one) for one in submission.cells].index(identity)
    submission.cells.insert(place + shift, cell)
    return submission


def answer(notebook, identity="conclusion"):
    """Read what is taken for an answer."""
    return labelled(notebook)[identity].source


def older(submission, identity, old="np", new="numpy_of_old"):
    """Make a locked cell what an older release could have had there."""
    cell = labelled(submission)[identity]
    cell.source = cell.source.replace(old, new)
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    return submission


@pytest.mark.parametrize("shift", [0, 1, 2, 4, 7], ids=lambda shift: f"{shift} below")
def test_a_function_in_a_cell_of_its_own_counts_wherever_it_stands(shift):
    own = new_code_cell(FINISHED[FIRST].source)
    submission = insert(left_as_stub(FIRST), own, FIRST, shift)

    notebook = mended(submission)

    ids = order(notebook)
    assert sorted(ids) == sorted(order(release(NAME)))
    assert ids.index(FIRST) < ids.index(f"check-{FIRST}")
    assert labelled(notebook)[FIRST].source == own.source
    [note, *_] = notes_of(notebook)
    assert f"“{FIRST}” stands in a cell of the student's own" in note


def test_a_check_comes_after_the_function_that_stands_below_it():
    submission = insert(left_as_stub(FIRST), new_code_cell(FINISHED[FIRST].source), FIRST, 5)

    notebook = mended(submission)

    ids = [grade_id(cell) for cell in notebook.cells]
    assert ids.index(FIRST) < ids.index(f"check-{FIRST}")
    assert any("below its check" in note for note in notes_of(notebook))


def test_a_cell_that_was_begun_stays_but_does_not_override_the_one_below():
    submission = left_as_stub(FIRST)
    labelled(submission)[FIRST].source += "\n# I go on below"
    insert(submission, new_code_cell(FINISHED[FIRST].source), FIRST, 2)

    notebook = mended(submission)

    begun = next(i for i, c in enumerate(notebook.cells) if "I go on below" in c.source)
    assert begun < position(notebook, FINISHED[FIRST].source)
    assert labelled(notebook)[FIRST].source == FINISHED[FIRST].source


def test_two_functions_in_one_cell_below_their_checks_both_count():
    both = f"{FINISHED[FIRST].source}\n\n\n{FINISHED[SECOND].source}"
    submission = left_as_stub(FIRST, SECOND)
    submission.cells.append(new_code_cell(both))

    notebook = mended(submission)

    place = position(notebook, both)
    stub, *checks = (
        next(i for i, c in enumerate(notebook.cells) if grade_id(c) == identity)
        for identity in (SECOND, f"check-{FIRST}", f"check-{SECOND}")
    )
    assert stub < place < min(checks)


def test_a_function_that_was_written_in_the_cell_of_another_counts():
    submission = left_as_stub(SECOND)
    labelled(submission)[FIRST].source += f"\n\n\n{FINISHED[SECOND].source}"

    notebook = mended(submission)

    sources = [cell.source for cell in notebook.cells]
    stubs = [i for i, text in enumerate(sources) if text == UNFINISHED[SECOND].source]
    assert all(i < position(notebook, labelled(submission)[FIRST].source) for i in stubs)


def test_of_a_function_that_is_written_twice_the_one_above_the_check_counts_and_it_is_told():
    submission = solved(NAME)
    submission.cells.append(new_code_cell(f"def {FIRST}(x, theta):\n    return 0"))

    notebook = mended(submission)

    assert labelled(notebook)[FIRST].source == FINISHED[FIRST].source
    assert notes_of(notebook) == [
        f"The function “{FIRST}” is written again below its check: the one above counts."
    ]


def test_a_function_in_the_cell_of_an_experiment_is_run():
    submission = left_as_stub("gradient_check")
    experiment = next(c for c in submission.cells if "experiment" in c.metadata.get("tags", []))
    experiment.source = f"{FINISHED['gradient_check'].source}\n\n\n{experiment.source}"

    notebook = mended(submission)

    found = labelled(notebook)["gradient_check"]
    assert found.source == experiment.source
    assert "experiment" not in found.metadata.get("tags", [])


@pytest.mark.parametrize("own", ["def half(x):\n    return x / 2", "import math", "STEP = 1e-5"])
def test_what_an_experiment_defines_is_there_for_the_cells_below(own):
    submission = solved(NAME)
    experiment = next(c for c in submission.cells if "experiment" in c.metadata.get("tags", []))
    experiment.source = f"{own}\n{experiment.source}"

    notebook = mended(submission)

    [cell] = [cell for cell in notebook.cells if cell.source == experiment.source]
    assert "experiment" not in cell.metadata.get("tags", [])


@pytest.mark.parametrize("joint", ["\n", "\n\n"], ids=["Notebook", "Lab"])
@pytest.mark.parametrize("locked", [f"check-{FIRST}", "setup", "tell"])
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_a_function_that_was_merged_into_a_locked_cell_is_kept(joint, locked, above):
    submission = without(solved(NAME), FIRST)
    cell = labelled(submission)[locked]
    parts = [FINISHED[FIRST].source, cell.source]
    cell.source = joint.join(parts if above else parts[::-1])

    notebook = mended(submission)

    cells = labelled(notebook)
    assert cells[FIRST].source.strip() == FINISHED[FIRST].source
    assert cells[locked].source == UNFINISHED[locked].source
    ids = order(notebook)
    assert ids.index(FIRST) < ids.index(f"check-{FIRST}")
    assert any("is kept in a cell of its own" in note for note in notes_of(notebook))


def test_what_was_written_into_the_middle_of_a_locked_cell_is_kept():
    submission = solved(NAME)
    cell = labelled(submission)["tell"]
    first, rest = cell.source.split("\n", 1)
    cell.source = f"{first}\nimport math\n\ndef half(x):\n    return x / 2\n{rest}"

    notebook = mended(submission)

    kept = "import math\n\ndef half(x):\n    return x / 2"
    assert position(notebook, kept)
    assert labelled(notebook)["tell"].source == UNFINISHED["tell"].source


def test_another_version_of_what_is_given_is_not_kept_beside_it():
    submission = solved(NAME)
    cell = labelled(submission)["tell"]
    cell.source = cell.source.replace("1e-7", "1")

    notebook = mended(submission)

    assert [c.source for c in notebook.cells] == [c.source for c in solved(NAME).cells]
    assert notes_of(notebook) == ["Locked cell “tell” was changed and was put back as it was."]


@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
@pytest.mark.parametrize("shift", [0, 1], ids=["above", "below"])
def test_an_answer_in_a_new_cell_beside_the_untouched_one_counts(kind, shift):
    own = nbformat.from_dict({**new_code_cell(OWN), "cell_type": kind})
    submission = insert(left_as_stub("conclusion"), own, "conclusion", shift)

    notebook = mended(submission)

    assert answer(notebook) == OWN
    assert notes_of(notebook) == [
        "Answer “conclusion” was written into a cell of its own: it counts."
    ]
    assert (
        compute_checksum(labelled(notebook)["conclusion"])
        != (UNFINISHED["conclusion"].metadata.nbgrader["checksum"])
    )


def test_an_answer_in_several_cells_is_put_together_with_its_pictures():
    submission = left_as_stub("conclusion")
    picture = {"plot.png": {"image/png": "aGk="}}
    for own in (new_markdown_cell("Second.", attachments=picture), new_markdown_cell("First.")):
        insert(submission, own, "conclusion", 1)

    notebook = mended(submission)

    assert answer(notebook) == "First.\n\nSecond."
    assert labelled(notebook)["conclusion"].attachments == picture


@pytest.mark.parametrize(
    "source", ["", UNFINISHED["conclusion"].source + "  \n"], ids=["emptied", "spaces"]
)
def test_an_answer_below_a_cell_that_is_as_good_as_untouched_counts(source):
    submission = solved(NAME)
    labelled(submission)["conclusion"].source = source
    insert(submission, new_markdown_cell(OWN), "conclusion", 1)

    assert answer(mended(submission)) == OWN


@pytest.mark.parametrize("merged", [False, True], ids=["typed below it", "merged with it"])
def test_an_answer_in_the_cell_of_its_question_counts(merged):
    submission = left_as_stub("conclusion")
    place = [grade_id(one) for one in submission.cells].index("conclusion")
    submission.cells[place - 1].source += f"\n\n{OWN}"
    if merged:
        del submission.cells[place]

    notebook = mended(submission)

    assert answer(notebook) == OWN
    assert [c.source for c in notebook.cells if OWN in c.source] == [OWN]


def test_a_question_merged_with_its_untouched_answer_is_no_answer():
    submission = left_as_stub("conclusion")
    place = [grade_id(one) for one in submission.cells].index("conclusion")
    submission.cells[place - 1].source += f"\n\n{submission.cells[place].source}"
    del submission.cells[place]

    notebook = mended(submission)

    assert answer(notebook) == UNFINISHED["conclusion"].source


def test_an_answer_in_comments_counts():
    own = new_code_cell(f"# {OWN}")
    submission = insert(left_as_stub("questions"), own, "questions", 1)

    assert answer(mended(submission), "questions") == own.source


def test_code_below_an_untouched_answer_waits_for_a_person():
    own = new_code_cell("print(gradient_check(2, 4))")
    submission = insert(left_as_stub("questions"), own, "questions", 1)

    notebook = mended(submission)

    assert position(notebook, own.source)
    assert answer(notebook, "questions") != UNFINISHED["questions"].source
    assert "look whether that is the answer" in notes_of(notebook)[0]


def test_a_text_in_the_middle_of_other_cells_is_not_taken_for_an_answer():
    submission = insert(left_as_stub("conclusion"), new_markdown_cell(OWN), FIRST, 1)

    notebook = mended(submission)

    assert answer(notebook) == UNFINISHED["conclusion"].source
    assert position(notebook, OWN)


@pytest.mark.parametrize("change", [("three", "3"), ("**", ""), (" ", "  ")])
def test_the_lesson_s_own_text_of_another_version_is_not_taken_for_an_answer(change):
    submission = left_as_stub("conclusion", "questions")
    for cell in submission.cells:
        if cell.cell_type == "markdown" and not grade_id(cell):
            cell.source = cell.source.replace(*change)

    notebook = mended(submission)

    assert answer(notebook) == UNFINISHED["conclusion"].source
    assert answer(notebook, "questions") == UNFINISHED["questions"].source


def test_the_lesson_s_next_text_is_no_answer_where_the_cell_for_it_was_deleted():
    notebook = mended(without(solved(NAME), "conclusion"))

    assert answer(notebook) == UNFINISHED["conclusion"].source


def test_an_answer_stays_where_it_was_written_if_there_is_text_below():
    submission = insert(solved(NAME), new_markdown_cell(OWN), "conclusion", 1)

    notebook = mended(submission)

    assert answer(notebook) == FINISHED["conclusion"].source
    assert position(notebook, OWN)
    assert notes_of(notebook) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_other_systems_need_no_note(end):
    submission = solved(NAME)
    for cell in submission.cells:
        cell.source = cell.source.replace("\n", end)

    notebook = mended(submission)

    assert [cell.source for cell in notebook.cells] == [c.source for c in solved(NAME).cells]
    assert notes_of(notebook) == []


def test_spaces_that_an_editor_takes_away_or_adds_need_no_note():
    submission = solved(NAME)
    for cell in submission.cells:
        if grade_id(cell) not in FINISHED or FINISHED[grade_id(cell)].metadata.nbgrader["locked"]:
            cell.source = cell.source.replace("\n", " \n") + "\n"

    assert notes_of(mended(submission)) == []


def test_a_notebook_of_an_older_release_is_named_so_in_one_note():
    submission = older(older(solved(NAME), "setup"), "tell", "Say what", "Tell what")

    notebook = mended(submission)

    assert labelled(notebook)["setup"].source == UNFINISHED["setup"].source
    assert notes_of(notebook) == [
        "The notebook was made from an older version of this lesson and was brought up to date."
    ]


def test_cells_that_came_and_went_since_an_older_release_stand_in_the_same_note():
    submission = without(older(solved(NAME), "setup"), "tell")
    gone = copy.deepcopy(labelled(submission)["setup"])
    gone.metadata.nbgrader["grade_id"] = "warming_up"
    submission.cells.append(gone)

    assert notes_of(mended(submission)) == [
        "The notebook was made from an older version of this lesson and was brought up to date; "
        "new in it: “tell”; no longer part of it: “warming_up”."
    ]


@pytest.mark.parametrize("identity", ["setup", "tell", f"check-{FIRST}", FIRST, "conclusion"])
@pytest.mark.parametrize("text", ["FORGED = True", f"def {FIRST}(x, theta):\n    return 0"])
def test_a_forged_checksum_changes_words_alone(identity, text):
    honest, forged = solved(NAME), solved(NAME)
    for submission in (honest, forged):
        labelled(submission)[identity].source += f"\n\n{text}"
    cell = labelled(forged)[identity]
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)

    one, other = mended(honest), mended(forged)

    assert [(c.source, c.metadata) for c in one.cells] == [
        (c.source, c.metadata) for c in other.cells
    ]


@pytest.mark.parametrize("details", [{"points": 10**400}, {"checksum": 5}, {"points": "ten"}])
def test_odd_details_of_a_cell_do_no_harm(details):
    submission = solved(NAME)
    labelled(submission)[f"check-{FIRST}"].metadata.nbgrader.update(details)

    assert notes_of(mended(text_of(submission))) == []


def test_no_word_of_a_student_is_lost():
    marks = iter(range(10_000))
    submission = solved(NAME)
    for cell in submission.cells:
        mark = f"mine_{next(marks)}"
        cell.source += f"\n\n{mark} = 1" if cell.cell_type == "code" else f"\n\n{mark}"

    text = "\n".join(cell.source for cell in mended(submission).cells)

    assert len(set(re.findall(r"mine_\d+", text))) == len(submission.cells)


def insert_own(submission, place, kind):
    """Write into a new cell."""
    mark = f"mine_{len(submission.cells)}_{place}"
    text = f"{mark} = 1" if kind == "code" else f"My own words, {mark}."
    own = nbformat.from_dict({**new_code_cell(text), "cell_type": kind})
    submission.cells.insert(place, own)


def merge(submission, place, keep):
    """Merge two cells; which one's id is kept depends on the program."""
    pair = submission.cells[place : place + 2]
    kept = copy.deepcopy(pair[keep % len(pair)])
    kept.source = "\n\n".join(one.source for one in pair)
    submission.cells[place : place + 2] = [kept]


def forget(submission, place, kind):
    """Lose a cell's id, or double the cell."""
    if kind == "code":
        submission.cells[place].metadata.pop("nbgrader", None)
    else:
        submission.cells.insert(place, copy.deepcopy(submission.cells[place]))


def write(submission, place, kind):
    """Write at the end of a cell, unless it is locked."""
    cell = submission.cells[place]
    if not cell.metadata.get("nbgrader", {}).get("locked"):
        cell.source += f"\nmine_{place}_{len(cell.source)} = 1"


DOINGS = st.tuples(
    st.sampled_from([insert_own, merge, forget, write]),
    st.integers(0, 40),
    st.sampled_from(["code", "markdown", "raw"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(DOINGS, max_size=8), st.sets(st.sampled_from([FIRST, SECOND, "conclusion"])))
def test_whatever_students_do_with_cells_their_words_are_still_there(doings, untouched):
    submission = left_as_stub(*untouched)
    for do, place, kind in doings:
        at = place % len(submission.cells)
        do(submission, at, len(kind) if do is merge else kind)
    written = set(re.findall(r"mine_\d+_\d+", text_of(submission)))

    notebook = mended(submission)

    assert written <= set(re.findall(r"mine_\d+_\d+", text_of(notebook)))
    assert sorted(order(notebook)) == sorted(order(release(NAME)))
