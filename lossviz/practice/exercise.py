"""What an exercise is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .quantity import Function, Quantity, given_as

# From an example that a student gives to the key of what it lacks, or None if it shows what it should.
Judge = Callable[[np.ndarray], str | None]


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function to be written or repaired. Its words are in the locale files, under `practice.<name>`."""

    name: str
    quantity: Quantity
    # Python source that defines a function called `name`.
    solution: str
    # The mistakes in the function that the notebook begins with, if it begins with one.
    bug: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class NumberExercise:
    """A number to be found by hand; `decimals` says to how many the question asks to round it."""

    name: str
    quantity: Quantity
    case: tuple
    decimals: int
    # The steps by hand, as code.
    solution: str

    @property
    def given(self) -> tuple:
        """The numbers of the question, as a function would get them."""
        return given_as(self.case)


@dataclass(frozen=True, eq=False)
class Claim:
    """A claim to be shown by an example that the student gives."""

    name: str
    # The shape of the example.
    shape: tuple[int, ...]
    judge: Judge
    # What it may lack, by the keys of the words for it.
    lacks: tuple[str, ...]
    solution: str


AnyExercise = Exercise | NumberExercise | Claim

__all__ = ["AnyExercise", "Claim", "Exercise", "Function", "NumberExercise"]
