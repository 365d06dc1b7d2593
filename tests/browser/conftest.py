"""A JupyterLab and a browser for each module of tests, and a word at the end on what they have moved."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from browser.lab import chromium, running_lab
from playwright.sync_api import sync_playwright

pytest.register_assert_rewrite("browser.lessons", "browser.panel")


@pytest.fixture(scope="module")
def lab():
    """JupyterLab in Chromium. Not longer than a module: Playwright's event loop would be in the way of other tests'."""
    _need_chromium()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        sync_playwright() as playwright,
        running_lab(Path(home), playwright) as lab,
    ):
        yield lab


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


def pytest_terminal_summary(terminalreporter):
    """How much was moved, over all processes, and what that left in the memory."""
    moved = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, found in report.user_properties:
            if name.startswith("moved "):
                moved[name.removeprefix("moved ")] += found
            elif name.startswith("megabytes "):
                terminalreporter.write_line(f"kernel: {name}: {', '.join(f'{size:.1f}' for size in found)}")
    if moved:
        terminalreporter.write_line(f"browser: moved {', '.join(f'{count} {name}' for name, count in moved.items())}")
