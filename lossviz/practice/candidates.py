"""What a wrong answer may be: the formulas of a quantity with one mistake in them, and with two."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from . import algebra, averaging, probability
from .answer import ROUNDING
from .expression import Node, argument, evaluate
from .operators import replaced, steps
from .quantity import Quantity

# In the order in which they are named where several mistakes are the same.
OPERATORS = (*averaging.OPERATORS, *algebra.OPERATORS, *probability.OPERATORS)


@dataclass(frozen=True)
class Candidate:
    """A formula with mistakes in it, by their keys."""

    keys: tuple[str, ...]
    formula: Node


@cache
def singles(quantity: Quantity) -> tuple[Candidate, ...]:
    """Every formula with one mistake."""
    made = dict.fromkeys(Candidate((key,), formula) for key, formula in quantity.others)
    for formula in quantity.formulas:
        made |= dict.fromkeys(Candidate((key,), new) for key, new in _variants(quantity, formula))
    return tuple(made)


@cache
def pairs(quantity: Quantity) -> tuple[Candidate, ...]:
    """Every formula with two mistakes. There are thousands, made when they are first asked for."""
    made: dict[Node, Candidate] = {}
    right = right_everywhere(quantity)
    for first in singles(quantity):
        if first in right:
            continue
        for key, formula in _variants(quantity, first.formula):
            made.setdefault(formula, Candidate((*first.keys, key), formula))
    return tuple(made.values())


@cache
def right_everywhere(quantity: Quantity) -> frozenset[Candidate]:
    """What has the right answers to all inputs, and so is no mistake: the errors the other way round in a square."""
    found = frozenset(singles(quantity))
    for given in quantity.inputs():
        found &= frozenset(Answers(quantity, found, given).like(np.asarray(quantity.right(*given), float)))
    return found


def _variants(quantity: Quantity, formula: Node) -> Iterator[tuple[str, Node]]:
    for operator in OPERATORS:
        for new in operator.variants(formula):
            yield operator.key, new
    for names in combinations(quantity.arguments, 2):
        yield "swapped", _swapped(formula, *names)


def _swapped(formula: Node, one: str, other: str) -> Node:
    """The formula of a function that takes two of its arguments in the other order."""
    turned = {one: other, other: one}
    places = [step for step in steps(formula) if step.kind == "argument" and step.detail in turned]
    return replaced(formula, {place: argument(turned[place.detail], place.role) for place in places})


class Answers:
    """The answers of many formulas to one input, to be compared with one answer at once."""

    def __init__(self, quantity: Quantity, candidates: Iterable[Candidate], given: tuple):
        named, known = dict(zip(quantity.arguments, given, strict=True)), {}
        by_shape: dict[tuple[int, ...], list[tuple[np.ndarray, Candidate]]] = {}
        for candidate in candidates:
            value = value_of(candidate.formula, named, known)
            # What is nan, infinite or 0 throughout would be the same as all else that is.
            if value is not None and np.isfinite(value).any() and (value.size == 1 or value.any()):
                by_shape.setdefault(value.shape, []).append((value, candidate))
        self._tables = {
            shape: (np.array([value for value, _ in rows]), [candidate for _, candidate in rows])
            for shape, rows in by_shape.items()
        }

    def like(self, value: np.ndarray, **tolerance: float) -> list[Candidate]:
        """The candidates that have this answer."""
        if value.shape not in self._tables:
            return []
        table, candidates = self._tables[value.shape]
        close = np.isclose(table, value, equal_nan=True, **(tolerance or ROUNDING))
        return [candidates[index] for index in np.flatnonzero(close.reshape(len(table), -1).all(axis=1))]


def value_of(formula: Node, named: Mapping[str, object], known: dict[Node, object] | None = None) -> np.ndarray | None:
    """The value of a formula as floats, or None where there is none, as with an axis that an array has not got."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(formula, named, known), float)
    except (ValueError, IndexError, TypeError):
        return None


@cache
def answers_of_singles(quantity: Quantity) -> Answers:
    """What the formulas with one mistake give for the first input."""
    return Answers(quantity, singles(quantity), quantity.inputs()[0])


@cache
def answers_of_pairs(quantity: Quantity) -> Answers:
    """What the formulas with two mistakes give for the first input."""
    return Answers(quantity, pairs(quantity), quantity.inputs()[0])
