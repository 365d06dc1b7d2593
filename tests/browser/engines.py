"""Two more engines, Firefox's and Safari's, each spoken to in the language that it understands by itself.

Firefox listens to WebDriver BiDi on a websocket. WebKit (here that of GTK, which is Safari's engine) comes with a
driver that listens to WebDriver over HTTP. Both take the same actions of hands, and run JavaScript: no more is needed.
But for fingers: WebKit's driver makes a mouse of them, and Firefox does not scroll by those of BiDi. Its own window has
a touch screen that does.
"""

import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import websocket
from browser.lab import GUARD, SCREEN

# The longest that anything may take on a busy machine before it counts as one that never comes.
SECONDS = 60

# What keys without a sign are called in WebDriver.
KEYS = {
    "Shift": "\ue008", "Control": "\ue009", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "Space": " ",
    "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Delete": "\ue017",
    "Home": "\ue011", "End": "\ue010", "PageUp": "\ue00e", "PageDown": "\ue00f",
}  # fmt: skip

# Where the middle of an element is, once it can be seen.
_MIDDLE = """([selector, index]) => {
  const element = document.querySelectorAll(selector)[index];
  element.scrollIntoView({block: 'center', behavior: 'instant'});
  const {x, y, width, height} = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""

# A finger on Firefox's own touch screen: down or moved (2), or lifted (4), at a place of the page. In Firefox's window.
_TOUCH = """text => {
  const [x, y, what] = JSON.parse(text), { left, top } = gBrowser.selectedBrowser.getBoundingClientRect();
  const across = (mozInnerScreenX + left + x) * devicePixelRatio, down = (mozInnerScreenY + top + y) * devicePixelRatio;
  windowUtils.sendNativeTouchPoint(0, what, across, down, 1, 90, null);
  return "";
}"""


class Engine:
    """A page in a browser, and hands for it; `evaluate` and `press` are called as those of Playwright's pages."""

    def goto(self, address: str) -> None:
        """Open an address."""
        raise NotImplementedError

    def perform(self, *devices: dict[str, Any]) -> None:
        """Move hands, as WebDriver describes their actions."""
        raise NotImplementedError

    def run(self, function: str, text: str) -> str:
        """The text that a function of the page makes of a text."""
        raise NotImplementedError

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What a JavaScript function gives back."""
        given = f"text => JSON.stringify(({function})(JSON.parse(text)) ?? null)"
        return json.loads(self.run(given, json.dumps(argument)))

    def wait(self, function: str, argument: object = None) -> Any:
        """What a function gives back, once that is something."""
        deadline = time.monotonic() + SECONDS
        while not (found := self.evaluate(function, argument)):
            assert time.monotonic() < deadline, f"never came: {function}"
            time.sleep(0.02)
        return found

    def press(self, keys: str) -> None:
        """Press and release a key, or several at once, as in "Control+s"."""
        values = [KEYS.get(key, key) for key in keys.split("+")]
        strokes = [("keyDown", value) for value in values] + [("keyUp", value) for value in reversed(values)]
        self._act("key", {}, *({"type": kind, "value": value} for kind, value in strokes))

    def middle(self, selector: str, index: int = 0) -> tuple[float, float]:
        """The middle of an element, which is scrolled to."""
        return tuple(self.evaluate(_MIDDLE, [selector, index]))

    def click(self, selector: str, index: int = 0) -> None:
        """Press the mouse in the middle of an element."""
        self.drag(self.middle(selector, index))

    def drag(self, *places: tuple[float, float]) -> None:
        """Press the mouse at the first of these places; let go at the last."""
        start, *others = ({"type": "pointerMove", "x": round(x), "y": round(y), "duration": 50} for x, y in places)
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._act("pointer", {"parameters": {"pointerType": "mouse"}}, start, down, *others, up)

    def scroll(self, place: tuple[float, float], by: int) -> None:
        """Turn the mouse's wheel at a place."""
        x, y = map(round, place)
        self._act("wheel", {}, {"type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": by})

    def _act(self, kind: str, keys: dict[str, Any], *actions: dict[str, Any]) -> None:
        self.perform({"type": kind, "id": f"{kind}{keys}", **keys, "actions": actions})


class Firefox(Engine):
    """Firefox, by WebDriver BiDi."""

    def __init__(self, address: str):
        self._socket = websocket.create_connection(address, timeout=SECONDS, suppress_origin=True)
        self._ids = itertools.count()
        self.version = self._say("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._page = self._say("browsingContext.getTree")["contexts"][0]["context"]
        self._window = self._say("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"][0]["context"]
        self._say("browsingContext.setViewport", context=self._page, viewport=SCREEN)

    def goto(self, address: str) -> None:
        self._say("browsingContext.navigate", context=self._page, url=address, wait="complete")
        # Else the line of addresses keeps the focus, and nothing in the page hears that it gets it.
        self._run(self._window, "() => (gBrowser.selectedBrowser.focus(), '')", "")

    def perform(self, *devices: dict[str, Any]) -> None:
        self._say("input.performActions", context=self._page, actions=devices)

    def swipe(self, *places: tuple[float, float]) -> None:
        """Put a finger down at the first of these places, lift it at the last: the engine decides what that means."""
        for x, y in places:
            self._run(self._window, _TOUCH, json.dumps([x, y, 2]))
            time.sleep(0.05)
        self._run(self._window, _TOUCH, json.dumps([*places[-1], 4]))

    def run(self, function: str, text: str) -> str:
        return self._run(self._page, function, text)

    def _run(self, where: str, function: str, text: str) -> str:
        answer = self._say(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": text}],
            target={"context": where},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _say(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        # Between the answers come events.
        while (answer := json.loads(self._socket.recv())).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]


class WebKit(Engine):
    """WebKitGTK's small browser, by WebDriver."""

    def __init__(self, driver: str):
        self._driver = driver
        options = {"webkitgtk:browserOptions": {"binary": str(minibrowser()), "args": ["--automation"]}}
        session = self._say("POST", "session", {"capabilities": {"alwaysMatch": options}})
        self.version = session["capabilities"]["browserVersion"]
        self._driver = f"{driver}session/{session['sessionId']}/"
        # The window has bars of its own.
        self._say("POST", "window/rect", {"width": SCREEN["width"], "height": SCREEN["height"] + 80})

    def goto(self, address: str) -> None:
        self._say("POST", "url", {"url": address})

    def perform(self, *devices: dict[str, Any]) -> None:
        self._say("POST", "actions", {"actions": devices})

    def run(self, function: str, text: str) -> str:
        return self._say("POST", "execute/sync", {"script": f"return ({function})(arguments[0])", "args": [text]})

    def close(self) -> None:
        """Close the browser."""
        self._say("DELETE", "")

    def _say(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._driver.rstrip("/") + f"/{path}".rstrip("/"), data, method=method)
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return json.loads(answer.read())["value"]
        except HTTPError as refusal:
            with refusal:
                raise RuntimeError(f"{path}: {json.loads(refusal.read())['value']['message']}") from None


def firefox() -> str | None:
    """The path of the system's Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def minibrowser() -> Path | None:
    """WebKitGTK's small browser, which stands in no path."""
    return next(Path("/usr").glob("lib*/**/webkit2gtk-4.1/MiniBrowser"), None)


def webkit() -> bool:
    """Whether there is a WebKit with its driver, and a screen for it."""
    return bool(shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and minibrowser())


@contextmanager
def running_firefox(home: Path) -> Iterator[Firefox]:
    """Firefox, without a window and with a touch screen, with a profile in `home`."""
    (home / "user.js").write_text('user_pref("dom.w3c_touch_events.enabled", 1);', encoding="utf-8")
    options = ["--headless", "--no-remote", "--profile", str(home), "--remote-debugging-port", "0"]
    options.append("--remote-allow-system-access")
    with _started([firefox(), *options], home, {"HOME": str(home)}) as log:
        listening = _said(log, r"WebDriver BiDi listening on (ws://\S+)")
        browser = Firefox(f"{listening}/session")
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def running_webkit(home: Path) -> Iterator[WebKit]:
    """WebKit on a screen that nobody sees."""
    port = free_port()
    with _started(["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24"], home) as log:
        surroundings = {
            "HOME": str(home),
            "DISPLAY": ":" + _said(log, r"^(\d+)$"),
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            # A container has no sandbox to give; the pages are our own.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        with _started(["WebKitWebDriver", f"--port={port}"], home, surroundings):
            browser = WebKit(_answering(f"http://127.0.0.1:{port}/"))
            try:
                yield browser
            finally:
                browser.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def _started(command: Sequence[str], home: Path, environment: dict[str, str] | None = None) -> Iterator[Path]:
    """A program that runs as long as the block, and does not outlive the tests; the file that it writes to."""
    log = home / f"{Path(command[0]).name}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-c", GUARD, *command],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
        )
        try:
            yield log
        finally:
            process.terminate()
            process.wait()


def _said(log: Path, pattern: str) -> str:
    """What a program has said of itself."""
    deadline = time.monotonic() + SECONDS
    while not (found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)):
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8", errors="replace")
        time.sleep(0.05)
    return found[1]


def _answering(address: str) -> str:
    """The address, once somebody answers there."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError), urlopen(f"{address}status", timeout=SECONDS):
            return address
        time.sleep(0.05)
    raise TimeoutError(address)
