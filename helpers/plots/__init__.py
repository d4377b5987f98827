"""The figures of the notebooks."""

import importlib
import logging

# that it can keep nothing in a home that is read-only, or looks for fonts first, is not a student's
# business: matplotlib would say it in the first cell
_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)
importlib.import_module("matplotlib.font_manager")
_log.setLevel(_level)
