"""A copy of the project in another folder, and make in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from classroom import PROGRAMS, ROOT
from surroundings import as_user

BASE = sys._base_executable  # the Python that this environment was made with
# of this environment, of the run of pytest, or of the run of make that these tests are part of
OURS = ("VIRTUAL_ENV", "MFLAGS", "MAKE", "PYTEST_", "COV", "PYTHONPATH", "VENV", "ARGS", "TESTS")


def lay_out(folder: Path) -> None:
    """Copy all that git would commit, as it stands now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def hand_over(folder: Path, user: int) -> None:
    """Give a copy to a user, without its environment, which root made for everybody."""
    for parent, folders, files in os.walk(folder):
        if ".venv" in folders:
            folders.remove(".venv")
        for path in (parent, *(os.path.join(parent, name) for name in files)):  # noqa: PTH118
            os.chown(path, user, user)


def make(
    folder: Path, *arguments: str, user: int | None = None, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run make in a copy as somebody would who knows nothing of this environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    path = [part for part in kept["PATH"].split(os.pathsep) if part != str(PROGRAMS)]
    return subprocess.run(
        as_user(user, ["make", f"PYTHON={BASE}", *arguments]),
        cwd=folder,
        env={**kept, "PATH": os.pathsep.join(path), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
