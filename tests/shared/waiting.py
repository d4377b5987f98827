"""Waiting for what will come, on a machine that may be busy with other things."""

import time
from collections.abc import Callable

import pytest

SECONDS = 300  # far more than anything here takes: only what never comes is missed


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition; fail with the name of what did not come."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"In {SECONDS} seconds this did not come: {what}.")
        time.sleep(0.05)
