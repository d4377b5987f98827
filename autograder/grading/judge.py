"""The verdict, made outside the student's process: pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import nbformat
from nbformat import NotebookNode

from autograder.exercise import Exercise
from autograder.grading.harmless import harmless
from autograder.grading.texts import as_words, without_codes
from autograder.notebook import CHECK, NOTES, labelled, notes_of
from helpers.checks import ANSWERS_TYPE
from helpers.checks.card import Card
from helpers.checks.cases import Answer, Case
from helpers.checks.source import defines
from helpers.checks.verdict import State, Verdict, verdict
from helpers.printing import printable

MOST_NOTES, MOST_OF_A_NOTE = 30, 500  # of them at the top of the graded copy, and its characters


@dataclass(frozen=True)
class Finding:
    """What is remembered of a verdict.

    Attributes
    ----------
    exercise
        Name of the student's function.
    state
        How it stands, in the words of :class:`helpers.checks.verdict.State`.
    mistakes
        Names of the mistakes in it.
    hints
        What is told to the student of each of them.
    """

    exercise: str
    state: str
    mistakes: list[str]
    hints: list[str] = field(default_factory=list)


def findings_of(judged: NotebookNode) -> list[Finding]:
    """Read what was found in a judged notebook."""
    found = judged.metadata.get(NOTES, {}).get("findings", [])
    return [
        Finding(one["exercise"], one["state"], list(one["mistakes"]), list(one.get("hints", [])))
        for one in found
    ]


def judge(
    exercise: Exercise,
    cases: Sequence[Case],
    answers: Sequence[Answer],
    source: str | None = None,
) -> Verdict:
    """Compare the answers with those of the exercise's reference.

    Parameters
    ----------
    exercise
        What was asked for.
    cases
        What the student's function was called with.
    answers
        What came back, one answer a case.
    source
        The text that defines the student's function, which tells mistakes apart.
    """
    return verdict(exercise.rubric(cases), answers, source)


def judge_notebook(
    notebook: NotebookNode,
    exercises: Mapping[str, Exercise],
    cases: Mapping[str, Sequence[Case]],
) -> NotebookNode:
    """Write a verdict and its points into each check cell of an executed notebook.

    Parameters
    ----------
    notebook
        What :func:`autograder.sandbox.execute.execute` returned.
    exercises
        The exercises of this notebook.
    cases
        The inputs that were handed over.

    Returns
    -------
    judged
        A new notebook. The outputs of its check cells are ours alone: the verdict in words, then
        the points as nbgrader reads them. The notes stand in a cell at the top, and the findings
        in its metadata.
    """
    judged = harmless(notebook)
    cells, findings = labelled(judged), []
    for name, exercise in exercises.items():
        check_cell = cells.get(f"{CHECK}{name}")
        if check_cell is None:
            continue
        answers = _reported(check_cell, name, len(cases[name]))
        if answers is None:
            result = _no_answer(name, check_cell, cells.get(name))
        else:
            result = judge(exercise, cases[name], answers, _source(judged, name, cells.get(name)))
        check_cell.outputs = _outputs(result, float(check_cell.metadata.nbgrader["points"]))
        check_cell.execution_count = None
        hints = [hint for _, hint in result.told]
        findings.append(Finding(name, result.state.value, list(result.mistakes), hints))
    judged.metadata.setdefault(NOTES, NotebookNode())["findings"] = list(map(asdict, findings))
    if notes_of(judged):
        judged.cells.insert(0, _notes_cell(notes_of(judged)))
    return judged


def _source(notebook: NotebookNode, name: str, solution: NotebookNode | None) -> str | None:
    """Find the text that defines a function: of its own cell, else of the last that does."""
    cells = [str(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    own = [str(solution.source)] if solution else []
    return next((text for text in (*own, *reversed(cells)) if defines(name, text)), None)


def _reported(cell: NotebookNode, name: str, count: int) -> list[Answer] | None:
    """Read the answers that a check cell reported, or None if there are no proper ones."""
    for output in cell.get("outputs", []):
        match output.get("data", {}).get(ANSWERS_TYPE):
            case {"exercise": reported, "answers": list(answers)} if reported == name:
                try:
                    decoded = [Answer.from_json(answer) for answer in answers]
                except ValueError:
                    return None
                return decoded if len(decoded) == count else None
    return None


def _no_answer(name: str, check_cell: NotebookNode, solution: NotebookNode | None) -> Verdict:
    """Say why a check cell reported nothing: an error of its own or of the solution's cell."""
    for cell in (solution, check_cell):
        for output in cell.get("outputs", []) if cell else []:
            if output.output_type == "error":
                where = "Its cell" if cell is solution else "The check"
                message = f"{where} ended with {output.ename[:60]}: {output.evalue[:300]}"
                return Verdict(name, State.NO_ANSWER, printable(message))
    return Verdict(name, State.NO_ANSWER, "The check did not report any answers.")


def _outputs(result: Verdict, points: float) -> list[NotebookNode]:
    card, earned = Card(result, hints=True), f"{result.share * points:g}"
    counts = f"{earned} of {points:g} points" if points else "optional: no points"
    shown = {"text/plain": without_codes(card.text()), "text/html": without_codes(card.page())}
    counted = {"text/plain": earned, "text/html": f"<p><b>{counts}</b></p>"}
    result_number = {"execution_count": 1}  # nbgrader reads the points of a result only
    return [
        nbformat.from_dict({"output_type": kind, "metadata": {}, "data": data, **more})
        for kind, data, more in (
            ("display_data", shown, {}),
            ("execute_result", counted, result_number),
        )
    ]


def _notes_cell(notes: Sequence[str]) -> NotebookNode:
    lines = [f"- {as_words(note[:MOST_OF_A_NOTE])}" for note in notes[:MOST_NOTES]]
    if len(notes) > MOST_NOTES:
        lines.append(f"- and {len(notes) - MOST_NOTES} more, which `autograder report` lists.")
    text = "\n".join(lines)
    return nbformat.v4.new_markdown_cell(f"**Notes from grading**\n\n{text}", id="grading-notes")
