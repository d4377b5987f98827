"""Cells that a spreadsheet would calculate, made into text.

Which sign stands between two cells is a setting of the spreadsheet: what is one cell in the file
may be two there, so the beginning of a cell is not the only place to look at. An apostrophe before
the sign makes it text.
"""

import re
import unicodedata

# the signs that begin a formula, the wide and the small ones of Unicode too, unless they stand
# in a word, a number or an address
FORMULA = re.compile(r"(?<![\w.@+-])([=+\-@＝＋－＠﹢﹣﹦﹫])")
DASH = re.compile(r"[-+] +[^\W\d_]")  # and the word behind it
NUMBER = re.compile(r"[+-]?[\d.,\s%]*([eE][+-]?\d+)?")  # or none, for which an LMS writes a “-”
KEYS = {
    *("ID", "SIS User ID", "SIS Login ID", "student_id"),
    *("Identifier", "ID number", "Username", "Email address"),
}
TEACHERS = {"Section", "Feedback comments"}  # in whose columns no student writes


def disarmed(text: str) -> str:
    """Write a cell so that no spreadsheet calculates any part of it.

    >>> disarmed("Doe;=1+1")
    "Doe;'=1+1"
    >>> disarmed("-1.5"), disarmed("Jean-Luc"), disarmed("Müller - Lüdenscheidt")
    ('-1.5', 'Jean-Luc', 'Müller - Lüdenscheidt')
    """
    return text if NUMBER.fullmatch(text) else FORMULA.sub(_disarmed, text)


def _disarmed(sign: re.Match[str]) -> str:
    """Disarm a sign, unless it stands in a word with marks or, with spaces around, between two."""
    before = sign.string[: sign.start()]
    words = before.rstrip(" ")
    if words != before and not DASH.match(sign.string, sign.start()):
        return f"'{sign[0]}"
    in_words = unicodedata.category(words[-1:] or " ")[0]
    # a mark is something that only a letter has
    return sign[0] if in_words == "M" or (words != before and in_words in "LN") else f"'{sign[0]}"


def disarm(rows: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Disarm the cells of a sheet, but the heading and those that the teacher wrote.

    Returns
    -------
    rows, problems
        A problem is that a platform will not know somebody again.
    """
    heading, *others = rows
    written = [
        [
            cell if title in TEACHERS else disarmed(cell)
            for title, cell in zip(heading, row, strict=True)
        ]
        for row in others
    ]
    problems = [
        f"{title} “{cell}” could be a formula to a spreadsheet and is written as “{new}”, by which "
        "nobody is found: enter this grade by hand."
        for row, changed in zip(others, written, strict=True)
        for title, cell, new in zip(heading, row, changed, strict=True)
        if title in KEYS and cell != new
    ]
    return [heading, *written], problems
