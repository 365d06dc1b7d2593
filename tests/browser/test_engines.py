"""Firefox and WebKit, Safari's engine: sliders, handles, keys and scrolling, in a real JupyterLab."""

import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from browser.engines import firefox, running_firefox, running_webkit, webkit
from browser.lab import serving, workspace

pytestmark = pytest.mark.browser

ENGINES = {"Firefox": (firefox, running_firefox), "WebKit": (webkit, running_webkit)}
CELLS = "import lossviz\nlossviz.use('en')\nlossviz.explore.mse()", "'the second cell'"
HANDLE, SLIDER, SENTENCE = ".lv-handle[role=slider]", ".widget-slider .noUi-handle", ".lv-describe"

_SAYS = "selector => document.querySelector(selector)?.textContent"
_VALUE = "selector => Number(document.querySelector(selector).ariaValueNow)"


@pytest.fixture(scope="module", params=ENGINES)
def page(request):
    there, running = ENGINES[request.param]
    if not there():
        pytest.skip(f"no {request.param} here: the explorers were not tried in it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, own = Path(folder), Path(folder) / "browser"
        own.mkdir()
        with serving(home) as server, running(own) as page:
            kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
            notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
            notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
            nbformat.write(notebook, home / "notebooks" / "engine.ipynb")
            page.goto(workspace(server, "engine", "engine.ipynb"))
            page.wait("() => Boolean(document.querySelector('.jp-Notebook .jp-Cell'))")
            page.wait("() => Boolean(document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]'))")
            run_first_cell(page)
            page.wait("() => Boolean(document.querySelector('.lv-able'))")
            page.wait(_SAYS, SENTENCE)
            yield page


_BEGUN = "() => document.querySelector('.jp-InputPrompt').textContent !== '[ ]:'"

_AT_REST = """selector => JSON.parse(document.querySelector('.lv-moving').dataset.places)[0][2]
  === Number(document.querySelector(selector).ariaValueNow)"""
# How far everything is scrolled in which the explorer lies.
_SCROLLED = """() => {
  let far = 0;
  for (let one = document.querySelector('.lv-explorer'); one; one = one.parentElement) far += one.scrollTop;
  return far;
}"""
_MAKE_LONG = "() => { document.querySelector('.lv-explorer').style.marginBottom = '2000px'; }"


def run_first_cell(page):
    """As a person who clicks again where nothing happens: a notebook that has just been opened is deaf for a moment."""
    for _ in range(15):
        page.click(".jp-Cell .cm-content")
        page.click("[data-command='notebook:run-cell-and-select-next']")
        deadline = time.monotonic() + 6
        while time.monotonic() < deadline:
            if page.evaluate(_BEGUN):
                return
            time.sleep(0.2)
    raise AssertionError("the cell does not run")


def changed(page, act):
    """Do something, and wait until the sentence under the picture has followed, and the handle has met the picture."""
    before = page.evaluate(_SAYS, SENTENCE)
    act()
    page.wait("([selector, before]) => document.querySelector(selector).textContent !== before", [SENTENCE, before])
    page.wait(_AT_REST, HANDLE)
    return page.evaluate(_SAYS, SENTENCE)


def test_a_slider_is_dragged_and_the_picture_follows(page):
    x, y = page.middle(SLIDER)
    changed(page, lambda: page.drag((x, y), (x + 12, y), (x + 25, y)))
    assert page.evaluate(_VALUE, SLIDER) > 3


@pytest.mark.parametrize("pointer", ["mouse", "touch"])
def test_a_handle_is_dragged(page, pointer):
    x, y = page.middle(HANDLE)
    before = page.evaluate(_VALUE, HANDLE)
    up = -40 if before < 5 else 40
    sentence = changed(page, lambda: page.drag((x, y), (x, y + up / 2), (x, y + up), pointer=pointer))
    after = page.evaluate(_VALUE, HANDLE)
    assert (after > before) == (up < 0)
    assert page.evaluate("() => document.querySelector('.lv-moving').dataset.places").startswith("[[")
    assert "Sample 1" in sentence


def test_a_handle_is_moved_by_keys_which_stay_inside(page):
    page.evaluate("selector => document.querySelector(selector).focus()", HANDLE)
    before = page.evaluate(_VALUE, HANDLE)
    changed(page, lambda: page.press("ArrowDown"))
    assert 0 < before - page.evaluate(_VALUE, HANDLE) < 0.5
    cells = page.evaluate("() => document.querySelectorAll('.jp-Cell').length")
    for key in ("x", "d", "d", "a"):
        page.press(key)
    assert page.evaluate("() => document.querySelectorAll('.jp-Cell').length") == cells
    page.press("Escape")
    assert not page.evaluate("() => Boolean(document.activeElement.closest('.lv-explorer'))")


def test_the_page_scrolls_between_the_handles(page):
    assert page.evaluate("selector => getComputedStyle(document.querySelector(selector)).touchAction", HANDLE) == "none"
    page.evaluate(_MAKE_LONG)
    x, y, width, height = page.evaluate("""() => {
      const {x, y, width, height} = document.querySelector('.lv-moving > div').getBoundingClientRect();
      return [x, y, width, height];
    }""")
    # Between the squares and the bars there is no handle.
    between = x + 0.42 * width, y + height / 3
    assert not page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.lv-handle') !== null", between)
    before = page.evaluate(_SCROLLED)
    page.scroll(between, 120)
    page.wait(f"before => ({_SCROLLED})() > before", before)
