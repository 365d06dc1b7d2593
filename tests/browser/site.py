"""A site that `lossviz site` has built, served as a static host does, under a path of its own, and its notebooks."""

import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from browser.lab import REPOSITORY, SCREEN, Lesson
from playwright.sync_api import Browser, BrowserContext

PLACE = "class/loss"
# All cells are on the page, as in the tests of JupyterLab.
_ALL_CELLS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}


def built(folder: Path, pyodide: str, *, python: str = "") -> str:
    """Build a site in a folder; what the command says. `python` is one that has `lossviz[site]`."""
    python = python or os.environ.get("LOSSVIZ_SITE_PYTHON", sys.executable)
    command = [python, "-m", "lossviz", "--lang", "en", "site", str(folder), "--pyodide", pyodide]
    surroundings = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=surroundings, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Site:
    """A site in `folder`, below PLACE of a host, and a browser for it."""

    idle = "#jp-main-statusbar :text('| Idle')"
    faults: tuple[str, ...] = ()

    def __init__(self, folder: Path, port: int, browser: Browser):
        self.folder, self.port, self._browser = folder, port, browser
        self.url = f"http://127.0.0.1:{port}/{PLACE}/"
        # A browser asks every host for this, which is not ours.
        self.icon = f"http://127.0.0.1:{port}/favicon.ico"
        self.elsewhere: list[str] = []

    def new_context(self, **options) -> BrowserContext:
        """A reader who has never been there."""
        context = self._browser.new_context(**{"viewport": SCREEN, "locale": "en-US", **options})
        context.set_default_timeout(60_000)
        context.on("request", self._count)
        return context

    def _count(self, request) -> None:
        address = urlsplit(request.url.removeprefix("blob:"))
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != f"127.0.0.1:{self.port}":
            self.elsewhere.append(request.url)

    def open(self, path: str, context: BrowserContext, *, ready: bool = True) -> "SiteLesson":
        """A notebook; with `ready` its Python is loaded, nothing run."""
        page = context.new_page()
        lesson = SiteLesson(self, page, path)
        page.goto(f"{self.url}lab/index.html?path={path}", timeout=60_000)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        if ready:
            lesson.wait_until_idle()
            page.keyboard.press("Control+b")
        return lesson


class SiteLesson(Lesson):
    """A notebook of a site. Its server has files only."""

    def _hear(self, message) -> None:
        if message.type == "error" and message.location["url"] != self.lab.icon:
            self.complaints.append(f"console: {message.text} {message.location['url']}")

    def wait_until_idle(self) -> None:
        """Until the page says that Python rests; the first time it is loaded before."""
        self.page.locator(self.lab.idle).wait_for(timeout=120_000)

    def notes(self):
        """What JupyterLab tells in a corner."""
        return self.page.locator(".Toastify__toast")

    def close(self) -> None:
        """Close the tab, and with it Python."""
        self.page.close()


@contextmanager
def hosted(folder: Path) -> Iterator[ThreadingHTTPServer]:
    """A static host of a folder, like `python -m http.server`."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Browsers keep nothing unasked: else an old visit would look like one without the host."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def show_all_cells(folder: Path) -> None:
    """Choose what tests need in JupyterLab's settings, which a site has in a file."""
    file = folder / "jupyter-lite.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["settingsOverrides"] = _ALL_CELLS
    file.write_text(json.dumps(settings), encoding="utf-8")
