"""Door for nbgrader: the name by which ``nbgrader export --exporter`` knows the plugins."""

from autograder.platforms.exporting import CanvasExport, CsvExport, MoodleExport

__all__ = ["CanvasExport", "CsvExport", "MoodleExport"]
