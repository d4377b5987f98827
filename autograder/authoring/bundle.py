"""What students get: one zip file with the notebooks, the library and a guide, no solution."""

import re
import zipfile
from collections.abc import Mapping
from importlib.metadata import requires
from pathlib import Path

import helpers
from autograder.authoring.build import check
from autograder.course import Course
from autograder.exercises import NOTEBOOKS
from helpers.errors import CourseError

NAME = "deep-network-training"  # of the zip file, and of the folder in it
LIBRARY = Path(helpers.__file__).parent
SHIPPED = (".py", ".pyi", ".json", ".j2", ".typed")
# of the project's dependencies those that helpers/ imports, and what notebooks run in
NEEDED = (
    "ipykernel",
    "ipython",
    "ipywidgets",
    "jinja2",
    "jupyterlab",
    "lazy-loader",
    "math-core",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "numpy",
    "pillow",
    "scikit-learn",
    "scipy",
    "threadpoolctl",
    "tqdm",
    "traitlets",
)
ENVIRONMENT = f"""name: {NAME}
channels:
  - conda-forge
dependencies:
  - python>=3.11.2,<3.15
  - pip
  - pip:
      - --requirement requirements.txt
"""
NUMBERS = dict(enumerate(("Two", "Three", "Four", "Five", "Six", "Seven", "Eight"), start=2))
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same course gives the same bytes


def bundle(course: Course, path: Path) -> int:
    """Write the zip file for students, and return how many files are in it.

    Raises
    ------
    CourseError
        When something in ``release/`` is not what the texts give, the environment is older than
        the course, or the file cannot be written.
    """
    if not path.parent.is_dir():  # before the check, which takes its time
        raise CourseError(f"The bundle cannot be written to {path}: there is no such folder.")
    check(course, list(NOTEBOOKS))
    files = contents(course)
    try:
        pack(files, path)
    except OSError as error:
        raise CourseError(f"The bundle cannot be written to {path}: {error.strerror}.") from None
    return len(files)


def pack(files: Mapping[str, bytes], path: Path) -> None:
    """Write files into a zip file, by their names; the same ones give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])


def contents(course: Course) -> dict[str, bytes]:
    """Gather the files by the name that they have for students."""
    library = {
        f"helpers/{file.relative_to(LIBRARY).as_posix()}": file.read_bytes()
        for file in LIBRARY.rglob("*")
        if file.suffix in SHIPPED and ".ipynb_checkpoints" not in file.parts
    }
    notebooks = {f"{name}.ipynb": course.release(name).read_bytes() for name in NOTEBOOKS}
    terms = course.root / "LICENSE"
    return {
        **library,
        **notebooks,
        **({"LICENSE": terms.read_bytes()} if terms.is_file() else {}),
        "README.md": guide().encode(),
        "requirements.txt": "".join(f"{line}\n" for line in requirements()).encode(),
        "environment.yml": ENVIRONMENT.encode(),
    }


def guide() -> str:
    """Fill the names of the notebooks into the guide for students."""
    text = Path(__file__).with_name("bundle.md").read_text(encoding="utf-8")
    *files, last = (f"`{name}.ipynb`" for name in NOTEBOOKS)
    return text.format(
        number=NUMBERS.get(len(NOTEBOOKS), len(NOTEBOOKS)),
        in_order=", ".join(f"`{name}`" for name in NOTEBOOKS),
        files=f"{', '.join(files)} and {last}",
        last=NOTEBOOKS[-1],
    )


def requirements() -> list[str]:
    """Take from the project's dependencies what students need, with its versions."""
    listed = {_name(line): line for line in requires("deep-network-training-course") or []}
    if not listed.keys() >= {*NEEDED}:
        raise CourseError("This environment is older than the course: run `make install`.")
    return [listed[name] for name in NEEDED]


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return found.group() if found else ""
