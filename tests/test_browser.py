"""The course in a real browser, in real JupyterLab and nbgrader: both ways, from end to end."""

import shutil

import pytest
from browsing import browser, cell, jupyter, picture, rewrite, run_cell
from classroom import COURSE, copy_of_course, edited, release, run, solved, submit, text_of
from playwright.sync_api import expect
from waiting import SECONDS

from autograder.exercises import CATALOGUE
from autograder.grading.gradebook import grades, open_gradebook
from autograder.notebook import is_solution, labelled
from autograder.report.page import NAME as REPORT

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
STUDENT = "王小明"
WRITTEN = "An answer in words: the check disagreed in db1 only, so I looked at the sums."
RIGHT = "def forward_propagation(x, theta):\n    return theta * x"
WRITTEN_CELLS = [
    identity
    for identity, one in labelled(release(NAME)).items()
    if one.cell_type == "markdown" and is_solution(one)
]
MISTAKE = CATALOGUE[NAME]["forward_propagation"].misconceptions[0]


@pytest.fixture(scope="module", name="browser")
def opened_browser():
    """Debian's chromium."""
    with browser() as opened:
        yield opened


@pytest.fixture
def page(browser):
    """A window."""
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    window.set_default_timeout(1000 * SECONDS)
    # JupyterLab asks which kernel is meant if it does not know its kernels yet
    asks = window.locator(".jp-Dialog", has_text="Select Kernel")
    window.add_locator_handler(
        asks, lambda dialog: dialog.get_by_role("button", name="Select Kernel").last.click()
    )
    expect.set_options(timeout=1000 * SECONDS)
    yield window
    window.close()


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    """Address of a student's JupyterLab, with the release and a solved notebook."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copy(COURSE.release(NAME), folder)
    (folder / "solved.ipynb").write_text(text_of(solved(NAME)), "utf-8")
    with jupyter(folder, tmp_path_factory.mktemp("settings")) as address:
        yield address


def open_notebook(page, address, name):
    """Open a notebook and wait until its kernel is ready."""
    page.goto(f"{address}/lab/tree/{name}?reset")  # without what other tests opened
    expect(cell(page, "import numpy as np")).to_be_visible()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()


def test_a_student_sees_the_mistake_mends_it_and_sees_the_progress(page, students):
    open_notebook(page, students, f"{NAME}.ipynb")
    picture(page, "student-opens")
    run_cell(page, cell(page, "import numpy as np"))
    exercise = cell(page, "def forward_propagation(x, theta)")
    check = cell(page, "check(forward_propagation)")

    run_cell(page, exercise)
    before = run_cell(page, check)
    expect(before).to_contain_text("not attempted")

    rewrite(page, exercise, MISTAKE.source)
    run_cell(page, exercise)
    wrong = run_cell(page, check)
    expect(wrong).to_contain_text(f"forward_propagation: wrong: {MISTAKE.name}")
    check.scroll_into_view_if_needed()
    picture(page, "student-is-told")

    rewrite(page, exercise, RIGHT)
    run_cell(page, exercise)
    right = run_cell(page, check)
    expect(right).to_contain_text("✓ forward_propagation: correct")

    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("progress()")
    shown = run_cell(page, cell(page, "progress()"))
    expect(shown).to_contain_text("backward_propagation")
    picture(page, "student-sees-progress")


def test_a_student_cannot_change_what_is_locked_and_sees_that(page, students):
    open_notebook(page, students, f"{NAME}.ipynb")
    check = cell(page, "check(forward_propagation)")
    written = check.locator(".cm-content")

    check.locator(".cm-content").click()
    page.keyboard.type("print('mine')")

    expect(written).to_have_text("check(forward_propagation)")
    picture(page, "student-locked")


def test_a_student_runs_all_and_validate_agrees(page, students):
    open_notebook(page, students, "solved.ipynb")

    page.get_by_role("menuitem", name="Run").first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    last = list(CATALOGUE[NAME])[-1]
    expect(cell(page, f"check({last})").locator(".jp-Cell-outputArea")).to_contain_text("✓")
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    picture(page, "student-runs-all")

    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("passes all the tests")
    picture(page, "student-validates")


def test_a_student_makes_a_lab_report_in_the_notebook_and_opens_it(page, students):
    open_notebook(page, students, "solved.ipynb")
    run_cell(page, cell(page, "import numpy as np"))
    run_cell(page, cell(page, "def forward_propagation(x, theta)"))
    check = cell(page, "check(forward_propagation)")
    expect(run_cell(page, check)).to_contain_text("✓")

    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("from helpers import report\nreport()")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    expect(run_cell(page, cell(page, "report()"))).to_contain_text("Written: solved.html")

    page.goto(f"{students}/lab/tree/solved.html?reset")
    shown = page.frame_locator(".jp-HTMLViewer iframe")
    expect(shown.locator("tbody tr").first).to_have_text("forward_propagation✓ correct")
    picture(page, "student-lab-report")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Course in which three students handed in and were graded."""
    course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME,))
    submit(course, STUDENT, NAME, edited(NAME, write_and_be_wrong))
    submit(course, "perfect", NAME, solved(NAME))
    submit(course, "deadly", NAME, edited(NAME, end_the_kernel))
    done = run(course, "autograder", "grade")
    assert done.returncode == 0, done.stderr
    return course


def write_and_be_wrong(notebook):
    """Make a known mistake, and answer in words."""
    cells = labelled(notebook)
    cells["forward_propagation"].source = MISTAKE.source
    for identity in WRITTEN_CELLS:
        cells[identity].source = WRITTEN


def end_the_kernel(notebook):
    """Write an exercise that ends the kernel."""
    labelled(notebook)["backward_propagation"].source += "\nimport os; os._exit(1)"


@pytest.fixture(scope="module")
def instructors(graded, tmp_path_factory):
    """Address of an instructor's JupyterLab."""
    with jupyter(graded.root, tmp_path_factory.mktemp("settings")) as address:
        yield address


def test_an_instructor_grades_an_answer_by_hand_and_gives_it_back(page, graded, instructors):
    page.goto(f"{instructors}/formgrader")
    expect(page.get_by_role("link", name=NAME).first).to_be_visible()
    picture(page, "instructor-formgrader")
    page.goto(f"{instructors}/formgrader/gradebook/{NAME}/{NAME}")
    page.get_by_role("link", name="Submission #1").click()
    page.wait_for_load_state("networkidle")  # the points so far have come
    answers = [page.locator(f"input.score#{identity}") for identity in WRITTEN_CELLS]

    for points in answers:
        with page.expect_response(lambda r: r.request.method == "PUT" and "/api/grade/" in r.url):
            points.fill("7.5")
            points.press("Tab")
    answers[0].scroll_into_view_if_needed()
    picture(page, "instructor-grades")

    with open_gradebook(graded) as gradebook:
        [found] = [row for row in grades(gradebook, NAME) if not row.by_hand]
    assert found.written == dict.fromkeys(WRITTEN_CELLS, 7.5)


def test_the_student_reads_the_name_of_the_mistake_in_the_feedback(page, graded):
    run(graded, "nbgrader", "generate_feedback", NAME)

    page.goto((graded.root / "feedback" / STUDENT / NAME / f"{NAME}.html").as_uri())

    expect(page.get_by_text(f"forward_propagation: wrong: {MISTAKE.name}").first).to_be_visible()
    expect(page.get_by_text(WRITTEN).first).to_be_visible()
    picture(page, "student-feedback", full_page=True)


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_report_is_read_on_a_phone_a_tablet_and_a_desk(page, graded, width):
    run(graded, "autograder", "report")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto((graded.root / REPORT).as_uri())

    expect(page.get_by_role("heading", name="What needs an eye")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"report-{width}", full_page=True)


def test_the_table_of_the_report_is_sorted_by_a_heading(page, graded):
    run(graded, "autograder", "report")
    page.goto((graded.root / REPORT).as_uri())
    names = page.locator(f"#{NAME} .grades tbody th")
    heading = page.locator(f"#{NAME} .grades th", has_text="forward_propagation").first

    heading.get_by_role("button").click()
    best_first = names.all_inner_texts()
    heading.get_by_role("button").click()
    best_last = names.all_inner_texts()

    assert best_last[0] == STUDENT == best_first[-1]
    expect(heading).to_have_attribute("aria-sort", "ascending")


def test_the_report_is_printed_whole(page, graded, tmp_path):
    run(graded, "autograder", "report")
    page.goto((graded.root / REPORT).as_uri())

    page.emulate_media(media="print")
    picture(page, "report-print", full_page=True)
    printed = page.pdf(path=tmp_path / "report.pdf", format="A4")

    assert printed.startswith(b"%PDF")
