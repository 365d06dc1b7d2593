"""What `check` says."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from lossviz.words import wrapped

# The longest line of a verdict, in half-width characters.
WIDTH = 96


@dataclass(frozen=True, repr=False)
class Verdict:
    """What was found: `right`, the ids of the `mistakes` (none if it is right, or no usual one), and the `text`."""

    right: bool
    mistakes: tuple[str, ...]
    text: str
    # What else has the same answers; `mistakes` is the first of these.
    alternatives: tuple[tuple[str, ...], ...] = ()

    @property
    def mistake(self) -> str | None:
        """All mistakes as one id."""
        return "+".join(self.mistakes) or None

    def __repr__(self) -> str:
        """The text in short lines, because a notebook breaks a long one in the middle of a word."""
        return "\n".join(chain.from_iterable(map(_short, self.text.splitlines())))


def verdict(right: bool, mistakes: tuple[str, ...], words: str, lines: Sequence[str] = (), **more: object) -> Verdict:
    """A verdict of some words and the lines below them."""
    return Verdict(right, mistakes, "\n".join([words, *lines]), **more)


def _short(line: str) -> list[str]:
    """A line in as many as it needs; an indented one stays indented."""
    if len(line) <= WIDTH / 2:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return [indent + part for part in wrapped(line, WIDTH - len(indent))]
