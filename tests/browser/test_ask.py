"""Explorers that ask first, in a real JupyterLab: each kind of answer, by mouse, by keys, by finger."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from browser.lab import SCREENSHOTS
from browser.lessons import assert_no_errors
from playwright.sync_api import expect

import lossviz.explorer
from lossviz import losses, practice
from lossviz.words import t, using

pytestmark = pytest.mark.browser

# On a busy machine an answer may take its time.
WAIT = 30_000

SKETCH = Path(lossviz.explorer.__file__).with_name("page").joinpath("sketch.js").read_text(encoding="utf-8")
PAIR = ([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
# A name for each explorer of the notebook, and the cell that makes it.
CELLS = {
    "typed": ("en", "mse(predict='mse-number')"),
    "pressed": ("ko", "softmax(predict='softmax-raise')"),
    "marked": ("en", "cross_entropy(p=0.1, predict='cross-entropy-place')"),
    "drawn": ("en", "cross_entropy(predict='cross-entropy-curve')"),
    "touched": ("ko", "mse(predict='mse-curve')"),
    "keyed": ("en", "accuracy(predict='accuracy-curve')"),
    "shown": ("ko", "slope(predict='slope-place')"),
}


@pytest.fixture(scope="module")
def lesson(lab):
    expect.set_options(timeout=WAIT)
    made = [f"lossviz.use('{language}')\nlossviz.explore.{call}" for language, call in CELLS.values()]
    lesson = lab.write("import lossviz", *made)
    lesson.run_all()
    yield lesson
    assert_no_errors(lesson)
    lesson.close()
    expect.set_options(timeout=5_000)


@pytest.fixture
def asking(lesson):
    """An explorer by its name, locked, as one finds it."""

    def asking(name):
        root = lesson.explorers().nth(list(CELLS).index(name))
        root.evaluate("root => root.scrollIntoView({ block: 'center' })")
        expect(root).to_have_class(_has("lv-able"))
        expect(root).to_have_class(_has("lv-asking"))
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        root.screenshot(path=SCREENSHOTS / f"ask_{name}.png")
        return root

    return asking


def _has(name):
    return re.compile(rf"\b{name}\b")


def revealed(root, name, *, said):
    """Its answer has come: this is said, and it is like any explorer."""
    feedback = root.locator(".lv-feedback")
    language = CELLS[name][0]
    with using(language=language):
        for key in said:
            expect(feedback).to_contain_text(t(key) if isinstance(key, str) else key[0])
    assert feedback.get_attribute("role") == "status"
    expect(root).not_to_have_class(_has("lv-asking"))
    expect(root.locator(".lv-formula")).to_be_visible()
    assert root.locator(".lv-handle[data-name^='figure']:not([hidden])").count()
    root.screenshot(path=SCREENSHOTS / f"ask_{name}_answered.png")


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_number_is_typed_and_until_then_no_key_and_no_control_does_anything(lesson, asking):
    root, page = asking("typed"), lesson.page
    before = root.locator(".widget-readout").all_inner_texts()
    assert root.locator(".lv-handle:not([hidden])").count() == 0
    for control in root.locator(".noUi-handle, .lv-preset, .lv-reset").all():
        assert control.get_attribute("aria-disabled") == "true"
    root.locator(".noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    root.locator(".lv-question").click()
    for key in ("1", "r", "k", "Control+z"):
        page.keyboard.press(key)
    x, y = middle(root.locator(".noUi-handle").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=3)
    page.mouse.up()
    root.locator(".lv-answer-field input").click()
    page.keyboard.type("5.5")
    assert root.locator(".widget-readout").all_inner_texts() == before
    assert root.locator(".lv-formula, .lv-kept, .lv-ghost, data").count() == 0
    page.keyboard.press("Enter")
    revealed(root, "typed", said=[(practice.diagnose_number("mse", PAIR, 5.5, 1).words,)])
    # Where the hand was is gone; the keys are the explorer's.
    expect(root).to_be_focused()
    page.keyboard.press("1")
    expect(root.locator(".lv-formula [data-reading=loss]")).to_have_text("0")


def test_a_choice_is_pressed(lesson, asking):
    root = asking("pressed")
    for key in ("falls", "stays", "rises"):
        with using(language="ko"):
            assert root.get_by_role("button", name=t(f"ask.softmax-raise.{key}")).is_enabled()
    root.locator(".lv-choice").nth(1).focus()
    lesson.page.keyboard.press("Enter")
    revealed(root, "pressed", said=["ask.wrong_choice", "ask.softmax-raise.because_stays"])
    assert root.locator(".lv-answers").is_hidden()


def test_a_marker_is_dragged_and_moved_by_keys(lesson, asking):
    root, page = asking("marked"), lesson.page
    handle = root.locator(".lv-handle[data-name='figure 0 ask']")
    place = json.loads(root.locator(".lv-moving").get_attribute("data-places"))[0]
    figure = root.locator(".lv-hands").bounding_box()
    share = (losses.cross_entropy([1, 0], [0.1, 0.9]) - 0) / 5
    page.mouse.move(*middle(handle))
    page.mouse.down()
    page.mouse.move(middle(handle)[0], figure["y"] + figure["height"] * np.interp(share, [0, 1], place[3:]), steps=4)
    page.mouse.up()
    expect(root.locator(".lv-trace text")).to_contain_text("2.3")
    page.keyboard.press("ArrowUp")
    now = float(handle.get_attribute("aria-valuenow"))
    assert now == pytest.approx(2.33, abs=0.03)
    expect(root.locator(".lv-form .noUi-handle")).to_have_attribute("aria-valuenow", f"{now:.1f}")
    root.locator(".lv-answer").click()
    revealed(root, "marked", said=[("Right: you put it at 2.3",), ("2.303",)])


def test_a_curve_is_drawn_by_mouse(lesson, asking):
    root, page = asking("drawn"), lesson.page
    box = root.locator(".lv-sketch").bounding_box()
    for step, p in enumerate(np.linspace(0.002, 1, 40) ** 1.5):
        height = min(losses.cross_entropy([1, 0], [p, 1 - p]) / 5, 1)
        at = box["x"] + p * box["width"], box["y"] + (1 - height) * box["height"]
        page.mouse.move(*at)
        if not step:
            page.mouse.down()
    page.mouse.up()
    root.screenshot(path=SCREENSHOTS / "ask_drawn_by_hand.png")
    root.locator(".lv-answer").click()
    revealed(root, "drawn", said=[("✓",), ("bent as the true curve is",)])
    assert "✗" not in root.locator(".lv-feedback").inner_text()
    assert root.locator(".lv-between").count() == 1
    assert root.locator(".lv-sketch").is_hidden()


def test_a_curve_is_drawn_by_finger(lesson, asking):
    root = asking("touched")
    sketch = root.locator(".lv-sketch")
    assert sketch.evaluate("one => getComputedStyle(one).touchAction") == "none"
    box, client = sketch.bounding_box(), lesson.page.context.new_cdp_session(lesson.page)
    top = lesson.page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer, .jp-Notebook').scrollTop")

    def touch(kind, *at):
        client.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [dict(zip("xy", at, strict=True))] if at else []}
        )

    for step, x in enumerate(np.linspace(0, 1, 20)):
        at = box["x"] + x * box["width"], box["y"] + (0.9 - 0.7 * x) * box["height"]
        touch("touchMove" if step else "touchStart", *at)
    touch("touchEnd")
    assert top == lesson.page.evaluate(
        "() => document.querySelector('.jp-WindowedPanel-outer, .jp-Notebook').scrollTop"
    )
    expect(root.locator(".lv-sketch path").first).to_have_attribute("d", re.compile("L"))
    root.locator(".lv-answer").click()
    revealed(root, "touched", said=[("✗",), ("직선으로",)])


def test_a_curve_is_set_by_keys_point_after_point(lesson, asking):
    root, page = asking("keyed"), lesson.page
    sketch = root.locator(".lv-sketch")
    sketch.focus()
    for key in ("ArrowUp", "ArrowUp", *["ArrowRight"] * 10, "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert sketch.get_attribute("role") == "slider"
    assert sketch.get_attribute("aria-valuetext") == "w = 2: accuracy 0.637"
    root.locator(".lv-shape").nth(1).click()
    expect(root.locator(".lv-sketch path").first).to_have_attribute("d", re.compile("^M0 0.8L"))
    sketch.focus()
    page.keyboard.press("Enter")
    revealed(root, "keyed", said=["ask.drawn.steps_steps"])


def test_it_is_shown_to_whoever_wants_to_see_it(lesson, asking):
    root = asking("shown")
    root.locator(".lv-show-me").click()
    revealed(root, "shown", said=[("0.55",)])
    assert root.locator(".lv-mark").inner_text() == ""


# The geometry of a drawing, as a module by itself.


@pytest.fixture(scope="module")
def run(lesson):
    """JavaScript run with what the module exports."""

    def run(script, **given):
        body = f"""async given => {{
          const url = URL.createObjectURL(new Blob([given.source], {{ type: "text/javascript" }}));
          const sketch = await import(url);
          return JSON.parse(JSON.stringify(({script})(sketch, given) ?? null));
        }}"""
        return lesson.page.evaluate(body, {"source": SKETCH, **given})

    return run


STROKES = """({ EMPTY, penTo, penUp, whole, pieces }, { strokes }) => {
  let now = EMPTY;
  for (const stroke of strokes) { for (const [x, y] of stroke) now = penTo(now, { x, y }); now = penUp(now); }
  return { whole: whole(now), pieces: pieces(now) };
}"""


@pytest.mark.parametrize(
    ("strokes", "curve"),
    [
        # Where a quick hand has left columns out it goes straight; beyond its ends it is level.
        ([[(0, 1), (1, 0)]], lambda x: 1 - x),
        ([[(1, 0), (0, 1)]], lambda x: 1 - x),
        ([[(0.25, 0.5), (0.75, 1)]], lambda x: np.interp(x, [0.25, 0.75], [0.5, 1])),
        # A hand that goes back draws anew, and one that is lifted leaves a gap that is straight.
        ([[(0, 0), (1, 1), (0.5, 0)]], lambda x: np.where(x < 0.5, x, 2 * x - 1)),
        ([[(0, 0), (0.2, 0)], [(0.6, 1), (1, 1)]], lambda x: np.interp(x, [0.2, 0.6], [0, 1])),
        # Beyond the room it stays at its edge.
        ([[(-0.5, 2), (1.5, -1)]], lambda x: 1 - x),
    ],
)
def test_strokes_become_a_height_for_each_column(run, strokes, curve):
    made = run(STROKES, strokes=strokes)
    x = np.linspace(0, 1, 101)
    wanted = curve(x)
    differs = np.abs(np.array(made["whole"]) - wanted) > 1e-3
    # Where a stroke turns it has been at two heights.
    assert np.flatnonzero(differs).tolist() in ([], [50])


def test_a_point_is_no_curve_and_a_lifted_pen_leaves_a_gap(run):
    assert run(STROKES, strokes=[[(0.5, 0.5)]])["whole"] == []
    assert len(run(STROKES, strokes=[[(0, 0), (0.2, 0)], [(0.6, 1), (1, 1)]])["pieces"]) == 2


def test_keys_set_points_and_move_them(run):
    script = """({ EMPTY, drawnByKey }, { keys }) => keys.reduce(
      (now, [key, shift]) => drawnByKey(now, key, shift) ?? now, EMPTY)"""

    def after(*keys):
        made = run(script, keys=[(key.removeprefix("Shift+"), key.startswith("Shift+")) for key in keys])
        return made["cursor"], made["heights"][::10]

    none = [None]
    assert after("ArrowRight") == (0, [0.5] + 10 * none)
    assert after("ArrowUp", "ArrowUp", "Shift+ArrowUp") == (0, [0.56] + 10 * none)
    assert after("ArrowUp", "ArrowRight", "ArrowDown", "ArrowRight") == (20, [0.5, 0.45, 0.45] + 8 * none)
    assert after("ArrowUp", "End", "PageUp") == (100, [0.5] * 10 + [0.7])
    assert after("ArrowUp", "End", "Home", *["PageUp"] * 4)[1][0] == 1
    assert after("x") == (None, 11 * none)
