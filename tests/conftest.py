"""What every test starts from."""

import os
import re
from collections import Counter

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from xdist.scheduler import LoadFileScheduling

from lossviz import words
from lossviz.practice import progress


def pytest_addoption(parser):
    parser.addoption(
        "--pyodide",
        default=os.environ.get("LOSSVIZ_PYODIDE", ""),
        help="a folder with Pyodide: the web pages of `lossviz site` are tested too (or LOSSVIZ_PYODIDE)",
    )


@pytest.fixture(autouse=True)
def english():
    """Each test starts in English, whatever the machine speaks and whatever the test before chose."""
    with words.using(language="en"):
        yield


@pytest.fixture(autouse=True)
def nothing_stays():
    """Widgets live until they are closed. Those of a test go with it: with thousands of them every test is slower."""
    before = set(_instances)
    yield
    for name in _instances.keys() - before:
        if widget := _instances.get(name):
            widget.close()


@pytest.fixture
def first_try(monkeypatch):
    """Nobody has tried an exercise before; verdicts come without pictures (for these see test_exercises.py)."""
    progress.forget()
    monkeypatch.setattr(progress, "PICTURE_AFTER", 99)
    with np.errstate(all="ignore"):
        yield
    progress.forget()


@pytest.fixture(params=words.LANGUAGES)
def each_language(request):
    """A test for each language, spoken inside it."""
    with words.using(language=request.param):
        yield request.param


class ByFileAndChapter(LoadFileScheduling):
    """A file to a process, as `--dist=loadfile` says; but of a file that tests every chapter, a chapter."""

    def _split_scope(self, nodeid):
        chapter = re.search(r"\[\w+/\w+\.ipynb\]$", nodeid)
        return super()._split_scope(nodeid) + (chapter[0] if chapter else "")


def pytest_xdist_make_scheduler(config, log):
    return ByFileAndChapter(config, log) if config.option.dist == "loadfile" else None


def pytest_sessionfinish(session):
    """Where CI says so, a test that is skipped is one that failed: something is missing there, a browser say."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SKIPS_FAIL") and reporter and reporter.stats.get("skipped") and not session.exitstatus:
        reporter.write_line("A test was skipped, which counts as failed here.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """How much was moved in the browser, over all processes, and what is left of it in the memory."""
    moved = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, found in report.user_properties:
            if name.startswith("moved "):
                moved[name.removeprefix("moved ")] += found
            elif name.startswith("megabytes "):
                terminalreporter.write_line(f"kernel: {name}: {', '.join(f'{size:.1f}' for size in found)}")
    if moved:
        terminalreporter.write_line(f"browser: moved {', '.join(f'{count} {name}' for name, count in moved.items())}")
