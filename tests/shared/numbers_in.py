"""The numbers that stand in a lesson's words, and the words around them.

0 and 1 standing alone are left aside: they name classes, or what a sigmoid is near.
"""

import re
from collections.abc import Iterator

# what holds no number that the lesson states: it is left out before numbers are looked for
LEFT_OUT = [
    r"```.*?```",
    r"`[^`]*`",
    r"^## References.*",
    r"^#+ .*$",
    r"\]\([^)]*\)|<[^>]*>",  # where a link leads, and HTML
    r"\[\d+(?:[,–] ?\d+)*\]",  # [2] is a reference
    r"^\s*\d+\. ",  # of a list
    r"\b(?:19|20)\d\d\b",  # a year
    r"[Ee]xercises? \d+(?:(?:,| and| to) \d+)*",
    r"\\t?frac\d\d|_\{[^{}]*\}|\^\{\[[^{}]*\]\}",
    r"\d+ points?\b|\*\*Points:\*\*[^.]*\.",  # held by other tests
]
MATH = re.compile(r"\$\$?[^$]+\$\$?")
# of formulas, powers of ten, fractions and numbers of several digits; the rest is their structure
IN_MATH = re.compile(r"10\^\{[^{}]*\}|10\^\d|(?<![\d.,])\d+(?:,\d{3})*\.\d+|(?<![\d.,])\d[\d,]*\d")
ALONE = r"(?![01](?!\d|[.,]\d|e-?\d))"
IN_WORDS = re.compile(
    rf"(?<![\w.,^_{{]){ALONE}\d+(?:,\d{{3}})*(?:\.\d+)?(?:e-?\d+)?(?![\d^_]|[A-Za-z])"
)
Span = tuple[int, int]


def numbers(text: str) -> Iterator[Span]:
    """Find the numbers of a text: where each begins and ends."""
    for pattern in LEFT_OUT:
        flags = re.MULTILINE | (re.DOTALL if "References" in pattern or "```" in pattern else 0)
        text = re.sub(pattern, lambda found: " " * len(found[0]), text, flags=flags)
    for formula in MATH.finditer(text):
        for found in IN_MATH.finditer(formula[0]):
            yield formula.start() + found.start(), formula.start() + found.end()
    words = MATH.sub(lambda found: " " * len(found[0]), text)
    for found in IN_WORDS.finditer(words):
        yield found.span()


def places(words: str, text: str) -> list[Span]:
    """Find words in a text, wherever its lines are broken."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [found.span() for found in re.finditer(pattern, text)]


def within(number: str, text: str, span: Span) -> list[Span]:
    """Find a number in a part of a text, but not inside a longer number."""
    pattern = rf"(?<![\d.])(?<!\d,){re.escape(number)}(?!\d|[.,]\d)"
    return [found.span() for found in re.compile(pattern).finditer(text, *span)]
