"""Hints in steps, and the solution."""

from lossviz.words import t

from . import progress
from .catalogue import find

HINTS = 3


class Words(str):
    """Text that shows itself as it is, without quotes, where a notebook cell ends with it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def hint(name: str, number: int = 1) -> Words:
    """A hint for the exercise `name`: the first says where to start, the third nearly all."""
    exercise = find(name)
    if not isinstance(number, int) or not 1 <= number <= HINTS:
        raise ValueError(t("practice.hint_number", received=repr(number), last=HINTS))
    progress.hinted(name, number)
    words = t(f"practice.{exercise.name}.hint_{number:d}")
    return Words(t("practice.hint", number=f"{number:d}", count=HINTS, words=words))


def solution(name: str) -> Words:
    """A solution of the exercise `name`, as code."""
    return Words(find(name).solution.rstrip("\n"))
