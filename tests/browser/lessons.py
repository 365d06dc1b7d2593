"""What must hold of every notebook in a browser, whoever tests it."""

from time import monotonic

import pytest

# The part of the screen that JupyterLab leaves to a notebook.
HEIGHT = 610

# What of an explorer is wider than its place: cut off, or with a scroll bar. (Handles reach beyond the figure's edge.)
TOO_WIDE = """root => {
  const edge = root.closest('.jp-OutputArea-output').getBoundingClientRect().right + 1;
  const parts = [...root.querySelectorAll('.widget-slider, button, .lv-live *:not(svg *, .lv-hands, .lv-hands *)')];
  return parts.filter(part => part.checkVisibility()
    && (part.getBoundingClientRect().right > edge || part.clientWidth && part.scrollWidth > part.clientWidth + 1))
    .map(part => `${part.tagName}.${part.className} ${part.scrollWidth} > ${part.clientWidth}`);
}"""

# Where the two layers of an explorer lie on the page.
LAYERS = """root => ['.lv-live img', '.lv-moving svg, .lv-layer'].map(layer => {
  const {x, y, width, height} = root.querySelector(layer).getBoundingClientRect();
  return [x, y, width, height];
})"""


def assert_laid_out(root, where):
    """Nothing of an explorer is cut off and its layers coincide, once it has been drawn for the width that it has."""
    # The page tells its width, and gets another figure, then another layer.
    deadline = monotonic() + 15
    while True:
        root.page.wait_for_timeout(100)
        wide, (still, moving) = root.evaluate(TOO_WIDE), root.evaluate(LAYERS)
        if (not wide and still == pytest.approx(moving, abs=0.5)) or monotonic() > deadline:
            break
    assert wide == [], where
    assert still == pytest.approx(moving, abs=0.5), where


def assert_no_errors(lesson):
    """Nothing red in the notebook, no widget that is missing, nothing of ours in the browser's console."""
    assert lesson.red() == []
    words = lesson.words()
    for bad in ("Error displaying widget", "Loading widget", "Javascript Error", "Traceback"):
        assert bad not in words
    assert lesson.complaints == []
