"""Door for nbgrader: the name by which ``nbgrader zip_collect --collector`` knows the plugin."""

from autograder.platforms.collecting import LmsCollector

__all__ = ["LmsCollector"]
