"""Names and probabilities of classes, as two explorers have them."""

import math
from collections.abc import Sequence

import numpy as np

from lossviz.words import composed, shortened, t

# In half-width characters.
ROOM = 24


def class_names(classes: Sequence[str] | None, count: int) -> list[str]:
    """The names of `count` classes: the reader's own, or the three of the course, or numbers."""
    if classes is None:
        return t("word.three_classes").split(", ") if count == 3 else [str(index) for index in range(count)]
    if len(classes) != count:
        raise ValueError(t("error.class_names", received=len(classes), allowed=count))
    return [composed(name) for name in classes]


def short(name: str) -> str:
    """A class name that has room beside a slider and on a button."""
    return shortened(" ".join(name.split()), ROOM)


def beside_rows(names: Sequence[str], width: float) -> list[str]:
    """Names that have room beside the rows of a figure of this width: a fifth of it, at 7 pixels a character."""
    return [shortened(name, width / 5 / 7) for name in names]


def steps_of(count: int) -> int:
    """The steps from 0 to 1 of each probability of a row of `count`: so many that all of them can have ten."""
    return 10 ** math.ceil(1 + math.log10(count))


def share_row(row: np.ndarray, moved: int) -> np.ndarray:
    """The row in which the element `moved` has its new value: the others answer, so that the sum is 1.

    As nearly in proportion as whole steps allow: what the sliders show is then all there is, and adds up to 1.
    """
    others, steps = np.arange(len(row)) != moved, steps_of(len(row))
    shares = row[others] if row[others].any() else np.ones(len(row) - 1)
    rest = round(steps * (1 - row[moved]), 9)
    wanted = rest * shares / shares.sum()
    whole = np.floor(wanted)
    # What is left over goes step by step to those that have lost most.
    left = rest - whole.sum() - np.arange(len(whole))
    whole[np.argsort(whole - wanted, kind="stable")] += np.clip(left, 0, 1)
    answered = row.copy()
    answered[others] = np.round(whole / steps, 12)
    return answered
