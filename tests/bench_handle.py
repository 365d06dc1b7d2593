"""In which frame a handle follows the hand, and when the picture does, on lines of several lengths.

    python tests/bench_handle.py [--out table.md]

Needs Chromium and tests/requirements.txt; takes about two minutes. Server: ours, as `lossviz` starts it. A line is made
longer in the page: each message of the kernel's socket waits for half a round trip, in both directions.

The mouse holds the first handle of an explorer for three seconds and moves some sixty times a second. For each move,
*frames* counts those that were begun after the move's event until one in which the handle is under the hand (to half a
step of its control): 1 is the first that can show it. *Handle* is the time from the event to the end of the script of
that frame. *Picture* is the time from a change of value to the picture that has it, of the values that were sent.
*Meet*: whether handle, control and picture have the same number in the end, and no picture was older than one before.
"""

import argparse
import json
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
import numpy as np
from bench import machine, publish, table
from bench_slider import MOVES_A_SECOND, opened, server
from browser.lab import launched
from explorers import NAMES
from playwright.sync_api import Locator, Page, sync_playwright

ROUND_TRIPS = (0, 150)
SECONDS = 3.0

LONG_LINE = """(wait => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { setTimeout(() => send.call(this, data), wait); };
  const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    ...own, set(hear) { own.set.call(this, event => setTimeout(() => hear.call(this, event), wait)); } });
})(%f)"""

WATCH = """handle => {
  const root = handle.closest(".lv-explorer"), seen = window.seen = { moves: [], frames: [], sent: [], pictures: [] };
  const middle = () => {
    const { x, y, width, height } = handle.getBoundingClientRect();
    return handle.dataset.along === "x" ? x + width / 2 : y + height / 2;
  };
  root.addEventListener("pointermove", event => seen.moves.push(
    [event.timeStamp, handle.dataset.along === "x" ? event.clientX : event.clientY]), true);
  const frame = () => { seen.frames.push([performance.now(), middle()]); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  const utf8 = new TextDecoder(), send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const text = typeof data === "string" ? data : utf8.decode(data);
    const count = /"method":"custom","content":\\{"control".*?"count":(\\d+)/.exec(text);
    if (count) seen.sent.push([performance.now(), Number(count[1])]);
    return send.call(this, data);
  };
  const look = () => {
    const answers = Number(root.querySelector(".lv-moving").dataset.answers);
    requestAnimationFrame(() => seen.pictures.push([performance.now(), answers]));
  };
  new MutationObserver(look).observe(root.querySelector(".lv-live"), { childList: true, subtree: true });
}"""

# What the handle says, and where the picture has it, by its number among the handles.
END = """handle => {
  const index = Number(handle.dataset.name.split(" ")[1]);
  const places = JSON.parse(handle.closest(".lv-live").querySelector(".lv-moving").dataset.places);
  return [Number(handle.getAttribute("aria-valuenow")), places[index][2]];
}"""


def drag(page: Page) -> dict[str, float | str]:
    """Drag the first handle of the explorer on the page, and what was seen of it."""
    handle = page.locator(".lv-handle[role='slider'][data-name^='figure']:not([hidden])").first
    handle.scroll_into_view_if_needed()
    handle.evaluate(WATCH)
    box, along = handle.bounding_box(), handle.get_attribute("data-along")
    start = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    low, high, step_px = _track(page, handle, along)
    way = np.array([1, 0]) if along == "x" else np.array([0, 1])
    at = start @ way
    page.mouse.move(*start)
    page.mouse.down()
    began = time.perf_counter()
    while (now := time.perf_counter() - began) < SECONDS:
        there = low + (high - low) * (0.2 + 0.6 * abs((now / 0.75) % 2 - 1))
        page.mouse.move(*(start + way * (there - at)))
        turn = int((time.perf_counter() - began) * MOVES_A_SECOND) + 1
        time.sleep(max(0.0, turn / MOVES_A_SECOND - (time.perf_counter() - began)))
    page.mouse.up()
    page.wait_for_timeout(1500)
    seen = page.evaluate("seen")
    said, shown = handle.evaluate(END)
    return summary(seen, at, step_px) | {"meet": "yes" if said == shown and _in_order(seen) else "**no**"}


def _track(page: Page, handle: Locator, along: str) -> tuple[float, float, float]:
    """The ends of the way of a handle on the page, and the length of a step, in pixels."""
    figure = page.locator(".lv-hands").first.bounding_box()
    index = int(handle.get_attribute("data-name").split(" ")[1])
    place = json.loads(page.locator(".lv-moving").first.get_attribute("data-places"))[index]
    origin, size = (figure["x"], figure["width"]) if along == "x" else (figure["y"], figure["height"])
    first, last = (origin + share * size for share in place[3:])
    ends = [float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max")]
    return *sorted((first, last)), abs(last - first) * _step(handle) / (ends[1] - ends[0])


def _step(handle: Locator) -> float:
    """What an arrow key adds, taken back."""
    before = float(handle.get_attribute("aria-valuenow"))
    handle.press("ArrowLeft")
    step = before - float(handle.get_attribute("aria-valuenow"))
    handle.press("ArrowRight")
    handle.page.wait_for_timeout(1500)
    return step


def summary(seen: dict, at: float, step: float) -> dict[str, float]:
    """Frames and milliseconds until the handle, and until the picture, was where the hand was."""
    frames = np.array(seen["frames"])
    counts, waits = [], []
    for then, hand in seen["moves"][1:]:
        after = frames[frames[:, 0] >= then]
        near = np.abs(after[:, 1] - hand) <= step / 2 + 1
        if near.any():
            counts.append(int(near.argmax()) + 1)
            waits.append(after[near.argmax(), 0] - then)
    sent = {count: then for then, count in seen["sent"]}
    shown = [now - sent[answers] for now, answers in seen["pictures"] if answers in sent]
    return {
        "moves": len(seen["moves"]) - 1,
        "first frame": f"{np.mean(np.array(counts) == 1):.1%}",
        "most frames": max(counts),
        "handle ms": median(waits),
        "picture ms": median(shown),
        "pictures/s": len(shown) / SECONDS,
    }


def _in_order(seen: dict) -> bool:
    answers = [count for _, count in seen["pictures"]]
    return answers == sorted(answers)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="a file for the report")
    options = parser.parse_args()
    rows = []
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as home,
        server("ours", Path(home)) as on,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        for name in NAMES:
            cell = nbformat.v4.new_code_cell(f"import lossviz\nlossviz.use('en')\nlossviz.explore.{name}()")
            kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(
                nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), Path(home) / f"{name}.ipynb"
            )
            for trip in ROUND_TRIPS:
                page = browser.new_page(viewport={"width": 1280, "height": 720})
                page.add_init_script(LONG_LINE % (trip / 2))
                opened(page, on, f"{name}.ipynb")
                page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
                page.locator(".lv-able").wait_for()
                page.wait_for_timeout(1500)
                seen = drag(page)
                rows.append([f"`{name}`", trip, *seen.values()])
                page.close()
                for session in on.ask("api/sessions"):
                    on.ask(f"api/sessions/{session['id']}", "DELETE")
        browser.close()
    heads = ["explorer", "round trip ms", *seen]
    publish(f"# A handle and its picture while it is dragged\n\n{machine()}.\n\n{table(heads, rows)}", options.out)


if __name__ == "__main__":
    main()
