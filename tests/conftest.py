"""What the tests of the course and its grading share."""

import os
import signal

from classroom import PROGRAMS

# nbgrader itself starts alembic by its bare name where it makes a gradebook
os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])

# a shell lets what it runs in the background ignore Ctrl-C, and so would what the tests start
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# doctest would import, and so run, an attack, or what somebody answered
collect_ignore_glob = ["shared/attacks/*", "people/answers/*"]

# the files that take longest begin first, so that both processes of `make test` end together
LONGEST = [
    "test_two_commands",
    "test_attacks",
    "test_sample_class",
    "test_site",
    "test_add_an_exercise",
    "test_prove",
    "test_processors",
    "test_a_term",
    "test_sandbox",
    "test_read_in_a_browser",
    "test_faults",
    "test_randomness",
    "test_sharing",
    "test_browser",
    "test_build",
    "test_add_a_lesson",
    "test_change_a_graded_class",
    "test_trouble",
]


def pytest_collection_modifyitems(items):
    """Put the tests into the order in which they are handed out."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))
