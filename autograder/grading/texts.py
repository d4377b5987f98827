"""A student's text in Markdown, made harmless for whoever reads it on a page.

A link is judged by where it leads once the text is parsed, by the parser that writes nbgrader's
pages: with its backslashes and entities it may look like another one. What is not allowed is shown
as the student wrote it.
"""

import re
from collections.abc import Container
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from nbconvert.filters.markdown_mistune import MarkdownWithMath

ATTACHMENT = "attachment:"
LINK = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
ELSEWHERE = re.compile(r"https?:", re.IGNORECASE)
SAFE = "%/:?#[]@!$&'*+,;=~"  # in an address; parentheses could end it
BESIDE = re.compile(r"(\w[\w-]*/)*\w[\w.%-]*\.(png|jpe?g|gif)", re.IGNORECASE)  # no way up
# an address in angle brackets: where a link or a picture leads, or in the text itself
TARGET = re.compile(r"(\][(:]\s*)<([^<>\n]*)>")
ADDRESS = re.compile(r"<(https?://[^\s<>]*)>(?![\s.,;:!?)\]]|$)|<(https?://[^\s<>]*)>", re.I)
TAG = re.compile(r"<(?=[A-Za-z/!?])")
# of TeX: makes links, loads more commands, or sets styles of the page
COMMAND = re.compile(r"\\(href|url|class|cssId|style|data|mmlToken|require|csname)(?![A-Za-z])")
# a block of code whose language is not ours: a diagram, or one that takes long to colour
FENCE = re.compile(
    r"^([ \t>*+\-\d.):]*(?:`{3,}(?![^\n]*`)|~{3,}))[ \t]*(?!(?:py|python3?)[ \t]*$)(?=\w)", re.M
)
PARSED = re.compile(r"\](?=[(:])")  # in each link and picture, or where its target is defined
PICTURE = re.compile(r"!\[([^\[\]]*)(\]\(\s*<?([^\s()<>]*)>?[^()\n]*\))")
PLAIN = re.compile(rf"[(:]\s*(?:{LINK.pattern}|{ATTACHMENT}|{BESIDE.pattern}[\s)])", re.IGNORECASE)
UNPLAIN = re.compile(r"!(?=\[)(?!\[[^\[\]]*\]\()")  # a picture in any other way
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
    bare = ADDRESS.sub(_without_brackets, TARGET.sub(_encoded, FENCE.sub(r"\1text ", lines)))
    shown = COMMAND.sub(r"\\text{\1}", TAG.sub("< ", bare))
    if not PARSED.search(shown):  # no link is without it, nor is a picture
        return shown
    replaced = PICTURE.sub(lambda found: _replaced(found, attachments), shown)
    plain = PARSED.sub(_plain, UNPLAIN.sub("! ", replaced))
    for one in (plain, PARSED.sub("] ", replaced)):
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


def _encoded(target: re.Match[str]) -> str:
    """Write where something leads without the brackets, in which there may be spaces."""
    before, url = target.groups()
    allowed = LINK.match(url) or url.startswith(ATTACHMENT) or BESIDE.fullmatch(unquote(url))
    return before + quote(url, SAFE) if allowed else target[0]


def _without_brackets(address: re.Match[str]) -> str:
    """Leave out the brackets around an address, which parsers see without them as well."""
    return f"{address[1]} " if address[1] else address[2]


def _plain(link: re.Match[str]) -> str:
    """Break a link that does not plainly lead where it may, whatever a parser makes of it."""
    return link[0] if PLAIN.match(link.string, link.end()) else "] "


def _replaced(picture: re.Match[str], attachments: Container[str]) -> str:
    words, target, url = picture.groups()
    if ELSEWHERE.match(url):
        return f"[{words.strip() or 'a picture'}{target}"
    name = url.removeprefix(ATTACHMENT)
    if url != name and name not in attachments and unquote(name) not in attachments:
        return f"(a picture that is missing: {words} {name})"
    return picture[0]


def _is_harmless(text: str, attachments: Container[str]) -> bool:
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
        name = url.removeprefix(ATTACHMENT)
        return name in attachments or unquote(name) in attachments
    return bool(BESIDE.fullmatch(url))


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
