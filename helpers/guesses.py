"""A place to commit to a prediction before a plot, and what became of it below the plot."""

from dataclasses import dataclass
from typing import Any

from helpers.errors import CourseError
from helpers.widgets import show_widget


@dataclass
class Question:
    """What was asked before a plot.

    Attributes
    ----------
    text
        The question.
    choices
        What may be answered.
    said
        What was, if anything.
    """

    text: str
    choices: tuple[str, ...]
    said: str | None = None

    def told(self, seen: str) -> str:
        """Say in Markdown what was guessed, and what is seen."""
        if self.said is None:
            return f"What is seen: **{seen}.**"
        if self.said == seen:
            return f"You said: *{self.said}.* **And so it is.**"
        return f"You said: *{self.said}.* What is seen: **{seen}.**"


_asked: dict[str, Question] = {}  # by name, while the kernel runs


def guess(name: str, question: str, *choices: str) -> None:
    """Ask for a guess before a plot; no answer is needed to go on.

    Parameters
    ----------
    name
        By which :func:`guessed` finds it again. A cell that is run again keeps the guess.
    question
        In Markdown.
    choices
        Two or more short answers, without a full stop.
    """
    if len(set(choices)) != len(choices) or len(choices) < 2:
        raise CourseError(f"guess({name!r}, …) needs two or more different choices.")
    asked = Question(question, choices)
    before = _asked.get(name)
    if before is not None and before.said in choices:
        asked.said = before.said
    _asked[name] = asked
    _show(asked)


def guessed(name: str, seen: str) -> None:
    """Say below a plot what was guessed and what is seen.

    Parameters
    ----------
    name
        Of the guess. Where nobody was asked, or answered, what is seen is said alone.
    seen
        The choice that is right.
    """
    asked = _asked.get(name, Question("", (seen,)))
    if seen not in asked.choices:
        known = ", ".join(f"“{choice}”" for choice in asked.choices)
        raise CourseError(f"“{seen}” is none of the choices of the guess {name!r}: {known}.")
    _display(asked.told(seen))


def _show(asked: Question) -> None:
    """Show a button for each choice: Tab leads to them and the space bar presses them.

    Of radio buttons only the first can be reached without a mouse: JupyterLab takes the arrow keys.
    """
    from ipywidgets import Button, Layout, VBox  # noqa: PLC0415  # takes long to load

    _display(f"**Guess first.** {asked.text}")
    buttons = [
        Button(
            description=choice,
            icon="check" if choice == asked.said else "",
            layout=Layout(width="max-content", max_width="98%"),
        )
        for choice in asked.choices
    ]
    place = show_widget(VBox(buttons), "\n".join(f"- {choice}" for choice in asked.choices))

    def keep(pressed: Any) -> None:
        asked.said = pressed.description
        # a saved notebook could not show the buttons again, but it can show this
        said = f"Your guess: *{asked.said}.* To change it, run the cell again."
        place.update(_markdown(said), raw=True)

    for button in buttons:
        button.on_click(keep)


def _display(text: str) -> None:
    from IPython.display import display  # noqa: PLC0415  # takes long to load

    display(_markdown(text), raw=True)


def _markdown(text: str) -> dict[str, str]:
    return {"text/markdown": text, "text/plain": text}
