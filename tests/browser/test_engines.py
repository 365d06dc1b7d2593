"""Firefox and WebKit, Safari's engine: sliders, handles, keys, scrolling and day two, in a real JupyterLab."""

import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from browser.engines import firefox, running_firefox, running_webkit, webkit
from browser.keys import CELLS, KINDS, assert_keys_stay_inside
from browser.lab import serving, workspace

pytestmark = pytest.mark.browser

ENGINES = {"Firefox": (firefox, running_firefox), "WebKit": (webkit, running_webkit)}
HANDLE, SLIDER, SENTENCE = ".lv-handle[role=slider]", ".widget-slider .noUi-handle", ".lv-describe"

_SAYS = "selector => document.querySelector(selector)?.textContent"
_VALUE = "selector => Number(document.querySelector(selector).ariaValueNow)"
_FOCUS = "selector => document.querySelector(selector).focus()"
_COUNT = "selector => document.querySelectorAll(selector).length"
_READY = """() => document.querySelector('.jp-Notebook .jp-Cell') !== null
  && document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]') !== null"""
_BEGUN = "() => document.querySelector('.jp-InputPrompt').textContent !== '[ ]:'"
_AGREE = """selectors => {
  const [one, other] = selectors.map(selector => Number(document.querySelector(selector).ariaValueNow));
  return Math.abs(one - other) < 1e-9;
}"""
# The picture has the value of its first handle where the handle has it.
_AT_REST = """selector => JSON.parse(document.querySelector('.lv-moving').dataset.places)[0][2]
  === Number(document.querySelector(selector).ariaValueNow)"""
# What is drawn anew at each step.
_PICTURE = "() => document.querySelector('.lv-moving > div > svg').innerHTML"
# How far down in the picture the handle is, in pixels.
_DOWN = """selector => document.querySelector(selector).getBoundingClientRect().y
  - document.querySelector('.lv-hands').getBoundingClientRect().y"""
# How far everything is scrolled in which the explorer lies.
_SCROLLED = """() => {
  let far = 0;
  for (let one = document.querySelector('.lv-explorer'); one; one = one.parentElement) far += one.scrollTop;
  return far;
}"""
# A place between the squares and the bars of the picture: there is no handle.
_BETWEEN = """() => {
  document.querySelector('.lv-hands').scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = document.querySelector('.lv-hands').getBoundingClientRect();
  return [x + 0.42 * width, y + height / 3];
}"""
_HITS_A_HANDLE = "([x, y]) => document.elementFromPoint(x, y).closest('.lv-handle') !== null"


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, serving(Path(home)) as server:
        yield server, Path(home) / "notebooks"


@pytest.fixture(scope="module", params=ENGINES)
def page(request, server):
    there, running = ENGINES[request.param]
    if not there():
        pytest.skip(f"no {request.param} here: the explorers were not tried in it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, running(Path(home)) as page:
        page.server, folder = server
        page.file = folder / f"{request.param}.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
        explorers = ", ".join(cell for cell in CELLS if cell.startswith("lossviz."))
        notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in (f"{CELLS[0]}\ndisplay({explorers})", CELLS[-1])]
        nbformat.write(notebook, page.file)
        open_notebook(page)
        run_first_cell(page)
        yield page


def open_notebook(page):
    page.goto(workspace(page.server, f"{page.file.stem}{time.monotonic_ns()}", page.file.name))
    page.wait(_READY)


def run_first_cell(page):
    """As a person who clicks again where nothing happens: a notebook that has just been opened is deaf for a moment."""
    for _ in range(15):
        page.click(".jp-Cell .cm-content")
        page.click("[data-command='notebook:run-cell-and-select-next']")
        deadline = time.monotonic() + 6
        while time.monotonic() < deadline:
            if page.evaluate(f"() => document.querySelectorAll('.lv-able').length === {len(CELLS) - 2}"):
                return
            time.sleep(0.2)
    raise AssertionError("the cell does not run")


def changed(page, act):
    """Do something, and wait until picture and sentence have followed, and the handle has met the picture."""
    picture, sentence = page.evaluate(_PICTURE), page.evaluate(_SAYS, SENTENCE)
    act()
    page.wait("([selector, before]) => document.querySelector(selector).textContent !== before", [SENTENCE, sentence])
    page.wait(_AT_REST, HANDLE)
    assert page.evaluate(_PICTURE) != picture


def assert_dragged(page, drag):
    """A drag moves the first prediction up or down, to where the hand lets go."""
    x, y = page.middle(HANDLE)
    before, down = page.evaluate(_VALUE, HANDLE), page.evaluate(_DOWN, HANDLE)
    by = -40 if before < 5 else 40
    changed(page, lambda: drag((x, y), (x, y + by / 2), (x, y + by)))
    after = page.evaluate(_VALUE, HANDLE)
    assert (after > before) == (by < 0)
    # A step of the slider is two to three pixels.
    assert page.evaluate(_DOWN, HANDLE) == pytest.approx(down + by, abs=3)
    assert f"Sample 1: prediction {after:g}," in page.evaluate(_SAYS, SENTENCE)


def test_a_slider_is_dragged_and_the_picture_follows(page):
    x, y = page.middle(SLIDER)
    changed(page, lambda: page.drag((x, y), (x + 12, y), (x + 25, y)))
    page.wait(_AGREE, [SLIDER, HANDLE])
    assert page.evaluate(_VALUE, SLIDER) > 3


def test_a_handle_is_dragged(page):
    assert_dragged(page, page.drag)


def test_a_handle_is_moved_by_keys(page):
    page.evaluate(_FOCUS, HANDLE)
    before = page.evaluate(_VALUE, HANDLE)
    changed(page, lambda: page.press("ArrowDown"))
    assert page.evaluate(_VALUE, HANDLE) == pytest.approx(before - 0.2)


def test_the_page_scrolls_between_the_handles(page):
    between = page.evaluate(_BETWEEN)
    assert not page.evaluate(_HITS_A_HANDLE, between)
    before = page.evaluate(_SCROLLED)
    page.scroll(between, 120)
    page.wait(f"before => ({_SCROLLED})() > before", before)


def test_a_finger_takes_the_handles_and_nothing_between_them(page):
    """What a finger would do in WebKit, whose driver has none, is told by what lies under it."""
    action = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).touchAction"
    assert page.evaluate(action, page.middle(HANDLE)) == "none"
    assert page.evaluate(action, page.evaluate(_BETWEEN)) == "auto"


@pytest.mark.parametrize("page", ["Firefox"], indirect=True, scope="module")
class TestAFinger:
    def test_drags_a_handle(self, page):
        page.middle(HANDLE)
        scrolled = page.evaluate(_SCROLLED)
        assert_dragged(page, page.swipe)
        assert page.evaluate(_SCROLLED) == scrolled

    def test_scrolls_the_page_between_them(self, page):
        x, y = page.evaluate(_BETWEEN)
        before = page.evaluate(_SCROLLED)
        page.swipe((x, y), (x, y - 30), (x, y - 60), (x, y - 90))
        page.wait(f"before => ({_SCROLLED})() > before", before)


@pytest.mark.parametrize("kind", KINDS)
def test_keys_stay_inside(page, kind):
    assert_keys_stay_inside(page.evaluate, page.press, kind)


def test_on_day_two_there_are_still_pictures_and_a_cell_that_is_run_is_live(page):
    page.click(".jp-Cell .cm-content")
    page.press("Control+s")
    page.wait("() => !document.querySelector('.jp-mod-dirty')")
    (session,) = [one for one in page.server.ask("api/sessions") if one["path"] == page.file.name]
    page.server.ask(f"api/sessions/{session['id']}", "DELETE")
    open_notebook(page)
    stills = (
        "() => [...document.querySelectorAll('.jp-OutputArea-output img')].filter(one => one.naturalWidth > 600).length"
    )
    page.wait(f"() => ({stills})() === {len(CELLS) - 2}")
    assert page.evaluate(_COUNT, ".lv-explorer") == 0
    assert "Error displaying widget" not in page.evaluate(_SAYS, "body")
    run_first_cell(page)
    page.evaluate(_FOCUS, HANDLE)
    changed(page, lambda: page.press("ArrowDown"))
