"""Numbers that are typed beside a slider: taken as people write them, or put back."""

from importlib.resources import files

import pytest
from browser.lessons import assert_no_errors
from browser.panel import Panel

pytestmark = pytest.mark.browser

FRONT_END = files("lossviz.explorer").joinpath("page/typed.js").read_text(encoding="utf-8")
READ = "async ([source, text]) => (await import('data:text/javascript,' + encodeURIComponent(source))).typed(text)"


@pytest.fixture(scope="module")
def lesson(lab):
    lesson = lab.write("import lossviz\nlossviz.use('en')\nlossviz.explore.cross_entropy(p=0.995)")
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        (" 0,5 ", 0.5),
        (",5", 0.5),
        ("45%", 0.45),
        ("45 %", 0.45),
        ("−0.25", -0.25),
        ("-3", -3),
        ("+2.", 2),
        ("1,100,000", 1_100_000),
        ("-1,234.5", -1234.5),
        ("1.5e-7", 1.5e-7),
        ("1 000", 1000),
        *((text, None) for text in ("", "-", "abc", "0x10", "1.2.3", "1,2,3", "e5", "%", "Infinity", "1;2")),
    ],
)
def test_numbers_are_read_as_people_write_them(lesson, text, value):
    found = lesson.page.evaluate(READ, [FRONT_END, text])
    wanted = None if value is None else pytest.approx(value)
    assert (None if found != found else found) == wanted


def test_a_typed_number_is_taken_and_what_nobody_typed_stays(lesson):
    panel = Panel(lesson.explorers().first, "en")
    readout, keyboard = panel.root.locator(".widget-readout").first, lesson.page.keyboard

    def probability():
        return panel.look().given["p"]

    def type_and_press(text, key):
        readout.click()
        keyboard.press("Control+a")
        keyboard.type(text)
        panel.moved(lambda: keyboard.press(key))

    # Shown as 1.00: Enter alone, Tab alone and a click elsewhere leave it as it is.
    for leave in ("Enter", "Tab", "Escape"):
        readout.click()
        keyboard.press(leave)
    type_and_press("0,5", "Enter")
    assert probability() == 0.5
    type_and_press("45%", "Tab")
    assert probability() == 0.45
    panel.reset()
    assert probability() == 0.995
    for nonsense in ("abc", "-1", "1.5", "2,5,1"):
        readout.click()
        keyboard.press("Control+a")
        keyboard.type(nonsense)
        keyboard.press("Tab")
        assert readout.inner_text() == "1.00"
    assert probability() == 0.995
    type_and_press("0.25", "Enter")
    assert probability() == 0.25
    panel.close()
    assert_no_errors(lesson)
