"""The only room in which a student's code runs; no answer is ever in it.

Grading comes in by ``execute``, the command line by ``isolation`` to tell what this machine offers.
"""
