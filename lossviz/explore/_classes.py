"""Classes, as two explorers have them: their names, and which is the first."""

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


def highest(values: np.ndarray) -> list[int]:
    """Where the highest value is, in each place if there are several that differ by no more than rounding."""
    return np.flatnonzero(np.isclose(values, values.max(), rtol=1e-9, atol=0)).tolist()
