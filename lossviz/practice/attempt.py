"""A student's function meets an input: whatever it does, something comes back that can be looked at."""

import copy
import inspect
import io
from contextlib import redirect_stdout
from dataclasses import dataclass

from .answer import Answer, Numbers, answer_of, same
from .exercise import Exercise, Function


@dataclass(frozen=True)
class Attempt:
    """One call of the student's function."""

    given: tuple
    # The arguments as the call left them: other values, if the function changed them in place.
    left: tuple
    answer: Answer
    printed: bool
    expected: Numbers

    @property
    def right(self) -> bool:
        """Whether the answer is the expected one."""
        return same(self.answer, self.expected)


def attempts(exercise: Exercise, function: Function) -> list[Attempt]:
    """The student's function tried with every input of the exercise."""
    return [attempt(exercise, function, given) for given in exercise.inputs()]


def attempt(exercise: Exercise, function: Function, given: tuple) -> Attempt:
    """The student's function tried with one input."""
    arguments = copy.deepcopy(given)
    with redirect_stdout(io.StringIO()) as output:
        answer = answer_of(function, arguments)
    # The function may have kept its arguments and change them when it is called again.
    left = copy.deepcopy(arguments)
    return Attempt(given, left, answer, bool(output.getvalue()), answer_of(exercise.right, given))


def signature_of(function: Function) -> inspect.Signature | None:
    """How the function is defined; some that are not written in Python do not tell."""
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None
