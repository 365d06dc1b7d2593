"""Light and dark: what is written can be read, by the pixels of the screen."""

import io

import numpy as np
import pytest
from browser.lab import SCREENSHOTS
from browser.lessons import assert_no_errors
from explorers import NAMES
from PIL import Image

pytestmark = pytest.mark.browser

# The contrast that WCAG 2 asks for, level AA, of text and of large text (which bold from 18.7 pixels on is).
TEXT, LARGE = 4.5, 3.0

COLOURS = (".lv-loss", ".lv-prediction", ".lv-gradient")


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark"])
def theme(request, lab):
    lab.settings("apputils-extension/themes", {"theme": request.param})
    yield request.param
    lab.settings("apputils-extension/themes", None)


def test_what_is_written_can_be_read(theme, write):
    lesson = write("import lossviz\nlossviz.use('ko')", *[f"lossviz.explore.{name}()" for name in NAMES])
    lesson.run_all()
    dark = theme.endswith("Dark")
    for name, root in zip(NAMES, lesson.explorers().all(), strict=True):
        panel = root.locator(".lv-live")
        assert (background(panel) < 0.5) == dark
        assert contrast(root.locator(".lv-describe")) >= TEXT
        for colour in COLOURS:
            for words in root.locator(f".lv-formula {colour}").all():
                assert contrast(words) >= LARGE, (name, colour)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        root.screenshot(path=SCREENSHOTS / f"{'dark' if dark else 'light'}_{name}.png")
    assert_no_errors(lesson)


def luminances(locator):
    """The relative luminance of every pixel, after WCAG 2."""
    image = Image.open(io.BytesIO(locator.screenshot())).convert("RGB")
    levels = np.asarray(image).reshape(-1, 3) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def background(locator):
    values, counts = np.unique(luminances(locator).round(4), return_counts=True)
    return values[counts.argmax()]


def contrast(locator):
    """Of the ink with its paper: the pixel that differs most, the most frequent one."""
    paper, pixels = background(locator), luminances(locator)
    return max((max(paper, pixel) + 0.05) / (min(paper, pixel) + 0.05) for pixel in (pixels.min(), pixels.max()))
