"""A lab report shows the student's part of a notebook, and nothing of it can harm a reader."""

import errno
import json
import os
import re
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path
from runpy import run_path

import nbformat
import pytest
from browsing import browser
from bs4 import BeautifulSoup
from classroom import COURSE, ROOT, python, release
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from traitlets.config import Config

from autograder.authoring.build import from_text
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.notebook import is_solution, labelled
from helpers import report
from helpers.checks import CASES_VARIABLE
from helpers.errors import CourseError
from helpers.lab_report.excerpt import OURS, STUB, excerpt
from helpers.places import SESSION_VARIABLE

NAME = "gradient_checking"
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def finished(name):
    """Read the solved and executed notebook of a lesson: what a perfect student has in the end."""
    return nbformat.read(COURSE.source(name), as_version=4)


def page_of(notebook, folder, name="lab"):
    """Save a notebook, write its report and read that."""
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    report(path)
    return BeautifulSoup(path.with_suffix(".html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Reports of the finished notebooks, by name."""
    folder = tmp_path_factory.mktemp("reports")
    return {name: page_of(finished(name), folder, name) for name in NOTEBOOKS}


@each_notebook
def test_the_report_shows_each_function_as_it_was_written(pages, name):
    cells = labelled(finished(name))
    written = [cells[exercise].source for exercise in CATALOGUE[name]]

    shown = [block.get_text().strip() for block in pages[name].select(".celltag_own .highlight")]

    assert shown == written


@each_notebook
def test_the_report_shows_each_figure_with_its_alternative_text(pages, name):
    wanted = [
        output.metadata[kind].alt
        for cell in finished(name).cells
        for output in cell.get("outputs", [])
        for kind in ("image/png", "image/gif")
        if kind in output.get("data", {})
    ]

    found = [image["alt"] for image in pages[name].select("img:not(.on-paper)")]

    assert found == wanted


@each_notebook
def test_the_report_says_how_each_exercise_stands(pages, name):
    rows = [[c.get_text() for c in row.select("th, td")] for row in pages[name].select("tbody tr")]

    assert rows == [[exercise, "✓ correct"] for exercise in CATALOGUE[name]]


@pytest.mark.parametrize(("mark", "shown"), [("○", False), ("✗", True), ("✓", True)])
def test_an_optional_exercise_is_shown_only_where_it_was_tried(tmp_path, mark, shown):
    notebook = finished(NAME)
    first = next(iter(CATALOGUE[NAME]))
    cells = labelled(notebook)
    cells[f"check-{first}"].metadata.nbgrader.points = 0
    cells[f"check-{first}"].outputs[0].data["text/plain"] = f"{mark} {first}: found"

    page = page_of(notebook, tmp_path).get_text()

    assert (f"{first}{mark} found" in page, "Exercise 1: the cost of a straight line" in page) == (
        shown,
        shown,
    )


@each_notebook
def test_the_report_shows_the_answers_in_words_and_no_other_text_of_the_lesson(pages, name):
    notebook = finished(name)
    answers = [c for c in notebook.cells if c.cell_type == "markdown" and is_solution(c)]

    shown = pages[name].select(".celltag_words")

    assert len(shown) == len(answers) == 2
    assert "What you will learn" not in pages[name].get_text()
    assert "References" not in pages[name].get_text()


def test_the_headings_of_the_lesson_are_kept_where_something_stands_below_them(pages):
    headings = [one.get_text() for one in pages[NAME].select("h1, h2, h3")]

    assert headings[:4] == [
        "Gradient checking: lab report",
        "One number first",
        "Exercise 1: the cost of a straight line",
        "Exercise 2: its derivative",
    ]
    assert headings[-3:] == ["In your own words", "Conclusion", "Your questions"]


def test_code_that_was_given_is_folded_or_left_out(pages):
    folded = " ".join(one.get_text() for one in pages[NAME].select("details"))
    shown = pages[NAME].get_text()

    assert "plot_relu_kink(" in folded
    assert "from helpers import" not in shown
    assert "check(forward_propagation)" not in shown
    assert "progress()" not in shown


def test_formulas_are_shown_by_the_browser_itself(pages):
    formulas = pages[NAME].select("math")

    assert "ε=10−7" in [formula.get_text() for formula in formulas]
    assert "$" not in pages[NAME].select(".celltag_words")[0].get_text()


def with_answer(text, **more):
    """Take a finished notebook and write this as the conclusion."""
    notebook = finished(NAME)
    labelled(notebook)["conclusion"].update(source=text, **more)
    return notebook


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$", "a=bc=d"),
        (r"\begin{align} a &= b \end{align}", "a=b(1)"),
        ("It costs $5, no more.", "It costs $5, no more."),
        (r"$\frac{a$", r"\frac{a"),
        (r"$\unknown{x}$", r"\unknown{x}"),
        ("$" + "{" * 100_000 + "$", "{" * 100_000),
        ("a `$code$` b", "a $code$ b"),
    ],
    ids=["aligned", "align", "money", "unfinished", "unknown", "endless", "code"],
)
def test_a_formula_is_shown_and_one_that_cannot_be_read_as_it_was_written(tmp_path, text, shown):
    page = page_of(with_answer(text), tmp_path)

    assert page.select(".celltag_words")[0].get_text().strip() == shown


def output_of(kind, content, **metadata):
    """Take a notebook with one cell of the student's own that has this output."""
    output = new_output("display_data", {kind: content}, metadata={kind: metadata})
    cell = new_code_cell("draw()", outputs=[output], execution_count=1)
    return new_notebook(cells=[cell])


ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = {
    "a tag in a text": with_answer(ATTACK),
    "a tag in the midst of a text": with_answer(f"so {ATTACK} so"),
    "a tag in a formula": with_answer(rf"$\text{{{ATTACK}}}$"),
    "a tag in a formula that cannot be read": with_answer(rf"$\frac{{{ATTACK}$"),
    "a tag in code": with_answer(f"```\n{ATTACK}\n```"),
    "a tag in a diagram": with_answer(f"```mermaid\n{ATTACK}\n```"),
    "a language of code": with_answer(f'```"><script>alert(1)</script>\n{ATTACK}\n```'),
    "a link": with_answer("[here](javascript:alert(1))"),
    "a link in a formula": with_answer(r"$\href{javascript:alert(1)}{x}$"),
    "a link to data": with_answer("[here](data:text/html,<script>alert(1)</script>)"),
    "a picture from elsewhere": with_answer("![a](javascript:alert(1))"),
    "a name of a picture": with_answer(f'!["{ATTACK}](attachment:none.png)'),
    "a pasted drawing": with_answer(
        "![a](attachment:a.svg)", attachments={"a.svg": {'image/svg+xml"><script>': ATTACK}}
    ),
    "a page as output": output_of("text/html", ATTACK),
    "a script as output": output_of("application/javascript", "alert(1)"),
    "a text as output": output_of("text/plain", ATTACK),
    "Markdown as output": output_of("text/markdown", ATTACK),
    "LaTeX as output": output_of("text/latex", ATTACK),
    "a drawing as output": output_of("image/svg+xml", f"<svg>{ATTACK}</svg>"),
    "what is no picture": output_of("image/png", f'">{ATTACK}'),
    "what is no animation": output_of("image/gif", f'">{ATTACK}'),
    "an alternative text": output_of("image/png", "", alt=f'">{ATTACK}'),
    "a width": output_of("image/png", "", width="1 onerror=alert(1)"),
    "code": new_notebook(cells=[new_code_cell(ATTACK, execution_count=1)]),
    "a title": new_notebook(
        cells=[new_markdown_cell(f"# {ATTACK}", id="cell-0"), new_code_cell("1", execution_count=1)]
    ),
}
HARMFUL = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)


@pytest.mark.parametrize("notebook", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_notebook_holds_can_run_in_the_page(tmp_path, notebook):
    page = page_of(notebook, tmp_path)

    attributes = [item for tag in page.find_all(True) for item in tag.attrs.items()]
    assert page.select("script, iframe, object, embed, base, form, svg") == []
    assert [name for name, _ in attributes if name.startswith("on")] == []
    assert [value for name, value in attributes if HARMFUL.match(str(value))] == []


def test_the_page_forbids_scripts_and_other_files(pages):
    policy = pages[NAME].select_one("meta[http-equiv=Content-Security-Policy]")

    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_a_template_in_the_working_folder_is_not_taken(tmp_path, monkeypatch):
    (tmp_path / "classic").mkdir()
    (tmp_path / "classic" / "base.html.j2").write_text("{{ 1 / 0 }}")
    monkeypatch.chdir(tmp_path)

    page = page_of(finished(NAME), tmp_path)

    assert page.h1.get_text() == "Gradient checking: lab report"


def animation(colours):
    """Make a GIF of one picture a colour."""
    gif = BytesIO()
    first, *others = [Image.new("RGB", (4, 4), colour) for colour in colours]
    first.save(gif, "GIF", save_all=True, append_images=others)
    return b64encode(gif.getvalue()).decode()


def test_an_animation_moves_on_the_screen_and_rests_at_its_end_on_paper(tmp_path):
    page = page_of(output_of("image/gif", animation(["red", "blue"]), alt="It moves."), tmp_path)

    moving, still = page.select("img")
    png = b64decode(still["src"].removeprefix("data:image/png;base64,"))
    assert moving["src"].startswith("data:image/gif;base64,")
    assert Image.open(BytesIO(png)).getpixel((0, 0)) == (0, 0, 255)
    assert (moving["alt"], still["alt"]) == ("It moves.", "It moves.")


def test_a_figure_without_a_description_says_so(tmp_path):
    page = page_of(output_of("image/png", ""), tmp_path)

    assert page.img["alt"] == "a figure without a description"


def test_cells_of_one_s_own_are_shown_with_what_they_printed_and_no_progress_bars(tmp_path):
    bar = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "50 %"}
    outputs = [
        new_output("stream", name="stdout", text="it works\n"),
        new_output("stream", name="stderr", text="/home/ana: a warning\n"),
        new_output("display_data", bar),
        new_output("execute_result", {"text/plain": "42"}, execution_count=1),
    ]
    notebook = finished(NAME)
    notebook.cells += [
        new_code_cell("mine()", outputs=outputs, execution_count=99),
        new_markdown_cell("# Ana Pérez, 1 May"),
        new_code_cell("from helpers import report\nreport()", execution_count=100),
    ]

    *_, code, words = page_of(notebook, tmp_path).select(".cell")

    assert code.get_text().split() == ["mine()", "it", "works", "42"]
    assert words.get_text().strip() == "Ana Pérez, 1 May"


@pytest.mark.parametrize(
    ("traceback", "shown"),
    [
        (["Not attempted yet: write."], "Not attempted yet: write."),
        (["Traceback", "File /home/ana\n\x1b[31mNameError\x1b[0m: x"], "NameError: x"),
        ([], "NameError: x is not defined"),
    ],
    ids=["ours", "Python's", "none"],
)
def test_of_an_error_the_last_line_is_shown(tmp_path, traceback, shown):
    error = new_output("error", ename="NameError", evalue="x is not defined", traceback=traceback)
    cell = new_code_cell("x", outputs=[error], execution_count=1)

    page = page_of(new_notebook(cells=[cell]), tmp_path)

    assert page.select_one(".output").get_text().strip() == shown


def test_what_check_said_of_a_mistake_is_shown_whole(tmp_path):
    notebook = finished(NAME)
    said = "✗ forward_propagation: wrong: the sum for the product\n  Which sign is it?"
    labelled(notebook)["check-forward_propagation"].outputs = [
        new_output("display_data", {"text/plain": said, "text/html": ATTACK}),
        new_output("error", ename="CheckFailed", evalue="wrong", traceback=["wrong"]),
    ]

    page = page_of(notebook, tmp_path)

    assert page.select_one(".celltag_wrong").get_text().strip() == said
    assert page.select("tbody td")[0].get_text() == "✗ wrong: the sum for the product"


def test_what_is_missing_is_said_in_the_page_and_at_the_command(tmp_path, capsys):
    notebook = finished(NAME)
    labelled(notebook)["conclusion"].source = STUB
    unseen = [c for c in notebook.cells if "experiment" in c.metadata.get("tags", [])][:2]
    labelled(notebook)["check-gradient_check"].update(outputs=[], execution_count=None)
    unseen[0].update(outputs=[], execution_count=None)
    unseen[1].update(outputs=[], execution_count=None)

    page = page_of(notebook, tmp_path)

    missing = ["2 experiments not run when the file was saved", "answers in words to conclusion"]
    said = capsys.readouterr().out
    assert [line.get_text() for line in page.select(".missing li")] == missing
    assert [f"Missing: {line}." in said for line in missing] == [True, True]
    assert page.select("tbody td")[2].get_text() == "○ not run yet"
    assert "Not written yet." in page.get_text()


def test_a_name_that_would_steer_the_terminal_of_whoever_makes_the_report_is_shown(
    tmp_path, capsys
):
    notebook = finished(NAME)
    labelled(notebook)["conclusion"].update(source=STUB)
    labelled(notebook)["conclusion"].metadata.nbgrader.grade_id = "\x1b]0;title\x07\x1b[2J\u202e"

    page = page_of(notebook, tmp_path, name="lab\x1b[31m\u202e")

    said = capsys.readouterr().out
    assert "answers in words to \\x1b]0;title\\x07\\x1b[2J\\u202e." in said
    assert all(line.isprintable() for line in said.splitlines())
    assert all(line.get_text().isprintable() for line in page.select(".missing li, .origin"))


def refusal(path):
    """Ask for a report that cannot be; return what is said."""
    with pytest.raises(CourseError) as raised:
        report(path)
    return str(raised.value)


@pytest.mark.parametrize("name", ["nothing.ipynb", "."])
def test_a_file_that_is_not_there(tmp_path, name):
    path = tmp_path / name

    assert refusal(path) == (
        f"There is no file {path}: name a notebook that is there, with its ending .ipynb."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[]",
        b"{}",
        b'"text"',
        b'{"nbformat": 9}',
        b'{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_a_file_that_is_no_notebook(tmp_path, content, capfd):
    path = tmp_path / "lab.ipynb"
    path.write_bytes(content)

    assert refusal(path) == (
        "lab.ipynb is not a notebook, or it is damaged: open it in JupyterLab and save it."
    )
    assert capfd.readouterr().err == ""


HALF = "\ud83d"  # of a pair of surrogates, as JSON can hold it and no file of text


@pytest.mark.parametrize(
    "notebook",
    [
        with_answer(f"so {HALF} so"),
        with_answer(f"$${HALF}$$"),
        output_of("text/plain", HALF),
        output_of("image/png", HALF),
        output_of("image/png", "", alt=HALF),
        new_notebook(cells=[new_code_cell(f"x = '{HALF}'", execution_count=1)]),
    ],
    ids=["answer", "formula", "text", "picture", "alternative text", "code"],
)
def test_half_a_letter_spoils_no_page(tmp_path, notebook):
    (tmp_path / "lab.ipynb").write_text(json.dumps(notebook), "ascii")

    report(tmp_path / "lab.ipynb")

    assert "lab report" in (tmp_path / "lab.html").read_text("utf-8")


@pytest.mark.parametrize("attachments", [{}, {"other.png": {}}, {"gone.png": {}}])
def test_a_picture_that_is_gone_spoils_no_page(tmp_path, attachments):
    notebook = with_answer("so ![x](attachment:gone.png) so", attachments=attachments)

    page = page_of(notebook, tmp_path)

    assert page.select(".celltag_words")[0].get_text().strip() == "so x so"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_notebook_that_an_editor_saved_in_another_encoding_is_read(tmp_path, encoding):
    (tmp_path / "lab.ipynb").write_bytes(json.dumps(finished(NAME)).encode(encoding))

    report(tmp_path / "lab.ipynb")

    assert "Gradient checking: lab report" in (tmp_path / "lab.html").read_text("utf-8")


IMPROPER = [
    None,
    "text",
    {},
    {"output_type": "stream", "text": "no name"},
    {"output_type": "display_data", "data": None, "metadata": {}},
    {"output_type": "display_data", "data": {"text/plain": {"no": "text"}}, "metadata": {}},
    {"output_type": "error", "ename": "E", "evalue": "x", "traceback": [1]},
]


@pytest.mark.parametrize("output", IMPROPER)
def test_an_output_that_is_none_is_told_and_leaves_no_page(tmp_path, output):
    path = tmp_path / "lab.ipynb"
    cell = new_code_cell("draw()", execution_count=1) | {"outputs": [output]}
    path.write_text(json.dumps(new_notebook() | {"cells": [cell]}), "utf-8")

    assert refusal(path).startswith("lab.ipynb is not a notebook, or it is damaged")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("noted", [None, "text", {"solution": True}, {"locked": "yes"}])
def test_what_nbgrader_did_not_note_spoils_no_page(tmp_path, noted):
    notebook = finished(NAME)
    notebook.cells.append(new_markdown_cell("", metadata={"nbgrader": noted}))

    page = page_of(notebook, tmp_path)

    assert page.h1.get_text() == "Gradient checking: lab report"


def test_a_description_of_a_picture_that_is_no_text_spoils_no_page(tmp_path):
    notebook = output_of("image/png", "")
    notebook.cells[0].outputs[0].metadata["image/png"] = "no dict"

    page = page_of(notebook, tmp_path)

    assert page.img["alt"] == "a figure without a description"


def test_a_page_that_cannot_be_written_whole_leaves_the_older_one(tmp_path, monkeypatch):
    path = tmp_path / "lab.ipynb"
    nbformat.write(finished(NAME), path)
    path.with_suffix(".html").write_text("older", "utf-8")

    def full(self, text, **options):
        self.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)

    said = refusal(path)

    assert said == f"{path.with_suffix('.html')} cannot be written: No space left on device."
    assert path.with_suffix(".html").read_bytes() == b"older"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["lab.html", "lab.ipynb"]


def test_a_notebook_that_was_not_run(tmp_path):
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(release(NAME), path)

    assert refusal(path) == (
        f"{NAME}.ipynb, as it was saved, has not been run, so it has no figures: run its cells, "
        "save it, and try again."
    )
    assert not path.with_suffix(".html").exists()


def test_a_page_that_cannot_be_written(tmp_path):
    path = tmp_path / "lab.ipynb"
    nbformat.write(finished(NAME), path)
    path.with_suffix(".html").mkdir()

    assert refusal(path) == f"{path.with_suffix('.html')} cannot be written: Is a directory."


def test_in_jupyter_the_notebook_need_not_be_named(tmp_path, monkeypatch, capsys):
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(finished(NAME), path)
    monkeypatch.setenv(SESSION_VARIABLE, str(path))

    report()

    assert path.with_suffix(".html").is_file()
    assert capsys.readouterr().out.startswith(f"Written: {NAME}.html, from {NAME}.ipynb as it was")


@pytest.mark.parametrize("session", ["", "a-console"])
def test_elsewhere_it_must_be_named(monkeypatch, session):
    monkeypatch.setenv(SESSION_VARIABLE, session)

    assert refusal(None) == 'Name the notebook, for example report("optimization.ipynb").'


def test_when_the_course_is_graded_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(CASES_VARIABLE, "cases.json")

    report(tmp_path / "lab.ipynb")

    assert capsys.readouterr().out == ""


def test_a_notebook_whose_cells_lost_their_ids_is_shown_with_the_text_of_the_lesson(tmp_path):
    notebook = finished(NAME)
    notebook.nbformat_minor = 4
    notebook.cells = [
        nbformat.from_dict({key: cell[key] for key in cell if key != "id"})
        for cell in notebook.cells
    ]

    page = page_of(notebook, tmp_path)

    assert page.select_one("tbody th").get_text() == "forward_propagation"
    assert "What you will learn" in page.get_text()


@each_notebook
def test_the_lesson_s_own_texts_are_told_from_the_student_s(name):
    ours = [
        cell.id
        for cell in from_text(COURSE.text(name)).cells
        if cell.cell_type == "markdown" and not is_solution(cell)
    ]

    assert [identity for identity in ours if not OURS.fullmatch(identity)] == []
    assert not OURS.fullmatch(new_markdown_cell("mine").id)


def test_an_answer_that_was_not_written_is_known_by_the_stub_of_the_release():
    config = run_path(str(ROOT / "nbgrader_config.py"), {"get_config": Config})["c"]

    assert config.ClearSolutions.text_stub == STUB


def test_an_excerpt_leaves_the_notebook_as_it_is():
    notebook, same = finished(NAME), finished(NAME)

    excerpt(notebook, NAME)

    assert notebook == same


def test_the_same_notebook_gives_the_same_page(tmp_path):
    path = tmp_path / "lab.ipynb"
    nbformat.write(finished(NAME), path)

    report(path)
    first = path.with_suffix(".html").read_bytes()
    report(path)

    assert path.with_suffix(".html").read_bytes() == first


def command(*arguments, folder):
    """Run the library's command in a folder, as a student does; warnings are errors."""
    return python(folder, "-W", "error", "-m", "helpers", *arguments, project=ROOT)


def test_the_command_writes_the_report(tmp_path):
    nbformat.write(finished(NAME), tmp_path / f"{NAME}.ipynb")

    done = command("report", f"{NAME}.ipynb", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Written: {NAME}.html, from {NAME}.ipynb as it was saved at ")
    assert (tmp_path / f"{NAME}.html").is_file()


def test_the_command_writes_the_reports_that_it_can_with_the_name_on_each(tmp_path):
    files = [f"{name}.ipynb" for name in NOTEBOOKS]
    for name in (NOTEBOOKS[0], NOTEBOOKS[2]):
        nbformat.write(finished(name), tmp_path / f"{name}.ipynb")

    done = command("report", *files, "--name", "Ada <b>Lovelace</b>", folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith(f"There is no file {files[1]}:")
    written = sorted(tmp_path.glob("*.html"))
    assert [path.stem for path in written] == [NOTEBOOKS[0], NOTEBOOKS[2]]
    pages = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in written]
    assert [page.select_one(".author").get_text() for page in pages] == ["Ada <b>Lovelace</b>"] * 2


def test_the_command_says_in_one_sentence_what_is_wrong(tmp_path):
    done = command("report", "nothing.ipynb", folder=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no file nothing.ipynb: name a notebook that is there, with its ending .ipynb.\n"
    )


@pytest.mark.slow
@each_notebook
def test_a_browser_shows_and_prints_the_page_and_asks_for_nothing_else(tmp_path, name):
    path = tmp_path / f"{name}.ipynb"
    nbformat.write(finished(name), path)
    report(path)
    requests, complaints = [], []

    with browser() as opened:
        page = opened.new_page(viewport={"width": 390, "height": 900})
        page.on("request", lambda request: requests.append(request.url.partition(":")[0]))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(path.with_suffix(".html").as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).length")
        printed = page.pdf(prefer_css_page_size=True)

    assert set(requests) <= {"file", "data"}
    assert complaints == []
    assert (width, broken) == (390, 0)
    assert printed.startswith(b"%PDF")
