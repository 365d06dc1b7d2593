"""Keys stay inside an explorer: the notebook's own would turn its cell raw, cut it or delete it."""

import pytest
from browser.keys import CELLS, KINDS, assert_keys_stay_inside
from browser.lab import Lab, Notebook7
from browser.lessons import assert_no_errors
from browser.panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("lab", [Lab, Notebook7], indirect=True, scope="module")]

# What the explorer's own keys write where something is written.
TYPED = "1krlf?"


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write(*CELLS)
    lesson.run_all()
    lesson.page.locator(".lv-able").nth(len(CELLS) - 3).wait_for()
    yield lesson
    lesson.close()


@pytest.fixture(scope="module")
def fresh(lab):
    """A notebook in which keys do what they should."""
    lesson = lab.write("import lossviz\nlossviz.use('en')", "lossviz.explore.mse()", "lossviz.explore.slope()", "1")
    lesson.run_all()
    lesson.page.locator(".lv-able").nth(1).wait_for()
    yield lesson
    assert_no_errors(lesson)
    lesson.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_notebooks_keys_do_nothing_to_it(lesson, kind):
    assert_keys_stay_inside(lesson.page.evaluate, lesson.page.keyboard.press, kind)
    assert_no_errors(lesson)


def test_after_escape_the_keys_are_the_notebooks_again(lesson):
    lesson.explorers().first.locator(".noUi-handle").first.focus()
    lesson.page.keyboard.press("Escape")
    cells = lesson.page.locator(".jp-Notebook .jp-Cell")
    count = cells.count()
    lesson.page.keyboard.press("b")
    assert cells.count() == count + 1
    lesson.page.keyboard.press("z")
    assert cells.count() == count


def test_with_control_they_are_the_notebooks_inside_too(fresh):
    panel = Panel(fresh.explorers().first, "en")
    panel.controls[-1].handle.focus()
    panel.moved(lambda: fresh.page.keyboard.press("ArrowLeft"))
    fresh.save()
    panel.close()


def shown(lesson):
    """The sentence of the first explorer."""
    return lesson.explorers().first.locator(".lv-describe").inner_text()


def test_keys_of_the_explorer_press_its_buttons(fresh):
    explorer, page = fresh.explorers().first, fresh.page
    explorer.locator(".lv-reset").click()
    fresh.wait_until_quiet()
    handle = explorer.locator(".noUi-handle").first
    handle.focus()
    before = shown(fresh)

    def press(key, then):
        page.keyboard.press(key)
        page.wait_for_function(then)

    sentence = "document.querySelector('.lv-explorer .lv-describe').textContent"
    press("1", f"{sentence} !== {before!r}")
    perfect = shown(fresh)
    press("2", f"{sentence} !== {perfect!r}")
    press("Control+z", f"{sentence} === {perfect!r}")
    press("Control+z", f"{sentence} === {before!r}")
    press("Control+y", f"{sentence} === {perfect!r}")
    press("r", f"{sentence} === {before!r}")
    press("k", "document.querySelector('.lv-explorer .lv-ghost')")
    press("k", "!document.querySelector('.lv-explorer .lv-ghost')")
    press("?", "document.querySelector('.lv-explorer .lv-keys')")
    press("?", "!document.querySelector('.lv-explorer .lv-keys')")
    press("l", "document.querySelector('.lv-explorer.lv-lecture')")
    press("l", "!document.querySelector('.lv-explorer.lv-lecture')")
    press("f", "document.fullscreenElement")
    assert page.evaluate("document.fullscreenElement.classList.contains('lv-explorer')")
    handle.focus()
    press("Escape", "!document.fullscreenElement")
    assert shown(fresh) == before


def test_keys_of_the_explorer_are_typed_where_something_is_typed(fresh):
    explorer, page = fresh.explorers().first, fresh.page
    before = shown(fresh)
    number = explorer.locator(".widget-readout").first
    number.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(TYPED)
    assert number.inner_text() == TYPED
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert not explorer.locator(".lv-ghost, .lv-keys").count()
    assert "lv-lecture" not in explorer.get_attribute("class")
    assert page.evaluate("document.fullscreenElement === null")
    assert shown(fresh) == before


def test_outside_they_are_not_the_explorers(fresh):
    page, before = fresh.page, shown(fresh)
    page.locator(".jp-Notebook .jp-Cell").last.locator(".cm-content").click()
    page.keyboard.type(TYPED)
    page.wait_for_timeout(300)
    assert not fresh.explorers().first.locator(".lv-ghost, .lv-keys").count()
    assert shown(fresh) == before


def test_space_plays_and_pauses(fresh):
    explorer, page = fresh.explorers().nth(1), fresh.page
    explorer.locator(".noUi-handle").first.focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelectorAll('.lv-describe')[1].textContent.includes('Steps taken: 2.')")
    page.keyboard.press("Space")
    page.wait_for_timeout(300)
    sentence = explorer.locator(".lv-describe")
    before = sentence.inner_text()
    page.wait_for_timeout(1200)
    assert sentence.inner_text() == before
