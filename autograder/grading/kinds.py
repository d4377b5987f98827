"""What a file is that is no notebook, in words: by how it begins, never by its name alone."""

import re

LOOKED_AT = 2**16  # bytes at the beginning that tell
BEGINS = 4096  # characters in which a page or a program shows
ARCHIVE = re.compile(r"archive")

BEGINNINGS = {
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (RTF)",
    b"\xd0\xcf\x11\xe0": "a document of Microsoft Office",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a packed archive (gzip)",
    b"BZh": "a packed archive (bzip2)",
    b"\xfd7zXZ": "a packed archive (xz)",
    b"\x28\xb5\x2f\xfd": "a packed archive (zstd)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"version https://git-lfs": "a pointer of Git LFS to the real file",
    b"SQLite format 3": "a database",
}
IN_A_ZIP = {
    b"word/": "a Word document",
    b"xl/": "an Excel sheet",
    b"ppt/": "a PowerPoint presentation",
    b"opendocument": "an OpenDocument text",
}
PROGRAM = re.compile(
    r"^(import \w+|from [\w.]+ import |def \w+\(|class \w+|# ?%%|#!.*python)", re.M
)
CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>)( |\r?$)", re.MULTILINE)
PAGE = re.compile(r"<(!doctype html|html|head|body)\b", re.IGNORECASE)
LOGIN = re.compile(r"log[ -]?in|sign[ -]?in|password", re.IGNORECASE)


def kind(content: bytes) -> str:
    """Say what a file is.

    Parameters
    ----------
    content
        All of it, or its beginning.

    Returns
    -------
    kind
        With its article.

    >>> kind(b"%PDF-1.7 ...")
    'a PDF document'
    """
    for beginning, what in BEGINNINGS.items():
        if content.startswith(beginning):
            return what
    if content.startswith(b"PK\x03\x04"):
        inside = (what for part, what in IN_A_ZIP.items() if part in content)
        return next(inside, "a zip archive")
    if content[257:262] == b"ustar":
        return "an archive (tar)"
    if CONFLICT.search(content):
        return "a file with git's conflict marks (<<<<<<<, >>>>>>>)"
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = content.decode(encoding, "replace").lstrip()
    begins = text[:BEGINS]
    if not text:
        return "an empty file"
    if "\0" in begins:
        return "a file of an unknown kind"
    if PAGE.search(begins):
        login = ", perhaps that of a login" if LOGIN.search(text) else ""
        return f"a saved web page{login}"
    if begins.startswith(("{", "[")):
        ends = text.rstrip().endswith(("}", "]"))
        return "a damaged file (JSON)" if ends else "a file that breaks off in the middle (JSON)"
    return "a Python program" if PROGRAM.search(text) else "a text"
