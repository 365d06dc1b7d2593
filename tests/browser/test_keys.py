"""Keys stay inside an explorer: the notebook's own would turn its cell raw, cut it or delete it."""

import pytest
from browser.lessons import assert_no_errors
from browser.panel import Panel

pytestmark = pytest.mark.browser

# What JupyterLab does with a selected cell.
COMMANDS = ("r", "x", "z", "a", "b", "m", "k", "j", "y", "d", "d", "0", "1", "Enter", "ArrowUp", "ArrowDown", "Delete")

# One of each kind of what can have the focus in an explorer.
KINDS = {
    "slider": ".noUi-handle",
    "number": ".widget-readout",
    "choice": ".widget-toggle-buttons button",
    "switch": ".widget-toggle-button:not(.widget-toggle-buttons *, .lv-tool)",
    "preset": ".widget-button",
    "chooser": "input[type=number]",
    "list": "select",
}

CELLS = (
    "import lossviz\nlossviz.use('en')",
    "lossviz.explore.mse()",
    "lossviz.explore.binary_cross_entropy()",
    "lossviz.explore.mse(range(20), range(20))",
    "lossviz.explore.softmax(range(20))",
    "1",
)

# The cells of the notebook, by kind and text, which of them is selected, and the explorers.
_NOTEBOOK = """() => [
  [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell =>
    [cell.classList.contains('jp-CodeCell'), cell.querySelector('.jp-InputArea').textContent]),
  document.querySelectorAll('.lv-explorer').length,
]"""


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write(*CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_notebooks_keys_do_nothing_to_it(lesson, kind):
    before = lesson.page.evaluate(_NOTEBOOK)
    part = lesson.explorers().locator(KINDS[kind]).first
    for key in COMMANDS:
        part.focus()
        lesson.page.keyboard.press(key)
        assert lesson.page.evaluate(_NOTEBOOK) == before, key
    part.focus()
    lesson.page.keyboard.press("Escape")
    if kind == "list":  # the first closes the list itself
        lesson.page.keyboard.press("Escape")
    assert not lesson.page.evaluate("document.activeElement.closest('.lv-explorer') !== null")
    assert lesson.page.evaluate(_NOTEBOOK) == before
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
