"""``autograder site``: JupyterLite's files, Pyodide's, the library and the student's notebooks."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.authoring.build import check
from autograder.authoring.bundle import contents
from autograder.authoring.site import pyodide, wheels
from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from autograder.swap import new_folder
from helpers.errors import CourseError

HERE = Path(__file__).parent
TITLE = "How deep networks are made to train"
MARK = "course.json"  # in each site: what it was made of
PYTHON = "static/pyodide"
EXTENSIONS = Path(sys.prefix) / "share/jupyter/labextensions"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
WIDGETS = "@jupyter-widgets/jupyterlab-manager"
APP = "notebooks"  # one notebook fills the window, on a tablet as well
FILES = "tree"  # all that a student has in the browser
# what Pyodide loads when a kernel starts, with all that these need
LOADED = ("micropip", "piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi",
          "ipython", "helpers")  # fmt: skip
NEEDED = ("numpy", "scipy", "scikit-learn", "matplotlib", "pillow")  # by helpers, of Pyodide's own
# of JupyterLite's files: fonts for browsers that cannot run Pyodide
OLD_FONTS = re.compile(r"fa-.*\.(svg|eot|ttf|woff)")
ELK = b"org.eclipse.elk"  # in one: a way to lay out diagrams that has to be asked for, of 1.5 MB


def site(course: Course, target: Path, source: str) -> int:
    """Build the site into a folder, in place of an older one.

    Parameters
    ----------
    course
        Its release goes there.
    target
        The folder.
    source
        Where Pyodide is, as :func:`pyodide.take` takes it.

    Returns
    -------
    size
        In bytes.

    Raises
    ------
    CourseError
        When what is needed cannot be had, the release is out of date, or the folder is something
        else.
    """
    if not find_spec("jupyterlite_core") or not (EXTENSIONS / KERNEL).is_dir():
        raise CourseError(
            "JupyterLite is missing: pip install --constraint constraints.txt .[site]"
        )
    if target.exists() and not (target / MARK).is_file():
        raise CourseError(f"{target} is there already and is no site of the course: name another.")
    check(course, list(NOTEBOOKS))
    kept = course.root / "build" / f"pyodide-{pyodide.published()['info']['version']}"
    pyodide.take(source, kept)
    files = contents(course)
    with new_folder(target) as folder:
        _jupyterlite(folder, {f"{name}.ipynb": files[f"{name}.ipynb"] for name in NOTEBOOKS})
        (folder / PYTHON).mkdir(parents=True)
        _python(folder / PYTHON, kept, files)
        _pages(folder, files)
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())


def _jupyterlite(folder: Path, notebooks: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as made:
        lite = Path(made)
        for name, content in notebooks.items():
            (lite / "files" / name).parent.mkdir(exist_ok=True)
            (lite / "files" / name).write_bytes(content)
        (lite / "jupyter-lite.json").write_text(json.dumps(_settings()))
        (lite / "overrides.json").write_text((HERE / "overrides.json").read_text("utf-8"))
        (lite / "jupyter_lite_config.json").write_text(json.dumps(_options(lite)))
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", "out"]
        done = subprocess.run(command, cwd=lite, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "?").splitlines()[-1]
            raise CourseError(f"JupyterLite's own build failed: {last}")
        shutil.copytree(lite / "out", folder, dirs_exist_ok=True)
    for path in (folder / "build").iterdir():
        if path.is_file() and (OLD_FONTS.fullmatch(path.name) or ELK in path.read_bytes()):
            path.unlink()


def _settings() -> dict[str, Any]:
    """What JupyterLite reads when it is opened."""
    python = {
        "pyodideUrl": f"./{PYTHON}/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": LOADED},
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": TITLE,
            "litePluginSettings": {f"{KERNEL}:kernel": python},
        },
    }


def _options(lite: Path) -> dict[str, Any]:
    """What JupyterLite's build is told."""
    return {
        "LiteBuildConfig": {
            "apps": [APP, FILES],
            "contents": [str(lite / "files")],
            "federated_extensions": [str(EXTENSIONS / name) for name in (KERNEL, WIDGETS)],
            "ignore_sys_prefix": ["federated_extensions"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "settings_overrides": [str(lite / "overrides.json")],
        }
    }


def _python(folder: Path, kept: Path, files: dict[str, bytes]) -> None:
    """Write Pyodide, the wheels, and the list of them that Pyodide goes by."""
    known = pyodide.published()
    for name in known["core"]:
        content = (kept / name).read_bytes()
        match name:
            case "pyodide.asm.wasm":
                (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
            case "pyodide.js":
                (folder / name).write_bytes((HERE / "unpack.js").read_bytes() + content)
            case _:
                (folder / name).write_bytes(content)
    locked: dict[str, Any] = {}
    for key, one in known["packages"].items():
        content = (kept / one["file_name"]).read_bytes()
        if key in known["left_out"]:
            content = wheels.without(content, known["left_out"][key])
        locked[key] = one | {"sha256": _write(folder / one["file_name"], content)}
    own = [name for name in wheels.TAKEN if name not in LOADED]
    added = [wheels.installed(name) for name in wheels.TAKEN]
    # the kernel asks for it; without a network there is nothing to encrypt, and it is 2 MB
    added += [wheels.stand_ins(), wheels.wheel("ssl", "1.0.0", {})]
    for path in (EXTENSIONS / KERNEL / "static" / "pypi").glob("*.whl"):
        if path.name.partition("-")[0] in LOADED:
            added.append((path.name, path.read_bytes()))
    library = {name: content for name, content in files.items() if name.startswith("helpers/")}
    added.append(wheels.wheel("helpers", f"1+{_hash(library)}", library))
    for file, content in added:
        entry = _entry(folder, file, content)
        locked[entry["name"]] = entry
    locked["helpers"]["depends"] = [*NEEDED, "stand-ins", *own]
    lock = {"info": known["info"], "packages": locked}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def _entry(folder: Path, file: str, content: bytes) -> dict[str, Any]:
    """Write a wheel, and tell what Pyodide's list says of it."""
    name, version, *_ = file.split("-")
    return {
        "name": name.replace("_", "-"),
        "version": version,
        "file_name": file,
        "install_dir": "site",
        "sha256": _write(folder / file, content),
        "package_type": "package",
        "imports": [],
        "depends": [],
    }


def _write(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _hash(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + hashlib.sha256(files[name]).digest())
    return whole.hexdigest()[:12]


def _pages(folder: Path, files: dict[str, bytes]) -> None:
    """Write the page to begin on, and what the others say when something is wrong."""
    made_of = {name: _hash({name: files[f"{name}.ipynb"]}) for name in NOTEBOOKS}
    (folder / MARK).write_text(json.dumps(made_of), encoding="utf-8")
    items = "".join(
        f'<li><a href="{APP}/index.html?path={name}.ipynb">{name.replace("_", " ")}</a></li>'
        for name in NOTEBOOKS
    )
    start = (HERE / "start.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(start.replace("NOTEBOOKS", items), encoding="utf-8")
    shutil.copy(HERE / "course.js", folder)
    script = '<script src="../course.js"></script>\n  </head>'
    for page in (folder / APP / "index.html", folder / FILES / "index.html"):
        page.write_text(page.read_text("utf-8").replace("</head>", script, 1), encoding="utf-8")
