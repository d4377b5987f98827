"""The steps of grading as nbgrader runs them: ``nbgrader_config.py`` names the lists below."""

from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import Bool, Integer

from autograder.course import Course
from autograder.exercises import CATALOGUE
from autograder.judge import judge_notebook
from autograder.restore import read_submission, restore
from autograder.sandbox import Limits, execute

Converted = tuple[NotebookNode, dict[str, Any]]


def _course() -> Course:
    return Course(Path.cwd())  # nbgrader works in the course's root


class SubmissionExporter(NotebookExporter):
    """Reads a submission however broken it is; nbgrader's own reader would give up."""

    def from_file(
        self, file_stream: TextIO, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert an open file."""
        try:
            text = file_stream.read()
        except UnicodeDecodeError:
            text = "not text"
        converted: tuple[str, dict[str, Any]] = self.from_notebook_node(
            read_submission(text), resources=resources, **options
        )
        return converted


class RestoreCells(NbGraderPreprocessor):
    """Sanitize: give the submission the structure of the release."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Restore one notebook."""
        path = _course().release(resources["nbgrader"]["assignment"])
        return restore(nb, nbformat.read(path, as_version=4)), resources


class ExecuteSubmission(NbGraderPreprocessor):
    """Execute: run the student's code and collect its answers."""

    cell_seconds = Integer(120, help="Wall time of one cell, in seconds").tag(config=True)
    experiments = Bool(False, help="Run cells tagged as experiments as well").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Execute one notebook."""
        cases = _cases(resources)
        return execute(nb, cases, Limits(self.cell_seconds, self.experiments)), resources


class JudgeAnswers(NbGraderPreprocessor):
    """Judge: write verdicts and points into the check cells."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Judge one notebook."""
        exercises = CATALOGUE[resources["nbgrader"]["assignment"]]
        return judge_notebook(nb, exercises, _cases(resources)), resources


def _cases(resources: dict[str, Any]) -> Any:
    details = resources["nbgrader"]
    return _course().cases(details["assignment"], details["student"])


SANITIZE = [
    RestoreCells,
    ClearOutput,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
RECORD = [JudgeAnswers, LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
AUTOGRADE = [ExecuteSubmission, *RECORD]
