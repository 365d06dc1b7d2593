"""The notebook about explorers of one's own. Their code needs what its cells define, so no twin is made here."""

import re

import pytest
from browser.lab import NARROW, SCREEN, SCREENSHOTS, folded_cells
from browser.lessons import HEIGHT, assert_laid_out, assert_no_errors

pytestmark = pytest.mark.browser

# The cells that show explorers, how many sliders each has, and how its line of code begins.
SHOWN = {
    "explore-exponent": (2, "lossviz.explore.live(power_loss, "),
    "explore-huber": (3, "lossviz.explore.curve('huber', "),
    "explore-late": (3, "lossviz.explore.curve(late, "),
    "explore-one-guess": (1, "OneGuess(values="),
}

_SHOWN = "root => root.querySelector('.lv-live img').src + root.querySelector('.lv-moving').innerHTML"
_OTHER = f"([root, before]) => ({_SHOWN})(root) !== before"


@pytest.fixture(scope="module", params=["en", "ko"])
def lesson(request, lab):
    lesson = lab.open(f"{request.param}/write_your_own.ipynb")
    yield lesson
    lesson.close()


@pytest.fixture(scope="module")
def ran(lesson):
    pictures = lesson.page.locator(".jp-CodeCell .jp-OutputArea-output img")
    assert pictures.count() == len(SHOWN.keys() - folded_cells(lesson.path))
    assert all(picture.evaluate("image => image.naturalWidth > 0") for picture in pictures.all())
    lesson.run_all()
    lesson.page.locator(".lv-able").nth(len(SHOWN) - 1).wait_for()
    lesson.wait_until_quiet()
    return lesson


def explorers(ran):
    assert ran.explorers().count() == len(SHOWN)
    return zip(SHOWN.items(), ran.explorers().all(), strict=True)


def moved(root, act):
    """Do something and wait until the explorer shows something else; its sentence."""
    element = root.element_handle()
    before = element.evaluate(_SHOWN)
    act()
    root.page.wait_for_function(_OTHER, arg=[element, before])
    assert not root.locator(".lv-failure").count()
    return root.locator(".lv-describe").inner_text()


def test_every_slider_moves_the_picture_and_the_sentence_says_where_it_stands(ran):
    for (cell, (sliders, _)), root in explorers(ran):
        assert root.locator(".noUi-handle").count() == sliders, cell
        for slider in root.locator(".widget-slider").all():
            slider.locator(".noUi-handle").focus()
            for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
                said = moved(root, lambda key=key: ran.page.keyboard.press(key))
                stands = slider.locator(".widget-readout").inner_text()
                said_numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", said.replace("−", "-"))]
                assert float(stands.replace("−", "-")) in said_numbers, (cell, said)


def test_every_button_is_pressed(ran):
    for (cell, (_, begins)), root in explorers(ran):
        for choice in root.locator(".widget-toggle-buttons button:not(.mod-active)").all():
            moved(root, choice.click)
        slider = root.locator(".noUi-handle").first
        for button in root.locator(".lv-preset, .lv-reset").all():
            # From where no button leads to.
            if slider.get_attribute("aria-valuenow") != slider.get_attribute("aria-valuemin"):
                slider.focus()
                moved(root, lambda: ran.page.keyboard.press("Home"))
            moved(root, button.click)
        code = root.locator(".lv-code-button")
        moved(root, code.click)
        assert root.locator(".lv-code").inner_text().startswith(begins), cell
        moved(root, code.click)


def test_nothing_is_cut_off_and_everything_fits_on_a_projector(ran):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    try:
        for screen in (NARROW, SCREEN):
            ran.page.set_viewport_size(screen)
            ran.page.wait_for_timeout(500)
            for (cell, _), root in explorers(ran):
                assert_laid_out(root, (screen, cell))
    finally:
        ran.page.set_viewport_size(SCREEN)
    for (cell, _), root in explorers(ran):
        root.screenshot(path=SCREENSHOTS / f"{ran.path.removesuffix('.ipynb').replace('/', '_')}_{cell}.png")
        assert root.bounding_box()["height"] <= HEIGHT, cell


def test_nobody_complained(ran):
    assert_no_errors(ran)
