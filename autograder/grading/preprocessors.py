"""The steps of grading as nbgrader runs them: ``nbgrader_config.py`` names the lists below."""

from dataclasses import fields
from io import BufferedReader
from pathlib import Path
from typing import Any, TextIO, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
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
from autograder.grading.handed_in import Submission, check_fit, digest
from autograder.grading.judge import judge_notebook
from autograder.grading.reading import read_submission
from autograder.grading.sanitize import restore
from autograder.notebook import HANDED_IN, NOTES
from autograder.sandbox.execute import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.unconfined import kernels
from helpers.checks.cases import Case

Converted = tuple[NotebookNode, dict[str, Any]]


class CoursePreprocessor(NbGraderPreprocessor):
    """A step that looks into the course folder: the one nbgrader was told, not where we stand."""

    def course(self) -> Course:
        """Find the course that is being graded."""
        return Course(Path(CourseDirectory(config=self.config).root))

    def cases(self, nb: NotebookNode, resources: dict[str, Any]) -> dict[str, list[Case]]:
        """Make the inputs that belong to this submission."""
        details, handed_in = resources["nbgrader"], nb.metadata[NOTES][HANDED_IN]
        return self.course().cases(
            details["assignment"], details["student"], bytes.fromhex(handed_in)
        )


class SubmissionExporter(NotebookExporter):
    """Reads a submission however broken it is; nbgrader's own reader would give up."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a file, unless it is a link: nbgrader would grade what that leads to.

        Raises
        ------
        Fault
            When the submission is itself to blame; nbgrader then records nothing of it.
        """
        path = Path(filename).absolute()
        if not self._is_sanitized(path):
            student = (resources or {}).get("nbgrader", {}).get("student", "")
            check_fit(Submission(student, path.stem, path, path.parent))
        converted: Converted = super().from_filename(filename, resources=resources, **options)
        return converted

    def from_file(
        self, file_stream: TextIO, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert an open file."""
        if self._is_sanitized(Path((resources or {}).get("metadata", {}).get("path", ""))):
            notebook = nbformat.read(file_stream, as_version=4)  # what the first step wrote
        else:
            notebook = read_submission(file_stream.buffer)
            file = cast("BufferedReader", file_stream.buffer)
            file.seek(0)
            known = notebook.metadata.setdefault(NOTES, NotebookNode())
            known[HANDED_IN] = digest(file).hex()
        converted: Converted = self.from_notebook_node(notebook, resources=resources, **options)
        return converted

    def _is_sanitized(self, place: Path) -> bool:
        course = self.parent.coursedir  # of nbgrader's converter
        return place.absolute().is_relative_to(
            Path(course.root, course.autograded_directory).absolute()
        )


class RestoreCells(CoursePreprocessor):
    """Sanitize: give the submission the structure of the release."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Restore one notebook."""
        path = self.course().release(resources["nbgrader"]["assignment"])
        return restore(nb, nbformat.read(path, as_version=4)), resources


class ExecuteSubmission(CoursePreprocessor):
    """Execute: run the student's code and collect its answers."""

    cell_seconds = Integer(Limits.cell_seconds, help="Wall time of one cell").tag(config=True)
    notebook_seconds = Integer(Limits.notebook_seconds, help="Wall time of all").tag(config=True)
    memory_megabytes = Integer(Limits.memory_megabytes, help="Memory of all").tag(config=True)
    disk_megabytes = Integer(Limits.disk_megabytes, help="Its temporary files").tag(config=True)
    file_megabytes = Integer(Limits.file_megabytes, help="One of them").tag(config=True)
    threads = Integer(Limits.threads, help="How many it may have").tag(config=True)
    output_megabytes = Integer(Limits.output_megabytes, help="All outputs").tag(config=True)
    experiments = Bool(Limits.experiments, help="Run the experiments as well").tag(config=True)
    confined = Bool(True, help="Run student code in a sandbox").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Execute one notebook."""
        with kernels(self.confined) as opened:
            return execute(nb, self.cases(nb, resources), self.limits(), opened), resources

    def limits(self) -> Limits:
        """Read the limits that ``nbgrader_config.py`` sets."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})


class JudgeAnswers(CoursePreprocessor):
    """Judge: write verdicts and points into the check cells."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Judge one notebook."""
        exercises = CATALOGUE[resources["nbgrader"]["assignment"]]
        return judge_notebook(nb, exercises, self.cases(nb, resources)), resources


SANITIZE = [
    RestoreCells,
    ClearOutput,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
RECORD = [LimitOutput, SaveAutoGrades, AssignLatePenalties]
AUTOGRADE = [ExecuteSubmission, JudgeAnswers, *RECORD]
