"""What can be asked for: a right formula, and numbers on which its mistakes can be told apart."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .expression import Node

Function = Callable[..., object]


@dataclass(frozen=True, eq=False)
class Quantity:
    """A function of some arguments, as formulas in which mistakes can be made."""

    name: str
    # What the function is given, in this order; the names are those of the notebooks.
    arguments: tuple[str, ...]
    # The inputs it is tried with: found so that two mistakes have the same answers only where they are the same.
    cases: tuple[tuple, ...]
    # From `lossviz.losses`, as far as it is there. The formulas say the same; a test holds them to it.
    right: Function
    # Several, where a mistake can be made in one way of writing it and not in another.
    formulas: tuple[Node, ...]
    # Mistakes that are no operation on a step: another formula altogether. Operators apply to them as well.
    others: tuple[tuple[str, Node], ...] = ()

    def inputs(self) -> list[tuple]:
        """The cases as the function gets them: a list becomes an array, a number stays a number."""
        return [given_as(case) for case in self.cases]

    @cached_property
    def is_number(self) -> bool:
        """Whether the answer is one number."""
        return np.ndim(self.right(*self.inputs()[0])) == 0


def given_as(case: tuple) -> tuple:
    """Arguments as a function gets them: a list becomes an array of floats, a number a float."""
    return tuple(np.array(value, float) if isinstance(value, list | tuple | np.ndarray) else value for value in case)
