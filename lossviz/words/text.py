"""Every word that is shown, in the chosen language; and how it is chosen.

The words live in `locale/en.toml` and `locale/ko.toml`: the same keys in both, the same `{placeholders}`. The language
is a setting with a scope: `use` holds until the next `use`, `using` for a block. What else a reader chooses for all
that is shown becomes one more setting.
"""

import locale
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from unicodedata import east_asian_width

LANGUAGES = ("en", "ko")


def system_language() -> str:
    """The language that the reader's system speaks: "ko" where that is Korean, "en" everywhere else."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    tongue = named or locale.getlocale()[0] or ""
    # Windows says "Korean_Korea", everything else "ko_KR.UTF-8".
    return "ko" if tongue.lower().startswith("ko") else "en"


# Setting -> the values that it may have.
_ALLOWED = {"language": LANGUAGES}
_chosen = {"language": system_language()}


def setting(name: str) -> str:
    """The value of a setting in use."""
    return _chosen[name]


def chosen() -> dict[str, str]:
    """All settings in use, to be taken up again with `using`."""
    return dict(_chosen)


def use(language: str) -> None:
    """Choose the language of every label, sentence and error message: "en" or "ko".

    >>> use("en")
    >>> setting("language")
    'en'
    """
    _choose(language=language)


@contextmanager
def using(**settings: str) -> Iterator[None]:
    """Other settings inside the block, and those from before after it: `using(language="ko")`."""
    before = chosen()
    _choose(**settings)
    try:
        yield
    finally:
        _chosen.update(before)


def language() -> str:
    """The language in use: "en" or "ko"; until one is chosen, the system's."""
    return setting("language")


def _choose(**settings: str) -> None:
    for name, value in settings.items():
        if value not in _ALLOWED[name]:
            allowed = ", ".join(map(repr, _ALLOWED[name]))
            raise ValueError(t("error.setting", name=name, received=repr(value), allowed=allowed))
    _chosen.update(settings)


def t(key: str, **values: object) -> str:
    """The text of `key` in the chosen language, its placeholders filled with `values`."""
    return catalogue(language())[key].format(**values)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language as one flat table: `{"word.loss": "loss", …}`."""
    source = files(__package__).joinpath("locale", f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(source)))


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


def _flatten(table: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from _flatten(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
