"""How verdicts look: as a page in JupyterLab and as plain text elsewhere, the same words."""

import html
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.cases import Answer
from helpers.checks.verdict import State, Verdict

MARKS = {State.CORRECT: "✓", State.WRONG: "✗"}
# frame colours of Okabe and Ito; the mark and the words say the same
COLOURS = {State.CORRECT: "#009E73", State.WRONG: "#D55E00"}
MONOSPACED = "margin:0;font-family:var(--jp-code-font-family,monospace)"
MOST_PRINTED = 12  # lines
LARGEST = 40  # numbers; a larger array is not shown


class Card:
    """A verdict to be displayed.

    Parameters
    ----------
    verdict
        What was found.
    hints
        Whether the second, explicit hints are shown as well as the first ones.
    brief
        Whether only they are shown, for somebody who has seen the rest.
    note
        A first line.
    heard
        An answer whose prints and warnings are shown.
    footer
        A last line.
    """

    def __init__(
        self,
        verdict: Verdict,
        *,
        hints: bool = False,
        brief: bool = False,
        note: str = "",
        heard: Answer | None = None,
        footer: str = "",
    ) -> None:
        self.verdict, self.hints, self.brief = verdict, hints, brief
        self.note, self.heard, self.footer = note, heard or Answer(), footer

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.page()}

    def text(self) -> str:
        """Write the card as plain text."""
        words = [line for word in self._words() for line in textwrap.wrap(word, 92)]
        lines = [self._title(), *(f"  {line}" for line in words)]
        for name, value in [*self._values(), *self._printed()]:
            lines += [f"  {name}:", *(f"    {line}" for line in value.split("\n"))]
        return "\n".join(lines)

    def page(self) -> str:
        """Write the card as HTML."""
        colour = COLOURS.get(self.verdict.state, "#767676")
        words = "".join(f"<div>{_marked(line)}</div>" for line in self._words())
        values = "".join(
            f'<td style="text-align:left;vertical-align:top;padding:0 2em 0 0">'
            f'<b>{name}</b><pre style="{MONOSPACED}">{html.escape(value)}</pre></td>'
            for name, value in self._values()
        )
        printed = "".join(
            f'<div>{name}:</div><pre style="{MONOSPACED}">{html.escape(text)}</pre>'
            for name, text in self._printed()
        )
        table = f'<table style="margin:.4em 0 0"><tr>{values}</tr></table>' if values else ""
        return (
            f'<div style="border-left:6px solid {colour};padding:.2em 0 .2em .8em;'
            f'max-width:52em;line-height:1.5"><b>{_marked(self._title())}</b>{words}{table}'
            f"{printed}</div>"
        )

    def _title(self) -> str:
        verdict = self.verdict
        known = f": {', and '.join(verdict.mistakes)}" if verdict.mistakes else ""
        return f"{_mark(verdict)} {verdict.exercise}: {verdict.state.value}{known}"

    def _words(self) -> Sequence[str]:
        verdict = self.verdict
        if self.brief:
            return [*verdict.hints]
        words = [self.note, *verdict.questions]
        if self.hints:
            words += verdict.hints
        words.append(verdict.message)
        if verdict.right and verdict.wrong:
            count = len(verdict.right) + len(verdict.wrong)
            verb = "is" if len(verdict.right) == 1 else "are"
            words.append(f"{len(verdict.right)} of {count} cases {verb} right.")
        words += [f"There was a warning. {warning}" for warning in self.heard.warned]
        return [word for word in (*words, self.footer) if word]

    def _printed(self) -> Sequence[tuple[str, str]]:
        lines = self.heard.printed.strip().split("\n")
        if self.brief or not any(lines):
            return []
        text = "\n".join(line[:200] for line in lines[:MOST_PRINTED])
        return [("Your function printed", text if len(lines) <= MOST_PRINTED else f"{text}\n…")]

    def _values(self) -> Sequence[tuple[str, str]]:
        expected, got = self.verdict.expected, self.verdict.got
        if (
            self.brief
            or not isinstance(expected, np.ndarray)
            or expected.size > LARGEST
            or expected.ndim == 0
        ):
            return []
        return [("expected", _shown(expected)), ("got", _shown(got))]


@dataclass(frozen=True)
class Row:
    """How an exercise stands.

    Attributes
    ----------
    verdict
        What was found.
    points
        The most that it gives.
    optional
        Whether it gives none, and need not be solved.
    """

    verdict: Verdict
    points: float
    optional: bool = False

    @property
    def cells(self) -> tuple[str, str, str]:
        """Name, points and state."""
        verdict, points = self.verdict, self.points
        return (
            verdict.exercise,
            "optional" if self.optional else f"{verdict.share * points:g} of {points:g}",
            f"{_mark(verdict)} {verdict.state.value}"
            + (f": {', and '.join(verdict.mistakes)}" if verdict.mistakes else ""),
        )


class Table:
    """How the exercises of a notebook stand, the optional ones apart from the others.

    Parameters
    ----------
    rows
        One an exercise.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.page()}

    def text(self) -> str:
        """Write the table as plain text."""
        width = max(len(name) for name, *_ in self._lines())
        return "\n".join(
            f"{name:<{width}}  {points:>11}  {state}" for name, points, state in self._lines()
        )

    def page(self) -> str:
        """Write the table as HTML."""
        rows = "".join(
            "<tr>"
            f'<td style="text-align:left">{html.escape(name)}</td>'
            f'<td style="text-align:right">{points}</td>'
            f'<td style="text-align:left">{_marked(state)}</td></tr>'
            for name, points, state in self._lines()
        )
        left = 'style="text-align:left"'
        head = f"<tr><th {left}>exercise</th><th>points</th><th {left}>state</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _lines(self) -> list[tuple[str, str, str]]:
        needed = [row for row in self.rows if not row.optional]
        earned = sum(row.verdict.share * row.points for row in needed)
        total = sum(row.points for row in needed)
        right = sum(row.verdict.state is State.CORRECT for row in needed)
        return [
            *(row.cells for row in needed),
            ("total", f"{earned:g} of {total:g}", f"{right} of {len(needed)} correct"),
            *(row.cells for row in self.rows if row.optional),
        ]


def _mark(verdict: Verdict) -> str:
    return MARKS.get(verdict.state, "○")


def _marked(text: str) -> str:
    """Write words as HTML: code between backticks, and what stands lower after ``_``.

    >>> _marked("`W1` is n_{l-1} < 2")
    '<code>W1</code> is n<sub>l-1</sub> &lt; 2'
    """
    lowered = re.sub(r"_\{([^{}]{1,20})\}", r"<sub>\1</sub>", html.escape(text, quote=False))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", lowered)


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.size > LARGEST:
        return f"an array of shape {value.shape}"
    with np.printoptions(precision=6, suppress=True, linewidth=76):
        return str(value)[:2000]
