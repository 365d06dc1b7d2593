"""Every word that is shown, in the chosen language."""

from collections.abc import Mapping
from unicodedata import east_asian_width, normalize

from .catalogue import catalogue
from .numbers import number
from .settings import language


def t(key: str, **values: object) -> str:
    """The text of `key` in the chosen language, its placeholders filled with `values`; floats as a reader sees them."""
    return _filled(catalogue(language())[key], values)


def filled(label: str | dict[str, str], values: Mapping[str, object]) -> str:
    """The words of a label as `said` gives them, its placeholders filled; braces that mean nothing stay as they are."""
    words = said(label)
    try:
        return _filled(words, values)
    except (LookupError, ValueError):
        return words


def _filled(words: str, values: Mapping[str, object]) -> str:
    shown = {name: _Number(value) if isinstance(value, float) else value for name, value in values.items()}
    return words.format(**shown)


class _Number(float):
    """A float that is written as a reader sees it, where a text does not say how."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else number(float(self))


def said(label: str | dict[str, str]) -> str:
    """The words of a label: a key of the catalogue, words as they are, or {language: words}, one language or all."""
    if isinstance(label, dict):
        return label.get(language()) or next(iter(label.values()))
    return catalogue(language()).get(label, label)


def wrapped(words: str, most: float) -> list[str]:
    """Lines of at most `most` half-width characters; a Hangul syllable is as wide as two letters.

    >>> wrapped("one two three", 8), wrapped("하나 둘 셋", 8)
    (['one two', 'three'], ['하나 둘', '셋'])
    """
    lines, room = [], 0.0
    for word in words.split():
        wide = width(word)
        if wide > room:
            lines.append(word)
            room = most - wide
        else:
            lines[-1] += " " + word
            room -= wide
        room -= 1
    return lines


def shortened(words: str, room: float) -> str:
    """The words, or their beginning and their end where all have no room, which is counted in half-width characters.

    >>> shortened("rabbit", 6), shortened("rabbit", 5), shortened("골든 리트리버 성견", 12)
    ('rabbit', 'ra…it', '골든…성견')
    """
    if width(words) <= room:
        return words
    start, end = 0, len(words)
    # Letter by letter from both sides, as long as there is room.
    while start < end:
        start += 1
        if width(words[:start] + words[end:]) > room - 1:
            start -= 1
            break
        end -= 1
        if width(words[:start] + words[end:]) > room - 1:
            end += 1
            break
    return f"{words[:start].rstrip()}…{words[end:].lstrip()}"


def composed(words: object) -> str:
    """Words with every syllable as one letter: names of files on macOS come with Hangul taken apart."""
    return normalize("NFC", str(words))


def width(words: str) -> int:
    """How wide words are, in half-width characters: a Hangul syllable is as wide as two letters."""
    return len(words) if words.isascii() else sum(1 + (east_asian_width(letter) in "WF") for letter in words)
