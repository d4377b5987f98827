"""The page of a lab report, by nbconvert. It runs no script and asks for no other file.

nbconvert's own ``sanitize_html`` takes the paragraphs and headings of a text for an attack. So no
HTML of the notebook is let through in the first place: tags in a text are shown as they were
written, and outputs are text or pictures. The page's content security policy forbids the rest.
"""

import base64
import binascii
import io
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, pass_context
from math_core import LatexError, LatexToMathML
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from PIL import Image
from traitlets.config import Config

from helpers.lab_report.excerpt import PICTURES, TEXTS, Excerpt

LONGEST = 2000  # characters of a formula; in a longer one braces could be nested without end
MATH = LatexToMathML(fancy_error=False)
CONFIG = Config(NbConvertBase={"display_data_priority": [*PICTURES, *TEXTS]})


def write(excerpt: Excerpt, origin: str, name: str = "") -> str:
    """Write the page.

    Parameters
    ----------
    excerpt
        What it shows.
    origin
        Where that comes from, in words.
    name
        Of who wrote it, if that is to stand there.
    """
    exporter = _Exporter(
        config=CONFIG,
        template_name="classic",
        template_file="page.html.j2",
        extra_loaders=[FileSystemLoader(Path(__file__).parent)],
        extra_template_basedirs=[],  # a template is a program: take none from the working folder
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"last_frame": _last_frame},
    )
    cells = [NotebookNode(cell, id=f"part-{number}") for number, cell in enumerate(excerpt.cells)]
    notebook = new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    page, _ = exporter.from_notebook_node(
        notebook, {"report": excerpt, "origin": origin, "author": name}
    )
    return str(page)


class _Exporter(HTMLExporter):
    """nbconvert's page, with texts and formulas made as below."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        renderer = _Renderer(
            escape=True,
            allow_harmful_protocols=False,
            exclude_anchor_links=True,
            attachments=context["cell"].get("attachments", {}),
        )
        return str(MarkdownWithMath(renderer=renderer).render(source))


class _Renderer(IPythonRenderer):
    """Text without HTML of its own, and formulas as MathML, which browsers show by themselves."""

    def inline_math(self, body: str) -> str:
        return _formula(body, is_block=False)

    def block_math(self, body: str) -> str:
        return _formula(body, is_block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return _formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", is_block=True)

    def block_mermaidjs(self, code: str) -> str:
        return str(self.block_code(code))  # nbconvert leaves it to a script, and as it is

    def image(self, text: str, url: str, title: str | None = None) -> str:
        try:
            return str(super().image(text, url, title))
        except (InvalidNotebook, StopIteration):  # a picture that was pasted once and is gone
            return escape(text)


def _formula(tex: str, *, is_block: bool) -> str:
    """Write a formula as MathML; one that cannot be read is shown as it was written."""
    if len(tex) <= LONGEST:
        try:
            return MATH.convert_with_local_state(tex, displaystyle=is_block)
        except LatexError:
            pass
    return f"<code>{escape(tex)}</code>"


def _last_frame(gif: str) -> str:
    """Take the last picture of an animation, as PNG: browsers would print the first."""
    png = io.BytesIO()
    try:
        with Image.open(io.BytesIO(base64.b64decode(gif)), formats=["GIF"]) as frames:
            frames.seek(getattr(frames, "n_frames", 1) - 1)
            frames.convert("RGB").save(png, "PNG")
    except (binascii.Error, EOFError, OSError, ValueError, Image.DecompressionBombError):
        return ""
    return base64.b64encode(png.getvalue()).decode()
