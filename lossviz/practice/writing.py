"""Values as a student would type them: the same text on every machine, and never long."""

import inspect

from lossviz.words import t

from .answer import Numbers, Other, Raised, read
from .attempt import Attempt
from .quantity import Quantity

# Every input of an exercise is shown whole.
MOST_NUMBERS = 12
# What a function prints for one input may be long.
MOST_LINES, WIDEST = 6, 90


def example(quantity: Quantity, attempt: Attempt, *, expected: bool) -> list[str]:
    """The lines of an example: what was given, what was received, and, if it may be told, what was expected."""
    lines = given_lines(quantity, attempt.given)
    right, received = as_python(attempt.expected), as_python(attempt.answer)
    if right == received:  # the difference is in later digits
        right, received = as_python(attempt.expected, whole=True), as_python(attempt.answer, whole=True)
    if expected:
        lines.append(indented(t("practice.expected", value=right)))
    return [*lines, indented(t("practice.received", value=received))]


def given_lines(quantity: Quantity, given: tuple) -> list[str]:
    """What a function was given."""
    return [indented(f"{name} = {as_python(value)}") for name, value in zip(quantity.arguments, given, strict=True)]


def indented(line: str) -> str:
    """A line of an example."""
    return f"    {line}"


def printed_lines(printed: str) -> list[str]:
    """What the student's function printed, cut where it is long."""
    lines = printed.rstrip().splitlines()
    if not lines:
        return []
    shown = [line if len(line) <= WIDEST else f"{line[:WIDEST]} …" for line in lines[:MOST_LINES]]
    more = ["…"] if len(lines) > MOST_LINES else []
    return [t("practice.printed_lines"), *map(indented, [*shown, *more])]


def as_python(value: object, *, whole: bool = False) -> str:
    """A value or an answer as Python would write it: numbers to four digits, or `whole`."""
    answer = value if isinstance(value, Numbers | Other | Raised) else read(value)
    if not isinstance(answer, Numbers):
        return answer.written
    if answer.values.size > MOST_NUMBERS:
        return container(answer)
    values = (answer.values.astype(bool) if answer.boolean else answer.values).tolist()
    if issubclass(answer.kind, tuple):
        return f"({', '.join(_nested(each, whole) for each in values)}{',' * (len(values) == 1)})"
    return _nested(values, whole)


def container(answer: Numbers) -> str:
    """What the numbers come in, in words: "a list of length 2", "an array of shape (2, 3)"."""
    if issubclass(answer.kind, list | tuple):
        return t("practice.list" if issubclass(answer.kind, list) else "practice.tuple", count=len(answer.values))
    return t("practice.array", shape=answer.values.shape)


def signature_as_python(signature: inspect.Signature) -> str:
    """The brackets of a `def` line, without annotations: "(y_true, *, y_pred=None)"."""
    parameters = [
        each.replace(
            annotation=each.empty, default=each.empty if each.default is each.empty else _Default(each.default)
        )
        for each in signature.parameters.values()
    ]
    return str(inspect.Signature(parameters))


class _Default:
    """A default value that shows itself in few words."""

    def __init__(self, value: object):
        self.value = value

    def __repr__(self) -> str:
        return as_python(self.value)


def _nested(numbers: float | list, whole: bool) -> str:
    if isinstance(numbers, list):
        return f"[{', '.join(_nested(each, whole) for each in numbers)}]"
    if isinstance(numbers, bool):
        return str(numbers)
    if abs(numbers) < 1e15 and numbers == int(numbers):
        return str(int(numbers))
    return repr(numbers) if whole else f"{numbers:.4g}"
