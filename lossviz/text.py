"""Every word that is shown, in the chosen language, and every number as it is shown.

The words live in `locale/en.toml` and `locale/ko.toml`: the same keys in both, the same `{placeholders}`.
"""

import locale
import math
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from unicodedata import east_asian_width

LANGUAGES = ("en", "ko")

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def system_language() -> str:
    """The language that the reader's system speaks: "ko" where that is Korean, "en" everywhere else."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    tongue = named or locale.getlocale()[0] or ""
    # Windows says "Korean_Korea", everything else "ko_KR.UTF-8".
    return "ko" if tongue.lower().startswith("ko") else "en"


_chosen = system_language()


def language() -> str:
    """The language in use: "en" or "ko"; until one is chosen, the system's."""
    return _chosen


def use(language: str) -> None:
    """Choose the language of every label, sentence and error message: "en" or "ko".

    >>> use("en")
    >>> t("word.loss")
    'loss'
    """
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(t("error.language", received=repr(language), allowed=", ".join(map(repr, LANGUAGES))))
    _chosen = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, and what was spoken before after it."""
    before = _chosen
    use(language)
    try:
        yield
    finally:
        use(before)


def t(key: str, **values: object) -> str:
    """The text of `key` in the chosen language, its placeholders filled with `values`."""
    return catalogue(language())[key].format(**values)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language as one flat table: `{"word.loss": "loss", …}`."""
    source = files(__package__).joinpath("locale", f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(source)))


def number(value: float, digits: int = 4) -> str:
    """A number as a reader sees it: `digits` significant digits, a true minus sign, no trailing zeros, ∞ for infinity.

    >>> number(-0.10536051565782628), number(5.5), number(float("inf")), number(1.5e-7), number(123456.0)
    ('−0.1054', '5.5', '∞', '1.5×10⁻⁷', '123456')
    """
    if math.isnan(value):
        return t("word.undefined")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if not -4 <= exponent < 7:
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{_trim(mantissa)}×10{str(int(power)).translate(_SUPERSCRIPT)}".replace("-", "−")
    return _trim(f"{value:.{max(digits - 1 - exponent, 0)}f}").replace("-", "−")


def wrapped(words: str, width: float) -> list[str]:
    """Lines of at most `width` half-width characters; a Hangul syllable is as wide as two letters.

    >>> wrapped("one two three", 8), wrapped("하나 둘 셋", 8)
    (['one two', 'three'], ['하나 둘', '셋'])
    """
    lines, room = [], 0.0
    for word in words.split():
        wide = sum(1 + (east_asian_width(letter) in "WF") for letter in word)
        if wide > room:
            lines.append(word)
            room = width - wide
        else:
            lines[-1] += " " + word
            room -= wide
        room -= 1
    return lines


def _trim(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _flatten(table: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from _flatten(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
