"""A page that cannot load the front end of the handles: a picture and sliders all the same, and it says so."""

import pytest
from browser.lab import SCREENSHOTS
from browser.lessons import assert_no_errors
from playwright.sync_api import expect

from lossviz.words import t, using

pytestmark = pytest.mark.browser


def test_the_shared_code_is_copied(lab):
    lesson = lab.write("import lossviz\nlossviz.use('en')\nlossviz.explore.cross_entropy(p=0.25)")
    lesson.run_all()
    lesson.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer = lesson.explorers().first
    explorer.locator(".lv-code-button").click()
    explorer.locator(".lv-copy").click()
    with using(language="en"):
        expect(explorer.locator(".lv-copy")).to_have_text(t("panel.copied"))
    copied = lesson.page.evaluate("navigator.clipboard.readText()")
    assert copied == explorer.locator(".lv-code").inner_text()
    assert "p=0.25" in copied
    assert_no_errors(lesson)
    lesson.close()


def test_there_are_sliders_and_a_picture_and_it_says_so(lab):
    lesson = lab.write("import lossviz\nlossviz.use('en')\nlossviz.explore.cross_entropy()")
    page = lesson.page
    lesson.run_all()
    # Where it is loaded nothing is said.
    expect(lesson.explorers().first.locator(".lv-no-hands")).to_be_hidden()
    assert_no_errors(lesson)
    page.route("**/*anywidget*/**", lambda route: route.abort())
    page.reload()
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    lesson.wait_until_idle()
    lesson.run_all()
    explorer = lesson.explorers().first
    with using(language="en"):
        note = explorer.get_by_text(t("panel.no_hands"))
    note.wait_for()
    expect(note).to_have_css("opacity", "1", timeout=20_000)
    before = explorer.locator(".lv-describe").inner_text()
    explorer.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowLeft")
    expect(explorer.locator(".lv-describe")).not_to_have_text(before)
    # Nothing lies over the picture.
    assert explorer.locator(".lv-moving > div").first.evaluate("""figure => {
      const {x, y, width, height} = figure.getBoundingClientRect();
      return figure.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }""")
    explorer.screenshot(path=SCREENSHOTS / "no_hands.png")
    lesson.close()
