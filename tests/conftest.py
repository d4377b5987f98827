"""What the tests of the course and its grading share."""

import os

from classroom import PROGRAMS

# nbgrader starts alembic by its bare name
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])

# doctest would import, and so run, an attack
collect_ignore_glob = ["attacks/*"]
