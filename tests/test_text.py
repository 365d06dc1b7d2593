"""Words in two languages, and numbers as readers see them."""

import math

import pytest

from lossviz import words
from lossviz.words import number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (-0.0, "0"), (5.5, "5.5"), (11, "11"), (2.2, "2.2"), (1.4832396974191326, "1.483"),
        (0.10536051565782628, "0.1054"), (-27.5, "−27.5"), (123456, "123456"), (12345.678, "12346"), (1e7, "1×10⁷"),
        (1.5e-7, "1.5×10⁻⁷"), (-2.5e12, "−2.5×10¹²"), (math.inf, "∞"), (-math.inf, "−∞"), (0.99996, "1"),
        (9.99996, "10"), (0.0001, "0.0001"), (9999999.9, "10000000"), (5e-324, "4.941×10⁻³²⁴"),
    ],
)  # fmt: skip
def test_numbers(value, shown):
    assert number(value) == shown


def test_fewer_digits():
    assert number(1.2039728, 3) == "1.2"
    assert number(0.693147, 2) == "0.69"


def test_what_is_not_a_number_is_said_in_words(each_language):
    assert number(math.nan) == words.t("word.undefined")


def test_use_changes_the_language_and_speaking_changes_it_back():
    words.use("ko")
    assert words.t("word.loss") == "손실"
    with words.using(language="en"):
        assert words.t("word.loss") == "loss"
    assert words.language() == "ko"
    words.use("en")


def test_speaking_changes_back_after_an_error():
    with pytest.raises(ZeroDivisionError), words.using(language="ko"):
        1 / 0  # noqa: B018 - the error is the point
    assert words.language() == "en"


@pytest.mark.parametrize("wrong", ["kr", "", "EN", None, 1])
def test_an_unknown_language_is_refused_with_the_list(wrong, each_language):
    with pytest.raises(ValueError, match="'en', 'ko'"):
        words.use(wrong)
    assert words.language() == each_language


@pytest.mark.parametrize(
    ("settings", "spoken"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "C"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "ko_KR"}, "ko"), ({"LC_MESSAGES": "ko_KR", "LANG": "de_DE"}, "ko"),
        ({"LC_ALL": "", "LANG": "ko_KR"}, "ko"),
    ],
)  # fmt: skip
def test_the_system_says_which_language_comes_first(settings, spoken, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert words.system_language() == spoken


@pytest.mark.parametrize(("system", "spoken"), [("Korean_Korea", "ko"), ("English_Ireland", "en"), (None, "en")])
def test_windows_names_its_language_otherwise(system, spoken, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (system, None))
    assert words.system_language() == spoken


def test_a_word_wider_than_the_line_stays_whole():
    assert words.wrapped("a" * 50 + " b", 20) == ["a" * 50, "b"]
    assert words.wrapped("", 20) == []
