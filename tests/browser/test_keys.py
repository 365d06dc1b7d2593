"""Keys stay inside an explorer: the notebook's own would turn its cell raw, cut it or delete it."""

import pytest
from browser.keys import CELLS, KINDS, assert_keys_stay_inside
from browser.lab import Lab, Notebook7
from browser.lessons import assert_no_errors
from browser.panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("lab", [Lab, Notebook7], indirect=True, scope="module")]


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write(*CELLS)
    lesson.run_all()
    yield lesson
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


def test_with_control_they_are_the_notebooks_inside_too(lesson):
    panel = Panel(lesson.explorers().first, "en")
    panel.controls[-1].handle.focus()
    panel.moved(lambda: lesson.page.keyboard.press("ArrowLeft"))
    lesson.save()
    panel.close()
