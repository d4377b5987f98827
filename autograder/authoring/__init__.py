"""Authoring: all that is built from the texts in ``notebooks/``, and a class to try it on.

Only the command line comes in here.
"""
