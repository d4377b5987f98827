"""Other processors, as this one can play them; as a program, the fast checks on each of them.

numpy and its BLAS choose their code by the processor, and each choice rounds otherwise. What ships,
and what is compared, must not hang on that: `make test-processors`.
"""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
FOUND = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])  # beyond the baseline


def _settings() -> dict[str, dict[str, str]]:
    """Name the processors, and the environment in which numpy takes this one for each."""

    def processor(blas: str, threads: int, without: list[str]) -> dict[str, str]:
        return {
            "OPENBLAS_CORETYPE": blas,
            "OPENBLAS_NUM_THREADS": str(threads),
            "NPY_DISABLE_CPU_FEATURES": " ".join(without),
        }

    wide = [name for name in FOUND if name.startswith(("AVX512", "X86_V4", "SVE"))]
    match platform.machine():
        case "x86_64":
            return {
                "an old Intel": processor("Nehalem", 1, FOUND),
                "an Intel with AVX2": processor("Haswell", 8, wide),
                "an AMD": processor("Zen", 1, wide),
            }
        case "aarch64":
            return {
                "any ARM": processor("ARMV8", 1, FOUND),
                "an ARM server": processor("NEOVERSEN1", 8, wide),
            }
    return {}


SETTINGS = _settings()
# where numbers are computed; what reads files, names and messages cannot tell one from another
NUMBERS = [
    f"tests/{room}" for room in ("checks", "edits", "exercises", "lessons", "people", "proof")
]
CHECKS = {
    "fast tests": [
        "-m",
        "pytest",
        "-q",
        "-m",
        "not slow",
        "-n",
        "2",
        "--dist",
        "loadfile",
        *NUMBERS,
    ],
    "outputs": ["-m", "pytest", "-q", "--nbval", "--nbval-current-env", "source"],
    "build": ["-m", "autograder", "build", "--check"],
    "prove": ["-m", "autograder", "prove", "--seeds", "1"],
}


def can_play(setting: dict[str, str]) -> bool:
    """Tell whether this processor has what the setting takes for granted."""
    program = "import numpy; numpy.random.rand(99, 99) @ numpy.random.rand(99, 99)"
    return _run(["-c", program], setting, quiet=True) == 0


def _run(arguments: list[str], setting: dict[str, str], quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    environment = os.environ | setting | {"TQDM_DISABLE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, check=False
    ).returncode


def main() -> int:
    """Make all checks on all processors; print a line for each and tell whether all passed."""
    failed = False
    for name, setting in SETTINGS.items():
        if not can_play(setting):
            print(f"processors: {name}: not tried, this one cannot play it", flush=True)
            continue
        for what, arguments in CHECKS.items():
            begin = time.monotonic()
            code = _run(arguments, setting)
            failed |= code != 0
            said, seconds = "failed" if code else "passed", time.monotonic() - begin
            print(f"processors: {name}: {what} {said} in {seconds:.0f} s", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
