"""What the tests in the browser share: a JupyterLab server, a browser, and where pictures go."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from classroom import PROGRAMS, ROOT
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from waiting import SECONDS

PICTURES = ROOT / "build" / "screenshots"
NEEDED = (
    "COURSE_NEEDS_BROWSER"  # where it is set, and not to nothing, a missing one is an error: in CI
)
# no pop-up asks for news, and cells out of sight are there as well
SETTINGS = {
    "config/labconfig/page_config.json": {
        "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}
    },
    "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {
        "windowingMode": "none"
    },
}


def browser_program(*names: str) -> str:
    """Find a browser by the first of its names that is there."""
    for name in names:
        if path := shutil.which(name):
            return path
    return give_up(f"There is no browser: install {names[0]}.")


def give_up(why: str) -> NoReturn:
    """Do without what is missing here, unless it must be there."""
    (pytest.fail if os.environ.get(NEEDED) else pytest.skip)(why)


@contextmanager
def browser() -> Iterator[Browser]:
    """Open the browser, without a window."""
    path = browser_program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@contextmanager
def jupyter(folder: Path, private: Path) -> Iterator[str]:
    """Serve a folder in JupyterLab, with settings of its own; give the address."""
    for name, content in SETTINGS.items():
        path = private / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    options = {
        "--port": port,
        "--ServerApp.port_retries": 0,
        "--ServerApp.root_dir": folder,
        "--IdentityProvider.token": "",
    }
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "IPYTHONDIR": str(private / "ipython"),
    }
    with (private / "log").open("w") as log:
        server = subprocess.Popen(
            [
                *(PROGRAMS / "jupyter", "lab", "--no-browser", "--allow-root"),
                *(f"{name}={value}" for name, value in options.items()),
            ],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api", private / "log")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, log: Path) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def picture(page: Page, name: str, **options: bool) -> None:
    """Keep what the page looks like."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", **options)


def cell(page: Page, text: str) -> Locator:
    """Find the first code cell whose input contains a text."""
    found = page.locator(".jp-CodeCell:not(.jp-mod-noEditor)")
    return found.filter(has=page.locator(".jp-InputArea", has_text=text)).first


def rewrite(page: Page, where: Locator, source: str) -> None:
    """Type a source in place of what stands in a cell."""
    where.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)


def run_cell(page: Page, where: Locator) -> Locator:
    """Run a cell; give its output."""
    where.locator(".jp-InputArea-prompt").click()
    page.keyboard.press("Shift+Enter")
    return where.locator(".jp-Cell-outputArea")
