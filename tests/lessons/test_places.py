"""Where a notebook is open: what locks no cells is named once, and a report finds its file."""

import pytest

from helpers.checks import check as module
from helpers.places import editor_without_locks, own_notebook


@pytest.fixture(autouse=True)
def untold(monkeypatch):
    monkeypatch.delenv("COLAB_RELEASE_TAG", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    module._tell_once.cache_clear()
    yield
    module._tell_once.cache_clear()


NAMES = {"__vsc_ipynb_file__": "/home/ana/optimization.ipynb"}


def test_in_jupyterlab_nothing_is_said():
    assert editor_without_locks({}) == ""


@pytest.mark.parametrize(("tag", "names", "editor"), [("r1", {}, "Colab"), ("", NAMES, "VS Code")])
def test_where_cells_are_not_locked_the_check_says_so_once(monkeypatch, capsys, tag, names, editor):
    if tag:
        monkeypatch.setenv("COLAB_RELEASE_TAG", tag)
    shown = []
    monkeypatch.setattr(module, "_display", shown.append)
    scope = {"check": module.check, "__name__": "__main__", **names}
    solved = "def forward_propagation(x, theta):\n    return theta * x\ncheck(forward_propagation)"

    exec(solved, scope)
    exec(solved, scope)

    assert capsys.readouterr().out == (
        f"{editor} does not lock cells: change nothing in those that check or give you something. "
        "They are put back when the course is graded.\n"
    )
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("session", "names", "platform", "path"),
    [
        ("work/optimization.ipynb", {}, "linux", "work/optimization.ipynb"),
        ("console-1", {}, "linux", ""),
        ("", NAMES, "linux", "/home/ana/optimization.ipynb"),
        ("", {}, "linux", ""),
        ("", {}, "emscripten", "gradient_checking.ipynb"),
    ],
)
def test_the_notebook_is_found_as_far_as_the_editor_tells(
    monkeypatch, session, names, platform, path
):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("JPY_SESSION_NAME", session)

    assert own_notebook(names, "gradient_checking") == path
