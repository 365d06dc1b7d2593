"""A student's function meets an input: whatever it does, something comes back that can be looked at."""

import copy
import io
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass

import numpy as np

from .exercise import Exercise, Function

# A few sums and logarithms in float64 leave an error of about 1e-15; what adds 1e-7 inside a logarithm, or rounds to
# seven digits, is beyond this. Any two mistakes lie much further apart.
ROUNDING = {"rtol": 1e-9, "atol": 1e-9}

# Numbers, the exception that stopped the function, or None for what is no number.
Answer = np.ndarray | Exception | None


@dataclass(frozen=True)
class Attempt:
    """One call of the student's function."""

    given: tuple
    # The arguments after the call: another value, if the function changed them in place.
    left: tuple
    # What came back, or the exception that stopped it.
    returned: object
    printed: bool
    expected: np.ndarray

    @property
    def answer(self) -> Answer:
        """What came back, as numbers if it is any."""
        return as_answer(self.returned)

    @property
    def right(self) -> bool:
        """Whether the answer is the expected one."""
        return same(self.answer, self.expected)


def attempts(exercise: Exercise, function: Function) -> list[Attempt]:
    """The student's function tried with every input of the exercise."""
    return [_attempt(function, given, answer_of(exercise.right, given)) for given in exercise.inputs()]


def answer_of(function: Function, given: tuple) -> Answer:
    """The answer of a function to one input."""
    return as_answer(_called(function, given))


def as_answer(returned: object) -> Answer:
    """What a function returned, as float64 numbers if it is any."""
    if isinstance(returned, Exception):
        return returned
    try:
        array = np.asarray(returned)
    except Exception:  # whatever a student's object raises when NumPy looks at it
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def same(one: Answer, other: Answer, **tolerance: float) -> bool:
    """Whether two answers are the same: numbers of one shape, up to rounding, or exceptions of one type."""
    if one is None or other is None:
        return False
    if isinstance(one, Exception) or isinstance(other, Exception):
        return type(one) is type(other)
    return np.shape(one) == np.shape(other) and np.allclose(one, other, equal_nan=True, **(tolerance or ROUNDING))


def _attempt(function: Function, given: tuple, expected: np.ndarray) -> Attempt:
    arguments = copy.deepcopy(given)
    with redirect_stdout(io.StringIO()) as output:
        returned = _called(function, arguments)
    return Attempt(given, arguments, returned, bool(output.getvalue()), expected)


def _called(function: Function, arguments: tuple) -> object:
    # A warning would stand above the verdict, which says the same in words that fit the exercise.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(*arguments)
        except Exception as error:  # any that a student's function may raise
            return error
