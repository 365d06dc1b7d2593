"""Handles in a real JupyterLab: by mouse, by finger, by keys; and what is told to those who cannot see them."""

import json

import numpy as np
import pytest
from browser.lessons import assert_no_errors
from browser.panel import Panel
from explorers import NAMES
from playwright.sync_api import expect

from lossviz.words import number

pytestmark = pytest.mark.browser

# The page sees a frame with the picture of the drag before any message has come from the kernel.
_NEXT_FRAME = """async handle => {
  const box = () => handle.getBoundingClientRect();
  const { x, y, width, height } = box(), at = { x: x + width / 2, y: y + height / 2 };
  const send = (type, dx, dy) => handle.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, button: 0, clientX: at.x + dx, clientY: at.y + dy }));
  handle.setPointerCapture = () => {};
  const moving = document.querySelector('.lv-moving');
  send('pointerdown', 0, 0);
  send('pointermove', handle.dataset.along === 'x' ? -60 : 0, handle.dataset.along === 'y' ? 40 : 0);
  await new Promise(requestAnimationFrame);
  const moved = Math.hypot(box().x - x, box().y - y), same = moving.isConnected;
  send('pointerup', 0, 0);
  return [moved, same];
}"""


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write("import lossviz\nlossviz.use('en')", *(f"lossviz.explore.{name}()" for name in NAMES))
    lesson.run_all()
    yield lesson
    assert_no_errors(lesson)
    lesson.close()


@pytest.fixture(params=range(len(NAMES)), ids=NAMES)
def panel(lesson, request):
    panel = Panel(lesson.explorers().nth(request.param), "en")
    yield panel
    panel.close()


def figure_handles(panel):
    """The handles in the picture that can be seen, and the places that the kernel has sent, in the same order."""
    handles = panel.root.locator(".lv-handle[data-name^='figure']:not([hidden])")
    places = json.loads(panel.root.locator(".lv-moving").get_attribute("data-places"))
    return handles, [place for place in places if place]


def middle(handle):
    box = handle.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def goal(panel, place, along, share):
    """Where on the page the handle is when its number is at this share of its range."""
    figure = panel.root.locator(".lv-hands").bounding_box()
    at = place[3] + share * (place[4] - place[3])
    x, y = (at, place[1]) if along == "x" else (place[0], at)
    return figure["x"] + x * figure["width"], figure["y"] + y * figure["height"]


def drags(panel):
    """Every handle that is dragged, with a goal a little way off: (handle, place, value, share of the range)."""
    handles, places = figure_handles(panel)
    for index, (handle, place) in enumerate(zip(handles.all(), places, strict=True)):
        # Of several that lie in the same place, a pointer takes the first.
        is_first = place[:2] not in [other[:2] for other in places[:index]]
        if handle.get_attribute("role") == "slider" and is_first:
            at, low, high = place[0 if handle.get_attribute("data-along") == "x" else 1], *place[3:]
            first, last = sorted((low, high))
            share = ((at + 0.08 if at + 0.08 < last else max(at - 0.08, first)) - low) / (high - low)
            ends = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
            yield handle, place, np.interp(share, [0, 1], list(ends)), share


def test_every_handle_is_dragged_by_mouse(panel):
    mouse = panel.page.mouse
    for handle, place, value, share in list(drags(panel)):
        panel.show()
        to = goal(panel, place, handle.get_attribute("data-along"), share)
        mouse.move(*middle(handle))
        mouse.down()
        panel.moved(lambda to=to: mouse.move(*to, steps=4))
        mouse.up()
        low, high = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
        assert float(handle.get_attribute("aria-valuenow")) == pytest.approx(value, abs=0.02 * (high - low))
        panel.reset()


def test_every_handle_is_moved_by_keys(panel):
    handles, places = figure_handles(panel)
    for index in range(len(places)):
        handle = handles.nth(index)
        is_switch = handle.get_attribute("role") == "switch"
        for key in ("Enter", "Space") if is_switch else ("ArrowLeft", "ArrowUp", "Shift+ArrowUp", "PageDown"):
            before = looks(handle)
            handle.focus()
            panel.moved(lambda key=key: panel.page.keyboard.press(key))
            assert looks(handle) != before, key
            if not is_switch:
                assert (looks(handle) > before) == ("Up" in key), key
        if panel.seen.given != panel.start:
            panel.reset()


def looks(handle):
    """The value that a handle says that it has."""
    return float(handle.get_attribute("aria-valuenow") or handle.get_attribute("aria-checked") == "true")


def test_a_finger_drags_a_handle_and_scrolls_the_page_between_them(panel):
    handle, place, _, share = next(drags(panel))
    panel.show()
    client = panel.page.context.new_cdp_session(panel.page)

    def touch(kind, *at):
        points = [{"x": at[0], "y": at[1]}] if at else []
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = middle(handle)
    to_x, to_y = goal(panel, place, handle.get_attribute("data-along"), share)

    def drag():
        touch("touchStart", x, y)
        for part in (0.25, 0.5, 0.75, 1):
            touch("touchMove", x + part * (to_x - x), y + part * (to_y - y))
        touch("touchEnd")

    panel.moved(drag)
    assert panel.root.locator(".lv-handle").first.evaluate("one => getComputedStyle(one).touchAction") == "none"
    assert panel.root.locator(".lv-hands").evaluate("one => getComputedStyle(one).pointerEvents") == "none"
    panel.reset()


def test_a_handle_follows_in_the_next_frame_whatever_the_kernel_does(panel):
    handles, places = figure_handles(panel)
    index = next(index for index in range(len(places)) if handles.nth(index).get_attribute("role") == "slider")
    found = []
    panel.moved(lambda: found.extend(panel.page.evaluate(_NEXT_FRAME, handles.nth(index).element_handle())))
    moved, before_the_picture = found
    assert moved > 5
    assert before_the_picture
    panel.reset()


def test_every_handle_says_what_it_is(panel):
    handles, _ = figure_handles(panel)
    for handle in handles.all():
        assert handle.get_attribute("aria-label")
        assert handle.get_attribute("tabindex") == "0"
        if handle.get_attribute("role") == "slider":
            low, now, high = (float(handle.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
            assert low <= now <= high
            assert handle.get_attribute("aria-valuetext")
        box = handle.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_one_voice_tells_name_value_and_consequence(panel):
    assert panel.root.locator(".lv-told").count() == 1
    handle = panel.root.locator(".lv-handle[role='slider']:not([hidden])").first
    handle.focus()
    for _ in range(3):
        panel.moved(lambda: panel.page.keyboard.press("ArrowUp"))
    told = f"{handle.get_attribute('aria-label')}: {number(looks(handle))}"
    expect(panel.root.locator(".lv-told")).to_contain_text(told)
    panel.reset()


def test_numbers_of_the_formula_are_dragged_sideways(panel):
    numbers = panel.root.locator(".lv-handle[data-name^='formula']:not([hidden])")
    mouse = panel.page.mouse
    for handle in numbers.all():
        low, now, high = (float(handle.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        way = 1 if now < (low + high) / 2 else -1
        x, y = middle(handle)
        mouse.move(x, y)
        mouse.down()
        panel.moved(lambda x=x, y=y, way=way: mouse.move(x + 52 * way, y, steps=3))
        mouse.up()
        # A fifth of the 260 pixels from end to end.
        assert looks(handle) == pytest.approx(now + way * (high - low) / 5, abs=0.02 * (high - low))
        panel.reset()
