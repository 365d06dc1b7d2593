"""A number that somebody types: is it right, and if not, which mistake gives it?"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lossviz.words import catalogue, language, t

from .candidates import Answers, Candidate, pairs, right_everywhere, singles
from .catalogue import quantity_of
from .quantity import Quantity, given_as
from .recognition import in_rank, without_worse
from .wording import Keys, has_own_words, mistakes_words

# At one input many mistakes come to the same; more are not named.
MOST_NAMED = 3
# What an exact answer may miss by: the last digit of a calculator.
_EXACT = 1e-6
_SUBTLE = {"epsilon", "absolute_added", "floor_division", "strict_threshold", "rounding", "broadcast"}


@dataclass(frozen=True)
class Diagnosis:
    """What a number is: `right`, or by which `mistakes` it comes about, and the `words` for it."""

    right: bool
    # By their ids, as in `Verdict.mistakes`; none if it is right, or by no usual mistake.
    mistakes: tuple[str, ...]
    words: str
    # What gives this number, the likeliest first: `mistakes`, and all others.
    alternatives: tuple[Keys, ...] = ()


def diagnose_number(name: str, given: Sequence[object], value: float, decimals: int | None = None) -> Diagnosis:
    """Say whether `value` is what `name` comes to, and if not, which mistake gives it.

    name: an exercise, or what is computed: "mse", "sse", "half_sse", "rmse", "mae", "cross_entropy",
    "binary_cross_entropy", "accuracy", "log_loss", "next_weight", "difference_quotient", "gradient_of_one".
    given: the arguments, in their order: `([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])`.
    decimals: to how many decimals the question asks to round; without, all digits count.

    >>> import lossviz
    >>> lossviz.use("en")
    >>> given = [1, 3, 5, 6, 7], [3, 2, 7, 5, 8]
    >>> diagnose_number("mse", given, 2.2).right
    True
    >>> diagnose_number("mse", given, 5.5).mistakes
    ('sum_for_mean', 'half')
    >>> print(diagnose_number("mse", given, -2.2).words)
    The size is right, the sign is not.
    """
    quantity, given, value = quantity_of(name), given_as(tuple(given)), float(value)
    right = float(quantity.right(*given))
    if _is(right, value, decimals):
        return Diagnosis(True, (), t("practice.right", words=_right_words(name)))
    if decimals and _is(right, value, decimals - 1) and not _is(right, value, decimals) and _has_fewer(value, decimals):
        return Diagnosis(False, ("rounded",), t("practice.digits", decimals=f"{decimals:d}"), (("rounded",),))
    names = (name, quantity.name)
    found = _alternatives(quantity, names, given, value, decimals)
    if not found:
        return Diagnosis(False, (), t("practice.unknown_number"))
    # By chance a number may come about in many ways.
    likely = [keys for keys in found if has_own_words(names, keys)] or found
    return Diagnosis(False, found[0], mistakes_words(names, likely[:MOST_NAMED], quantity.arguments), found)


def tells_apart(name: str, given: Sequence[object], decimals: int | None = None) -> bool:
    """Whether every mistake gives another number than the right one, rounded as the question asks.

    Some make no difference to most numbers, such as 1e-7 inside a logarithm; they do not count.

    >>> tells_apart("mse", ([1, 3], [3, 2])), tells_apart("mse", ([1, 3], [2, 4]))  # 1² is 1
    (True, False)
    """
    quantity, given = quantity_of(name), given_as(tuple(given))
    right = float(quantity.right(*given))
    always_right = right_everywhere(quantity)
    like = _like(singles(quantity), quantity, given, right, decimals)
    return all(candidate in always_right or candidate.keys[0] in _SUBTLE for candidate in like)


def _right_words(name: str) -> str:
    return catalogue(language()).get(f"practice.{name}.right", "")


def _alternatives(
    quantity: Quantity, names: Sequence[str], given: tuple, value: float, decimals: int | None
) -> tuple[Keys, ...]:
    """The mistakes that give this number: one, or else two; first those that are usual here and have own words."""
    one, two = (
        without_worse({in_rank(each.keys) for each in _like(candidates, quantity, given, value, decimals)})
        for candidates in (singles(quantity), pairs(quantity))
    )
    usual = tuple(keys for keys in (*one, *two) if has_own_words(names, keys))
    return tuple(dict.fromkeys((*usual, *(one or two))))


def _like(
    candidates: Iterable[Candidate], quantity: Quantity, given: tuple, value: float, decimals: int | None
) -> list[Candidate]:
    near = Answers(quantity, candidates, given).like(np.asarray(value), rtol=_EXACT, atol=_room(decimals))
    return near if math.isfinite(value) else []


def _is(right: float, value: float, decimals: int | None) -> bool:
    return math.isclose(right, value, rel_tol=_EXACT, abs_tol=_room(decimals)) or right == value


def _room(decimals: int | None) -> float:
    """How far a rounded number lies from the one that was rounded, at most."""
    return 1e-9 if decimals is None else 0.5 * 10.0**-decimals + 1e-9


def _has_fewer(value: float, decimals: int) -> bool:
    return math.isclose(value, round(value, decimals - 1), abs_tol=1e-12)
