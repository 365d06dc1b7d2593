"""Which mistakes have the answers of a student's function: one, or two at once, and all that come to the same."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from .answer import ROUNDING, Numbers, Raised, rounding_of, same
from .attempt import Attempt, attempts, parameters_of
from .candidates import OPERATORS, Candidate, answers_of_pairs, answers_of_singles, singles, value_of
from .quantity import Function, Quantity
from .source import features_of

# Rounding to two digits, or a small number added somewhere.
NEARLY = {"rtol": 1e-2, "atol": 1e-3}
MOST_DIGITS = 6
_KNOWN = {operator.key: operator for operator in OPERATORS}
_RANK = {operator.key: rank for rank, operator in enumerate(OPERATORS)}
# The mistakes that say the same as another one, and better. A column in place of a row is the other's row.
UNDER = {operator.key: operator.under for operator in OPERATORS} | {"swapped": frozenset({"broadcast"})}
_OF_ONE_ARGUMENT = {
    *("first_term_missing", "second_term_missing", "labels_unused", "predictions_unused", "mean_of_predictions")
}

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Recognised:
    """The mistakes that a function may have, the likeliest first; each of the alternatives is one mistake or two."""

    alternatives: tuple[Keys, ...]
    # By what the right answers are multiplied, or by what a sum is divided, where that is the mistake.
    factor: float | None = None
    # The order in which the function takes its arguments, where it is another one.
    order: tuple[int, ...] | None = None


def recognise(quantity: Quantity, function: Function, tries: list[Attempt]) -> Recognised | None:
    """The mistakes that have the answers of `function`, if any have."""
    names = parameters_of(function)
    order = _order(quantity, names)
    if order and (found := _in_order(quantity, function, order)):
        return found
    found = by_answers(quantity, tries)
    orders = list(permutations(range(len(quantity.arguments))))[1:]
    if found:
        alternatives = chosen(found.alternatives, features_of(function), names == quantity.arguments)
        if alternatives == (("swapped",),):
            return next((each for order in orders if (each := _in_order(quantity, function, order))), found)
        return Recognised(alternatives, found.factor)
    return next((found for order in orders if (found := _in_order(quantity, function, order))), None)


def by_answers(quantity: Quantity, tries: list[Attempt]) -> Recognised | None:
    """The mistakes that have these answers: one before two, the plain ones before those with other last digits."""
    first = tries[0].answer
    if not isinstance(first, Numbers):
        return None
    if found := fitting(answers_of_singles(quantity).like(first.values, **rounding_of(first)), quantity, tries):
        return Recognised(found)
    if last := _last_digits(quantity, None, tries):
        return Recognised(((last,),))
    if found := fitting(answers_of_pairs(quantity).like(first.values, **rounding_of(first)), quantity, tries):
        return Recognised(found)
    return _with_factor(quantity, tries) or _nearly_a_mistake(quantity, tries)


def fitting(candidates: Iterable[Candidate], quantity: Quantity, tries: list[Attempt]) -> tuple[Keys, ...]:
    """The mistakes of those candidates that have all the answers, without those that another one says better."""
    return without_worse(
        {in_rank(each.keys) for each in candidates if all(_fits(each, quantity, one) for one in tries)}
    )


def without_worse(found: set[Keys]) -> tuple[Keys, ...]:
    """The alternatives, the likeliest first, without those that another one says better."""
    return tuple(sorted((keys for keys in found if not _is_said_better(keys, found)), key=_rank))


def in_rank(keys: Keys) -> Keys:
    """The keys in the order in which they are named."""
    return tuple(sorted(keys, key=_rank_of))


def chosen(alternatives: tuple[Keys, ...], features: set[str] | None, in_own_order: bool = False) -> tuple[Keys, ...]:
    """The alternatives that the student's source does not speak against; all of them, if it says nothing."""
    if in_own_order:  # the names say that the order is not it
        alternatives = tuple(keys for keys in alternatives if "swapped" not in keys) or alternatives
    if len(alternatives) < 2 or features is None:
        return alternatives
    possible = tuple(keys for keys in alternatives if not any(_without(key) & features for key in keys))
    seen = tuple(keys for keys in possible if any(_traces(key) & features for key in keys))
    return seen or possible or alternatives


def _traces(key: str) -> frozenset[str]:
    return _KNOWN[key].traces if key in _KNOWN else frozenset()


def _without(key: str) -> frozenset[str]:
    return _KNOWN[key].without if key in _KNOWN else frozenset()


def _rank_of(key: str) -> int:
    if key in _RANK:
        return _RANK[key]
    return len(_RANK) if key in ("swapped", "nearly", "rounded") else -1  # those after all others, formulas before


def _rank(keys: Keys) -> tuple[int, int]:
    return sum(map(_rank_of, keys)), max(map(_rank_of, keys))


def _is_said_better(keys: Keys, found: Iterable[Keys]) -> bool:
    """Whether another of the alternatives says the same in better words, all but one of the mistakes being alike."""
    return any(
        in_rank(tuple(better if each == key else each for each in keys)) in found
        for key in keys
        for better in UNDER.get(key, ())
    )


def _fits(candidate: Candidate, quantity: Quantity, attempt: Attempt) -> bool:
    value = value_of(candidate.formula, dict(zip(quantity.arguments, attempt.given, strict=True)))
    if value is None:
        return False
    if isinstance(attempt.answer, Raised):  # the math module raises where NumPy gives inf or nan
        return isinstance(attempt.answer.error, ArithmeticError) and not np.isfinite(value).all()
    return same(attempt.answer, Numbers(value, float))


# Other last digits, other factors ------------------------------------------------------------------------------------


def _last_digits(quantity: Quantity, candidate: Candidate | None, tries: list[Attempt]) -> str | None:
    """How the last digits differ from those of a candidate, or from the right ones: they are rounded, or near."""
    pairs = []
    for attempt in tries:
        if not isinstance(attempt.answer, Numbers):
            return None
        value = attempt.expected.values
        if candidate:
            value = value_of(candidate.formula, dict(zip(quantity.arguments, attempt.given, strict=True)))
        if value is None or value.shape != attempt.answer.values.shape:
            return None
        pairs.append((attempt.answer.values, value))
    for digits in range(MOST_DIGITS + 1):
        if any(got.any() for got, _ in pairs) and all(
            np.allclose(got, np.round(value, digits), equal_nan=True, **ROUNDING) for got, value in pairs
        ):
            return "rounded"
    return "nearly" if all(np.allclose(got, value, equal_nan=True, **NEARLY) for got, value in pairs) else None


def _nearly_a_mistake(quantity: Quantity, tries: list[Attempt]) -> Recognised | None:
    for candidate in answers_of_singles(quantity).like(tries[0].answer.values, rtol=0.0, atol=0.51):
        if last := _last_digits(quantity, candidate, tries):
            return Recognised(((*candidate.keys, last),))
    return None


def _with_factor(quantity: Quantity, tries: list[Attempt]) -> Recognised | None:
    """The right answers times a number that is the same for all inputs, or sums divided by such a number."""
    if not all(isinstance(each.answer, Numbers) for each in tries):
        return None
    received = [each.answer.values for each in tries]
    factor = _factor(received, [each.expected.values for each in tries])
    if factor is not None:
        return Recognised((("scaled",),), factor)
    for sums in (each for each in singles(quantity) if each.keys == ("sum_for_mean",)):
        values = [value_of(sums.formula, dict(zip(quantity.arguments, each.given, strict=True))) for each in tries]
        factor = _factor(received, values)
        if factor and math.isclose(1 / factor, round(1 / factor)):
            return Recognised((("fixed_count",),), round(1 / factor))
    return None


def _factor(received: Sequence[np.ndarray], values: Sequence[np.ndarray | None]) -> float | None:
    """By what all values are multiplied, if all are multiplied by the same number."""
    if any(value is None or value.shape != got.shape for got, value in zip(received, values, strict=True)):
        return None
    got, value = (np.concatenate([np.ravel(each) for each in both]) for both in (received, values))
    if not (np.isfinite(got).all() and np.isfinite(value).all() and value.any() and got.any()):
        return None
    factor = float(got @ value / (value @ value))
    return factor if math.isfinite(factor) and np.allclose(got, factor * value, **ROUNDING) else None


# The arguments in another order --------------------------------------------------------------------------------------


def _order(quantity: Quantity, names: Keys) -> tuple[int, ...] | None:
    """The places of the arguments, if the student's own names are those of the exercise in another order."""
    if names != quantity.arguments and sorted(names) == sorted(quantity.arguments):
        return tuple(quantity.arguments.index(name) for name in names)
    return None


def _in_order(quantity: Quantity, function: Function, order: tuple[int, ...]) -> Recognised | None:
    """What is wrong with the function, given its arguments in that order; only where the order is wrong too."""

    def turned(*arguments: object) -> object:
        return function(*(arguments[place] for place in order))

    tries = attempts(quantity, turned)
    if all(each.right for each in tries):
        return Recognised((("swapped",),), order=order)
    # Of three arguments there are so many orders that a mistake with one of them is often another mistake.
    if len(order) > 2 or not (found := by_answers(quantity, tries)):
        return None
    if all(same(one.answer, other.answer) for one, other in zip(attempts(quantity, function), tries, strict=True)):
        return None
    # What uses one argument only has no order.
    both = tuple((*keys, "swapped") for keys in found.alternatives if not _OF_ONE_ARGUMENT & set(keys))
    return Recognised(both, found.factor) if both else None
