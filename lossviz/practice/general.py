"""What can go wrong in any function: each look is for one thing, and they come in this order."""

import sysconfig
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossviz.words import t

from .answer import Numbers, Other, Raised, answer_of, read, same
from .attempt import Attempt
from .quantity import Quantity
from .writing import as_python, container

_LIBRARIES = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


@dataclass(frozen=True)
class Finding:
    """A mistake, the words for it, and the attempt that shows it."""

    mistake: str | None
    words: str
    attempt: Attempt | None = None


def finding(mistake: str, attempt: Attempt | None = None, **values: object) -> Finding:
    """A mistake that can be made in every exercise."""
    return Finding(mistake, t(f"practice.{mistake}", **values), attempt)


def first_wrong(tries: list[Attempt]) -> Attempt:
    """The first attempt whose answer is not the expected one."""
    return next(attempt for attempt in tries if not attempt.right)


def general_mistake(quantity: Quantity, tries: list[Attempt]) -> Finding:
    """What is wrong with the answers, as far as it can be said without knowing the mistake."""
    return next(found for look in _LOOKS if (found := look(quantity, tries)))


def changed_input(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    """A function that changes the arrays it is given."""
    for attempt in tries:
        for name, given, left in zip(quantity.arguments, attempt.given, attempt.left, strict=True):
            if not np.array_equal(given, left):
                return finding("changed_input", name=name, before=as_python(given), after=as_python(left))
    return None


def _raised(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if isinstance(attempt.answer, Raised):
            error = attempt.answer.error
            for mistake, is_it in _ERRORS.items():
                if is_it(error):
                    return finding(mistake, attempt)
            return Finding("raised", raised_words(error), attempt)
    return None


def _is_caret(error: Exception) -> bool:
    """Python's ^ works on bits, which floats do not let it."""
    return isinstance(error, TypeError) and any(sign in str(error) for sign in ("bitwise_xor", "for ^:"))


def _is_truth_of_array(error: Exception) -> bool:
    return isinstance(error, ValueError) and "truth value of an array" in str(error)


def _is_number_of_array(error: Exception) -> bool:
    """`math.log` or `int` of a whole array."""
    return isinstance(error, TypeError) and "can be converted to Python scalars" in str(error)


_ERRORS = {"caret": _is_caret, "if_of_array": _is_truth_of_array, "number_of_array": _is_number_of_array}


def raised_words(error: Exception) -> str:
    """That a function stops with an error, and in which line."""
    # The first frame is our own call. The student's line is the next that is not in a library, as np.vectorize is.
    frames = traceback.extract_tb(error.__traceback__)[1:]
    line = next((frame.line for frame in frames if not frame.filename.startswith(_LIBRARIES)), None)
    return t("practice.raised_in", line=line) if line else t("practice.raised")


def _no_number(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if isinstance(answer := attempt.answer, Other):
            mistake = "printed" if answer.mistake == "nothing" and attempt.printed else answer.mistake
            return finding(mistake, attempt, received=answer.written)
    return None


def _number_inside(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    """One number that comes in a list, a tuple or an array."""
    for attempt in tries:
        received = attempt.answer.values
        if received.shape and received.size == 1 and not attempt.expected.values.shape:
            return finding("number_inside", attempt, received=container(attempt.answer))
    return None


def _same_for_all(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    first = tries[0].answer
    if np.isfinite(first.values).all() and all(same(each.answer, first) for each in tries):
        return finding("same_for_all", first_wrong(tries))
    return None


def one_sample(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    """A loop that returns too early, or overwrites its total."""
    if "y_true" not in quantity.arguments or not all(isinstance(each.answer, Numbers) for each in tries):
        return None
    for mistake, index in (("first_only", 0), ("last_only", -1)):
        for answers in zip(*(_of_one_sample(quantity, each, index) for each in tries), strict=True):
            if all(same(each.answer, read(answer)) for each, answer in zip(tries, answers, strict=True)):
                return finding(mistake, first_wrong(tries))
    return None


def _of_one_sample(quantity: Quantity, attempt: Attempt, index: int) -> tuple:
    """What may come back if only one sample counts."""
    if attempt.expected.values.ndim:  # one number for each sample: no total that must grow
        return (attempt.expected.values[0], attempt.expected.values[[0]]) if index == 0 else ()
    loss = answer_of(quantity.right, tuple(values[[index]] for values in attempt.given)).values
    return loss, loss / len(attempt.given[0])


def _shape(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        received, expected = attempt.answer.values, attempt.expected.values
        if received.shape == expected.shape:
            continue
        if not received.shape:
            return finding("number_for_array", attempt, expected=expected.shape)
        if expected.shape:
            return finding("shape", attempt, received=container(attempt.answer), expected=expected.shape)
        mistake = "tuple_for_number" if issubclass(attempt.answer.kind, tuple) else "array_for_number"
        return finding(mistake, attempt, received=container(attempt.answer))
    return None


def _not_finite(quantity: Quantity, tries: list[Attempt]) -> Finding | None:
    for attempt in tries:
        if np.isnan(attempt.answer.values).any():
            return finding("nan", attempt)
        if np.isinf(attempt.answer.values).any():
            return finding("infinite", attempt)
    return None


def _unknown(quantity: Quantity, tries: list[Attempt]) -> Finding:
    right = sum(attempt.right for attempt in tries)
    words = t("practice.sometimes", count=right, total=len(tries)) if right else t("practice.unknown")
    return Finding(None, words, first_wrong(tries))


_LOOKS: tuple[Callable[[Quantity, list[Attempt]], Finding | None], ...] = (
    _raised,
    changed_input,
    _no_number,
    # From here on, all answers are numbers.
    _number_inside,
    _same_for_all,
    _shape,
    _not_finite,
    _unknown,
)
