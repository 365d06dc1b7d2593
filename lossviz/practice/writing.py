"""Values as a student would type them: the same text on every machine, and never long."""

import re
import reprlib
import textwrap

from lossviz.words import t

from .attempt import Attempt, as_answer
from .exercise import Exercise

# Every input of an exercise is shown whole.
MOST_NUMBERS = 12


def example(exercise: Exercise, attempt: Attempt) -> list[str]:
    """The lines of an example: what was given, what was expected, what was received."""
    given = [f"{name} = {as_python(value)}" for name, value in zip(exercise.arguments, attempt.given, strict=True)]
    expected, received = as_python(attempt.expected), as_python(attempt.returned)
    if expected == received:  # the difference is in later digits
        expected, received = as_python(attempt.expected, whole=True), as_python(attempt.returned, whole=True)
    lines = [*given, t("practice.expected", value=expected), t("practice.received", value=received)]
    return [f"    {line}" for line in lines]


def as_python(value: object, *, whole: bool = False) -> str:
    """A value as Python would write it: numbers to four digits, or `whole`.

    Of what is no number, only the type: the rest may be another text in every run, such as an address.
    """
    if isinstance(value, Exception):
        return f"{type(value).__name__}: {_message(value)}".removesuffix(": ")
    if value is None or isinstance(value, str):
        return reprlib.repr(value)
    numbers = as_answer(value)
    if numbers is None:
        return type(value).__name__
    if numbers.size > MOST_NUMBERS:
        return t("practice.large", shape=numbers.shape)
    return _nested(numbers.tolist(), whole)


def _message(error: Exception) -> str:
    lines = str(error).splitlines() or [""]
    return textwrap.shorten(re.sub(r" at 0x[0-9a-fA-F]+", "", lines[0]), 160, placeholder=" …")


def _nested(numbers: float | list, whole: bool) -> str:
    if isinstance(numbers, list):
        return f"[{', '.join(_nested(each, whole) for each in numbers)}]"
    if abs(numbers) < 1e15 and numbers == int(numbers):
        return str(int(numbers))
    return repr(numbers) if whole else f"{numbers:.4g}"
