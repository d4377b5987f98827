"""What all tests share, those of the notebooks' stored outputs (`--nbval`) as well."""

import os

from hypothesis import HealthCheck, settings

from autograder.authoring.outputs import rounded_as

os.environ["TQDM_DISABLE"] = "1"  # no progress bars in outputs that are compared

# the same examples in every run, and no clock: a busy machine makes no test fail
settings.register_profile(
    "course", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("course")


def pytest_itemcollected(item):
    """Let nbval compare as the build does: a last digit may be rounded otherwise."""
    compare = getattr(item, "compare_outputs", None)
    if compare is not None:
        item.compare_outputs = lambda new, stored: compare(rounded_as(stored, new), stored)
