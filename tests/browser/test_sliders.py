"""Sliders: a press on the track takes hold, tracks are long, and each stands with what it belongs to."""

import pytest
from browser.lab import SCREEN
from browser.lessons import assert_no_errors
from browser.panel import Panel
from explorers import NAMES

pytestmark = pytest.mark.browser

# Beside JupyterLab's file browser, in a window beside another, at 150 % zoom.
WINDOWS = [(SCREEN, True), ({"width": 800, "height": 720}, False), ({"width": 853, "height": 480}, True)]

_TRACKS = "root => [...root.querySelectorAll('.noUi-base')].map(track => track.getBoundingClientRect().width)"

# The gap between the words of a choice and its first button.
_GAPS = """root => [...root.querySelectorAll('.widget-toggle-buttons')].map(choice =>
  choice.querySelector('button').getBoundingClientRect().left
  - choice.querySelector('.widget-label').getBoundingClientRect().right)"""

# The middles of all buttons of labels, and of all sliders, from top to bottom.
_PAIRS = """root => ['.widget-toggle-button:not(.lv-tool)', '.widget-slider'].map(part =>
  [...root.querySelectorAll(part)].map(one => {
    const {x, y, height} = one.getBoundingClientRect();
    return [x, y + height / 2];
  }))"""


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write("import lossviz\nlossviz.use('en')", *[f"lossviz.explore.{name}()" for name in NAMES])
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def explorer(lesson):
    """The explorer of a name; nobody complains of what is done with it."""
    panels = []

    def explorer(name):
        panels.append(Panel(lesson.explorers().nth(NAMES.index(name)), "en"))
        panels[-1].show()
        return panels[-1]

    yield explorer
    for panel in panels:
        panel.reset()
        panel.close()
    assert_no_errors(lesson)


def along(panel, index=0):
    """Points of a track by their share of its length: where a hand meets it, a little above its line."""
    box = panel.root.locator(".noUi-base").nth(index).bounding_box()
    return lambda share: (box["x"] + share * box["width"], box["y"] + box["height"] / 2 - 8)


def test_a_press_on_the_track_takes_hold_by_mouse(explorer):
    panel = explorer("cross_entropy")
    at, mouse = along(panel), panel.page.mouse
    panel.moved(lambda: (mouse.move(*at(0.2)), mouse.down()), {"p": 0.2})
    panel.moved(lambda: mouse.move(*at(0.6), steps=5), {"p": 0.6})
    # The hand may leave the track.
    x, y = at(0.4)
    panel.moved(lambda: mouse.move(x, y + 100, steps=5), {"p": 0.4})
    mouse.up()
    mouse.move(*at(0.9), steps=3)
    assert panel.look().given["p"] == 0.4


def test_a_press_on_the_track_takes_hold_by_finger(explorer):
    panel = explorer("softmax")
    at, screen = along(panel, 1), panel.page.context.new_cdp_session(panel.page)

    def touch(kind, *points):
        fingers = [{"x": x, "y": y} for x, y in points]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    panel.moved(lambda: touch("touchStart", at(0.2)), {"logits": [-3, 2.89, 0]})
    for share in (0.3, 0.5, 0.7):
        panel.moved(lambda share=share: touch("touchMove", at(share)), {"logits": [10 * share - 5, 2.89, 0]})
    touch("touchEnd")


@pytest.mark.parametrize(("screen", "file_browser"), WINDOWS)
def test_tracks_are_long_and_belong_to_their_labels(lesson, screen, file_browser):
    page = lesson.page
    page.set_viewport_size(screen)
    if file_browser:
        page.keyboard.press("Control+b")
    try:
        for name, root in zip(NAMES, lesson.explorers().all(), strict=True):
            root.scroll_into_view_if_needed()
            assert min(root.evaluate(_TRACKS), default=100) >= 100, name
            assert min(root.evaluate(_GAPS), default=6) >= 6, name
            if name == "binary_cross_entropy":
                labels, sliders = root.evaluate(_PAIRS)
                assert len(labels) == len(sliders) == 6
                for (left, label), (right, slider) in zip(labels, sliders, strict=True):
                    assert label == pytest.approx(slider, abs=2)
                    assert 0 < right - left < 90
    finally:
        if file_browser:
            page.keyboard.press("Control+b")
        page.set_viewport_size(SCREEN)


@pytest.mark.parametrize("part", [".noUi-handle", ".widget-readout", ".widget-toggle-buttons button", ".widget-button"])
def test_what_has_the_focus_has_a_ring(lesson, part):
    target = lesson.explorers().nth(NAMES.index("softmax")).locator(part).first
    target.focus()
    lesson.page.keyboard.press("Shift")
    style = (
        "one => { const {outlineStyle, outlineWidth} = getComputedStyle(one); return [outlineStyle, outlineWidth]; }"
    )
    assert target.evaluate(style) == ["solid", "3px"]
    lesson.page.keyboard.press("Escape")
