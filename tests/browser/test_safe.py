"""What a reader types is shown as it was typed, and runs nowhere; the server talks to its owner alone."""

import re
from itertools import chain
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psutil
import pytest
from browser.lessons import assert_no_errors
from browser.panel import Panel

from lossviz.explore._classes import short

pytestmark = pytest.mark.browser

HARM = "window.lossvizHarm = 1"
# Names of classes, in groups that an explorer shows in different ways: markup that would run something, markup short
# enough to be shown whole, mathematics (broken and whole), too long, right to left, signs that few fonts have, quotes.
NAMES = {
    "running": [f"<img src=x onerror='{HARM}'>", f"</p></style><script>{HARM}</script>", f"<svg onload='{HARM}'>"],
    "markup": ["<b>bold</b>", "<img src=x>", "&lt;<u>x</u>"],
    "mathematics": [r"$\frac{", "$x^2$", r"\(y\)"],
    "long": ["가" * 10_000, "x" * 10_000, "a b " * 2_500],
    "letters": ["שלום עולם", "🎉👩‍🏫", "a\"b'c{}%s", "two\nlines"],
}
NAMES["many"] = list(chain.from_iterable(NAMES.values()))

EXPLORERS = {
    "softmax": "lossviz.explore.softmax(range({count}), y_true=1, classes={names})",
    "softmax_batch": "lossviz.explore.softmax_batch([0, 1, 2], [[1 / {count}] * {count}] * 3, classes={names})",
}

# Elements that no explorer makes.
FOREIGN = "script, b, u, object, iframe, img:not(.widget-image, .lv-layer), svg[onload]"


@pytest.fixture(scope="module")
def lesson(lab):
    """A notebook with two explorers for each kind of names."""
    cells = [
        cell.format(names=repr(names), count=len(names)) for names in NAMES.values() for cell in EXPLORERS.values()
    ]
    lesson = lab.write("import lossviz\nlossviz.use('en')", *cells)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.mark.parametrize("kind", NAMES)
def test_names_of_classes_are_shown_as_typed(lesson, kind):
    names, first = NAMES[kind], 2 * list(NAMES).index(kind)
    choices, sliders = lesson.explorers().nth(first), lesson.explorers().nth(first + 1)
    expected = [spaced(short(name)) for name in names]
    assert shown(choices, "option" if kind == "many" else ".widget-toggle-buttons button") == expected
    labels = shown(sliders, ".widget-slider .widget-label")
    assert labels[: len(names)] == [f"p₁ {name}" for name in expected][: len(labels)]
    for root in (choices, sliders):
        panel = Panel(root, "en")
        assert panel.seen.given["classes"] == names
        panel.reset()
        assert root.locator(FOREIGN).count() == 0
        panel.close()
    assert lesson.page.evaluate("window.lossvizHarm") is None
    assert_no_errors(lesson)


def shown(root, parts):
    return [spaced(words) for words in root.locator(parts).all_text_contents()]


def spaced(words):
    """What can be seen of words: line breaks and unbreakable spaces look like spaces, a dollar like its wide twin."""
    return re.sub(r"\s", " ", words).replace("＄", "$").replace("＼", "\\")


def test_a_failure_that_quotes_the_reader_runs_nothing(write):
    mistake = f"<img src=x onerror='{HARM}'><b>$\\frac{{</b>"
    broken = f"def broken(values): raise ValueError({mistake!r})\none._hooks['read'] = broken"
    lesson = write("import lossviz\nlossviz.use('en')", f"one = lossviz.explore.mse()\n{broken}\none")
    lesson.run_all()
    root = lesson.explorers().first
    root.get_by_role("button", name="Reset").click()
    failure = root.locator(".lv-failure")
    failure.wait_for()
    assert mistake in failure.inner_text()
    assert root.locator(FOREIGN).count() == 0
    assert lesson.page.evaluate("window.lossvizHarm") is None


@pytest.mark.parametrize("path", ["api/contents", "api/kernels", "api/sessions", "api/terminals"])
def test_without_the_token_nobody_is_let_in(lab, path):
    with pytest.raises(HTTPError) as refused:
        urlopen(lab.server.url + path, timeout=30)
    assert refused.value.code == 403
    refused.value.close()


def test_without_the_token_the_page_is_the_login(lab):
    with urlopen(lab.server.url + "lab", timeout=30) as answer:
        assert urlsplit(answer.url).path == "/login"


def test_server_and_kernels_listen_on_loopback_alone(lab, write):
    write("1")
    server = urlsplit(lab.server.url).port
    listening = [one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    (owner,) = {one.pid for one in listening if one.laddr.port == server}
    family = {owner, *(child.pid for child in psutil.Process(owner).children(recursive=True))}
    addresses = {one.laddr.ip for one in listening if one.pid in family}
    assert len(family) > 1
    assert addresses <= {"127.0.0.1", "::1"}
