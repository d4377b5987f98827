"""A student's text in Markdown, made harmless for whoever reads it on a page.

A link is judged by where it leads once the text is parsed, by the parser that writes nbgrader's
pages: with its backslashes and entities it may look like another one. What is not allowed is shown
as the student wrote it.
"""

import html
import re
from collections.abc import Container
from functools import cache
from typing import Any
from urllib.parse import unquote

from nbconvert.filters.markdown_mistune import MarkdownWithMath

ATTACHMENT = "attachment:"
LINK = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
ELSEWHERE = re.compile(r"https?:", re.IGNORECASE)
BESIDE = re.compile(r"(\w[\w-]*/)*\w[\w.%-]*\.(png|jpe?g|gif)", re.IGNORECASE)  # no way up
SCRIPT = re.compile(r"(java|vb)script:", re.IGNORECASE)
UNDONE = 10  # times that an entity may have been written as entities

TAG = re.compile(r"<(?=[A-Za-z/!?])")
# of TeX: makes links, loads more commands, or sets styles of the page
COMMAND = re.compile(r"\\(href|url|class|cssId|style|data|mmlToken|require|csname)(?![A-Za-z])")
# a block of code whose language is not ours: a diagram, or one that takes long to colour
FENCE = re.compile(
    r"^([ \t>*+\-\d.):]*(?:`{3,}(?![^\n]*`)|~{3,}))[ \t]*(?!(?:py|python3?)[ \t]*$)(?=\w)", re.M
)
PARSED = re.compile(r"\](?=[(:])")  # in each link and picture, or where its target is defined
PICTURE = re.compile(r"!\[([^\[\]]*)(\]\(\s*<?([^\s()<>]*)>?[^()\n]*\))")
DEFINED = re.compile(r"\]:\s*<?([^\s<>]*)")  # where a link leads whose target stands apart
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z^-~])?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# what is too long for a line, and for a search by nbconvert that begins anew at each bracket
LINE, BROKEN = re.compile(r"([^\n]{60,120} |[^\n]{120})(?=[^\n])"), r"\1\n"
MARK = re.compile(r"[^\w\s,.;:?'\"“”…/%()–-]|_|:(?=/)")


def without_codes(text: str) -> str:
    r"""Take out what steers a terminal, and halves of surrogate pairs, which cannot be written.

    >>> without_codes("\x1b[31mred\x1b[0m")
    'red'
    """
    return CONTROL.sub("", ESCAPE.sub("", text)).encode("utf-8", "replace").decode()


def as_words(line: str) -> str:
    """Write a line so that Markdown takes nothing in it for a mark.

    >>> as_words("[a]")
    '&#91;a&#93;'
    """
    return MARK.sub(lambda mark: f"&#{ord(mark[0])};", COMMAND.sub(r"\1", line))


def as_written(text: str) -> str:
    """Show a text as it was written, in a block of code that nothing in it can end."""
    longest = max(map(len, re.findall("~+", text)), default=0)
    fence = "~" * max(3, longest + 1)
    return f"{fence}\n{LINE.sub(BROKEN, text)}\n{fence}"


def harmless_text(text: str, attachments: Container[str]) -> str:
    """Let nothing in a text run, fetch or lead elsewhere than a link may.

    Parameters
    ----------
    text
        A student's, in Markdown.
    attachments
        Names of the pictures that were handed in with it.

    Returns
    -------
    text
        With the same words. Tags, diagrams and links that are not allowed are shown as text, a
        picture from elsewhere as a link to it, one that is missing by its name.
    """
    lines = re.sub(r"\r\n?", "\n", text)  # as all parsers read them
    shown = COMMAND.sub(r"\\text{\1}", TAG.sub("< ", FENCE.sub(r"\1text ", lines)))
    if not PARSED.search(shown):  # no link is without it, nor is a picture
        return shown
    replaced = PICTURE.sub(lambda found: _replaced(found, attachments), shown)
    for one in (replaced, PARSED.sub("] ", replaced)):
        if _is_harmless(one, attachments):
            return one
    return as_written(text)


def pictures_in(text: str) -> list[str]:
    """Name the attachments that a text shows, each as often as it does."""
    targets = _targets(text) if ATTACHMENT in text else ()
    return [
        url.removeprefix(ATTACHMENT)
        for kind, url in targets
        if kind == "image" and url.startswith(ATTACHMENT)
    ]


def _replaced(picture: re.Match[str], attachments: Container[str]) -> str:
    words, target, url = picture.groups()
    if ELSEWHERE.match(url):
        return f"[{words.strip() or 'a picture'}{target}"
    name = url.removeprefix(ATTACHMENT)
    if url != name and name not in attachments and unquote(name) not in attachments:
        return f"(a picture that is missing: {words} {name})"
    return picture[0]


def _is_harmless(text: str, attachments: Container[str]) -> bool:
    if PARSED.search(text) and SCRIPT.search(_bare(text)):
        return False  # whatever another parser makes of it
    targets = _targets(text)
    pictures = [url for kind, url in targets if kind == "image"]
    if PARSED.search(text) and len(pictures) != text.count("!["):
        return False  # another parser may see more of them
    defined = DEFINED.findall(text)  # parsers do not agree which of several names is meant
    stand_apart = defined and len(PICTURE.findall(text)) != len(pictures)
    if stand_apart or not all(map(LINK.match, defined)):
        return False
    return all(
        LINK.match(url) if kind == "link" else _is_at_hand(url, attachments)
        for kind, url in targets
    )


def _is_at_hand(url: str, attachments: Container[str]) -> bool:
    if url.startswith(ATTACHMENT):
        return url.removeprefix(ATTACHMENT) in attachments
    return bool(BESIDE.fullmatch(url))


def _bare(text: str) -> str:
    """Undo all by which a scheme can be hidden."""
    for _ in range(UNDONE):
        text = html.unescape(text)
    return re.sub(r"[\\\s\x00-\x20]", "", text)


def _targets(text: str) -> list[tuple[str, str]]:
    """Find where the links and pictures of a text lead, as its page will have it."""
    try:
        tokens: list[Any] = list(_parser()(text))
    except RecursionError:
        return [("link", "")]
    found = []
    while tokens:
        token = tokens.pop()
        if token["type"] in ("link", "image"):
            found.append((token["type"], token["attrs"]["url"]))
        tokens += token.get("children", [])
    return found


@cache
def _parser() -> MarkdownWithMath:
    return MarkdownWithMath(renderer=None)
