"""What `check` says."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from lossviz.words import wrapped

from .curve import SIZE, Picture

# The longest line of a verdict, in half-width characters.
WIDTH = 96
# As JupyterLab shows plain text.
_PLAIN = "background: none; font-size: var(--jp-code-font-size, inherit); margin: 6px 7px 8px; padding: 0"


@dataclass(frozen=True, repr=False)
class Verdict:
    """What was found: `right`, the ids of the `mistakes` (none if it is right, or no usual one), and the `text`."""

    right: bool
    mistakes: tuple[str, ...]
    text: str
    # What else has the same answers; `mistakes` is the first of these.
    alternatives: tuple[tuple[str, ...], ...] = ()
    # The student's function beside the right one, where it can be drawn and may be shown.
    picture: Picture | None = None

    @property
    def mistake(self) -> str | None:
        """All mistakes as one id."""
        return "+".join(self.mistakes) or None

    def __repr__(self) -> str:
        """The text in short lines, because a notebook breaks a long one in the middle of a word."""
        return "\n".join(chain.from_iterable(map(_short, self.text.splitlines())))

    def _repr_html_(self) -> str | None:
        """Text and picture together; a notebook shows the text as it is where there is no picture."""
        if self.picture is None:
            return None
        source = f"data:image/png;base64,{base64.b64encode(self.picture.png).decode()}"
        image = f'<img src="{source}" alt="{escape(self.picture.alt)}" width="{SIZE[0]}">'
        return f'<pre style="{_PLAIN}">{escape(repr(self))}</pre>{image}'


def verdict(right: bool, mistakes: tuple[str, ...], words: str, lines: Sequence[str] = (), **more: object) -> Verdict:
    """A verdict of some words and the lines below them."""
    return Verdict(right, mistakes, "\n".join([words, *lines]), **more)


def _short(line: str) -> list[str]:
    """A line in as many as it needs; an indented one stays indented."""
    if len(line) <= WIDTH / 2:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return [indent + part for part in wrapped(line, WIDTH - len(indent))]
