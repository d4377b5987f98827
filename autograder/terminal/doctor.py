"""``autograder doctor``: what this machine offers for confining student code, and who can read."""

import argparse
import os
import platform
import subprocess
import time
from dataclasses import dataclass

from rich.markup import escape

from autograder import tried
from autograder.sandbox import isolation
from autograder.sandbox.process import Sandbox
from autograder.sharing import open_to_others
from autograder.terminal.console import CONSOLE
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
        with Sandbox() as sandbox:
            sandbox.wait_until_confined()
            seconds = time.monotonic() - started
        user = "users who own nothing" if os.getuid() == 0 else "yourself, with no rights"
        findings.append(Finding(True, f"a sandbox starts in {seconds:.1f} s; code runs as {user}"))
    except (CourseError, OSError, subprocess.CalledProcessError) as error:
        findings.append(Finding(False, str(error).removesuffix(f" {isolation.INSTALL}")))
    return findings


def doctor(options: argparse.Namespace) -> int:
    """Tell whether this machine can confine student code."""
    findings = examine()
    for finding in findings:
        mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
        CONSOLE.print(f"{mark} {escape(finding.what)}")
    for remark in [*tried.remarks(), *open_to_others(options.course)]:
        CONSOLE.print(f"[yellow]![/] {escape(remark)}", soft_wrap=True)
    if all(finding.good for finding in findings):
        CONSOLE.print("\nStudent code is confined when this machine grades.")
        return 0
    CONSOLE.print(f"\nStudent code cannot be confined here. {isolation.INSTALL}")
    return 1
