"""Verdicts in a notebook: made from what a student's process reported, and from nothing else."""

import copy

import nbformat
import pytest

from autograder.exercises import CATALOGUE
from autograder.grading.judge import Finding, findings_of, judge_notebook
from autograder.notebook import add_note, labelled
from helpers.checks import ANSWERS_TYPE
from helpers.checks.cases import Answer

NAME = "forward_propagation"
EXERCISE = CATALOGUE["gradient_checking"][NAME]
CASES = EXERCISE.cases_for(0)
RIGHT = [answer.to_json() for answer in EXERCISE.answers(EXERCISE.reference, CASES)]
WRONG = [Answer(0).to_json() for _ in CASES]


def report(answers, name=NAME):
    data = {ANSWERS_TYPE: {"exercise": name, "answers": answers}}
    return nbformat.v4.new_output("display_data", data)


def failure(text="1 / 0"):
    return nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue=text, traceback=[])


def executed(*outputs, solution=()):
    cells = [
        nbformat.v4.new_code_cell("def …", metadata={"nbgrader": {"grade_id": NAME}}),
        nbformat.v4.new_code_cell(
            f"check({NAME})", metadata={"nbgrader": {"grade_id": f"check-{NAME}", "points": 5}}
        ),
    ]
    cells[0].outputs, cells[1].outputs = list(solution), list(outputs)
    return nbformat.v4.new_notebook(cells=cells)


def verdict_and_points(notebook):
    judged = judge_notebook(notebook, {NAME: EXERCISE}, {NAME: CASES})
    verdict, points = labelled(judged)[f"check-{NAME}"].outputs
    return " ".join(verdict.data["text/plain"].split()), points.data["text/plain"]


def test_right_answers_earn_all_points():
    assert verdict_and_points(executed(report(RIGHT))) == (f"✓ {NAME}: correct", "5")


def test_an_optional_exercise_is_judged_like_any_other_and_gives_no_points():
    notebook = executed(report(WRONG))
    notebook.cells[1].metadata.nbgrader.points = 0

    verdict, points = verdict_and_points(notebook)

    assert verdict.startswith(f"✗ {NAME}: wrong")
    assert points == "0"


def test_wrong_answers_earn_none_and_are_told_why():
    verdict, points = verdict_and_points(executed(report(WRONG)))

    assert verdict.startswith(f"✗ {NAME}: wrong Case “x = 2, θ = 4”: the answer is 0, expected 8.")
    assert points == "0"


def test_a_function_that_stands_in_another_cell_is_read_there():
    notebook = executed(report(WRONG))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"def {NAME}(x, theta):\n    x ^ theta"))

    verdict, _ = verdict_and_points(notebook)

    assert verdict.startswith(f"✗ {NAME}: wrong: nothing is returned")


def test_a_cell_of_empty_lines_takes_no_time():
    notebook = executed(report(WRONG))
    notebook.cells.append(nbformat.v4.new_code_cell("\n" * 1_000_000))  # hours, if it is squared

    assert verdict_and_points(notebook)[1] == "0"


def test_a_stub_earns_none_and_is_not_called_wrong():
    not_attempted = [Answer(attempted=False).to_json() for _ in CASES]

    verdict, points = verdict_and_points(executed(report(not_attempted)))

    assert (verdict, points) == (
        f"○ {NAME}: not attempted Write your code between the markers.",
        "0",
    )


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [report(RIGHT[:-1])],
        [report(RIGHT + RIGHT)],
        [report([])],
        [report(RIGHT, name="backward_propagation")],
        [report("answers")],
        [report([{"value": 8}] * len(CASES))],
        [report([None] * len(CASES))],
        [nbformat.v4.new_output("display_data", {ANSWERS_TYPE: "correct"})],
        [nbformat.v4.new_output("display_data", {"text/plain": "✓ correct"})],
        [nbformat.v4.new_output("execute_result", {"text/plain": "5"})],
        [nbformat.v4.new_output("stream", name="stdout", text="5")],
    ],
)
def test_anything_but_a_full_report_earns_nothing(outputs):
    verdict, points = verdict_and_points(executed(*outputs))

    assert (verdict, points) == (
        f"○ {NAME}: no answer The check did not report any answers.",
        "0",
    )


def test_the_error_of_the_solution_s_cell_is_the_reason_for_no_answer():
    notebook = executed(failure("name is not defined"), solution=[failure("1 / 0")])

    verdict, points = verdict_and_points(notebook)

    assert verdict == f"○ {NAME}: no answer Its cell ended with ZeroDivisionError: 1 / 0"
    assert points == "0"


def test_outputs_that_a_student_forged_are_gone():
    forged = nbformat.v4.new_output("execute_result", {"text/plain": "100"}, execution_count=1)

    judged = judge_notebook(executed(forged, report(WRONG)), {NAME: EXERCISE}, {NAME: CASES})

    texts = [output.data["text/plain"] for output in labelled(judged)[f"check-{NAME}"].outputs]
    assert texts[1:] == ["0"]
    assert "100" not in texts


def test_what_a_student_returns_is_no_markup_in_the_feedback():
    answers = [Answer(error="<script>alert(1)</script>").to_json() for _ in CASES]

    judged = judge_notebook(executed(report(answers)), {NAME: EXERCISE}, {NAME: CASES})

    shown, _ = labelled(judged)[f"check-{NAME}"].outputs
    assert "<script>" not in shown.data["text/html"]
    assert "&lt;script&gt;" in shown.data["text/html"]


def test_the_executed_notebook_is_left_as_it_is():
    notebook = executed(report(RIGHT))
    before = copy.deepcopy(notebook)

    judge_notebook(notebook, {NAME: EXERCISE}, {NAME: CASES})

    assert notebook == before


def test_a_notebook_without_the_check_cell_is_judged_as_far_as_it_goes():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("A text.")])

    judged = judge_notebook(notebook, {NAME: EXERCISE}, {NAME: CASES})

    assert judged.cells == notebook.cells
    assert findings_of(judged) == []


def test_what_was_found_is_remembered_in_the_notebook():
    known = EXERCISE.misconceptions[0]
    answers = [answer.to_json() for answer in EXERCISE.answers(known.function, CASES)]
    notebook = executed(report(answers))

    judged = judge_notebook(notebook, {NAME: EXERCISE}, {NAME: CASES})

    assert findings_of(judged) == [Finding(NAME, "wrong", [known.name], [known.hint])]


def test_notes_stand_at_the_top_for_a_person_to_read():
    notebook = executed(report(RIGHT))
    add_note(notebook, "The kernel <died>.")

    judged = judge_notebook(notebook, {NAME: EXERCISE}, {NAME: CASES})

    assert judged.cells[0].source == "**Notes from grading**\n\n- The kernel &#60;died&#62;."


def test_a_note_that_quotes_a_student_runs_nothing_and_is_shown_as_it_was_written():
    notebook = nbformat.v4.new_notebook()
    add_note(notebook, "A cell ended the kernel: “[it's](javascript:alert(1))”.")

    [cell] = judge_notebook(notebook, {}, {}).cells

    assert cell.source.endswith("“&#91;it's&#93;(javascript:alert(1))”.")


def test_a_thousand_notes_are_counted_and_not_all_shown():
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["autograder"] = {"notes": ["x" * 1000] * 1000}

    [cell] = judge_notebook(notebook, {}, {}).cells

    assert len(cell.source) < 20_000
    assert cell.source.endswith("and 970 more, which `autograder report` lists.")


def test_an_error_with_a_long_name_and_escape_codes_is_told_in_a_line():
    error = failure("\x1b[2J" + "x" * 5000)
    error.ename = "E\u202e" * 5000

    verdict, _ = verdict_and_points(executed(error))

    assert len(verdict) < 1000
    assert verdict.isprintable()


def test_a_judged_notebook_is_valid():
    judged = judge_notebook(executed(report(RIGHT)), {NAME: EXERCISE}, {NAME: CASES})

    nbformat.validate(judged)
