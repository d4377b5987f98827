"""What students hand in, read in a real browser: nothing of it runs, on sight or on a click."""

from urllib.parse import urlsplit

import pytest
from attack_files import ATTACKS
from attacking import NAME, lay_class
from browsing import browser, jupyter
from classroom import copy_of_course, run
from surroundings import Surroundings
from waiting import SECONDS

from autograder.grading.gradebook import open_gradebook

pytestmark = pytest.mark.slow

HOSTILE = [attack for attack in ATTACKS if attack.area == "instructor"]
each = pytest.mark.parametrize("attack", HOSTILE, ids=lambda attack: attack.name)
CLICKED = "a, button, summary, input, img, svg, [onclick], [role=button], details"


@pytest.fixture(scope="module", name="browser")
def opened_browser():
    """Debian's chromium."""
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Course in which all that is directed at its readers was graded, and given back."""
    with Surroundings(None) as surroundings:
        course = copy_of_course(tmp_path_factory.mktemp("course"), (NAME,))
        lay_class(course, surroundings, HOSTILE)
        assert run(course, "autograder", "grade").returncode == 0
        done = run(course, "nbgrader", "generate_feedback", NAME)
        assert done.returncode == 0, done.stderr
        yield course


@pytest.fixture(scope="module")
def server(graded, tmp_path_factory):
    """Address of an instructor's JupyterLab, with the formgrader."""
    with jupyter(graded.root, tmp_path_factory.mktemp("settings")) as address:
        yield address


class Watch:
    """A window, and all that a page does in it which it was not told to."""

    def __init__(self, browser, own):
        self.happened = []
        self.page = browser.new_page()
        self.page.set_default_timeout(1000 * SECONDS)
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda other: self.happened.append(f"opened {other.url}"))
        self.page.route("**/*", lambda route: self._asked(route, own))

    def _dialog(self, dialog):
        if dialog.type == "beforeunload":  # JupyterLab asks before it is reloaded
            dialog.accept()
            return
        self.happened.append(f"a script ran: {dialog.message}")
        dialog.dismiss()

    def _asked(self, route, own):
        address = route.request.url
        if urlsplit(address).netloc in ("", own) or address.startswith(("data:", "blob:")):
            route.continue_()
        else:
            if "cdnjs" not in address:
                self.happened.append(f"asked for {address}")
            route.abort()

    def click_all(self, where):
        """Click on everything in a part of a page, by a script so that nothing hides another."""
        self.page.evaluate(
            """([where, what]) => {
                for (const part of document.querySelectorAll(where))
                    for (const one of part.querySelectorAll(what)) {
                        const target = one.getAttribute("href") || one.getAttribute("xlink:href");
                        if (/^(https?:|mailto:)/i.test(target || "")) continue;
                        for (const kind of ["mouseover", "focus", "toggle", "click"])
                            one.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
                        if (target && !target.startsWith("#")) one.click();
                    }
            }""",
            [where, CLICKED],
        )
        self.page.wait_for_timeout(500)

    def close(self):
        self.page.close()


@pytest.fixture
def watch(browser, request):
    """A window that is watched."""
    own = urlsplit(request.getfixturevalue("server")).netloc
    opened = Watch(browser, own)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "part",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<b onmouseover=alert(1)>x</b><a onclick=alert(1)>x</a>",
        "<svg onload=alert(1)></svg>",
        "<img src='http://127.0.0.1:9/x.png'>",
    ],
)
def test_what_would_run_is_seen_here(watch, part):
    watch.page.set_content(f"<div id='all'>{part}</div>")
    watch.click_all("#all")

    assert watch.happened != []


@each
def test_nothing_runs_in_the_page_that_a_student_gets(graded, watch, attack):
    page = graded.root / "feedback" / attack.student / NAME / f"{NAME}.html"

    watch.page.goto(page.as_uri())
    watch.click_all("#notebook-container")

    assert watch.happened == []
    assert watch.page.url.partition("#")[0] == page.as_uri()


@each
def test_nothing_runs_in_the_formgrader(graded, server, watch, attack):
    with open_gradebook(graded) as gradebook:
        number = gradebook.find_submission_notebook(NAME, NAME, attack.student).id

    watch.page.goto(f"{server}/formgrader/submissions/{number}/")
    watch.page.wait_for_load_state("networkidle")
    watch.click_all(
        "#notebook-container .text_cell_render, #notebook-container .output_wrapper, .prompt"
    )

    assert watch.happened == []
    assert f"/formgrader/submissions/{number}" in watch.page.url


@each
def test_nothing_runs_in_the_graded_copy_in_jupyterlab(graded, server, watch, attack):
    watch.page.goto(f"{server}/lab/tree/autograded/{attack.student}/{NAME}/{NAME}.ipynb?reset")
    watch.page.locator(".jp-Notebook .jp-MarkdownOutput").first.wait_for()
    watch.page.wait_for_timeout(1500)
    watch.click_all(".jp-Notebook .jp-MarkdownOutput, .jp-Notebook .jp-OutputArea")

    assert watch.happened == []
    assert "/lab/" in watch.page.url
