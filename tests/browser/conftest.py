"""A JupyterLab and a browser for each module of tests."""

import tempfile
from pathlib import Path

import pytest
from browser.lab import Lab, chromium, launched, running_lab
from playwright.sync_api import sync_playwright

pytest.register_assert_rewrite("browser.keys", "browser.lessons", "browser.panel")


def pytest_ignore_collect(collection_path, config):
    """The site is tested where there is a Pyodide for it; it is no part of the repository."""
    return True if collection_path.name == "test_site.py" and not config.getoption("pyodide") else None


@pytest.fixture(scope="module")
def lab(request):
    """JupyterLab, or what a module asks for in its place, in Chromium.

    Not longer than a module: Playwright's event loop would be in the way of other tests'.
    """
    _need_chromium()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        sync_playwright() as playwright,
        running_lab(Path(home), playwright, getattr(request, "param", Lab)) as lab,
    ):
        yield lab


@pytest.fixture(scope="module")
def bare_browser():
    """Chromium without a JupyterLab."""
    _need_chromium()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def write(lab):
    """New notebooks of some cells, opened, and closed after the test."""
    lessons = []

    def write(*cells):
        lessons.append(lab.write(*cells))
        return lessons[-1]

    yield write
    for lesson in lessons:
        lesson.close()


def _need_chromium():
    if not chromium():
        pytest.skip("no Chromium in the path: the notebooks were not tested in a browser")
