"""To and from a learning platform: what it lets teachers download, and the grades it imports.

The command line and nbgrader come in, by ``collecting`` and ``exporting``.
"""

# that grades are written for, and the plugin in ``exporting`` that does it
PLATFORMS = {"canvas": "CanvasExport", "csv": "CsvExport", "moodle": "MoodleExport"}
