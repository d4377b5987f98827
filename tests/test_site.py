"""The course in the browser alone, as a student takes it from the web site."""

import gzip
import io
import json
import re
import zipfile

import nbformat
import pytest
from browsing import browser, cell, picture, rewrite, run_cell
from classroom import COURSE, copy_of_course, release, run, solved, submit
from playwright.sync_api import expect
from website import SAVED, alone, built, download, open_lesson, served

from autograder.authoring.bundle import contents
from autograder.authoring.outputs import same
from autograder.authoring.site.building import MARK
from autograder.exercise import source_of
from autograder.exercises import CATALOGUE, NOTEBOOKS
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import is_solution, labelled

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
RIGHT = "def forward_propagation(x, theta):\n    return theta * x"
BAR = re.compile(r" *\d+%\|.*\]")
MISTAKE = CATALOGUE[NAME]["forward_propagation"].misconceptions[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Folder of the site."""
    return built(tmp_path_factory)


@pytest.fixture(scope="module")
def address(folder):
    """Address of the site."""
    with served(folder) as where:
        yield where


@pytest.fixture(scope="module", name="browser")
def opened_browser():
    """Debian's chromium."""
    with browser() as opened:
        yield opened


def test_a_student_sees_the_mistake_mends_it_and_finds_it_after_a_reload(browser, address, folder):
    with alone(browser, address) as student:
        page = open_lesson(student, address, NAME)
        run_cell(page, cell(page, "import numpy as np"))
        exercise = cell(page, "def forward_propagation(x, theta)")
        check = cell(page, "check(forward_propagation)")

        rewrite(page, exercise, MISTAKE.source)
        run_cell(page, exercise)
        wrong = run_cell(page, check)
        expect(wrong).to_contain_text(f"forward_propagation: wrong: {MISTAKE.name}")
        picture(page, "site-student-is-told")

        rewrite(page, exercise, RIGHT)
        run_cell(page, exercise)
        expect(run_cell(page, check)).to_contain_text("✓ forward_propagation: correct")
        question = run_cell(page, cell(page, "guess("))
        question.locator(".jupyter-button").first.click()
        expect(question).to_contain_text("Your guess:")

        check.locator(".jp-InputArea-prompt").click()
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.keyboard.insert_text("from helpers import report\nreport()")
        save(page)
        made = run_cell(page, cell(page, "report()"))
        expect(made).to_contain_text(f"Written: {NAME}.html")
        save(page)

        page.reload()
        expect(cell(page, "def forward_propagation(x, theta)")).to_contain_text("return theta * x")
        page.goto(f"{address}/tree/index.html")
        page.locator(".jp-DirListing-item", has_text=f"{NAME}.html").click()
        with page.expect_download() as report:
            page.get_by_role("button", name="Download").click()
        assert "✓ correct" in report.value.path().read_text("utf-8")

        renewed(folder)
        page.goto(f"{address}/notebooks/index.html?path={NAME}.ipynb")
        expect(page.get_by_role("alert")).to_contain_text("was changed since you began it")
        expect(cell(page, "def forward_propagation(x, theta)")).to_contain_text("return theta * x")


def save(page):
    """Save the notebook, and wait until it is."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(SAVED)).to_be_visible()


def renewed(folder):
    """Publish the lesson in another form."""
    made_of = json.loads((folder / MARK).read_text("utf-8"))
    (folder / MARK).write_text(json.dumps(made_of | {NAME: "another"}), "utf-8")


@pytest.fixture(scope="module")
def handed_in(browser, address, tmp_path_factory):
    """Notebooks as downloaded by a student who solved all lessons in the browser, by name."""
    place = tmp_path_factory.mktemp("downloads")
    with alone(browser, address) as student:
        pages = {name: open_lesson(student, address, name) for name in NOTEBOOKS}
        for name, page in pages.items():
            solve(page, name)
            page.get_by_role("menuitem", name="Run").first.click()
            page.get_by_text("Run All Cells", exact=True).click()
        for name, page in pages.items():
            last = list(CATALOGUE[name])[-1]
            expect(cell(page, f"check({last})").locator(".jp-Cell-outputArea")).to_contain_text("✓")
            page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
            picture(page, f"site-{name}")
            page.keyboard.press("Control+s")
        return {name: download(page, place) for name, page in pages.items()}


def solve(page, name):
    """Type all answers."""
    answers = labelled(solved(name))
    for identity, exercise in labelled(release(name)).items():
        if exercise.cell_type == "code" and is_solution(exercise):
            first = next(line for line in exercise.source.split("\n") if line.startswith("def "))
            rewrite(page, cell(page, first), answers[identity].source)


def test_a_download_has_the_name_under_which_it_is_handed_in(handed_in):
    assert {name: path.name for name, path in handed_in.items()} == {
        name: f"{name}.ipynb" for name in NOTEBOOKS
    }


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_solved_lesson_says_there_what_it_says_when_installed(handed_in, name):
    here = texts(nbformat.read(COURSE.source(name), as_version=4))
    there = texts(nbformat.read(handed_in[name], as_version=4))

    differing = {
        number: (here[number], there[number])
        for number in here
        if not same(here[number], there[number])
    }
    assert differing == {}


def texts(notebook):
    """What each cell printed and said, by its number, without bars of progress."""
    return {
        number: "".join(
            BAR.sub("", output.get("text") or output.get("data", {}).get("text/plain", ""))
            for output in cell.outputs
        )
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    }


def test_what_was_solved_there_is_graded_with_full_points(handed_in, tmp_path):
    course = copy_of_course(tmp_path, NOTEBOOKS)
    for name, path in handed_in.items():
        submit(course, "ana", name, nbformat.read(path, as_version=4))

    done = run(course, "autograder", "grade")

    assert (done.returncode, done.stderr) == (0, "")
    with open_gradebook(course) as gradebook:
        earned = {
            name: [sum(row.exercises.values()) for row in grades(gradebook, name)]
            for name in NOTEBOOKS
        }
    assert earned == {name: [80] for name in NOTEBOOKS}


def test_it_is_at_most_60_mb(folder):
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 60e6


def test_no_solution_reference_or_catalogue_is_in_it(folder):
    students = contents(COURSE)
    ours = {name: students[name] for name in students if name.startswith(("helpers/", *NOTEBOOKS))}
    secret = [text.encode() for text in solutions()]
    secret += [json.dumps(text)[1:-1].encode() for text in solutions()]

    found, odd = set(), []
    for name, content in unpacked(folder):
        inner = name.rpartition("!")[2].removeprefix("files/")
        if ours.get(inner) == content:
            found.add(inner)
        elif b"autograder" in content or (
            DEFINED.search(content) and any(text in content for text in secret)
        ):
            odd.append(name)

    assert odd == []
    assert found == {*ours}


DEFINED = re.compile(
    rf"def ({'|'.join(name for exercises in CATALOGUE.values() for name in exercises)})\(".encode()
)


def solutions():
    """All references and known mistakes."""
    for exercises in CATALOGUE.values():
        for name, exercise in exercises.items():
            yield source_of(exercise.reference, name)
            yield from (mistake.source for mistake in exercise.misconceptions)


def unpacked(folder):
    """All files of a folder and of the archives in it, with their names."""
    waiting = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    ]
    while waiting:
        name, content = waiting.pop()
        if name.endswith(".gz"):
            waiting.append((name.removesuffix(".gz"), gzip.decompress(content)))
        elif content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                waiting += [
                    (f"{name}!{entry.filename}", archive.read(entry))
                    for entry in archive.infolist()
                    if not entry.is_dir()
                ]
        else:
            yield name, content


OLD = "delete window.DecompressionStream"
REFUSING = "indexedDB.open = () => { throw new DOMException('refused') }"
FULL = "navigator.storage.estimate = async () => ({ quota: 1e9, usage: 999e6 })"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (OLD, "This browser is too old to run Python"),
        (REFUSING, "This browser refuses to keep your work"),
        (FULL, "There is hardly any room left"),
    ],
)
def test_a_browser_in_which_it_cannot_work_says_why(browser, address, trouble, sentence):
    with alone(browser, address) as student:
        student.add_init_script(trouble)
        page = student.new_page()
        page.goto(address)

        expect(page.get_by_role("alert")).to_contain_text(sentence)


@pytest.mark.parametrize("path", ["index.html", "notebooks/index.html"])
def test_a_page_that_is_opened_from_a_file_says_why(browser, folder, path):
    page = browser.new_page()
    page.goto((folder / path).as_uri())

    expect(page.get_by_role("alert")).to_contain_text("was opened from a file")
    page.close()


def test_a_browser_that_is_as_it_should_be_says_nothing(browser, address):
    with alone(browser, address) as student:
        page = student.new_page()
        page.goto(address, wait_until="networkidle")

        expect(page.get_by_role("alert")).to_have_count(0)
