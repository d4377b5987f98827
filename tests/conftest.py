"""What the tests of the course and its grading share."""

import os

from classroom import PROGRAMS

# nbgrader itself starts alembic by its bare name where it makes a gradebook
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])

# doctest would import, and so run, an attack
collect_ignore_glob = ["attacks/*"]
