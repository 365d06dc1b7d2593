"""How long a slider takes to change a picture, in a real JupyterLab, for each way to write it.

    python tests/bench_slider.py [--quick] [--out table.md]

Needs Chromium and the peers: `pip install -e .[bench]` and tests/requirements.txt. Takes some forty minutes.

Every way (see `bench_ways.py`) is measured on each of two servers: the stock one, and ours (the same with
`lossviz.server` switched on). All ways and both servers take turns, round by round, so that whatever else the machine
does hits all alike. As with a reader, one notebook is open at a time: at its turn a way gets a page and a kernel, Run
All and a few steps to warm up, and at the end of the turn both are closed. Compare within a run only.

A step is one press of an arrow key on the slider's handle; where the picture itself is dragged, one move of the mouse
that holds it. It begins with the time stamp of the event, given by the browser's input process. It ends when the first
frame with a changed picture has been laid out and painted. A picture has changed when, drawn
- as HTML or SVG (the echo, plotly, bqplot, ours), the document changed anywhere inside it;
- as an image (`interact`), a new image is in its place and decoded;
- on a canvas (ipympl), something was drawn on a canvas inside it.
Only the picture is watched, never the slider, which moves by itself. Of a way that changes its picture in several
frames the first one counts. The next press waits until nothing has changed for a while.

In a drag the mouse holds the handle for three seconds and moves some sixty times a second, to and fro over most of the
track. The page sends one message at a time, and then the newest value; so a slow way sends fewer. *Moves* are the
values that it sent, *shown* the frames in which the picture changed, at most one for each move. *Last frame* is the
time from the mouse-up event until the last such frame was painted, 0 if that was before. It depends on what was under
way at that moment, so it is also taken of some short drags.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
import numpy as np
from bench import Cost, Goal, dearest_step, goals_table, machine, progress, publish, table, wired
from bench_ways import ECHO, HANDLES, INTERACT, OURS, PEERS, TEACHERS, Way
from browser.lab import launched
from explorers import NAMES, make
from playwright.sync_api import Browser, Page, sync_playwright

from lossviz import words
from lossviz.command.jupyter import Server, running
from lossviz.server import PATIENCE
from lossviz.words import t

SERVERS = ("stock", "ours")
PEER_PACKAGES = ("jupyterlab", "ipywidgets", "matplotlib", "ipympl", "plotly", "bqplot", "wigglystuff")

# Runs in the page before JupyterLab does: notes when the picture has changed on the screen, and what the slider sent.
WATCH = """(() => {
  const bench = window.bench = { picture: null, sent: [], frames: [] };
  const raf = window.requestAnimationFrame.bind(window);
  // A message to oneself that is sent in a frame arrives when that frame has been painted.
  const after = new MessageChannel();
  let inFrame = false, due = false;
  after.port1.onmessage = event => {
    inFrame = false;
    if (event.data === "picture") { due = false; bench.frames.push(performance.now()); }
  };
  const tell = what => after.port2.postMessage(what);
  window.requestAnimationFrame = callback => raf(now => { inFrame = true; tell("frame"); callback(now); });
  const changed = () => {
    if (due) return;
    due = true;
    if (inFrame) tell("picture"); else raf(() => tell("picture"));
  };

  const decoded = new WeakSet(), drawn = new WeakMap();
  const images = () => [...bench.picture.querySelectorAll("img")];
  const look = () => {
    const fresh = images().filter(image => !decoded.has(image));
    if (fresh.length) {
      fresh.forEach(image => decoded.add(image));
      Promise.all(fresh.map(image => image.decode().catch(() => null))).then(changed);
    } else if (!bench.image) changed();
  };
  bench.watch = selector => {
    bench.picture = document.querySelector(selector);
    images().forEach(image => decoded.add(image));
    bench.image = images().length > 0 && !bench.picture.querySelector("svg, canvas");
    new MutationObserver(look).observe(bench.picture,
      { subtree: true, childList: true, attributes: true, characterData: true });
  };
  for (const name of ["drawImage", "putImageData"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...rest) {
      draw.apply(this, rest);
      // The same image again is no other picture: a puck is drawn above it.
      const [image] = rest, isNew = !(image instanceof HTMLImageElement) || drawn.get(this.canvas) !== image.src;
      if (image instanceof HTMLImageElement) drawn.set(this.canvas, image.src);
      if (isNew && bench.picture?.contains(this.canvas)) changed();
    };
  }

  const utf8 = new TextDecoder();
  const words = data => typeof data === "string" ? data : utf8.decode(data);
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const text = words(data);
    if (/"state":\\{"(value|x)":|"method":"custom","content":\\{"control"/.test(text))
      bench.sent.push([performance.now(), /"comm_id":"([^"]+)"/.exec(text)[1]]);
    return send.call(this, data);
  };
  for (const kind of ["keydown", "pointerup", "pointermove"])
    window.addEventListener(kind, event => { bench[kind] = event.timeStamp; }, true);

  bench.clear = () => { bench.sent = []; bench.frames = []; bench.keydown = bench.pointerup = bench.pointermove = 0; };
  // Resolves when something has been painted and then nothing for `quiet` milliseconds, or after `most`.
  bench.settled = (quiet, most) => new Promise(resolve => {
    const start = performance.now();
    const check = () => {
      const now = performance.now(), last = bench.frames.at(-1);
      if ((last && now - last > quiet) || now - start > most)
        resolve({ began: bench.keydown || bench.pointermove, released: bench.pointerup, frames: bench.frames,
          sent: bench.sent });
      else setTimeout(check, 20);
    };
    check();
  });
})();"""

PRESSES_TO_WARM_UP = 6
MOVES_A_SECOND = 60


@dataclass
class Plan:
    """How much is measured: rounds; presses of a round, seconds of its drag, and short drags after it."""

    rounds: int = 3
    presses: int = 14
    seconds: float = 3.0
    releases: int = 5


@dataclass
class Measured:
    """What was measured of one way on one server, in milliseconds."""

    steps: list[float] = field(default_factory=list)
    sending: list[float] = field(default_factory=list)
    last_frames: list[float] = field(default_factory=list)
    moves: int = 0
    shown: int = 0
    seconds: float = 0.0

    @property
    def median(self) -> float:
        return median(self.steps) if self.steps else float("nan")

    @property
    def slow(self) -> float:
        return float(np.percentile(self.steps, 95)) if self.steps else float("nan")

    @property
    def share(self) -> float:
        return self.shown / self.moves if self.moves else float("nan")

    @property
    def last_frame(self) -> float:
        return median(self.last_frames) if self.last_frames else float("nan")


class Notebook:
    """One way in one page: a notebook that has run, its slider and its picture."""

    def __init__(self, page: Page, on: Server, name: str, way: Way, measured: Measured):
        self.page, self.measured = page, measured
        self._rightwards = True
        opened(page, on, name)
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_selector(way.picture, timeout=60_000)
        page.wait_for_selector(way.handle or ".widget-slider .noUi-handle")
        time.sleep(2)
        page.evaluate("selector => bench.watch(selector)", way.picture)
        self._slider = page.locator(".widget-slider").first
        self._handle = page.locator(way.handle).first if way.handle else self._slider.locator(".noUi-handle")
        self._grab = way.grab if way.handle else None
        # Where the hand is that holds a handle, and how far from where it took it.
        self._at, self._off = (0.0, 0.0), 0.0
        self._check(way)

    def _check(self, way: Way) -> None:
        """Warm up, and make sure that what is timed is what a person sees."""
        picture = self.page.locator(way.picture).first
        before = picture.screenshot()
        with self._held():
            for _ in range(PRESSES_TO_WARM_UP):
                self._step()
        if picture.screenshot() == before:
            raise RuntimeError(f"{way.name}: the slider moved, the picture did not")

    def steps(self, count: int) -> None:
        """Press an arrow key `count` times, or move a handle that is held so often."""
        self.page.bring_to_front()
        with self._held():
            self._step()
            for _ in range(count):
                seen = self._step()
                self.measured.steps.append(seen["frames"][0] - seen["began"])
                sent, self._model = seen["sent"][0]
                self.measured.sending.append(sent - seen["began"])

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The mouse holds the handle, where there is one."""
        if self._grab:
            box = self._handle.bounding_box()
            self._at = box["x"] + self._grab[0] * box["width"], box["y"] + self._grab[1] * box["height"]
            self._off = 0.0
            self.page.mouse.move(*self._at)
            self.page.mouse.down()
        yield
        if self._grab:
            self.page.mouse.move(*self._at)
            self.page.mouse.up()

    def _step(self) -> dict:
        self.page.evaluate("bench.clear()")
        if self._grab:
            # A step of a slider that is as long as the picture is wide.
            self._off += 8 if self._rightwards else -8
            self._rightwards = self._off <= 0 if abs(self._off) > 60 else self._rightwards
            self.page.mouse.move(self._at[0] + self._off, self._at[1])
        else:
            self._press_arrow()
        seen = self.page.evaluate("bench.settled(150, 15000)")
        if not seen["frames"]:
            raise RuntimeError(f"{self.page.url}: a key was pressed and nothing changed")
        return seen

    def _press_arrow(self) -> None:
        share = float(
            self._handle.evaluate("e => (e.ariaValueNow - e.ariaValueMin) / (e.ariaValueMax - e.ariaValueMin)")
        )
        if not 0.2 < share < 0.8:
            self._rightwards = share <= 0.2
        self._handle.focus()
        self.page.keyboard.press("ArrowRight" if self._rightwards else "ArrowLeft")

    def drag(self, seconds: float, *, counted: bool = True) -> None:
        """Hold the handle and move it to and fro; of a drag that is not `counted` only the last frame is measured."""
        self.page.bring_to_front()
        handle, mouse = self._handle.bounding_box(), self.page.mouse
        across, up = self._grab or (0.5, 0.5)
        x, y = handle["x"] + across * handle["width"], handle["y"] + up * handle["height"]
        track = {"x": x - 180, "width": 360} if self._grab else self._slider.locator(".noUi-base").bounding_box()
        mouse.move(x, y)
        mouse.down()
        self.page.evaluate("bench.clear()")
        start = time.perf_counter()
        while (now := time.perf_counter() - start) < seconds:
            # Three quarters of a second for a way across, and as long for the way back.
            there = abs((now / 0.75 + 0.5) % 2 - 1)
            mouse.move(track["x"] + (0.1 + 0.8 * there) * track["width"], y)
            turn = int((time.perf_counter() - start) * MOVES_A_SECOND) + 1
            time.sleep(max(0.0, turn / MOVES_A_SECOND - (time.perf_counter() - start)))
        if self._grab:
            # Back to where it was taken.
            mouse.move(x, y)
        mouse.up()
        seen = self.page.evaluate("bench.settled(700, 15000)")
        if not seen["frames"]:
            raise RuntimeError(f"{self.page.url}: it was dragged and nothing changed")
        self.measured.last_frames.append(max(0.0, seen["frames"][-1] - seen["released"]))
        if not counted:
            return
        self.measured.seconds += seconds
        # Sliders that are moved by the kernel answer it; only the one under the mouse counts.
        moves = sum(model == self._model for _, model in seen["sent"])
        self.measured.moves += moves
        self.measured.shown += min(moves, len(seen["frames"]))


@contextmanager
def server(kind: str, folder: Path) -> Iterator[Server]:
    """A JupyterLab with nobody's settings, with our extension or without."""
    ours = kind == "ours"
    alone = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    # All cells are on the page, whether they have been scrolled to or not.
    settings = (
        folder / "JUPYTER_CONFIG_DIR/lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")
    options = ["--LabApp.expose_app_in_browser=True", f"--ServerApp.jpserver_extensions=lossviz.server={ours}"]
    # As the `lossviz` command has it.
    options += ["--Lossviz.quiet_widgets=True"] if ours else []
    with running([sys.executable, "-m", "jupyterlab", *options], alone, folder) as started:
        log = started.log.read_text(encoding="utf-8", errors="replace")
        if (t("server.quiet", limit=1000 * PATIENCE) in log) != ours:
            raise RuntimeError(f"the {kind} server is not what it should be:\n{log}")
        yield started


@contextmanager
def notebook(browser: Browser, on: Server, folder: Path, way: Way, measured: Measured) -> Iterator[Notebook]:
    """A notebook with one cell, run in a page of its own until the block ends, and its kernel with it."""
    name = re.sub(r"\W+", "-", way.name).strip("-")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(way.code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(WATCH)
    try:
        yield Notebook(page, on, f"{name}.ipynb", way, measured)
    finally:
        page.close()
        for session in on.ask("api/sessions"):
            on.ask(f"api/sessions/{session['id']}", "DELETE")


def opened(page: Page, on: Server, name: str) -> None:
    """Open a notebook and wait until its kernel is ready."""
    page.goto(f"{on.url}lab/workspaces/{Path(name).stem}/tree/{name}?token={on.token}&reset")
    page.wait_for_function(
        "name => window.jupyterapp?.shell.currentWidget?.context?.path === name"
        " && jupyterapp.shell.currentWidget.content.widgets.length > 0",
        arg=name,
        timeout=60_000,
    )
    page.evaluate(
        "(async () => { const session = jupyterapp.shell.currentWidget.sessionContext; await session.ready;"
        " await session.session.kernel.info; })()"
    )


def measure(ways: Sequence[Way], servers: Sequence[str], plan: Plan) -> dict[tuple[str, str], Measured]:
    """Every way on every server, taking turns."""
    with ExitStack() as stack:
        # A folder for each: a notebook that two servers save would ask, in a dialog, which of them is right.
        folders = {kind: Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))) for kind in servers}
        started = {kind: stack.enter_context(server(kind, folder)) for kind, folder in folders.items()}
        browser = launched(stack.enter_context(sync_playwright()))
        found = {(way.name, kind): Measured() for way, kind in product(ways, servers)}
        for number in range(plan.rounds):
            for way, kind in product(ways, servers):
                try:
                    with notebook(browser, started[kind], folders[kind], way, found[way.name, kind]) as each:
                        each.steps(plan.presses)
                        each.drag(plan.seconds)
                        for turn in range(plan.releases):
                            each.drag(0.3 + 0.03 * turn, counted=False)
                except RuntimeError as missed:
                    # One drag of hundreds that missed is said, and the rest is worth having.
                    progress(f"{way.name}, {kind} server: {missed}")
            progress(f"round {number + 1} of {plan.rounds}")
        return found


def kernel_costs() -> dict[str, Cost]:
    """What a step of each explorer costs its kernel: the dearest of its sliders."""
    with words.using(language="en"), wired():
        return {name: dearest_step(make(name)) for name in NAMES}


def slider_table(found: dict[tuple[str, str], Measured], ways: Sequence[Way], kind: str) -> str:
    """The ways on one server."""
    floor = found[ECHO, kind].median if (ECHO, kind) in found else float("nan")
    heads = ["way", "median ms", "p95 ms", "× echo", "key → sent ms", "moves/s", "shown", "last frame ms"]
    rows = []
    for way in ways:
        one = found[way.name, kind]
        share, rate = f"{one.share:.0%}" if one.moves else "–", one.moves / one.seconds
        sent = median(one.sending)
        rows.append([way.name, one.median, one.slow, one.median / floor, sent, rate, share, one.last_frame])
    return table(heads, rows)


def goals(found: dict[tuple[str, str], Measured], costs: dict[str, Cost]) -> list[Goal]:
    """What issue and README promise, against what was measured."""
    kernel, size = (max(getattr(cost, what) for cost in costs.values()) for what in ("milliseconds", "size"))
    promises = [
        Goal("kernel side, every explorer: ≤ 8 ms a step (median)", f"at most {kernel:.1f} ms", kernel <= 8),
        Goal("kernel side, every explorer: ≤ 20 KB a step", f"at most {size / 1000:.1f} KB", size <= 20_000),
    ]
    for kind in dict.fromkeys(kind for _, kind in found):
        here = {name: one for (name, of), one in found.items() if of == kind}
        if len(here) == len(PEERS) + len(TEACHERS) + len(HANDLES) + len(OURS):
            promises += _promises(here, kind)
    return promises


def _promises(here: dict[str, Measured], kind: str) -> list[Goal]:
    ours = {way.name: here[way.name] for way in OURS}
    slowest = max(ours, key=lambda name: ours[name].median)
    step, share = ours[slowest].median, min(one.share for one in ours.values())
    last = max(one.last_frame for one in ours.values())
    rival = min((way.name for way in PEERS if way.name.startswith(("ipympl", "plotly"))), key=lambda n: here[n].median)
    floor, pyplot = step / here[ECHO].median, here[INTERACT].median / step
    bare = here[INTERACT].median / here[ECHO].median
    theirs, live = (here[way.name].median for way in TEACHERS)
    return [
        Goal(f"{kind}: step ≤ 1.5 × the bare echo", f"at most {floor:.2f} × ({slowest})", floor <= 1.5),
        Goal(
            f"{kind}: ≥ 8 × faster than `interact` + pyplot",
            f"at least {pyplot:.1f} × (the bare echo: {bare:.1f} ×)",
            pyplot >= 8,
        ),
        Goal(
            f"{kind}: faster than ipympl and plotly",
            f"at most {step:.0f} ms; {rival} {here[rival].median:.0f} ms",
            step < here[rival].median,
        ),
        Goal(
            f"{kind}: `live` of a teacher's function ≤ 1.5 × the bare echo",
            f"{live / here[ECHO].median:.2f} × ({theirs / live:.1f} × faster than `interact` of the same function)",
            live <= 1.5 * here[ECHO].median,
        ),
        Goal(f"{kind}: ≥ 95 % of the moves shown", f"at least {share:.1%}", share >= 0.95),
        Goal(f"{kind}: last frame ≤ 60 ms after release", f"at most {last:.0f} ms", last <= 60),
    ]


def report(found: dict[tuple[str, str], Measured], ways: Sequence[Way], plan: Plan, costs: dict[str, Cost]) -> str:
    """All of it, as Markdown."""
    packages = ", ".join(f"{name} {version(name)}" for name in PEER_PACKAGES)
    presses = f"{plan.rounds * plan.presses} presses and {plan.rounds} drags of {plan.seconds:g} s each"
    parts = [f"# From key press to changed pixels\n\n{machine()}; {packages}; {presses}."]
    kinds = dict.fromkeys(kind for _, kind in found)
    parts += [f"## {kind.capitalize()} server\n\n{slider_table(found, ways, kind)}" for kind in kinds]
    rows = [[f"`{name}`", cost.control, cost.milliseconds, cost.size / 1000] for name, cost in costs.items()]
    parts.append(f"## Kernel side\n\n{table(['explorer', 'dearest slider', 'ms a step', 'KB a step'], rows)}")
    parts.append(f"## Goals\n\n{goals_table(goals(found, costs))}")
    return "\n\n".join(parts)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a look: few presses, short drags")
    parser.add_argument("--rounds", type=int, help="how often every way has its turn")
    parser.add_argument("--only", default="", help="only ways whose name has this in it, beside the bare echo")
    parser.add_argument("--server", choices=SERVERS, help="one server only")
    parser.add_argument("--out", type=Path, help="a file for the report")
    options = parser.parse_args()
    plan = Plan(rounds=1, presses=10, seconds=1.0, releases=2) if options.quick else Plan()
    plan.rounds = options.rounds or plan.rounds
    ways = [way for way in [*PEERS, *TEACHERS, *HANDLES, *OURS] if way.name == ECHO or options.only in way.name]
    costs = kernel_costs()
    found = measure(ways, [options.server] if options.server else SERVERS, plan)
    publish(report(found, ways, plan, costs), options.out)


if __name__ == "__main__":
    main()
