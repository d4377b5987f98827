"""A lab report from a student's finished notebook."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import COURSE

from helpers import report as module
from helpers.errors import CourseError
from helpers.report import report

NAME = "gradient_checking"


@pytest.fixture
def finished(tmp_path):
    """Notebook of a student who has added a text and a cell."""
    notebook = nbformat.read(COURSE.source(NAME), as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["conclusion"].source = "The check disagreed in **two** places. <script>alert(1)</script>"
    notebook.cells.append(nbformat.v4.new_markdown_cell("A text of my own."))
    notebook.cells.append(nbformat.v4.new_code_cell("mine = 6 * 7"))
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def page(finished):
    """The report, as a browser reads it."""
    return BeautifulSoup(report(finished).read_text("utf-8"), "html.parser")


def test_it_shows_what_the_student_wrote(page):
    text = page.get_text()

    assert "def backward_propagation_n" in text
    assert "The check disagreed in two places." in text
    assert "A text of my own." in text
    assert "mine = 6 * 7" in text
    assert "✓ gradient_check: correct" in text


def test_of_the_lesson_the_headings_are_left(page):
    text = page.get_text()

    assert [heading.get_text() for heading in page.find_all("h1")] == ["Gradient checking"]
    assert "You have derived a gradient on paper" not in text
    assert "check(gradient_check)" not in text


def test_each_figure_is_there_and_says_what_to_see(page):
    figures = page.select("img")

    assert len(figures) == 4
    assert [image for image in figures if not image["src"].startswith("data:image/")] == []
    assert [image for image in figures if len(image["alt"]) < 40] == []


def test_a_notebook_that_was_not_run_is_refused_in_one_line(tmp_path, capsys, monkeypatch):
    path = tmp_path / f"{NAME}.ipynb"
    path.write_bytes(COURSE.release(NAME).read_bytes())
    monkeypatch.setattr("sys.argv", ["report", str(path)])

    code = module.main()

    assert code == 2
    assert "was not run: run all its cells" in capsys.readouterr().err
    assert not path.with_suffix(".html").exists()


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), ("{ no JSON", "is no notebook")]
)
def test_what_is_no_notebook_is_refused(tmp_path, content, said):
    path = tmp_path / "mine.ipynb"
    if content is not None:
        path.write_text(content)

    with pytest.raises(CourseError, match=said):
        report(path)
