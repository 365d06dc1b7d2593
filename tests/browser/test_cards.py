"""Quizzes and drills in JupyterLab: by mouse, by keyboard, as a screen reader hears them, and on day two."""

import pytest
from browser.lab import SCREENSHOTS
from browser.lessons import assert_no_errors
from playwright.sync_api import expect

from lossviz import practice, words
from lossviz.practice.choices import asked
from lossviz.practice.questions import QUESTIONS

pytestmark = pytest.mark.browser

CELLS = (
    "import os, lossviz\nos.environ['LOSSVIZ_DIARY'] = 'diary.jsonl'\nlossviz.use('en')",
    "lossviz.practice.quiz('softmax-1')",
    "lossviz.practice.drill('mse', seed=1)",
    "lossviz.practice.diary()",
)
# What JupyterLab would do with the cell of whatever has the focus.
COMMANDS = ("x", "d", "d", "a", "b", "m", "r", "0", "0")
QUESTION = asked(QUESTIONS["softmax-1"])
RIGHT = [one.mistake for one in QUESTION.choices].index(None)


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write(*CELLS)
    lesson.run_all()
    lesson.page.locator(".lq-card").nth(1).wait_for()
    yield lesson
    lesson.close()


def card(lesson, place):
    return lesson.page.locator(".lq-card").nth(place)


def said(root):
    return root.get_by_role("status")


def test_a_quiz_by_mouse(lesson):
    root, wrong = card(lesson, 0), (RIGHT + 1) % 4
    root.get_by_role("button", name="Check").click()
    expect(said(root)).to_have_text(words.t("card.pick"))
    root.get_by_text(QUESTION.choices[wrong].text, exact=True).click()
    root.get_by_role("button", name="Check").click()
    expect(said(root)).to_contain_text(QUESTION.choices[wrong].feedback)
    expect(root.locator("[data-right=false].lq-choice")).to_have_count(1)
    assert root.locator("img").count() == 0
    # Any number of tries.
    root.get_by_role("radio").nth(RIGHT).check()
    root.get_by_role("button", name="Check").click()
    expect(said(root)).to_contain_text(QUESTION.choices[RIGHT].feedback)
    picture = root.get_by_role("img", name="0.5514")
    picture.evaluate("one => one.decode()")
    assert picture.evaluate("one => one.naturalWidth") > 800
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    root.screenshot(path=SCREENSHOTS / "quiz.png")
    assert_no_errors(lesson)


def test_a_quiz_by_keyboard_and_the_notebook_hears_nothing_of_it(lesson):
    root, page = card(lesson, 0), lesson.page
    group = root.get_by_role("radiogroup", name=QUESTION.text)
    radios = group.get_by_role("radio")
    assert [radio.evaluate("one => one.labels[0].textContent") for radio in radios.all()] == [
        one.text for one in QUESTION.choices
    ]
    radios.first.check()
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    expect(radios.nth(1)).to_be_focused()
    expect(radios.nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(said(root)).to_contain_text(QUESTION.choices[1].feedback)
    # In JupyterLab a 4 makes a heading of the cell.
    page.keyboard.press("4")
    expect(radios.nth(3)).to_be_checked()
    for key in COMMANDS:
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == len(CELLS)
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    expect(radios.nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(root)).to_contain_text(QUESTION.choices[3].feedback)
    # And there is a way out.
    page.keyboard.press("Escape")
    assert page.evaluate("!document.activeElement.closest('.lq-card')")
    assert_no_errors(lesson)


def test_a_drill_is_typed(lesson):
    root, page, drill = card(lesson, 1), lesson.page, practice.drill("mse", seed=1)
    field = root.get_by_label(words.t("card.field"))
    expect(root.locator(".lq-question")).to_have_text(repr(drill))
    field.fill("3 000")
    field.press("Enter")
    expect(said(root)).to_contain_text("3 000")
    exact = drill._kind.right(*drill._given)
    field.fill(f"{exact * len(drill._given[0]):g}")
    field.press("Enter")
    expect(said(root)).to_contain_text(words.t("card.not_yet"))
    field.fill(f"{exact:.2f}".replace(".", ","))
    root.get_by_role("button", name=words.t("card.check")).click()
    expect(said(root)).to_have_text(words.t("card.right"))
    root.screenshot(path=SCREENSHOTS / "drill.png")
    root.get_by_role("button", name=words.t("card.next")).click()
    expect(root.locator(".lq-question")).to_have_text(repr(drill.next()))
    expect(said(root)).to_have_text("")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    assert_no_errors(lesson)


def test_then_the_diary_has_it_and_a_saved_notebook_only_the_questions(lesson):
    lesson.run(3)
    kept = lesson.result(3)
    assert words.t("diary.overcome") in kept
    assert "drill mse" in kept
    lesson.save()
    lesson.close()
    again = lesson.lab.open(lesson.path)
    again.page.locator(".jp-OutputArea-output li").nth(3).wait_for()
    shown = again.words()
    assert again.page.locator(".lq-card").count() == 0
    assert QUESTION.text in shown
    assert words.t("card.run") in shown
    assert "Error displaying widget" not in shown
    assert not any(one.feedback in shown for one in QUESTION.choices)
    again.page.screenshot(path=SCREENSHOTS / "day_two_quiz.png")
    assert_no_errors(again)
    again.close()
