"""What the tests of the course and its grading share."""

import os
import signal

from classroom import PROGRAMS

# nbgrader itself starts alembic by its bare name where it makes a gradebook
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])

# a shell lets what it runs in the background ignore Ctrl-C, and so would what the tests start
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# doctest would import, and so run, an attack
collect_ignore_glob = ["attacks/*"]
