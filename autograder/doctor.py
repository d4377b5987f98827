"""What this machine offers for confining student code."""

import os
import platform
import subprocess
import time
from dataclasses import dataclass

from autograder import isolation
from autograder.worker import Worker
from helpers.errors import CourseError


@dataclass(frozen=True)
class Finding:
    """What this machine has or lacks."""

    good: bool
    what: str


def examine() -> list[Finding]:
    """Look at what confining needs, and try it out."""
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    findings = [Finding(platform.system() == "Linux", system)]
    try:
        path = isolation.bubblewrap()
        version = subprocess.check_output([path, "--version"], text=True).strip()
        findings.append(Finding(True, f"{version}: {path}"))
        started = time.monotonic()
        with Worker():
            seconds = time.monotonic() - started
        user = "users who own nothing" if os.getuid() == 0 else "yourself, with no rights"
        findings.append(Finding(True, f"a sandbox starts in {seconds:.1f} s; code runs as {user}"))
    except (CourseError, OSError, subprocess.CalledProcessError) as error:
        findings.append(Finding(False, str(error).removesuffix(f" {isolation.INSTALL}")))
    return findings
