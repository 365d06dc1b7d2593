"""What may go wrong in a lecture: each ends in a working notebook or in a clear message."""

import re

import pytest
from browser.lessons import assert_no_errors
from browser.panel import Panel

pytestmark = pytest.mark.browser

START = "import lossviz\nlossviz.use('en')"
# How JupyterLab marks a control whose kernel is gone: with a broken chain.
DISCONNECTED = ".jupyter-widgets-disconnected"


@pytest.fixture
def panel():
    """Takes the explorer at this place of a notebook under test."""
    panels = []

    def panel(lesson, place=0):
        panels.append(Panel(lesson.explorers().nth(place), "en"))
        return panels[-1]

    yield panel
    for one in panels:
        one.close()


def value(panel):
    return panel.controls[0].value(panel.seen)


def press(panel, key, times=1):
    panel.controls[0].handle.focus()
    for _ in range(times):
        panel.page.keyboard.press(key)


def hold(panel):
    """Take the slider with the mouse and pull it a little; the button stays down."""
    box = panel.controls[0].handle.bounding_box()
    mouse = panel.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] - 60, box["y"] + box["height"] / 2, steps=3)


def test_a_storm_at_a_busy_kernel_ends_on_the_last_value(write, panel):
    lesson = write(START, "lossviz.explore.cross_entropy(p=0.9)", "import time; time.sleep(1.5)")
    lesson.run_all()
    moving = panel(lesson)

    def storm():
        lesson.start(2)
        lesson.page.locator("#jp-main-statusbar").get_by_text("| Busy").wait_for()
        press(moving, "ArrowLeft", times=70)

    moving.moved(storm)
    assert value(moving) == pytest.approx(0.2)
    assert_no_errors(lesson)


def test_a_kernel_restarted_in_mid_drag(write, panel):
    lesson = write(START, "lossviz.explore.cross_entropy()")
    lesson.run_all()
    moving = panel(lesson)
    moving.moved(lambda: hold(moving))
    lesson.ask_kernel("restart")
    lesson.page.locator(DISCONNECTED).first.wait_for()
    lesson.page.mouse.move(700, 300, steps=3)
    lesson.page.mouse.up()
    lesson.wait_until_idle()
    lesson.run_all()
    again = panel(lesson)
    again.moved(lambda: press(again, "ArrowLeft"))
    assert lesson.explorers().count() == 1
    assert lesson.page.locator(DISCONNECTED).count() == 0
    assert_no_errors(lesson)


def test_play_and_interrupt(write, panel):
    lesson = write(START, "lossviz.explore.slope()")
    lesson.run_all()
    moving = panel(lesson)
    play = moving.root.locator(".widget-play button").first
    moving.moved(play.click)
    for _ in range(5):
        lesson.ask_kernel("interrupt")
        moving.moved(lambda: None)
    play.click()
    moving.reset()
    moving.moved(lambda: press(moving, "ArrowRight"))
    assert lesson.red() == []


def test_two_views_of_one_explorer_move_together(write, panel):
    lesson = write(START, "one = lossviz.explore.mse()\none", "one")
    lesson.run_all()
    first, second = panel(lesson, 0), panel(lesson, 1)
    for moving, other in ((first, second), (second, first)):
        before = other.seen
        moving.moved(lambda moving=moving: press(moving, "ArrowRight"))
        assert other.settled(before).given == moving.seen.given
    assert_no_errors(lesson)


def test_a_closed_tab_and_a_reopened_one(write, panel):
    lesson = write(START, "lossviz.explore.cross_entropy(p=0.5)")
    lesson.run_all()
    moving = panel(lesson)
    moving.moved(lambda: press(moving, "ArrowRight", times=3))
    lesson.save()
    lesson.page.close()
    reopened = lesson.lab.open(lesson.path)
    again = panel(reopened)
    assert value(again) == pytest.approx(0.53)
    again.moved(lambda: press(again, "ArrowRight"))
    assert_no_errors(reopened)
    reopened.page.close()


def test_running_a_cell_again_replaces_its_explorer(write, panel):
    count = "import ipywidgets; len(ipywidgets.widgets.widget._instances)"
    lesson = write(START, "lossviz.explore.cross_entropy()", count)
    lesson.run_all()
    before = lesson.result(2)
    for _ in range(10):
        lesson.run(1)
    lesson.run(2)
    assert lesson.result(2) == before
    assert lesson.explorers().count() == 1
    moving = panel(lesson)
    moving.moved(lambda: press(moving, "ArrowLeft"))
    assert_no_errors(lesson)


def test_a_failing_step_says_so_and_the_next_good_one_takes_it_back(write, panel):
    broken = "def broken(): raise RuntimeError('<b>chalk</b> is gone')\none._move = broken"
    lesson = write(START, "one = lossviz.explore.cross_entropy(p=0.5)\none", broken, "del one._move")
    lesson.run_all()
    lesson.run(1)
    moving = panel(lesson)
    good = moving.seen.picture
    lesson.run(2)
    press(moving, "ArrowRight")
    message = moving.root.locator(".lv-failure")
    message.wait_for()
    assert re.search("RuntimeError: <b>chalk</b> is gone", message.inner_text())
    assert moving.look().picture == good
    assert "0.51" in moving.look().controls[0]
    lesson.run(3)
    moving.moved(lambda: press(moving, "ArrowRight"))
    assert message.count() == 0
    assert value(moving) == pytest.approx(0.52)
    assert_no_errors(lesson)
