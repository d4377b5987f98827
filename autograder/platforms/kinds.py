"""What a file is that is no notebook, by its name or its beginning, and what to do about it."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import helpers
from autograder.platforms.filenames import read_name

HEAD = 65_536  # bytes by which a file is known
UNPACK, ASK = "unpack it by hand", "ask for the notebook"
LIBRARY = Path(helpers.__file__).parent
BEGINNINGS = (
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"PK\x03\x04", "a zip archive by another name", UNPACK),
    (b"%PDF", "a PDF", ASK),
    (b"\xd0\xcf\x11\xe0", "an Office document", ASK),
)
ENDINGS = {
    "an archive": (
        UNPACK,
        "rar 7z tar gz tgz bz2 tbz tbz2 xz txz zst zipx lzh lha cab iso dmg jar",
    ),
    "a program": (ASK, "py pyw r rmd qmd m jl c cpp h java js ts sh bat ps1"),
    "a web page": (ASK, "html htm xhtml mht mhtml webarchive"),
    "a PDF": (ASK, "pdf"),
    "a document": (ASK, "doc docx odt rtf tex md pages epub ps xps key ppt pptx odp xls xlsx ods"),
    "a link": (ASK, "url webloc lnk desktop gdoc gsheet"),
}
# in which nobody answers an exercise: pictures, data, what tools leave there
PICTURES = "png jpg jpeg gif svg webp bmp ico heic tif tiff"
OTHERS = "csv tsv npy npz json yml yaml toml txt log pyc pyi typed lock cfg ini ds_store db"
BESIDES = {*PICTURES.split(), *OTHERS.split()}
KNOWN = {
    ending: (f"{what} (.{ending})", remedy)
    for what, (remedy, endings) in ENDINGS.items()
    for ending in endings.split()
}
OURS = {"README.md", "LICENSE", "requirements.txt", "environment.yml"}  # in the zip for students


@dataclass(frozen=True)
class Kind:
    """What a file is.

    Attributes
    ----------
    words
        The same in words, with what to do where work may be in it.
    may_be_work
        Whether somebody has to look at it.
    """

    words: str
    may_be_work: bool


NO_NOTEBOOK = Kind("no notebook", may_be_work=False)
OF_THE_COURSE = Kind("of the course's own, and no change of it is graded", may_be_work=False)


def kind_of(name: str, head: bytes) -> Kind:
    """Tell what a file is that is not named as a notebook.

    Parameters
    ----------
    name
        With ``/`` behind each folder or archive that it lies in.
    head
        How it begins.

    Examples
    --------
    >>> kind_of("ana_101_9_work.rar", b"Rar!").words
    'no notebook but an archive (.rar): unpack it by hand'
    """
    path = PurePosixPath(name)
    if is_ours(path):
        return OF_THE_COURSE
    if head.lstrip().startswith(b"{") and b'"cell_type"' in head:
        return Kind("a notebook by another name: let it end in .ipynb", may_be_work=True)
    last = path.name.lower().rpartition(".")[2]
    what, remedy = KNOWN.get(last) or archive_of(head) or ("", "")
    if what:
        return Kind(f"no notebook but {what}: {remedy}", may_be_work=True)
    if last in BESIDES:
        return NO_NOTEBOOK
    return Kind("no notebook, and of an unknown kind: look at it", may_be_work=True)


def archive_of(head: bytes) -> tuple[str, str] | None:
    """Tell by its beginning what a file is, and what to do, if that is known."""
    return next(((what, do) for start, what, do in BEGINNINGS if head.startswith(start)), None)


def is_ours(path: PurePosixPath) -> bool:
    """Tell whether a file is one that students got, in the folder that they got."""
    *folders, name = path.parts
    if "helpers" in folders and ".." not in folders:
        inside = path.parts[len(folders) - folders[::-1].index("helpers") :]
        return LIBRARY.joinpath(*inside).is_file()
    return name in OURS and bool(folders) and not read_name(folders[-1])
