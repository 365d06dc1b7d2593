"""Every word that is shown, in the chosen language."""

from unicodedata import east_asian_width

from .catalogue import catalogue
from .numbers import number
from .settings import language


def t(key: str, **values: object) -> str:
    """The text of `key` in the chosen language, its placeholders filled with `values`; floats as a reader sees them."""
    shown = {name: number(value) if isinstance(value, float) else value for name, value in values.items()}
    return catalogue(language())[key].format(**shown)


def said(label: str | dict[str, str]) -> str:
    """The words of a label: a key of the catalogue, words as they are, or {language: words}, one language or all."""
    if isinstance(label, dict):
        return label.get(language()) or next(iter(label.values()))
    return catalogue(language()).get(label, label)


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
