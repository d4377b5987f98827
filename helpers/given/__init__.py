"""What one lesson asks for and others are given: a file an exercise, by the exercise's name.

While a lesson is graded, the files of its own exercises are empty, so that none is answered by
the library. Nothing here may be loaded before it is used.
"""
