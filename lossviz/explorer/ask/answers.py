"""What somebody has answered, and what is said of it; and numbers as people type them."""

import re
from dataclasses import dataclass
from typing import Any

from lossviz.words import t


@dataclass(frozen=True)
class Line:
    """A sentence of the feedback, and whether it tells of something right."""

    right: bool | None
    words: str


@dataclass(frozen=True)
class Answer:
    """An answer to a question.

    question: the id of the question. given: a number, the name of a choice, the heights of a drawing; None, and `right`
    too, where somebody only wanted to be shown. mistakes: the ids of those that were recognised.
    """

    question: str
    given: Any
    right: bool | None
    mistakes: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """All that is said of it."""
        return " ".join(line.words for line in self.lines)


_PLAIN = r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?"


def typed(text: str) -> float:
    """A number as people type it: point or comma, groups of digits, a true minus sign, a fraction, %, ∞.

    >>> typed("2,2"), typed("−1 000.5"), typed("11/5"), typed("45%"), typed("∞")
    (2.2, -1000.5, 2.2, 0.45, inf)
    """
    plain = re.sub(r"\s", "", text).replace("−", "-").replace("–", "-").lower()
    if plain.lstrip("+-") in ("inf", "infinity", "∞", "무한대", "무한"):
        return float("-inf" if plain.startswith("-") else "inf")
    top, slash, bottom = plain.partition("/")
    if slash and (below := _one(bottom, text)):
        return _one(top, text) / below
    return _one(plain.removesuffix("%"), text) / (100 if plain.endswith("%") else 1)


def _one(digits: str, text: str) -> float:
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[-+]?\d*,\d*", digits):
        digits = digits.replace(",", ".")
    if not re.fullmatch(_PLAIN, digits):
        raise ValueError(t("ask.no_number", received=text.strip()))
    return float(digits)
