"""The usual mistakes, recognised by their answers: alone, with the other sign, with other last digits, or with the
arguments in another order."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import permutations

import numpy as np

from lossviz.words import number, t

from .answer import Numbers, answer_of, same
from .attempt import Attempt, attempts, signature_of
from .exercise import Exercise, Function
from .general import Finding, first_wrong

# Rounding to two digits, or a small number added somewhere.
NEARLY = {"rtol": 1e-2, "atol": 1e-3}

# The places of the arguments, as another function takes them.
Order = tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """A way to understand a student's function: as one that has the answers of `function`."""

    mistake: str
    words: str
    function: Function
    tolerance: dict[str, float] = field(default_factory=dict)

    def fits(self, tries: list[Attempt]) -> bool:
        """Whether all answers are those of `function`."""
        return all(same(each.answer, answer_of(self.function, each.given), **self.tolerance) for each in tries)


def usual_mistake(exercise: Exercise, function: Function, tries: list[Attempt]) -> Finding | None:
    """The usual mistake that has these answers, if there is one."""
    reading = _first_that_fits(_readings(exercise, tries), tries)
    for order in list(permutations(range(len(exercise.arguments))))[1:]:
        turned = attempts(exercise, _reordered(function, order))
        other = _first_that_fits(_readings_in_order(exercise, turned), turned)
        if other and not (reading and _is_enough(reading, other, exercise, function, order, turned)):
            return _wrong_order(exercise, order, other, tries)
    return Finding(reading.mistake, reading.words, first_wrong(tries)) if reading else None


def _first_that_fits(readings: Iterable[Reading], tries: list[Attempt]) -> Reading | None:
    return next((reading for reading in readings if reading.fits(tries)), None)


def _readings(exercise: Exercise, tries: list[Attempt]) -> Iterator[Reading]:
    """What the function may be, the plainest first."""
    known = [Reading(key, t(f"practice.{exercise.name}.{key}"), mistake) for key, mistake in exercise.mistakes]
    known += [
        Reading(f"{each.mistake}+sign", t("practice.and_sign", words=each.words), _times(-1, each.function))
        for each in known
    ]
    yield from known
    yield Reading("nearly", t("practice.nearly"), exercise.right, NEARLY)
    for each in known:
        yield Reading(f"{each.mistake}+nearly", t("practice.and_nearly", words=each.words), each.function, NEARLY)
    if factor := _factor(tries):
        yield _scaled(exercise, factor)


def _scaled(exercise: Exercise, factor: float) -> Reading:
    function = _times(factor, exercise.right)
    if math.isclose(factor, -1):
        return Reading("sign", t("practice.sign"), function)
    return Reading("scaled", t("practice.scaled", factor=number(factor)), function)


def _factor(tries: list[Attempt]) -> float | None:
    """By what the right answers are multiplied, if all are multiplied by the same."""
    if not all(isinstance(each.answer, Numbers) for each in tries):
        return None
    received, expected = (
        np.concatenate([each.values.ravel() for each in answers])
        for answers in zip(*((each.answer, each.expected) for each in tries), strict=True)
    )
    if received.shape != expected.shape:
        return None
    factor = float(received @ expected / (expected @ expected))
    return factor if math.isfinite(factor) else None


def _times(factor: float, function: Function) -> Function:
    return lambda *arguments: factor * np.asarray(function(*arguments), float)


# The arguments in another order --------------------------------------------------------------------------------------


def _reordered(function: Function, order: Order) -> Function:
    return lambda *arguments: function(*(arguments[place] for place in order))


def _readings_in_order(exercise: Exercise, turned: list[Attempt]) -> Iterator[Reading]:
    """What the function may be when it gets its arguments in the order that it takes them in."""
    yield Reading("", "", exercise.right)
    # Of three arguments there are so many orders that a mistake with one of them is often another mistake.
    if len(exercise.arguments) == 2:
        yield from _readings(exercise, turned)


def _is_enough(
    reading: Reading, other: Reading, exercise: Exercise, function: Function, order: Order, turned: list[Attempt]
) -> bool:
    """Whether the function is understood by `reading`, although with its arguments in that order it is `other`.

    With labels y, mean((y >= 0.5) == p) has the answers of mean(y == p), and only the other order tells the two apart.
    2(y − ŷ) has the other sign or the other order, which is the same; there only the student's own names tell.
    """
    if reading.mistake == other.mistake:
        return True
    signature = signature_of(function)
    if signature and list(signature.parameters) == _names(exercise, order):
        return False
    return replace(reading, function=_reordered(reading.function, order)).fits(turned)


def _wrong_order(exercise: Exercise, order: Order, other: Reading, tries: list[Attempt]) -> Finding:
    names, own = ", ".join(exercise.arguments), ", ".join(_names(exercise, order))
    if not other.mistake:
        return Finding("swapped", t("practice.swapped", names=names, own=own), first_wrong(tries))
    words = t("practice.and_swapped", names=names, words=other.words)
    return Finding(f"{other.mistake}+swapped", words, first_wrong(tries))


def _names(exercise: Exercise, order: Order) -> list[str]:
    return [exercise.arguments[place] for place in order]
