"""The library that the lessons import; ``__init__.pyi`` lists its names and where they live.

Each is loaded when it is asked for: what makes plots takes four times as long as ``check``.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
