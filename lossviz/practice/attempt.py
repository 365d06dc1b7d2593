"""A student's function meets an input: whatever it does, something comes back that can be looked at."""

import copy
import inspect
import io
from contextlib import redirect_stdout
from dataclasses import dataclass

from .answer import Answer, Numbers, answer_of, same
from .quantity import Function, Quantity
from .running import TooLong, limited


@dataclass(frozen=True)
class Attempt:
    """One call of the student's function."""

    given: tuple
    # The arguments as the call left them: other values, if the function changed them in place.
    left: tuple
    answer: Answer
    printed: str
    expected: Numbers

    @property
    def right(self) -> bool:
        """Whether the answer is the expected one."""
        return same(self.answer, self.expected)


class Stopped(Exception):
    """A student's function that did not come back, and the input that it was given."""

    def __init__(self, given: tuple):
        self.given = given


def attempts(quantity: Quantity, function: Function) -> list[Attempt]:
    """The student's function tried with every input."""
    return [attempt(quantity, function, given) for given in quantity.inputs()]


def attempt(quantity: Quantity, function: Function, given: tuple) -> Attempt:
    """The student's function tried with one input."""
    arguments = copy.deepcopy(given)
    answer, printed = called(function, arguments)
    # The function may have kept its arguments and change them when it is called again.
    left = copy.deepcopy(arguments)
    return Attempt(given, left, answer, printed, answer_of(quantity.right, given))


def called(function: Function, arguments: tuple) -> tuple[Answer, str]:
    """The answer of a student's function, and what it prints; `Stopped` if it does not come back."""
    try:
        with limited(), redirect_stdout(io.StringIO()) as output:
            answer = answer_of(function, arguments)
    except TooLong:
        # Without the frames of the student's loop.
        raise Stopped(arguments) from None
    return answer, output.getvalue()


def signature_of(function: Function) -> inspect.Signature | None:
    """How the function is defined; some that are not written in Python do not tell."""
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def parameters_of(function: Function) -> tuple[str, ...]:
    """The student's own names of the arguments."""
    signature = signature_of(function)
    return tuple(signature.parameters) if signature else ()
