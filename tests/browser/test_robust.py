"""What may go wrong in a lecture: each ends in a working notebook or in a clear message."""

import os
import signal

import pytest
from browser.lessons import LAYERS, assert_no_errors
from browser.panel import Panel

pytestmark = pytest.mark.browser

CELLS = (
    "import os, time, ipywidgets, lossviz\nlossviz.use('en')",
    # Two cells that do nothing when all are run, because the explorer is made after them.
    (
        "def broken(values): raise RuntimeError('<b>chalk</b> is gone')\n"
        "if 'one' in dir(): one._hooks['read'], good = broken, one._hooks['read']"
    ),
    "if 'one' in dir(): one._hooks['read'] = good",
    "one = lossviz.explore.cross_entropy(p=0.9)\none",
    "one",
    "lossviz.explore.slope()",
    # Works as long as a file is there, which is not when all are run.
    "while os.path.exists('work'): time.sleep(0.01)",
    "len(ipywidgets.widgets.widget._instances)",
    "os.getpid()",
)
START, BREAK, MEND, EXPLORER, AGAIN, SLOPE, WORK, COUNT, PROCESS = range(len(CELLS))

# How JupyterLab marks a widget whose kernel is gone.
DISCONNECTED = ".jupyter-widgets-disconnected"


@pytest.fixture(scope="module")
def opened(lab):
    lesson = lab.write(*CELLS)
    yield lesson
    lesson.close()


@pytest.fixture
def lesson(opened):
    """The notebook of these tests, all its cells just run."""
    opened.run_all()
    return opened


@pytest.fixture
def panel():
    """Takes the explorer at a place of a notebook under test."""
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


def restart(lesson):
    """By JupyterLab's own keys, once the explorer has been left."""
    lesson.page.keyboard.press("Escape")
    lesson.page.keyboard.press("0")
    lesson.page.keyboard.press("0")
    lesson.accept()


def kill(lesson):
    """As the system does when memory runs out."""
    os.kill(int(lesson.result(PROCESS)), signal.SIGKILL)
    lesson.accept()


def test_a_storm_at_a_busy_kernel_ends_on_the_last_value(lesson, panel):
    moving = panel(lesson)

    work = lesson.lab.home / "notebooks" / "work"

    def storm():
        work.touch()
        lesson.start(WORK)
        lesson.page.locator("#jp-main-statusbar").get_by_text("| Busy").wait_for()
        press(moving, "ArrowLeft", times=70)
        work.unlink()

    try:
        moving.moved(storm)
    finally:
        work.unlink(missing_ok=True)
    assert value(moving) == pytest.approx(0.2)
    assert_no_errors(lesson)


def test_play_and_interrupt(lesson, panel):
    moving = panel(lesson, 2)
    play = moving.root.locator(".widget-play button").first
    moving.moved(play.click)
    for _ in range(5):
        lesson.ask_kernel("interrupt")
        moving.moved(lambda: None)
    play.click()
    moving.reset()
    moving.moved(lambda: press(moving, "ArrowRight"))
    assert lesson.red() == []


def test_two_views_of_one_explorer_move_together(lesson, panel):
    first, second = panel(lesson, 0), panel(lesson, 1)
    for moving, other in ((first, second), (second, first)):
        before = other.look()
        moving.show()
        moving.moved(lambda moving=moving: press(moving, "ArrowLeft"))
        assert other.settled(before).given == moving.seen.given
    assert_no_errors(lesson)


def test_running_a_cell_again_replaces_its_explorer(lesson, panel):
    # A panel lives one run longer than its own.
    for _ in range(3):
        lesson.run(EXPLORER)
    lesson.run(COUNT)
    before = lesson.result(COUNT)
    for _ in range(10):
        lesson.run(EXPLORER)
    lesson.run(COUNT)
    assert lesson.result(COUNT) == before
    lesson.run(AGAIN)
    assert lesson.explorers().count() == 3
    moving = panel(lesson)
    moving.moved(lambda: press(moving, "ArrowLeft"))
    assert_no_errors(lesson)


def test_a_failing_step_says_so_and_the_next_good_one_takes_it_back(lesson, panel):
    moving = panel(lesson)
    lesson.run(BREAK)
    moving.show()
    good = moving.pixels(moving.seen)
    press(moving, "ArrowLeft")
    message = moving.root.locator(".lv-failure")
    message.wait_for()
    assert "RuntimeError: <b>chalk</b> is gone" in message.inner_text()
    assert moving.pixels(moving.look()) == good
    assert moving.look().controls[0] == "0.90"
    lesson.run(MEND)
    moving.show()
    moving.moved(lambda: press(moving, "ArrowLeft"))
    assert message.count() == 0
    assert value(moving) == pytest.approx(0.89)
    assert_no_errors(lesson)


@pytest.mark.parametrize("end", [restart, kill])
def test_a_kernel_that_ends_in_mid_drag(lesson, panel, end):
    moving = panel(lesson)
    moving.moved(lambda: hold(moving))
    end(lesson)
    lesson.page.locator(f".lv-explorer{DISCONNECTED}").first.wait_for()
    still, layer = moving.root.evaluate(LAYERS)
    assert still == pytest.approx(layer, abs=0.5)
    lesson.page.mouse.move(700, 300, steps=3)
    lesson.page.mouse.up()
    lesson.wait_until_idle()
    lesson.run_all()
    again = panel(lesson)
    again.moved(lambda: press(again, "ArrowLeft"))
    assert lesson.explorers().count() == 3
    assert lesson.page.locator(DISCONNECTED).count() == 0
    assert_no_errors(lesson)


def test_a_closed_tab_and_a_reopened_one(lab, panel):
    lesson = lab.write(CELLS[START], CELLS[EXPLORER])
    lesson.run_all()
    moving = panel(lesson)
    moving.moved(lambda: press(moving, "ArrowLeft", times=3))
    lesson.save()
    lesson.page.close()
    reopened = lab.open(lesson.path)
    again = panel(reopened)
    assert value(again) == pytest.approx(0.87)
    again.moved(lambda: press(again, "ArrowLeft"))
    assert_no_errors(reopened)
    reopened.save()
    reopened.close()
    # The next day, with another kernel.
    later = lab.open(lesson.path)
    later.run_all()
    at_last = panel(later)
    at_last.moved(lambda: press(at_last, "ArrowLeft"))
    assert later.red() == []
    assert later.explorers().count() == 1
    later.close()
