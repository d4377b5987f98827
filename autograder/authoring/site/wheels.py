"""Wheels for the browser: the library, the packages that it needs, and less of some of them."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from autograder.authoring.packing import packed
from helpers.errors import CourseError

# of pure Python, as installed here: what `helpers` imports and Pyodide's own packages have not
TAKEN = (
    "beautifulsoup4",
    "bleach",
    "comm",
    "defusedxml",
    "fastjsonschema",
    "ipywidgets",
    "jinja2",
    "jupyter_core",
    "jupyterlab_pygments",
    "lazy-loader",
    "markupsafe",
    "mistune",
    "nbconvert",
    "nbformat",
    "pandocfilters",
    "platformdirs",
    "soupsieve",
    "tinycss2",
    "tqdm",
    "typing_extensions",
    "webencodings",
)
# nbconvert and nbformat import these when they are loaded. A report does not need what they do
# (run notebooks, explain a damaged one), and in the browser they cannot be had.
STAND_INS = {
    "jsonschema/__init__.py": (
        "from jsonschema.exceptions import ErrorTree, ValidationError\n\n\n"
        "class Draft4Validator:\n"
        "    def __init__(self, schema): ...\n\n"
        "    def iter_errors(self, cell, schema):  # of a cell that the report made\n"
        "        return []\n"
    ),
    "jsonschema/exceptions.py": (
        "class ValidationError(Exception):\n"
        "    def __init__(self, message, **more):\n"
        "        super().__init__(message)\n\n\n"
        "class ErrorTree: ...\n"
    ),
    "jupyter_client/__init__.py": "",
    "jupyter_client/manager.py": "class KernelManager: ...\n",
    "nbclient/__init__.py": (
        "class NotebookClient:\n    def __init__(self, notebook, **more): ...\n"
    ),
    "nbclient/client.py": "from nbclient import NotebookClient\n\n\ndef execute(): ...\n",
    "nbclient/exceptions.py": "class CellExecutionError(Exception): ...\n",
    # formulas stay as they were written
    "math_core/__init__.py": (
        "class LatexError(Exception): ...\n\n\n"
        "class LatexToMathML:\n"
        "    def __init__(self, **settings): ...\n\n"
        "    def convert_with_local_state(self, tex, displaystyle):\n"
        "        raise LatexError(tex)\n"
    ),
}


def wheel(name: str, version: str, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Write a wheel of pure Python.

    Parameters
    ----------
    name, version
        Of the package.
    files
        Their contents by where they go.

    Returns
    -------
    file_name, content
    """
    stem = f"{name.replace('-', '_')}-{version}"
    described = {
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    whole = {**files, **{path: text.encode() for path, text in described.items()}}
    record = "".join(f"{path},{_digest(whole[path])}\n" for path in sorted(whole))
    whole[f"{stem}.dist-info/RECORD"] = f"{record}{stem}.dist-info/RECORD,,\n".encode()
    return f"{stem}-py3-none-any.whl", packed(whole)


def _digest(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(content)}"


def installed(name: str) -> tuple[str, bytes]:
    """Make a wheel of an installed package again, without compiled parts and programs."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise CourseError(f"{name} is missing: run `make install`.") from None
    stem = f"{name.replace('-', '_')}-{found.version}"
    files = {}
    for path in found.files or []:
        where = _place(path, f"{stem}.data/data")
        if where is not None:
            files[where] = Path(path.locate()).read_bytes()
    return wheel(name, found.version, files)


def _place(path: PurePosixPath, data: str) -> str | None:
    """Where a file of an installed package goes in a wheel, if it does."""
    parts = [part for part in path.parts if part != ".."]
    if "__pycache__" in parts or path.suffix in {".so", ".pyd", ".c", ".pyi"}:
        return None
    if path.parts[0] != "..":
        return None if ".dist-info" in parts[0] else "/".join(parts)
    is_template = parts[:4] == ["share", "jupyter", "nbconvert", "templates"]
    return f"{data}/{'/'.join(parts)}" if is_template else None


def stand_ins() -> tuple[str, bytes]:
    """Make the wheel of what is only there to be imported."""
    return wheel("stand-ins", "1", {path: text.encode() for path, text in STAND_INS.items()})


def without(content: bytes, left_out: list[str]) -> bytes:
    """Pack a wheel or a zip file anew, without some folders; all of it compressed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed(
            {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir() and not entry.filename.startswith(tuple(left_out))
            }
        )
