"""Grading: sanitize, execute, judge, record. ``pipeline`` has the steps in order.

``execute`` is the room below, ``sandbox``. The command line comes in by ``pipeline``, nbgrader by
``preprocessors``; who reads grades comes in by ``gradebook``.
"""
