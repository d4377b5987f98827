"""A guide of ``docs/``, followed in a copy of the project: each block as it says above it."""

import os
import re
import subprocess
from pathlib import Path

from classroom import PROGRAMS, ROOT
from installed import OURS, lay_out

# a paragraph, and the block below it
STEP = re.compile(r"^([^\n]+)\n\n(`{3,4})(\w+)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
Done = dict[str, subprocess.CompletedProcess[str]]


def follow(page: str, folder: Path) -> Done:
    """Do all that a page says, in a copy of the project.

    A block of code goes into the file that the paragraph above it names: before the line that it
    names, at the end, or as a new file. A diff is applied to it. A console's commands are run.

    Returns
    -------
    done
        What came of each command.
    """
    lay_out(folder)
    done: Done = {}
    for above, _, language, block in STEP.findall((ROOT / "docs" / page).read_text("utf-8")):
        if language == "console":
            for command in re.findall(r"^\$ (.*?)(?:  +#.*)?$", block, re.MULTILINE):
                done[command] = run(folder, command)
        else:
            path = folder / re.search(r"`(\w+/[\w/.-]+)`", above)[1]
            before = path.read_text("utf-8") if path.exists() else ""
            path.write_text(_changed(before, above, language, block), "utf-8")
    return done


def _changed(text: str, above: str, language: str, block: str) -> str:
    if language == "diff":
        old, new = (_side(block, mark) for mark in "-+")
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times there"
        return text.replace(old, new)
    if place := re.search(r"before `([^`]+)`", above):
        [before, after] = text.split(f"\n{place[1]}\n")
        return f"{before}\n{block}\n{place[1]}\n{after}"
    assert bool(text) == ("at the end" in above)  # a new file is not there yet
    return f"{text}\n\n{block}" if text else block


def _side(diff: str, mark: str) -> str:
    """Take the lines of one side of a diff: those before it, or those after."""
    return "".join(line[1:] for line in diff.splitlines(True) if line[0] in f" {mark}")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Give a command in a copy of the project, with the copy's packages, in a wide terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    path = os.pathsep.join([str(PROGRAMS), kept["PATH"]])
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**kept, "PATH": path, "PYTHONPATH": str(folder), "COLUMNS": "300"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
