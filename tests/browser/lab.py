"""A JupyterLab for the tests, started as a reader starts it, and its notebooks in a real Chromium."""

import itertools
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import nbformat
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright, expect

from lossviz.command.jupyter import Server, running

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"
SCREENSHOTS = REPOSITORY / "artifacts" / "screenshots"

# A projector of the poorer kind, and a window beside another.
SCREEN = {"width": 1280, "height": 720}
NARROW = {"width": 850, "height": 720}

# Where Debian and others put the browser.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A program ends when the process that started it ends, however that happens: a killed test run leaves nothing behind.
GUARD = """
import os, signal, subprocess, sys, time
parent, server = os.getppid(), subprocess.Popen(sys.argv[1:], start_new_session=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    while server.poll() is None and os.getppid() == parent:
        time.sleep(0.1)
finally:
    server.terminate()
    try:
        server.wait(8)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
sys.exit(server.returncode)
"""

# What an installed lossviz has put where Jupyter looks for it.
_INSTALLED = ("--ServerApp.root_dir=notebooks", "--ServerApp.jpserver_extensions=lossviz.server=True")

# What a reader may choose in JupyterLab, and what a test needs: all cells are on the page, nobody calls home.
_SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True},
}

# The numbers of an earlier run are wiped out, to tell them from those of the next.
_FORGET = "() => document.querySelectorAll('.jp-CodeCell .jp-InputPrompt').forEach(one => { one.textContent = ''; })"

_DONE = """() => {
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea .jp-InputPrompt')];
  const texts = prompts.map(prompt => prompt.textContent.trim());
  return texts.length > 0 && texts.every(text => /^\\[\\d+\\]:$/.test(text));
}"""

_ANOTHER_NUMBER = """([prompt, before]) => {
  const now = prompt.textContent.trim();
  return now !== before.trim() && /^\\[\\d+\\]:$/.test(now);
}"""

_QUIET = """quiet => new Promise(done => {
  const stop = () => { watch.disconnect(); done(); };
  let timer = setTimeout(stop, quiet);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(stop, quiet); });
  watch.observe(document.querySelector('.jp-Notebook'), { subtree: true, childList: true, attributes: true });
})"""

_RED = """() => [...document.querySelectorAll(
  '.jp-OutputArea-output[data-mime-type$="error"], .jp-OutputArea-output[data-mime-type$="stderr"]')]
  .map(output => output.textContent)"""


def chromium() -> str | None:
    """The path of the system's browser."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def launched(playwright: Playwright) -> Browser:
    """A browser without a window. Root, as in a container, may start it only without Chromium's own sandbox."""
    options = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    if hasattr(os, "getuid") and os.getuid() == 0:
        options.append("--no-sandbox")
    return playwright.chromium.launch(executable_path=chromium(), args=options)


class Lab:
    """A running JupyterLab, in `home`, and the browser that shows it."""

    # What starts it, in `home`.
    program = ("lossviz", "--lang", "en", "--")
    # What says that the kernel rests.
    idle = "#jp-main-statusbar :text('| Idle')"
    # What its pages complain of without us.
    faults: tuple[str, ...] = ()

    def __init__(self, server: Server, home: Path, context: BrowserContext):
        self.server, self.home, self._context = server, home, context
        self._numbers = itertools.count()

    def open(self, path: str) -> "Lesson":
        """A notebook in a tab of its own, its kernel started, nothing run."""
        page = self._context.new_page()
        lesson = Lesson(self, page, path)
        page.goto(self.address(path), timeout=60_000)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        self.make_room(page)
        lesson.wait_for_kernel()
        lesson.wait_until_idle()
        return lesson

    def make_room(self, page: Page) -> None:
        """Give the notebook the whole page."""
        page.keyboard.press("Control+b")

    def address(self, path: str) -> str:
        """Where a notebook is, in a workspace of its own, so that nothing of another test is opened with it."""
        return workspace(self.server, f"test{next(self._numbers)}", path)

    def write(self, *cells: str) -> "Lesson":
        """A new notebook of these cells, opened."""
        path = f"scratch{next(self._numbers)}.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
        notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
        nbformat.write(notebook, self.home / "notebooks" / path)
        return self.open(path)

    def settings(self, name: str, values: dict | None) -> None:
        """Choose something in JupyterLab's settings, or with None its default; for the pages opened from now on."""
        choose(self.home, name, values or {})


class PlainLab(Lab):
    """JupyterLab as Jupyter starts it, where lossviz is installed."""

    program = ("jupyterlab", *_INSTALLED)


class Notebook7(Lab):
    """Jupyter Notebook, where lossviz is installed."""

    program = ("notebook", *_INSTALLED)
    idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
    faults = ("Cannot read properties of undefined (reading 'schema')",)

    def address(self, path: str) -> str:
        return f"{self.server.url}notebooks/{quote(path)}?token={self.server.token}"

    def make_room(self, page: Page) -> None:
        """It has the page already."""


class Lesson:
    """A notebook in the browser."""

    def __init__(self, lab: Lab, page: Page, path: str):
        self.lab, self.page, self.path = lab, page, path
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", self._notice)
        page.on("crash", lambda _: self.complaints.append("the page crashed"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _notice(self, error: Error) -> None:
        if error.message not in self.lab.faults:
            self.complaints.append(f"page error: {error}")

    def run_all(self) -> None:
        """Run All from the menu, as a person does, until every cell has its number and the kernel rests."""
        self.page.evaluate(_FORGET)
        self.menu("Run", "runmenu:run-all")
        self.page.wait_for_function(_DONE, timeout=90_000)
        self.wait_until_idle()

    def be_shown(self) -> None:
        """Press “Show me” wherever an explorer asks, so that it can be moved."""
        asking = self.page.locator(".lv-asking")
        while count := asking.count():
            asking.first.locator(".lv-show-me").click()
            expect(asking).to_have_count(count - 1, timeout=30_000)
        self.wait_until_idle()

    def start(self, place: int) -> None:
        """Run the cell at this place, as a person does, and do not wait for it."""
        self.page.locator(".jp-Cell").nth(place).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def run(self, place: int) -> None:
        """Run the cell at this place until it has another number and the kernel rests."""
        prompt = self.page.locator(".jp-Cell").nth(place).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.start(place)
        arguments = [prompt.element_handle(), before]
        self.page.wait_for_function(_ANOTHER_NUMBER, arg=arguments)
        self.wait_until_idle()

    def result(self, place: int) -> str:
        """What the cell at this place has shown."""
        return self.page.locator(".jp-Cell").nth(place).locator(".jp-OutputArea-output").inner_text()

    def save(self) -> None:
        """Save the notebook."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "/contents/" in answer.url):
            self.page.keyboard.press("Control+s")

    def accept(self) -> None:
        """Say yes to what JupyterLab asks."""
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()

    def ask_kernel(self, what: str) -> None:
        """Have the server "interrupt" the kernel, say."""
        self.lab.server.ask(f"api/kernels/{self.kernel}/{what}", "POST")

    def menu(self, name: str, command: str) -> None:
        """Choose a command from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=name).click()
        self.page.locator(f'.lm-Menu-item[data-command="{command}"]').click()

    def wait_for_kernel(self) -> None:
        """Until there is a kernel to which the page is connected: a cell that is run before is not run at all."""
        deadline = monotonic() + 60
        while not any(self._is_ready(session) for session in self.lab.server.ask("api/sessions")):
            assert monotonic() < deadline, "the kernel has not started"
            self.page.wait_for_timeout(100)

    def _is_ready(self, session: dict) -> bool:
        kernel = session["kernel"]
        return session["path"] == self.path and kernel["connections"] > 0 and kernel["execution_state"] == "idle"

    def wait_until_quiet(self) -> None:
        """Until nothing on the page has changed for a while: explorers are drawn again for the room that they get."""
        self.page.evaluate(_QUIET, 400)

    def wait_until_idle(self) -> None:
        """Until the page says that the kernel rests."""
        self.page.locator(self.lab.idle).wait_for(timeout=60_000)

    def explorers(self):
        """The explorers on the page, by cell."""
        return self.page.locator(".lv-explorer")

    def red(self) -> list[str]:
        """The outputs that report an error or write to stderr."""
        return self.page.evaluate(_RED)

    def words(self) -> str:
        """All that can be read in the outputs."""
        return "\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts())

    @property
    def kernel(self) -> str:
        """The id of the notebook's kernel."""
        (found,) = [one for one in self.lab.server.ask("api/sessions") if one["path"] == self.path]
        return found["kernel"]["id"]

    def close(self) -> None:
        """Close the tab and end the kernel."""
        self.page.close()
        for session in self.lab.server.ask("api/sessions"):
            if session["path"] == self.path:
                self.lab.server.ask(f"api/sessions/{session['id']}", "DELETE")


@contextmanager
def serving(home: Path, program: Sequence[str] = Lab.program) -> Iterator[Server]:
    """The server that a program starts on a copy of the notebooks, in `home`, with nobody's configuration."""
    shutil.copytree(NOTEBOOKS, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for name, values in _SETTINGS.items():
        choose(home, name, values)
    alone = {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    with running([sys.executable, "-c", GUARD, sys.executable, "-m", *program], alone, home) as server:
        yield server


@contextmanager
def running_lab(home: Path, playwright: Playwright, kind: type[Lab] = Lab) -> Iterator[Lab]:
    """A notebook server, in `home`, and a browser for it."""
    browser = launched(playwright)
    try:
        with serving(home, kind.program) as server:
            context = browser.new_context(viewport=SCREEN, locale="en-US")
            # Long, for a busy machine; a test that passes does not wait.
            context.set_default_timeout(30_000)
            yield kind(server, home, context)
    finally:
        browser.close()


def workspace(server: Server, name: str, path: str) -> str:
    """The address of a notebook in a workspace of JupyterLab."""
    return f"{server.url}lab/workspaces/{name}/tree/{quote(path)}?token={server.token}"


def choose(home: Path, name: str, values: dict) -> None:
    """Write a reader's settings."""
    file = home / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values), encoding="utf-8")


def lessons(language: str) -> list[str]:
    """The chapters of a language, as paths below the folder of notebooks. (For `write_your_own` see test_own.py.)"""
    return [path.relative_to(NOTEBOOKS).as_posix() for path in sorted((NOTEBOOKS / language).glob("[0-9]*.ipynb"))]


def explorer_cells(path: str) -> list[str]:
    """The ids of a notebook's cells that make explorers, in their order."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return [cell.id for cell in notebook.cells if cell.cell_type == "code" and "explore." in cell.source]


def live_cells(path: str) -> list[str]:
    """Those that make an explorer of a function which stands in the notebook, of which no twin can be made here."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return [cell.id for cell in notebook.cells if cell.cell_type == "code" and "explore.live(" in cell.source]


def folded_cells(path: str) -> list[str]:
    """The ids of a notebook's cells whose outputs are not seen before they are run."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return [cell.id for cell in notebook.cells if cell.metadata.get("jupyter", {}).get("outputs_hidden")]


def explorer_names(path: str) -> set[str]:
    """The names of the explorers that a notebook's cells make."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return {name for cell in notebook.cells for name in re.findall(r"\bexplore\.(\w+)\(", cell.source)}
