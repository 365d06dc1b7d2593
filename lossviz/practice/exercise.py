"""What an exercise is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Function = Callable[..., object]


@dataclass(frozen=True)
class Exercise:
    """A function to be written. Its words are in the locale files, under `practice.<name>`."""

    name: str
    # What the student's function is given, in this order; the names are those of the notebooks.
    arguments: tuple[str, ...]
    # The inputs it is tried with: chosen so that no two mistakes have the same answers to all of them.
    cases: tuple[tuple, ...]
    right: Function
    # A mistake that can be made in several ways is listed with each of them, under one key.
    mistakes: tuple[tuple[str, Function], ...]
    # Python source that defines a function called `name`.
    solution: str

    def inputs(self) -> list[tuple]:
        """The cases as the function gets them: a list becomes an array, a number stays a number."""
        return [tuple(_as_given(value) for value in case) for case in self.cases]


def _as_given(value: float | list) -> float | np.ndarray:
    return np.array(value, float) if isinstance(value, list) else value
