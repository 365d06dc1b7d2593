"""What a call of a student's function came to: numbers, something else, or the error that stopped it.

It is read at once and the object itself is not kept, because a later call may change it: `out=[]` is one list for all.
"""

import inspect
import math
import re
import reprlib
import textwrap
import warnings
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real

import numpy as np

from .quantity import Function

# A few sums and logarithms in float64 leave an error of about 1e-15; what adds 1e-7 inside a logarithm, or rounds to
# seven digits, is beyond this. Any two mistakes lie much further apart.
ROUNDING = {"rtol": 1e-9, "atol": 1e-9}
# float32 has seven digits, of which a sum or a logarithm loses one.
SINGLE = {"rtol": 1e-5, "atol": 1e-6}


@dataclass(frozen=True, eq=False)
class Numbers:
    """One number or many, as float64."""

    values: np.ndarray
    # What they came in: a list, an array, a float.
    kind: type
    # Whether they are True and False, which count as 1 and 0.
    boolean: bool = False
    # Whether they have the seven digits of float32 only.
    single: bool = False


@dataclass(frozen=True)
class Other:
    """What came back instead of numbers."""

    # The key of the words for it.
    mistake: str
    # None and text as Python writes them; of anything else the type, as the rest may be another in every run.
    written: str


@dataclass(frozen=True)
class Raised:
    """Nothing came back: an exception stopped the function."""

    error: Exception

    @property
    def written(self) -> str:
        """The exception as the last line of a traceback."""
        return _error_line(self.error)


Answer = Numbers | Other | Raised


def answer_of(function: Function, arguments: tuple) -> Answer:
    """The answer of a function to one input."""
    # A warning would stand above the verdict, which says the same in words that fit the exercise.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            returned = function(*arguments)
        except Exception as error:  # any that a student's function may raise
            return Raised(error)
        return read(returned)


def read(value: object) -> Numbers | Other:
    """The numbers of any value, or what it is instead."""
    array = _array(value)
    if array is None:
        return _other(value)
    if _is_masked(value):
        return Other("masked", type(value).__name__)
    if array.dtype.kind == "c":
        return Other("complex", type(value).__name__)
    if array.dtype.kind not in "biuf":
        return _other(value)
    single = array.dtype.kind == "f" and array.dtype.itemsize < 8
    return Numbers(array.astype(float), type(value), array.dtype.kind == "b", single)


def same(one: Answer, other: Answer, **tolerance: float) -> bool:
    """Whether two answers are the same: numbers of one shape, up to rounding, or exceptions of one type."""
    if isinstance(one, Raised) and isinstance(other, Raised):
        return type(one.error) is type(other.error)
    if not (isinstance(one, Numbers) and isinstance(other, Numbers)):
        return False
    a, b = one.values, other.values
    return a.shape == b.shape and np.allclose(a, b, equal_nan=True, **(tolerance or rounding_of(one, other)))


def rounding_of(*answers: Numbers) -> dict[str, float]:
    """How far answers may lie apart and still be the same."""
    return SINGLE if any(answer.single for answer in answers) else ROUNDING


def is_unanswered(value: object) -> bool:
    """Whether the … of the notebook's cell is still there."""
    return value is ... or (isinstance(value, list | tuple) and any(map(is_unanswered, value)))


def _is_masked(value: object) -> bool:
    """Whether an element is masked and so stands for no number; `np.asarray` would uncover what lies under the mask."""
    if isinstance(value, list | tuple):
        return any(map(_is_masked, value))
    return np.ma.is_masked(value)


def _array(value: object) -> np.ndarray | None:
    """The value as NumPy reads it, and Python's own numbers that NumPy takes for objects: Fraction, Decimal."""
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and all(isinstance(each, Real | Decimal) for each in array.flat):
            array = np.array([_float(each) for each in array.flat]).reshape(array.shape)
    except Exception:  # whatever a student's object raises when NumPy looks at it
        return None
    return array


def _float(number: Real | Decimal) -> float:
    try:
        return float(number)
    except OverflowError:  # a whole number has no largest one
        return math.inf if number > 0 else -math.inf


def _other(value: object) -> Other:
    if is_unanswered(value):
        return Other("unanswered", "...")
    if value is None:
        return Other("nothing", "None")
    if isinstance(value, str):
        return Other("text", reprlib.repr(value))
    if isinstance(value, BaseException):
        return Other("exception", _error_line(value))
    if isinstance(value, type) and issubclass(value, BaseException):
        return Other("exception", value.__name__)
    name = type(value).__name__
    if inspect.isgenerator(value):
        return Other("generator", name)
    return Other("no_number", f"{name}[{value.dtype}]" if isinstance(value, np.ndarray) else name)


def _error_line(error: BaseException) -> str:
    first = (str(error).splitlines() or [""])[0]
    message = textwrap.shorten(re.sub(r" at 0x[0-9a-fA-F]+", "", first), 160, placeholder=" …")
    return f"{type(error).__name__}: {message}".removesuffix(": ")
