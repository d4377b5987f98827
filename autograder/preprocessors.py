"""Door for nbgrader: the name by which each course's ``nbgrader_config.py`` knows the steps."""

from autograder.grading.preprocessors import AUTOGRADE, SANITIZE, SubmissionExporter

__all__ = ["AUTOGRADE", "SANITIZE", "SubmissionExporter"]
