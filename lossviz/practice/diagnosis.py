"""`check`: from what a student's function returns to the mistake in it.

The known mistakes of the exercise come first: if the answers are those of a mistake, on all inputs, it is that one.
Then comes what can go wrong in any function.
"""

import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from lossviz.words import number, t, wrapped

from .attempt import Answer, Attempt, answer_of, attempts, same
from .catalogue import find
from .exercise import Exercise, Function
from .writing import as_python, example

# The longest line of a verdict, in half-width characters.
WIDTH = 96

# Rounding to two digits, or a small number added somewhere.
NEARLY = {"rtol": 1e-2, "atol": 1e-3}


@dataclass(frozen=True, repr=False)
class Verdict:
    """What was found: `right`, the key of the `mistake` (None if it is right, or no usual one), and the `text`."""

    right: bool
    mistake: str | None
    text: str

    def __repr__(self) -> str:
        """The text in short lines, because a notebook breaks a long one in the middle of a word."""
        short = (wrapped(line, WIDTH) if len(line) > WIDTH / 2 else [line] for line in self.text.splitlines())
        return "\n".join(chain.from_iterable(short))


@dataclass(frozen=True)
class Finding:
    """A mistake, the words for it, and the attempt that shows it."""

    mistake: str | None
    words: str
    attempt: Attempt | None = None


def check(name: str, function: Function) -> Verdict:
    """Try `function` with the inputs of the exercise `name`, and say that it is right or which mistake is in it."""
    exercise = find(name)
    with np.errstate(all="ignore"):  # an answer may be infinite, or as large as a float can be
        finding = _mistake(exercise, function)
    if not finding:
        return Verdict(True, None, t("practice.right", words=t(f"practice.{name}.right")))
    shown_by = example(exercise, finding.attempt) if finding.attempt else []
    return Verdict(False, finding.mistake, "\n".join([t("practice.wrong", words=finding.words), *shown_by]))


def _mistake(exercise: Exercise, function: Function) -> Finding | None:
    if unfit := _unfit(exercise, function):
        return unfit
    tries = attempts(exercise, function)
    if all(attempt.right for attempt in tries):
        # A right answer does not excuse a changed input.
        return _changed_input(exercise, tries)
    return next(finding for look in _LOOKS if (finding := look(exercise, tries)))


def _unfit(exercise: Exercise, function: Function) -> Finding | None:
    """What can be said before the function is called."""
    if not callable(function):
        return _general("not_callable", received=as_python(function), name=exercise.name)
    try:
        signature = inspect.signature(function)
    except ValueError:  # some functions that are not written in Python do not tell
        return None
    try:
        signature.bind(*exercise.arguments)
    except TypeError:
        own, names = ", ".join(signature.parameters), ", ".join(exercise.arguments)
        return _general("arguments", own=own, names=names)
    return None


def _general(mistake: str, attempt: Attempt | None = None, **values: object) -> Finding:
    """A mistake that can be made in every exercise."""
    return Finding(mistake, t(f"practice.{mistake}", **values), attempt)


def _first_wrong(tries: list[Attempt]) -> Attempt:
    return next(attempt for attempt in tries if not attempt.right)


# Each of the following looks for one thing. --------------------------------------------------------------------------


def _known(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for key, mistake in exercise.mistakes:
        if all(same(each.answer, answer_of(mistake, each.given)) for each in tries):
            return Finding(key, t(f"practice.{exercise.name}.{key}"), _first_wrong(tries))
    return None


def _known_with_other_sign(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for key, mistake in exercise.mistakes:
        if all(same(each.answer, _negative(answer_of(mistake, each.given))) for each in tries):
            words = t("practice.and_sign", words=t(f"practice.{exercise.name}.{key}"))
            return Finding(f"{key}+sign", words, _first_wrong(tries))
    return None


def _negative(answer: Answer) -> Answer:
    return answer if isinstance(answer, Exception) else -answer


def _raised(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if isinstance(error := attempt.returned, Exception):
            if _is_caret(error):
                return _general("caret", attempt)
            return Finding("raised", _raised_words(error), attempt)
    return None


def _is_caret(error: Exception) -> bool:
    """Python's ^ works on bits, which floats do not let it."""
    return isinstance(error, TypeError) and any(sign in str(error) for sign in ("bitwise_xor", "for ^:"))


def _raised_words(error: Exception) -> str:
    # The first frame is our own call, the second the student's function.
    frames = traceback.extract_tb(error.__traceback__)[1:2]
    if frames and frames[0].line:
        return t("practice.raised_in", line=frames[0].line)
    return t("practice.raised")


def _changed_input(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        for name, given, left in zip(exercise.arguments, attempt.given, attempt.left, strict=True):
            if not np.array_equal(given, left):
                return _general("changed_input", name=name, before=as_python(given), after=as_python(left))
    return None


def _nothing(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if attempt.returned is None:
            return _general("printed" if attempt.printed else "nothing", attempt)
    return None


def _no_number(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if isinstance(attempt.returned, str):
            return _general("text", attempt)
        if attempt.answer is None:
            return _general("no_number", attempt, received=type(attempt.returned).__name__)
    return None


def _same_for_all(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    first = tries[0].answer
    if np.isfinite(first).all() and all(same(each.answer, first) for each in tries):
        return _general("same_for_all", _first_wrong(tries))
    return None


def _one_sample(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    """A loop that returns too early, or overwrites its total: the loss of one sample, divided by N or not."""
    if not all(np.ndim(each.expected) == 0 and all(np.ndim(values) for values in each.given) for each in tries):
        return None
    for mistake, index in (("first_only", 0), ("last_only", -1)):
        alone = [answer_of(exercise.right, tuple(values[[index]] for values in each.given)) for each in tries]
        shares = [loss / len(each.given[0]) for loss, each in zip(alone, tries, strict=True)]
        for answers in (alone, shares):
            if all(same(each.answer, answer) for each, answer in zip(tries, answers, strict=True)):
                return _general(mistake, _first_wrong(tries))
    return None


def _shape(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        received, expected = attempt.answer.shape, attempt.expected.shape
        if received != expected:
            if not expected:
                return _general("array_for_number", attempt, received=received)
            if not received:
                return _general("number_for_array", attempt, expected=expected)
            return _general("shape", attempt, received=received, expected=expected)
    return None


def _not_finite(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if np.isnan(attempt.answer).any():
            return _general("nan", attempt)
        if np.isinf(attempt.answer).any():
            return _general("infinite", attempt)
    return None


def _nearly(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    if all(same(attempt.answer, attempt.expected, **NEARLY) for attempt in tries):
        return _general("nearly", _first_wrong(tries))
    return None


def _scaled(exercise: Exercise, tries: list[Attempt]) -> Finding | None:
    received = np.concatenate([attempt.answer.ravel() for attempt in tries])
    expected = np.concatenate([attempt.expected.ravel() for attempt in tries])
    factor = float(received @ expected / (expected @ expected))
    if factor == 0 or not same(received, factor * expected):
        return None
    if same(np.array(factor), np.array(-1.0)):
        return _general("sign", _first_wrong(tries))
    return _general("scaled", _first_wrong(tries), factor=number(factor))


def _unknown(exercise: Exercise, tries: list[Attempt]) -> Finding:
    right = sum(attempt.right for attempt in tries)
    words = t("practice.sometimes", count=right, total=len(tries)) if right else t("practice.unknown")
    start = t(f"practice.{exercise.name}.hint_1")
    return Finding(None, f"{words} {start}", _first_wrong(tries))


_LOOKS: tuple[Callable[[Exercise, list[Attempt]], Finding | None], ...] = (
    _known,
    _known_with_other_sign,
    _raised,
    _changed_input,
    _nothing,
    _no_number,
    # From here on, all answers are numbers,
    _same_for_all,
    _one_sample,
    _shape,
    _not_finite,
    # and from here on finite and of the right shape.
    _nearly,
    _scaled,
    _unknown,
)
